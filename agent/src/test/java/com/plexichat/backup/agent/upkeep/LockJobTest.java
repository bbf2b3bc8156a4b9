package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.upkeep.IntegrityCheck.Depth;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.LockCopies;
import com.plexichat.backup.proto.LockResult;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.KeepRules;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.RecoveryClass;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever holds a copy of a locked backup knows how long to keep it.
class LockJobTest {
  private static final int DAYS = 30;

  @TempDir Path folder;
  private UpkeepCluster cluster;

  @BeforeEach
  void backUp() {
    cluster = new UpkeepCluster(folder, 6, 5);
    Tier.Edition edition = new Tier.Edition(2, RecoveryClass.STANDARD, "", KeepRules.NONE, 1, DAYS);
    cluster.backUp(Tier.BRONZE.with(edition), 2, 500);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private LockResult lock() throws Exception {
    LockCopies order =
        LockCopies.newBuilder().setBackupId(UpkeepCluster.BACKUP).setDays(DAYS).build();
    JobEntry ended = cluster.run(new LockJob(cluster.base, order));
    assertEquals("done", ended.getState(), ended.getReason());
    return LockResult.parseFrom(ended.getResult());
  }

  private Map<PeerId, Map<ShardId, Integer>> all() {
    return cluster.holders.allLocked(DAYS);
  }

  @Test
  void aBackupIsLockedAsItsTierSays() {
    BackupRow.Retention retention =
        cluster.catalogue.backups().get(UpkeepCluster.BACKUP).retention();
    assertEquals(DAYS, retention.lockDays());
    assertEquals(retention.closedMs() + Duration.ofDays(DAYS).toMillis(), retention.lockedMs());
    assertTrue(retention.isLockedAt(retention.lockedMs() - 1));
    assertFalse(retention.isLockedAt(retention.lockedMs()));
  }

  @Test
  void everyHolderIsToldOfEveryCopy() throws Exception {
    LockResult result = lock();
    assertEquals(all(), new TreeMap<>(cluster.holders.locks));
    assertEquals(all().values().stream().mapToLong(Map::size).sum(), result.getCopies());
    assertEquals(0, result.getMissing());
    assertEquals(List.of(), result.getUnansweredList());
  }

  @Test
  void whoIsAwayIsNamedAndToldWithTheNextTry() throws Exception {
    PeerId away = cluster.peers.getLast();
    cluster.holders.down.add(away);
    assertEquals(List.of(away.hex()), lock().getUnansweredList());
    cluster.holders.down.clear();
    lock();
    assertEquals(all(), new TreeMap<>(cluster.holders.locks));
  }

  @Test
  void oneThatRefusesKeepsNobodyFromBeingTold() throws Exception {
    PeerId refusing = cluster.peers.stream().min(PeerId::compareTo).orElseThrow();
    cluster.holders.unlocking.put(refusing, FailureCode.NOT_ALLOWED);
    LockCopies order =
        LockCopies.newBuilder().setBackupId(UpkeepCluster.BACKUP).setDays(DAYS).build();
    JobEntry ended = cluster.run(new LockJob(cluster.base, order));
    assertEquals("failed", ended.getState());
    Map<PeerId, Map<ShardId, Integer>> others = all();
    others.remove(refusing);
    assertEquals(others, new TreeMap<>(cluster.holders.locks));
  }

  /// A repair takes the lock along.
  @Test
  void aNewCopyIsLockedToo() throws Exception {
    lock();
    cluster.holders.places().stream()
        .limit(3)
        .forEach(place -> {
          cluster.holders.of(place.peer()).remove(place.shard());
          // Nor does it remember how long it kept what it has lost.
          Objects.requireNonNull(cluster.holders.locks.get(place.peer())).remove(place.shard());
        });
    assertEquals(3, cluster.check(Depth.PRESENCE).getBadCount());
    assertTrue(cluster.repair(false).getRepaired() > 0);
    for (var one : all().entrySet()) {
      for (ShardId shard : one.getValue().keySet()) {
        assertEquals(
            DAYS,
            cluster.holders.locks.getOrDefault(one.getKey(), Map.of()).get(shard),
            "a copy on " + one.getKey());
      }
    }
  }
}
