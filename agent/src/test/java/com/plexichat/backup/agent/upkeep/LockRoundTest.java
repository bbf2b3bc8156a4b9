package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.ledger.LostCopy;
import com.plexichat.backup.agent.upkeep.FakeHolders.Place;
import com.plexichat.backup.agent.upkeep.IntegrityCheck.Depth;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.LockCopies;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Ids;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever could not be told of a lock is told by itself, and nobody is asked in vain.
class LockRoundTest {
  private static final int DAYS = 30;

  @TempDir Path folder;
  private UpkeepCluster cluster;

  @BeforeEach
  void backUp() {
    cluster = new UpkeepCluster(folder, 6, 5);
    cluster.backUp(Tier.BRONZE, 2, 500);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  /// Answers who was asked, each time.
  private List<PeerId> round() {
    cluster.holders.askedToLock.clear();
    new LockRound(cluster.base).round();
    return List.copyOf(cluster.holders.askedToLock);
  }

  private JobEntry lock() throws Exception {
    cluster.lock(UpkeepCluster.BACKUP, DAYS);
    LockCopies order =
        LockCopies.newBuilder().setBackupId(UpkeepCluster.BACKUP).setDays(DAYS).build();
    return cluster.run(new LockJob(cluster.base, order));
  }

  private void assertAllLocked() {
    assertEquals(cluster.holders.allLocked(DAYS).toString(), new TreeMap<>(sorted()).toString());
  }

  private Map<PeerId, Map<?, Integer>> sorted() {
    Map<PeerId, Map<?, Integer>> sorted = new TreeMap<>();
    cluster.holders.locks.forEach((peer, locks) -> sorted.put(peer, new TreeMap<>(locks)));
    return sorted;
  }

  @Test
  void whereNothingIsLockedNobodyIsAsked() {
    assertEquals(List.of(), round());
  }

  @Test
  void whoWasAwayIsToldWhenItIsBackAndNeverAgain() throws Exception {
    round();
    PeerId away = cluster.peers.getLast();
    cluster.holders.down.add(away);
    assertEquals("done", lock().getState());
    assertNotEquals(cluster.holders.allLocked(DAYS).keySet(), cluster.holders.locks.keySet());
    assertEquals(List.of(away), round(), "nobody has noticed that it is away");
    cluster.become(away, PeerState.DOWN);
    assertEquals(List.of(), round());
    cluster.holders.down.clear();
    assertEquals(List.of(), round(), "that it is there again is not known yet");
    cluster.become(away, PeerState.ACTIVE);
    assertEquals(List.of(away), round());
    assertAllLocked();
    assertEquals(List.of(), round());
  }

  @Test
  void aNewCopyWhoseHolderDidNotAnswerIsLockedToo() throws Exception {
    round();
    lock();
    Place lost = cluster.holders.places().getFirst();
    cluster.holders.of(lost.peer()).remove(lost.shard());
    Objects.requireNonNull(cluster.holders.locks.get(lost.peer())).remove(lost.shard());
    assertEquals(1, cluster.check(Depth.PRESENCE).getBadCount());
    cluster.peers.forEach(peer -> cluster.holders.unlocking.put(peer, FailureCode.TIMED_OUT));
    assertEquals(1, cluster.repair(false).getRepaired());
    cluster.holders.unlocking.clear();
    assertNotEquals(cluster.holders.allLocked(DAYS).toString(), sorted().toString());
    assertEquals(1, round().size());
    assertAllLocked();
    assertEquals(List.of(), round());
  }

  @Test
  void aRestartTellsEverybodyOnce() throws Exception {
    cluster.lock(UpkeepCluster.BACKUP, DAYS);
    trash(cluster.holders.places().getFirst());
    List<PeerId> holders = List.copyOf(cluster.holders.allLocked(DAYS).keySet());
    assertEquals(holders, round());
    assertAllLocked();
    assertEquals(List.of(), round());
    UpkeepBase restarted =
        new UpkeepBase(
            cluster.catalogue,
            cluster.ledger,
            cluster.holders,
            cluster.base.time(),
            cluster.base.random());
    cluster.holders.askedToLock.clear();
    new LockRound(restarted).round();
    new LockRound(restarted).round();
    assertEquals(holders, cluster.holders.askedToLock);
  }

  private void trash(Place place) {
    byte[] file = Objects.requireNonNull(cluster.holders.of(place.peer()).remove(place.shard()));
    cluster
        .holders
        .trashed
        .computeIfAbsent(place.peer(), _ -> new ConcurrentHashMap<>())
        .put(place.shard(), file);
    var shard = cluster.shard(place.shard());
    cluster.ledger.changed(
        List.of(
            new LostCopy(
                shard.stripe(),
                shard.index(),
                place.peer(),
                CopyState.TRASHED,
                "test",
                cluster.base.asOf())),
        "");
  }

  @Test
  void aLockThatHasEndedIsNotTold() {
    cluster.lock(UpkeepCluster.BACKUP, DAYS);
    cluster.pass(Duration.ofDays(DAYS));
    assertEquals(List.of(), round());
  }

  @Test
  void whatSeveralBackupsNeedIsToldOnce() {
    String second = "00000000000000b2";
    cluster.openAgain(second, 2, Tier.BRONZE);
    cluster.submit(
        Command.newBuilder()
            .setBackupClosed(
                BackupClosed.newBuilder()
                    .setBackup(BackupEntry.newBuilder().setBackupId(second).setState("complete"))
                    .setRecordStripe(Ids.message(cluster.stripes().getFirst().id()))
                    .setRecordHash(ByteString.copyFrom(new byte[32]))));
    cluster.lock(UpkeepCluster.BACKUP, DAYS);
    cluster.lock(second, DAYS);
    round();
    long copies = cluster.holders.places().size();
    assertEquals(copies, cluster.holders.namedToLock.get());
    assertAllLocked();
  }

  @Test
  void whoRefusesKeepsNobodyFromBeingToldAndIsAskedWhenALockIsNew() throws Exception {
    PeerId refusing = new TreeSet<>(cluster.holders.allLocked(DAYS).keySet()).first();
    cluster.holders.unlocking.put(refusing, FailureCode.NOT_ALLOWED);
    cluster.lock(UpkeepCluster.BACKUP, DAYS);
    assertTrue(round().contains(refusing));
    Map<PeerId, ?> others = cluster.holders.allLocked(DAYS);
    others.remove(refusing);
    assertEquals(others.toString(), sorted().toString());
    assertEquals(List.of(), round());
    assertEquals("failed", lock().getState());
    cluster.holders.unlocking.clear();
    assertEquals(List.of(refusing), round());
    assertAllLocked();
  }

  @Test
  void whatAJobThatWasEndedDidNotTellIsToldAllTheSame() throws Exception {
    round();
    PeerId first = new TreeSet<>(cluster.holders.allLocked(DAYS).keySet()).first();
    cluster.holders.unlocking.put(first, FailureCode.CANCELLED);
    assertEquals("failed", lock().getState());
    assertEquals(Map.of(), cluster.holders.locks);
    cluster.holders.unlocking.clear();
    round();
    assertAllLocked();
  }

  /// The round ends with the coordinator; the next one has them all before it.
  @Test
  void whoWasNotReachedBeforeARoundWasEndedIsToldByTheNext() {
    cluster.lock(UpkeepCluster.BACKUP, DAYS);
    PeerId first = new TreeSet<>(cluster.holders.allLocked(DAYS).keySet()).first();
    cluster.holders.unlocking.put(first, FailureCode.CANCELLED);
    assertThrows(OperationFailed.class, this::round);
    cluster.holders.unlocking.clear();
    round();
    assertAllLocked();
  }
}
