package com.plexichat.backup.agent.catalogue;

import static com.plexichat.backup.agent.catalogue.Acts.peer;
import static com.plexichat.backup.agent.catalogue.Acts.stripe;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.MayHoldCleared;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StripeTableTest {
  @TempDir Path folder;
  private Catalogue catalogue;

  @BeforeEach
  void openCatalogue() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private StripeRow row(int stripe) {
    return catalogue.stripes().find(stripe(stripe), NOW).orElseThrow();
  }

  private Set<Integer> mayHold(int stripe, String owner) {
    return row(stripe).mayHold().getOrDefault(owner, new TreeSet<>());
  }

  private CopyState state(int stripe, int index, int peer) {
    return row(stripe).shards().get(index).copies().stream()
        .filter(copy -> copy.peer().equals(peer(peer)))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private List<StripeId> needed(int backup) {
    List<StripeId> ids = new ArrayList<>();
    catalogue.stripes().neededBy(Acts.backup(backup), ids::add);
    return ids;
  }

  private List<StripeId> live() {
    List<StripeId> ids = new ArrayList<>();
    catalogue.stripes().live(Acts.VAULT, NOW, ids::add);
    return ids;
  }

  private static FailureCode refused(Runnable act) {
    return assertThrows(OperationFailed.class, act::run).code();
  }

  @Test
  void aReservationMayBeHeldUntilItsReceiptProvesIt() {
    submit(catalogue, Acts.opened(1, "docs", 1, Tier.BRONZE));
    TestCatalogue.reserve(catalogue, 1, 1);
    StripeRow reserved = row(1);
    assertEquals(0, reserved.present());
    assertEquals(Optional.of("bronze"), reserved.target().map(Tier::name));
    assertEquals(
        18, reserved.mayHold().values().stream().mapToInt(indexes -> indexes.size()).sum());
    assertEquals(6000, catalogue.peers().get("machine2").pendingBytes());
    submit(catalogue, Acts.committed(1, List.of(Acts.committedStripe(1, 2, 2, 3, 4))));
    assertEquals(10, row(1).present());
    assertEquals(2, row(1).shards().getFirst().counted());
    assertEquals(reserved.mayHold(), row(1).mayHold());
    PeerRow holder = catalogue.peers().get("machine2");
    assertEquals(
        List.of(6L, 6000L, 0L), List.of(holder.copies(), holder.bytes(), holder.pendingBytes()));
    assertEquals(1, catalogue.cluster().find().orElseThrow().sequence());
  }

  @Test
  void theSameReceiptTwiceChangesNothing() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    submit(catalogue, Acts.changed(1, 0, 2, "MISSING"));
    submit(catalogue, Acts.committed(1, List.of(Acts.committedStripe(1, 2, 2, 3, 4))));
    assertEquals(CopyState.MISSING, state(1, 0, 2));
    assertEquals(5, catalogue.peers().get("machine2").copies());
    submit(catalogue, Acts.more(1, 50, 2, 0));
    assertEquals(CopyState.PENDING, state(1, 0, 2));
    submit(catalogue, Acts.committed(1, List.of(Acts.committedStripe(1, 2, 2, 3, 4))));
    assertEquals(CopyState.PENDING, state(1, 0, 2));
    submit(catalogue, Acts.receipt(1, 50, 2, 0));
    assertEquals(CopyState.OK, state(1, 0, 2));
    assertEquals(6, catalogue.peers().get("machine2").copies());
    assertEquals(0, catalogue.peers().get("machine2").pendingBytes());
  }

  @Test
  void nobodyIsOrderedToHoldEnoughToRebuild() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    // Peer 2 holds six of ten; a seventh is one below k = 8, an eighth is not.
    Set<Integer> held = mayHold(1, "owner2");
    int[] free =
        java.util.stream.IntStream.range(0, 10).filter(index -> !held.contains(index)).toArray();
    submit(catalogue, Acts.more(1, 60, 2, free[0]));
    assertEquals(
        FailureCode.ACT_REFUSED, refused(() -> submit(catalogue, Acts.more(1, 61, 2, free[1]))));
    submit(catalogue, Acts.more(1, 62, 2, free[0]));
    assertEquals(FailureCode.ACT_REFUSED, refused(() -> submit(catalogue, Acts.more(1, 63, 1, 0))));
    assertEquals(0, catalogue.shards().distribution(NOW).separationViolations());
  }

  @Test
  void mayHoldIsForgottenOnlyForWhatDoesNotLieThere() {
    submit(catalogue, Acts.opened(1, "docs", 1, Tier.BRONZE));
    TestCatalogue.reserve(catalogue, 1, 1);
    submit(catalogue, Acts.receipt(1, 1, 2, 0));
    Command clear =
        Command.newBuilder()
            .setMayHoldCleared(
                MayHoldCleared.newBuilder()
                    .setStripe(Acts.bytes(stripe(1)))
                    .setOwner("owner2")
                    .addIndexes(0)
                    .addIndexes(1)
                    .addIndexes(2))
            .build();
    Set<Integer> before = mayHold(1, "owner2");
    submit(catalogue, clear);
    Set<Integer> after = mayHold(1, "owner2");
    assertTrue(after.contains(0), "what lies there stays");
    assertFalse(after.contains(1) || after.contains(2));
    assertTrue(after.size() < before.size());
    assertEquals(1000, catalogue.peers().get("machine2").bytes());
    assertEquals((after.size() - 1) * 1000L, catalogue.peers().get("machine2").pendingBytes());
  }

  @Test
  void aStripeThatComesBackOpensANewRun() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    submit(catalogue, Acts.closed(1, "complete", List.of(1, 2), List.of()));
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 3);
    NeedRow change = catalogue.stripes().change("docs", List.of(stripe(1), stripe(3)));
    assertEquals(new NeedRow(List.of(stripe(3)), List.of(stripe(2))), change);
    submit(catalogue, Acts.closed(2, "complete", List.of(3), List.of(2)));
    submit(catalogue, Acts.opened(3, "docs", 3, Tier.BRONZE));
    submit(catalogue, Acts.closed(3, "complete", List.of(2), List.of(1)));
    assertEquals(List.of(stripe(1), stripe(2)), needed(1));
    assertEquals(List.of(stripe(1), stripe(3)), needed(2));
    assertEquals(List.of(stripe(2), stripe(3)), needed(3));
    submit(catalogue, Acts.deleted(1));
    assertEquals(3, live().size());
    submit(catalogue, Acts.deleted(2));
    assertEquals(Set.of(stripe(2), stripe(3)), Set.copyOf(live()));
    assertEquals(Optional.empty(), row(1).target());
    assertEquals(
        List.of(Acts.backup(3)),
        catalogue.backups().needing(stripe(3)).stream().map(BackupRow::id).toList());
  }

  @Test
  void theTargetIsTheMostThatALiveBackupAsks() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    submit(catalogue, Acts.closed(1, "complete", List.of(1), List.of()));
    assertEquals(Tier.BRONZE, row(1).target().orElseThrow());
    submit(catalogue, Acts.opened(2, "mail", 1, Tier.SILVER));
    submit(catalogue, Acts.closed(2, "complete", List.of(1), List.of()));
    assertEquals(Tier.SILVER, row(1).target().orElseThrow());
    assertEquals(1, catalogue.stripes().countUnderReplicated(NOW));
    submit(catalogue, Acts.deleted(2));
    assertEquals(Tier.BRONZE, row(1).target().orElseThrow());
    assertEquals(0, catalogue.stripes().countUnderReplicated(NOW));
  }

  @Test
  void copiesOfAPeerThatIsDownDoNotCount() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    submit(catalogue, Acts.closed(1, "complete", List.of(1, 2), List.of()));
    assertEquals(List.of(), catalogue.stripes().underReplicated(NOW, 10));
    DistributionRow before = catalogue.shards().distribution(NOW);
    assertEquals(
        List.of(20L, 36L, 0L, 0L, 0L),
        List.of(before.shards(), before.copies(), before.under(), before.over(), before.lost()));
    submit(
        catalogue,
        Command.newBuilder()
            .setPeerChanged(
                PeerChanged.newBuilder().setPeerId(peer(2).hex()).setState(PeerState.DOWN))
            .build());
    submit(catalogue, Acts.changed(2, 0, 3, "CORRUPT"));
    List<StripeRow> under = catalogue.stripes().underReplicated(NOW, 10);
    assertEquals(2, under.size());
    assertEquals(stripe(2), under.getFirst().id(), "the one with a shard that nobody has first");
    DistributionRow after = catalogue.shards().distribution(NOW);
    assertEquals(23, after.copies());
    assertTrue(after.under() >= 12 && after.lost() == 0, after.toString());
    assertEquals(1, after.tiers().size());
    assertTrue(after.tiers().getFirst().coverage() < 1);
  }

  @Test
  void listsAreFilteredByBackupPeerStateAndTier() {
    TestCatalogue.live(reopened());
    assertEquals(60, count(ShardFilter.ALL));
    ShardFilter missing =
        new ShardFilter(
            Optional.empty(),
            Optional.of(CopyState.MISSING),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertEquals(1, count(missing));
    ShardFilter second =
        new ShardFilter(
            Optional.of(Acts.backup(2)),
            Optional.empty(),
            Optional.of(peer(5)),
            Optional.empty(),
            Optional.empty());
    assertEquals(1, count(second));
    List<StripeRow> held = new ArrayList<>();
    catalogue.stripes().heldBy(peer(5), NOW, held::add);
    assertEquals(List.of(stripe(1)), held.stream().map(StripeRow::id).toList());
    assertEquals(stripe(3), catalogue.shards().find(Acts.shard(3, 4), NOW).orElseThrow().stripe());
    assertEquals(Optional.empty(), catalogue.shards().find(Acts.shard(99, 4), NOW));
  }

  @Test
  void oneStripesShardsAreLookedUpWithoutAWalk() {
    TestCatalogue.live(reopened());
    List<ShardRow> rows = new ArrayList<>();
    catalogue.shards().forEach(ShardFilter.of(stripe(4)), NOW, rows::add);
    assertEquals(
        java.util.stream.IntStream.range(0, 10).mapToObj(index -> Acts.shard(4, index)).toList(),
        rows.stream().map(ShardRow::id).toList());
    assertEquals(0, count(ShardFilter.of(stripe(99))));
    Optional<StripeId> first = Optional.of(stripe(1));
    assertEquals(
        1,
        count(
            new ShardFilter(
                Optional.empty(),
                Optional.of(CopyState.MISSING),
                Optional.empty(),
                Optional.empty(),
                first)));
    assertEquals(
        0,
        count(
            new ShardFilter(
                Optional.of(Acts.backup(3)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                first)));
  }

  private Catalogue reopened() {
    catalogue.close();
    catalogue = TestCatalogue.open(folder.resolve("fresh"));
    return catalogue;
  }

  private int count(ShardFilter filter) {
    List<ShardRow> rows = new ArrayList<>();
    catalogue.shards().forEach(filter, NOW, rows::add);
    return rows.size();
  }

  @Test
  void shardsAreFoundByNameInFullRunsAndBehindThem() {
    submit(catalogue, Acts.opened(1, "docs", 1, Tier.BRONZE));
    int stripes = ShardRuns.STRIPES + 300;
    for (int first = 1; first <= stripes; first += 1000) {
      int[] some =
          java.util.stream.IntStream.range(first, Math.min(stripes + 1, first + 1000)).toArray();
      TestCatalogue.reserve(catalogue, 1, some);
    }
    for (int at : new int[] {1, 2, 4000, ShardRuns.STRIPES, ShardRuns.STRIPES + 1, stripes}) {
      for (int index : new int[] {0, 9}) {
        ShardRow found = catalogue.shards().find(Acts.shard(at, index), NOW).orElseThrow();
        assertEquals(stripe(at), found.stripe());
        assertEquals(index, found.index());
        assertEquals((at - 1) * 10L + index + 1, found.number());
      }
    }
    assertEquals(Optional.empty(), catalogue.shards().find(Acts.shard(stripes + 1, 0), NOW));
  }
}
