package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.TrashTable;
import com.plexichat.backup.agent.ledger.Leaving;
import com.plexichat.backup.agent.upkeep.FakeHolders.Place;
import com.plexichat.backup.proto.CategoryFigures;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies over what is asked, and bad ones, of stripes that are needed: a machine was away, what it
/// held was made anew elsewhere, and it comes back.
class SpareRemovalTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path folder;
  private UpkeepCluster cluster;

  @BeforeEach
  void backUp() {
    cluster = new UpkeepCluster(folder, 6, 6);
    cluster.backUp(Tier.BRONZE, 2, 500);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private static PrunePlan plan(PruneCategory... categories) {
    PrunePlan.Builder plan = PrunePlan.newBuilder();
    for (PruneCategory category : categories) {
      plan.addCategories(CategoryFigures.newBuilder().setCategory(category.word()));
    }
    return plan.build();
  }

  private JobEntry prune(PruneCategory... categories) throws Exception {
    JobEntry ended = cluster.run(new PruneJob(cluster.base, plan(categories), WEEK));
    assertEquals("done", ended.getState(), ended.getReason());
    return ended;
  }

  private static PruneResult result(JobEntry job) throws Exception {
    return PruneResult.parseFrom(job.getResult());
  }

  /// Makes what this machine holds anew elsewhere; then it is back, with all that it had.
  private PeerId wasAway() throws Exception {
    PeerId away = shards().getFirst().copies().getFirst().peer();
    cluster.holders.down.add(away);
    cluster.become(away, PeerState.DOWN);
    cluster.repair(false);
    assertEquals(0, cluster.underReplicated());
    cluster.holders.down.clear();
    cluster.become(away, PeerState.ACTIVE);
    return away;
  }

  private List<ShardRow> shards() {
    return cluster.stripes().stream().flatMap(stripe -> stripe.shards().stream()).toList();
  }

  private long over() {
    return shards().stream().mapToLong(shard -> shard.counted() - shard.target()).sum();
  }

  private long inTrash() {
    return cluster.holders.trashed.values().stream().mapToLong(Map::size).sum();
  }

  /// Nobody lost anything that is asked: in the catalogue, and on the disks.
  private void assertAllHaveTheirs() {
    for (ShardRow shard : shards()) {
      Set<String> owners =
          shard.copies().stream()
              .filter(CopyRow::counts)
              .filter(copy -> cluster.holders.of(copy.peer()).containsKey(shard.id()))
              .map(CopyRow::owner)
              .collect(Collectors.toSet());
      assertTrue(owners.size() >= shard.target(), () -> shard.toString());
    }
  }

  @Test
  void whatIsOverGoesToTheTrashComesBackAndIsSwept() throws Exception {
    wasAway();
    long over = over();
    assertTrue(over > 0);
    JobEntry job = prune(PruneCategory.REDUNDANT);
    PruneResult result = result(job);
    assertEquals(over, result.getCopies());
    assertEquals(over, result.getCategories(0).getCopies());
    assertEquals(result.getBytes(), result.getCategories(0).getBytes());
    assertEquals(0, over());
    assertEquals(over, inTrash(), "nothing is deleted");
    assertAllHaveTheirs();
    TrashTable.Heap heap = cluster.catalogue.trash().heaps().getFirst();
    assertEquals(job.getJobId(), heap.jobId());
    assertEquals(over, heap.copies());

    JobEntry back = cluster.run(new RollbackJob(cluster.base, job.getJobId(), "a mistake"));
    assertEquals("done", back.getState(), back.getReason());
    assertEquals(over, over());
    assertEquals(0, inTrash());

    prune(PruneCategory.REDUNDANT);
    cluster.pass(Duration.ofDays(8));
    JobEntry swept = cluster.run(new SweepJob(cluster.base, WEEK));
    assertEquals(over, result(swept).getCopies());
    assertEquals(0, inTrash());
    assertEquals(List.of(), cluster.catalogue.trash().heaps());
    assertEquals(0, over());
    assertAllHaveTheirs();
  }

  @Test
  void whatKeepsTheFactorNeverGoes() throws Exception {
    PruneResult nothing = result(prune(PruneCategory.REDUNDANT, PruneCategory.CORRUPTED));
    assertEquals(0, nothing.getCopies());
    PeerId away = wasAway();
    // A copy that stays would be one of two; it is not whole, and nobody knows yet.
    ShardRow shard =
        shards().stream()
            .filter(one -> one.counted() > one.target() && one.target() == 2)
            .findFirst()
            .orElseThrow();
    for (CopyRow copy : shard.copies()) {
      if (!copy.peer().equals(away)) {
        cluster.holders.flip(new Place(copy.peer(), shard.id()), 300);
        break;
      }
    }
    PruneResult result = result(prune(PruneCategory.REDUNDANT));
    assertEquals(1, result.getSkippedCopiesList().size(), result::toString);
    assertEquals(1, result.getSkippedCopies(0).getCopies());
    assertTrue(
        result.getSkippedCopies(0).getReason().startsWith("A copy that stays is not whole, on"),
        result::toString);
    assertEquals(2, cluster.shard(shard.id()).counted(), "both good ones are there");
    assertEquals(
        2,
        cluster.shard(shard.id()).copies().stream()
            .filter(copy -> cluster.holders.of(copy.peer()).containsKey(shard.id()))
            .filter(copy -> copy.state() == CopyState.OK)
            .count());
    assertAllHaveTheirs();
  }

  /// Whoever asks, and whatever was planned: the ledger counts the proofs itself.
  @Test
  void theLedgerLetsNothingGoWithFewerProofsThanAreAsked() throws Exception {
    ShardRow exact =
        shards().stream().filter(shard -> shard.target() == 2).findFirst().orElseThrow();
    Set<PeerId> all = Set.copyOf(cluster.peers);
    assertEquals(0, released(exact, all), "both are asked");
    wasAway();
    ShardRow over =
        shards().stream()
            .filter(shard -> shard.counted() == 3 && shard.target() == 2)
            .findFirst()
            .orElseThrow();
    PeerId one = over.copies().get(1).peer();
    PeerId other = over.copies().get(2).peer();
    assertEquals(0, released(over, Set.of()));
    assertEquals(0, released(over, Set.of(one)));
    assertEquals(0, released(over, Set.of(one, over.copies().get(0).peer())), "its own proof");
    assertEquals(1, released(over, Set.of(one, other)));
    assertEquals(0, released(cluster.shard(over.id()), Set.of(one, other)), "once");
    assertEquals(2, cluster.shard(over.id()).counted());
  }

  /// How many copies go when the shard's first is to go.
  private int released(ShardRow shard, Set<PeerId> proven) {
    PeerId peer = shard.copies().getFirst().peer();
    Leaving.Spared spared = new Leaving.Spared(shard.stripe(), shard.index(), proven);
    return new Leaving(cluster.ledger, cluster.catalogue)
        .release(peer, List.of(spared), "redundant", "job")
        .shards()
        .size();
  }

  @Test
  void whoeverStaysAndIsSilentKeepsEverything() throws Exception {
    PeerId away = wasAway();
    for (PeerId peer : cluster.peers) {
      if (!peer.equals(away)) {
        cluster.holders.down.add(peer);
      }
    }
    PruneResult result = result(prune(PruneCategory.REDUNDANT));
    assertEquals(0, result.getCopies());
    assertFalse(result.getUnansweredList().isEmpty());
    assertTrue(
        result.getSkippedCopies(0).getReason().startsWith("A copy that stays could not be read"),
        result::toString);
    assertEquals(0, inTrash());
  }

  @Test
  void whatABackupMayCountOnStays() throws Exception {
    wasAway();
    cluster.openAgain("00000000000000b2", 2, Tier.BRONZE);
    PruneResult result = result(prune(PruneCategory.REDUNDANT));
    assertEquals(0, result.getCopies());
    assertEquals("A backup or a repair is at its stripe.", result.getSkippedCopies(0).getReason());
  }

  @Test
  void badCopiesGoWhenThereAreEnoughGoodOnesAndWaitForRepairUntilThen() throws Exception {
    ShardRow shard = shards().getFirst();
    Place bad = new Place(shard.copies().getFirst().peer(), shard.id());
    cluster.holders.flip(bad, 300);
    cluster.check(IntegrityCheck.Depth.HASH);
    PruneResult early = result(prune(PruneCategory.CORRUPTED));
    assertEquals(0, early.getCopies());
    assertEquals(
        "1 good copy lies elsewhere, and 2 are asked: repair first, plexichat integrity repair.",
        early.getSkippedCopies(0).getReason());
    assertTrue(cluster.holders.of(bad.peer()).containsKey(bad.shard()));

    // Its machine is full: the repair makes a good one elsewhere, and the bad one is left.
    cluster.holders.full.add(bad.peer());
    cluster.repair(false);
    assertEquals(0, cluster.underReplicated());
    assertTrue(cluster.holders.of(bad.peer()).containsKey(bad.shard()));
    JobEntry job = prune(PruneCategory.CORRUPTED);
    assertEquals(1, result(job).getCopies());
    assertFalse(cluster.holders.of(bad.peer()).containsKey(bad.shard()));
    assertAllHaveTheirs();
    cluster.pass(Duration.ofDays(8));
    assertEquals(1, result(cluster.run(new SweepJob(cluster.base, WEEK))).getCopies());
    assertTrue(
        cluster.shard(bad.shard()).copies().stream()
            .noneMatch(copy -> copy.peer().equals(bad.peer())),
        "it may be held there no more");
    assertAllHaveTheirs();
  }
}
