package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.ledger.LostCopy;
import com.plexichat.backup.agent.upkeep.FakeHolders.Place;
import com.plexichat.backup.proto.Approval;
import com.plexichat.backup.proto.BackupDeleted;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Ids;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// To the trash, back, and away, at moments that real agents meet by chance only.
class PruneJobsTest {
  private static final PrunePlan PLAN =
      PrunePlan.newBuilder()
          .addRemoved(PlannedBackup.newBuilder().setBackupId(UpkeepCluster.BACKUP))
          .build();

  @TempDir Path folder;
  private UpkeepCluster cluster;

  @BeforeEach
  void backUp() {
    cluster = new UpkeepCluster(folder, 6, 5);
    cluster.backUp(Tier.BRONZE, 2, 500);
    cluster.submit(
        Command.newBuilder()
            .setBackupDeleted(BackupDeleted.newBuilder().setBackupId(UpkeepCluster.BACKUP)));
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void anEmergencyDeletesAtOnceWhatHadToRestAndWhatLayInTheTrash() throws Exception {
    cluster.holders.isResting = true;
    PrunePlan approved =
        PLAN.toBuilder().setReclaimBytes(1).addApprovals(Approval.getDefaultInstance()).build();
    JobEntry ended = cluster.run(new PruneJob(cluster.base, approved, Duration.ofDays(7)));
    assertEquals("done", ended.getState(), ended.getReason());
    PruneResult result = PruneResult.parseFrom(ended.getResult());
    assertTrue(result.getCopies() > 0);
    assertEquals(0, result.getResting());
    assertEquals(0, result.getTrashedUntilMs(), "nothing can be brought back");
    assertEquals(List.of(), cluster.catalogue.trash().heaps());
    for (PeerId peer : cluster.peers) {
      assertEquals(Map.of(), cluster.holders.of(peer));
      assertEquals(Map.of(), cluster.holders.trashed.getOrDefault(peer, Map.of()));
    }
    assertEquals(BackupState.PRUNED, cluster.catalogue.backups().get(UpkeepCluster.BACKUP).state());
    assertEquals(List.of(), cluster.catalogue.backups().prunedBy(ended.getJobId()));
  }

  private JobEntry prune() throws Exception {
    JobEntry ended = cluster.run(new PruneJob(cluster.base, PLAN, Duration.ofDays(7)));
    assertEquals("done", ended.getState(), ended.getReason());
    return ended;
  }

  private PruneResult rollBack(JobEntry prune) throws Exception {
    JobEntry ended = cluster.run(new RollbackJob(cluster.base, prune.getJobId(), "a mistake"));
    assertEquals("done", ended.getState(), ended.getReason());
    return PruneResult.parseFrom(ended.getResult());
  }

  private Set<CopyState> states() {
    return cluster.stripes().stream()
        .flatMap(stripe -> stripe.shards().stream())
        .flatMap(shard -> shard.copies().stream())
        .map(CopyRow::state)
        .collect(Collectors.toSet());
  }

  private BackupState state() {
    return cluster.catalogue.backups().get(UpkeepCluster.BACKUP).state();
  }

  /// A rollback dies after it had the first copy brought back and ordered anew. Answers its peer.
  private PeerId orderAnewAndDie() {
    StripeRow stripe = cluster.stripes().getFirst();
    ShardRow shard = stripe.shards().getFirst();
    PeerId peer = shard.copies().getFirst().peer();
    cluster.holders.trash(
        peer,
        TrashRequest.newBuilder().setRestore(true).addShards(Ids.message(shard.id())).build());
    cluster
        .base
        .ledger()
        .reserveRepair(stripe.id(), new TreeMap<>(Map.of(peer, List.of(shard.index()))), "died");
    return peer;
  }

  @Test
  void whatWasOrderedAnewAndNeverWrittenDownCountsAfterTheNextTry() throws Exception {
    JobEntry prune = prune();
    assertEquals(Set.of(CopyState.TRASHED), states());
    orderAnewAndDie();
    assertTrue(states().contains(CopyState.PENDING));
    rollBack(prune);
    assertEquals(Set.of(CopyState.OK), states());
    assertEquals(BackupState.DELETED, state());
  }

  @Test
  void whatCameBackAndCannotBeOrderedAnewIsNamedAndFollowsWithTheNextTry() throws Exception {
    JobEntry prune = prune();
    PeerId full = cluster.peers.getLast();
    cluster.holders.full.add(full);
    assertEquals(List.of(full.hex()), rollBack(prune).getUnansweredList());
    assertEquals(Set.of(CopyState.OK, CopyState.TRASHED), states());
    assertEquals(prune.getJobId(), cluster.catalogue.trash().heaps().getFirst().jobId());
    assertEquals(BackupState.DELETED, state());
    cluster.holders.full.clear();
    assertEquals(List.of(), rollBack(prune).getUnansweredList());
    assertEquals(Set.of(CopyState.OK), states());
  }

  @Test
  void whatWasOrderedAnewOfOneWhoIsAwayNowFollowsWithTheNextTry() throws Exception {
    JobEntry prune = prune();
    PeerId peer = orderAnewAndDie();
    cluster.holders.down.add(peer);
    assertEquals(List.of(peer.hex()), rollBack(prune).getUnansweredList());
    assertEquals(BackupState.DELETED, state());
    cluster.holders.down.clear();
    assertEquals(List.of(), rollBack(prune).getUnansweredList());
    assertEquals(Set.of(CopyState.OK), states());
  }

  @Test
  void aRollbackThatDiedAfterItsBackupsWereBackGoesOn() throws Exception {
    JobEntry prune = prune();
    rollBack(prune);
    StripeRow stripe = cluster.stripes().getFirst();
    ShardRow shard = stripe.shards().getFirst();
    PeerId peer = shard.copies().getFirst().peer();
    long now = cluster.base.asOf();
    cluster
        .base
        .ledger()
        .changed(
            List.of(new LostCopy(stripe.id(), shard.index(), peer, CopyState.TRASHED, "left", now)),
            prune.getJobId());
    cluster
        .base
        .ledger()
        .reserveRepair(stripe.id(), new TreeMap<>(Map.of(peer, List.of(shard.index()))), "died");
    assertEquals(Set.of(CopyState.OK, CopyState.PENDING), states());
    rollBack(prune);
    assertEquals(Set.of(CopyState.OK), states());
  }

  @Test
  void whatAHolderKnowsNothingOfIsNamedAndForgotten() throws Exception {
    JobEntry prune = prune();
    PeerId peer = cluster.peers.getLast();
    Map<ShardId, byte[]> lost = Objects.requireNonNull(cluster.holders.trashed.remove(peer));
    PruneResult result = rollBack(prune);
    assertEquals(lost.size(), result.getDamagedCount());
    assertEquals("MISSING", result.getDamaged(0).getState());
    assertEquals(Set.of(CopyState.OK), states());
    assertEquals(List.of(), cluster.catalogue.trash().heaps());
  }

  /// A peer's copies go to its trash, and nobody hears of it.
  private JobEntry pruneUnheard(PeerId peer) throws Exception {
    cluster.holders.down.add(peer);
    JobEntry prune = prune();
    cluster.holders.down.clear();
    assertEquals(Set.of(CopyState.OK, CopyState.TRASHED), states());
    Map<ShardId, byte[]> moved = cluster.holders.of(peer);
    cluster.holders.trashed.put(peer, new HashMap<>(moved));
    moved.clear();
    return prune;
  }

  @Test
  void whatWentToTheTrashUnheardComesBackToo() throws Exception {
    PeerId unheard = cluster.peers.getLast();
    JobEntry prune = pruneUnheard(unheard);
    assertEquals(0, rollBack(prune).getDamagedCount());
    assertEquals(Set.of(CopyState.OK), states());
    assertFalse(cluster.holders.of(unheard).isEmpty());
    assertEquals(List.of(), cluster.check(IntegrityCheck.Depth.HASH).getBadList());
  }

  /// The same, and a check has noted them as missing since.
  @Test
  void whatWasNotedAsMissingMeanwhileComesBackToo() throws Exception {
    PeerId unheard = cluster.peers.getLast();
    JobEntry prune = pruneUnheard(unheard);
    List<LostCopy> noted = new ArrayList<>();
    for (StripeRow stripe : cluster.stripes()) {
      for (ShardRow shard : stripe.shards()) {
        if (shard.copies().stream().anyMatch(copy -> copy.peer().equals(unheard))) {
          noted.add(
              new LostCopy(
                  stripe.id(),
                  shard.index(),
                  unheard,
                  CopyState.MISSING,
                  "looked for",
                  cluster.base.asOf()));
        }
      }
    }
    cluster.base.ledger().changed(noted, "");
    assertEquals(Set.of(CopyState.TRASHED, CopyState.MISSING), states());
    rollBack(prune);
    assertEquals(Set.of(CopyState.OK), states());
  }

  @Test
  void whoIsAwayIsNamedAndFollowsWithTheNextTry() throws Exception {
    JobEntry prune = prune();
    PeerId away = cluster.peers.getLast();
    cluster.holders.down.add(away);
    assertEquals(List.of(away.hex()), rollBack(prune).getUnansweredList());
    assertEquals(Set.of(CopyState.OK, CopyState.TRASHED), states());
    cluster.holders.down.clear();
    assertEquals(List.of(), rollBack(prune).getUnansweredList());
    assertEquals(Set.of(CopyState.OK), states());
  }

  private PruneResult sweep() throws Exception {
    JobEntry ended = cluster.run(new SweepJob(cluster.base, Duration.ofDays(7)));
    assertEquals("done", ended.getState(), ended.getReason());
    return PruneResult.parseFrom(ended.getResult());
  }

  /// Holders count by their own time, and the catalogue gives nothing up before them.
  @Test
  void aClockThatIsTenYearsAheadTakesNothingAway() throws Exception {
    JobEntry prune = prune();
    Set<StripeId> stripes =
        cluster.stripes().stream().map(StripeRow::id).collect(Collectors.toSet());
    cluster.now = cluster.now.plus(Duration.ofDays(3_650));
    cluster.holders.isResting = true;
    assertTrue(sweep().getResting() > 0);
    assertEquals(prune.getJobId(), cluster.catalogue.trash().heaps().getFirst().jobId());
    assertEquals(List.of(), rollBack(prune).getSkippedList());
    assertEquals(BackupState.DELETED, state());
    assertEquals(Set.of(CopyState.OK), states());
    assertEquals(
        stripes, cluster.stripes().stream().map(StripeRow::id).collect(Collectors.toSet()));
  }

  private RollbackScope.Outlook outlook(JobEntry prune) {
    return RollbackScope.of(cluster.catalogue, prune.getJobId())
        .outlook(cluster.catalogue, cluster.holders, cluster.now.toEpochMilli());
  }

  @Test
  void whatWouldComeBackIsToldBefore() throws Exception {
    JobEntry prune = prune();
    RollbackScope.Outlook all = outlook(prune);
    assertEquals(36, all.copies(), "two stripes of eight shards twice and two once");
    assertEquals(Map.of(), all.silent());
    assertEquals(0, all.backups().getFirst().lacking() + all.backups().getFirst().waiting());
    long head = cluster.catalogue.head().index();
    cluster.holders.down.addAll(cluster.peers);
    RollbackScope.Outlook mute = outlook(prune);
    assertEquals(36, mute.silent().values().stream().mapToLong(Long::longValue).sum());
    assertEquals(2, mute.backups().getFirst().waiting(), "nothing is read without them");
    assertEquals(0, mute.backups().getFirst().lacking());
    assertEquals(head, cluster.catalogue.head().index());
  }

  /// Of what was deleted in part nothing is promised.
  @Test
  void whatWasDeletedInPartDoesNotComeBack() throws Exception {
    JobEntry prune = prune();
    StripeRow stripe = cluster.stripes().getFirst();
    new Trash(cluster.base, "swept").burn(List.of(stripe), "died in mid-sweep");
    assertEquals(1, outlook(prune).backups().getFirst().lacking());
    PruneResult result = rollBack(prune);
    assertEquals(UpkeepCluster.BACKUP, result.getSkipped(0).getBackupId());
    assertEquals(0, result.getBackupsCount());
    assertEquals(BackupState.PRUNED, state());
  }

  @Test
  void whatIsSweptIsNowhereAndMayBeHeldByNobody() throws Exception {
    prune();
    cluster.pass(Duration.ofDays(8));
    cluster.holders.isResting = true;
    JobEntry early = cluster.run(new SweepJob(cluster.base, Duration.ofDays(7)));
    PruneResult nothing = PruneResult.parseFrom(early.getResult());
    assertEquals(0, nothing.getCopies());
    assertEquals(36, nothing.getResting(), "two stripes of eight shards twice and two once");
    assertEquals(Set.of(CopyState.TRASHED), states());
    cluster.holders.isResting = false;
    JobEntry swept = cluster.run(new SweepJob(cluster.base, Duration.ofDays(7)));
    assertEquals("done", swept.getState(), swept.getReason());
    assertEquals(Set.of(), states());
    assertTrue(cluster.stripes().stream().allMatch(stripe -> stripe.mayHold().isEmpty()));
    assertEquals(0, cluster.holders.trashed.values().stream().mapToLong(held -> held.size()).sum());
  }

  private static final String STAYS = "00000000000000b2";

  private PruneResult pruned() throws Exception {
    return PruneResult.parseFrom(prune().getResult());
  }

  private Place copyOf(String backup) {
    List<StripeId> stripes = new ArrayList<>();
    cluster.catalogue.stripes().neededBy(backup, stripes::add);
    ShardRow shard =
        cluster
            .catalogue
            .stripes()
            .get(stripes, cluster.now.toEpochMilli())
            .getFirst()
            .shards()
            .getFirst();
    return new Place(shard.copies().getFirst().peer(), shard.id());
  }

  @Test
  void nothingGoesWhileWhatStaysIsNotWhole() throws Exception {
    cluster.backUpAgain(STAYS, 2, Tier.BRONZE, 2, 500);
    Place damaged = copyOf(STAYS);
    cluster.holders.flip(damaged, 300);
    PruneResult result = pruned();
    assertEquals(List.of(), result.getBackupsList());
    assertEquals(0, result.getCopies());
    PlannedBackup skipped = result.getSkipped(0);
    assertEquals(UpkeepCluster.BACKUP, skipped.getBackupId());
    assertEquals(
        "Backup 00000000000000b2 of its set, which stays, has a copy that is not whole, on %s."
            .formatted(cluster.catalogue.peers().get(damaged.peer().hex()).name()),
        skipped.getReason());
    assertEquals(BackupState.DELETED, state());
    assertEquals(0, cluster.holders.trashed.values().stream().mapToLong(Map::size).sum());

    cluster.repair(false);
    assertEquals(List.of(UpkeepCluster.BACKUP), pruned().getBackupsList());
    assertEquals(BackupState.PRUNED, state());
  }

  @Test
  void nothingGoesWhileWhatStaysCannotBeRead() throws Exception {
    cluster.backUpAgain(STAYS, 2, Tier.BRONZE, 2, 500);
    PeerId away = copyOf(STAYS).peer();
    cluster.holders.down.add(away);
    PruneResult result = pruned();
    assertEquals(List.of(), result.getBackupsList());
    assertTrue(
        result.getSkipped(0).getReason().endsWith("no answer."), result.getSkipped(0)::getReason);
    cluster.holders.down.clear();
    assertEquals(List.of(UpkeepCluster.BACKUP), pruned().getBackupsList());
  }

  /// What lies on a machine that is gone for good is made anew elsewhere, and then nothing waits
  /// for that machine.
  @Test
  void whoIsAwayIsNotWaitedForWhenOthersHaveEverything() throws Exception {
    cluster.backUpAgain(STAYS, 2, Tier.BRONZE, 2, 500);
    PeerId away = copyOf(STAYS).peer();
    cluster.holders.down.add(away);
    cluster.become(away, com.plexichat.backup.proto.PeerState.DOWN);
    cluster.repair(false);
    assertEquals(List.of(UpkeepCluster.BACKUP), pruned().getBackupsList());
  }
}
