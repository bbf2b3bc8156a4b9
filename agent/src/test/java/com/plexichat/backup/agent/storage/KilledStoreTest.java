package com.plexichat.backup.agent.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.shared.model.ShardId;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while it stores: what it acknowledged is there and whole.
class KilledStoreTest {
  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedIsThere() throws Exception {
    killedOnce(1);
  }

  @Tag("ci")
  @RepeatedTest(20)
  void whatWasAcknowledgedIsThereEveryTime(RepetitionInfo info) throws Exception {
    killedOnce(1000 + info.getCurrentRepetition());
  }

  private void killedOnce(long seed) throws Exception {
    Path path = folder.resolve("data");
    int acknowledgements = 20 + new Random(seed).nextInt(200);
    Set<ShardId> held = new LinkedHashSet<>();
    Set<ShardId> removed = new LinkedHashSet<>();
    Process child = StoreChild.start(StoreChild.Task.PUT, path, seed);
    try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
      while (held.size() + removed.size() < acknowledgements) {
        note(out.readLine(), held, removed);
      }
      child.toHandle().destroyForcibly(); // the process itself would close what it printed
      child.waitFor();
      out.lines().forEach(line -> note(line, held, removed));
    }
    held.removeAll(removed);
    check(path, held, removed, "seed " + seed);
  }

  private static void note(String line, Set<ShardId> held, Set<ShardId> removed) {
    String[] words = line.split(" ", -1);
    if (words.length == 2 && words[1].length() == 64) {
      (words[0].equals("held") ? held : removed).add(ShardId.of(words[1]));
    }
  }

  private static void check(Path path, Set<ShardId> held, Set<ShardId> removed, String seed)
      throws Exception {
    try (DataDir dataDir = DataDir.open(path, StoreChild.PEER);
        ShardStore store = ShardStore.open(dataDir, StoreChild.SETTINGS)) {
      assertTrue(held.size() > 5, seed);
      // An order to remove may have been on its way: its tombstone then tells so.
      for (ShardId shard : held) {
        if (store.tombstone(shard).isEmpty()) {
          assertEquals(shard, ShardName.of(store.reader().file(shard)), seed);
        }
      }
      for (ShardId shard : removed) {
        assertTrue(store.find(shard).isEmpty(), seed);
        assertTrue(store.tombstone(shard).isPresent(), seed);
      }
      ScrubReader.Report report = store.scrub(Pace.of(0)).run(null, part -> {});
      assertEquals(List.of(), report.bad(), seed);
      assertEquals(report.total(), report.checked(), seed);
      try (var tmp = Files.list(path.resolve("store/tmp"))) {
        assertEquals(0, tmp.count(), seed);
      }
    }
  }
}
