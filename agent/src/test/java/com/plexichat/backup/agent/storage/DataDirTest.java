package com.plexichat.backup.agent.storage;

import static com.plexichat.backup.agent.storage.ShardStoreTest.assertCode;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirTest {
  private static final PeerId ONE = new PeerId("11".repeat(16));
  private static final PeerId TWO = new PeerId("22".repeat(16));

  @TempDir Path folder;

  @Test
  void aSecondAgentIsRefused() {
    try (DataDir first = DataDir.open(folder.resolve("data"), ONE)) {
      assertCode(FailureCode.DATA_DIR_BUSY, () -> DataDir.open(first.path(), ONE));
    }
    DataDir.open(folder.resolve("data"), ONE).close();
  }

  @Test
  void aSecondProcessIsRefused() throws Exception {
    try (DataDir first = DataDir.open(folder.resolve("data"), ONE)) {
      Process other = StoreChild.start(StoreChild.Task.LOCK, first.path(), 0);
      assertEquals(FailureCode.DATA_DIR_BUSY.name(), StoreChild.lines(other).getFirst());
      assertEquals(0, other.waitFor());
    }
  }

  @Test
  void theFolderOfAnotherPeerIsRefused() throws IOException {
    Path path = folder.resolve("data");
    DataDir.open(path, ONE).close();
    assertCode(FailureCode.DATA_DIR_FOREIGN, () -> DataDir.open(path, TWO));
    DataDir.open(path, ONE).close();
    assertEquals(ONE.hex(), Files.readString(path.resolve("identity")).strip());
    Files.delete(path.resolve("identity"));
    DataDir.open(path, TWO).close();
  }

  @Test
  void shardsWithoutAnIdentityAreRefused() throws IOException {
    Path path = folder.resolve("data");
    Files.createDirectories(path.resolve("store/ab"));
    Files.createFile(path.resolve("store/ab/x.shard"));
    assertCode(FailureCode.DATA_DIR_FOREIGN, () -> DataDir.open(path, ONE));
  }
}
