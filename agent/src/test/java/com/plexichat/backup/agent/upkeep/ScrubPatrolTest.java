package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.storage.BadCopy;
import com.plexichat.backup.agent.storage.DataDir;
import com.plexichat.backup.agent.storage.Incoming;
import com.plexichat.backup.agent.storage.SampleShards;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.agent.storage.SmallFile;
import com.plexichat.backup.agent.storage.StoreSettings;
import com.plexichat.backup.agent.storage.TrashRule;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubPatrolTest {
  private static final Duration PERIOD = Duration.ofDays(7);
  private static final int SHARDS = 300;

  @TempDir Path folder;
  private DataDir dataDir;
  private ShardStore store;
  private Instant now = Instant.ofEpochMilli(1_800_000_000_000L);
  private final List<ShardId> held = new ArrayList<>();
  private final Set<ShardId> told = new TreeSet<>();
  private int reports;
  private int away;

  @BeforeEach
  void fill() {
    dataDir = DataDir.open(folder.resolve("data"), new PeerId("ab".repeat(16)));
    store =
        ShardStore.open(
            dataDir,
            new StoreSettings(
                "south",
                ByteSize.parse("1G"),
                new ByteSize(0),
                new TrashRule(Duration.ZERO, () -> 0)));
    SampleShards sample = new SampleShards(5);
    for (int shard = 0; shard < SHARDS; shard++) {
      Incoming incoming = sample.incoming(sample.stripe(), 0, 400, shard + 1);
      held.add(store.put(incoming).shard());
    }
  }

  @AfterEach
  void close() {
    store.close();
    dataDir.close();
  }

  private ScrubPatrol patrol() {
    return new ScrubPatrol(
        store,
        SmallFile.in(dataDir, "scrub"),
        this::report,
        new ScrubPatrol.Settings(PERIOD, () -> 0),
        () -> now);
  }

  private void report(List<BadCopy> bad) {
    reports++;
    if (away-- > 0) {
      throw new OperationFailed(FailureCode.UNREACHABLE, "The coordinator", "it is off");
    }
    bad.forEach(one -> told.add(one.shard()));
  }

  private void harm(ShardId shard) throws IOException {
    try (var files = Files.walk(folder)) {
      Path file =
          files
              .filter(path -> path.getFileName().toString().startsWith(shard.hex()))
              .findFirst()
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);
    }
  }

  @Test
  void rotIsToldOnceInEveryPeriod() throws Exception {
    ScrubPatrol patrol = patrol();
    patrol.round();
    assertEquals(0, reports);
    harm(held.get(7));
    patrol.round();
    assertEquals(Set.of(), told, "no pass is due");
    now = now.plus(PERIOD);
    patrol.round();
    assertEquals(Set.of(held.get(7)), told);
    patrol.round();
    patrol().round();
    assertEquals(1, reports, "also after a restart");
  }

  @Test
  void tellsWhenTheLastWholeReadingBegan() throws Exception {
    ScrubPatrol patrol = patrol();
    assertEquals(0, patrol.wholeMs());
    patrol.round();
    long first = now.toEpochMilli();
    assertEquals(first, patrol.wholeMs());
    harm(held.get(7));
    now = now.plus(PERIOD);
    away = 1;
    patrol.round();
    assertEquals(first, patrol.wholeMs(), "what was found could not be told: it is not at its end");
    assertEquals(first, patrol().wholeMs(), "also after a restart");
    patrol.round();
    assertEquals(now.toEpochMilli(), patrol.wholeMs());
  }

  @Test
  void whatCouldNotBeToldIsFoundAgain() throws Exception {
    Set<ShardId> harmed = new TreeSet<>();
    for (ShardId shard : held) {
      if (shard.hex().charAt(0) < '4') {
        harm(shard);
        harmed.add(shard);
      }
    }
    away = 2;
    patrol().round();
    patrol().round();
    assertEquals(Set.of(), told);
    patrol().round();
    assertEquals(harmed, told);
  }

  @Test
  void anUnreadablePositionBeginsAnew() throws Exception {
    SmallFile.in(dataDir, "scrub").replace(new byte[] {'x'});
    harm(held.getFirst());
    patrol().round();
    assertEquals(Set.of(held.getFirst()), told);
  }
}
