package com.plexichat.backup.agent.storage;

import static com.plexichat.backup.agent.storage.ShardStoreTest.assertCode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapsuleAndRingFilesTest {
  @TempDir Path folder;
  private DataDir dataDir;

  @BeforeEach
  void open() {
    dataDir = DataDir.open(folder.resolve("data"), new PeerId("ab".repeat(16)));
  }

  @AfterEach
  void close() {
    dataDir.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aCapsuleGrowsAtItsEndOnly() {
    CapsuleFiles capsules = CapsuleFiles.open(dataDir);
    assertEquals(5, capsules.append("9", 0, bytes("hello")));
    assertEquals(8, capsules.append("9", 5, bytes("abc")));
    assertEquals(8, capsules.append("9", 5, bytes("abc")));
    assertEquals(10, capsules.append("9", 7, bytes("cde")));
    assertCode(FailureCode.ORDER_REFUSED, () -> capsules.append("9", 11, bytes("x")));
    assertCode(FailureCode.ORDER_REFUSED, () -> capsules.append("9", 0, bytes("jello")));
    assertCode(FailureCode.ORDER_REFUSED, () -> capsules.append("../9", 0, bytes("x")));
    assertCode(FailureCode.ORDER_REFUSED, () -> capsules.append("", 0, bytes("x")));
    CapsuleFiles again = CapsuleFiles.open(dataDir);
    assertArrayEquals(bytes("helloabcde"), again.read("9", 0, 100));
    assertArrayEquals(bytes("loa"), again.read("9", 3, 3));
    assertEquals(0, again.read("9", 10, 3).length);
  }

  @Test
  void twoGenerationsAreKept() {
    CapsuleFiles capsules = CapsuleFiles.open(dataDir);
    capsules.append("9", 0, bytes("a"));
    capsules.append("10", 0, bytes("bb"));
    capsules.append("11", 0, bytes("ccc"));
    assertEquals(List.of("10", "11"), List.copyOf(capsules.list().keySet()));
    assertEquals(3, capsules.list().get("11"));
    assertCode(FailureCode.ORDER_REFUSED, () -> capsules.append("9", 0, bytes("x")));
  }

  @Test
  void ringsAreReplaced() {
    VaultId vault = new VaultId("cd".repeat(16));
    RingFiles rings = RingFiles.open(dataDir);
    assertTrue(rings.find(vault).isEmpty());
    rings.put(vault, bytes("one"));
    rings.put(vault, bytes("two"));
    assertArrayEquals(bytes("two"), RingFiles.open(dataDir).find(vault).orElseThrow());
    assertEquals(1, rings.all().size());
    assertCode(FailureCode.ORDER_REFUSED, () -> rings.put(vault, new byte[(1 << 20) + 1]));
  }
}
