package com.plexichat.backup.console.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.state.ShardCells.Grouping;
import com.plexichat.backup.console.state.ShardCells.Lane;
import com.plexichat.backup.console.state.ShardColours.Colouring;
import com.plexichat.backup.console.state.ShardColours.Meaning;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.MapPage;
import com.plexichat.backup.shared.model.MapPage.MapStripe;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardCellsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final ShardCells.Names NAMES = new ShardCells.Names("unneeded", "unknown");

  /// Two stripes of 2 + 1 on three peers, the second of them needed by nobody.
  private static ShardGrid.Snapshot snapshot(CopyState first) {
    ShardGrid grid = new ShardGrid();
    int[] copies = IntStream.range(0, 3).map(at -> copy(at, at + 1, CopyState.OK)).toArray();
    int[] changed = copies.clone();
    changed[0] = copy(0, 1, first);
    grid.take(
        new MapPage(
            5,
            true,
            List.of(
                peer(1, Optional.of(NOW)), peer(2, Optional.empty()), peer(3, Optional.of(NOW))),
            List.of("", "gold"),
            List.of(new MapPage.Origin(7, "b7", "docs")),
            List.of(
                new MapStripe(1, new StripeId(0, 1), 0, 2, 1, 1, 7, 1, changed, false),
                new MapStripe(2, new StripeId(0, 2), 3, 2, 1, 0, 7, 0, copies, false))));
    return grid.copy();
  }

  private static int copy(int index, int peer, CopyState state) {
    return index << 24 | peer << 4 | state.code();
  }

  private static PeerId id(int number) {
    return new PeerId("%032x".formatted(number));
  }

  private static MapPage.MapPeer peer(int number, Optional<Instant> proven) {
    return new MapPage.MapPeer(number, id(number), proven);
  }

  private static ClusterState state(PeerState... states) {
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < states.length; i++) {
      peers.add(
          new Peer(
              id(i + 1),
              "agent-" + (i + 1),
              states[i],
              "",
              "",
              "eu",
              "",
              new ByteSize(1),
              new ByteSize(0),
              0,
              false,
              Optional.empty(),
              Optional.empty(),
              ""));
    }
    return new ClusterState(
        new Freshness.Current(),
        Duration.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        peers,
        List.of(),
        List.of(),
        List.of(),
        5);
  }

  private static final ClusterState ALL =
      state(PeerState.ACTIVE, PeerState.ACTIVE, PeerState.ACTIVE);

  private static List<Meaning> seen(ShardCells cells, ClusterState state, Colouring by) {
    ShardColours colours = ShardColours.of(cells, state, by, NOW);
    return IntStream.range(0, cells.count())
        .mapToObj(cell -> colours.meanings().get(colours.values()[cell]))
        .toList();
  }

  private static Meaning health(Health health) {
    return new Meaning.OfHealth(health);
  }

  @Test
  void lanesOfTiersHaveACellAShard() {
    ShardCells cells = ShardCells.of(snapshot(CopyState.OK), ALL, Grouping.TIER, NAMES);
    assertEquals(List.of(new Lane("gold", 0, 3), new Lane("unneeded", 3, 3)), cells.lanes());
    assertEquals(2, cells.index(2));
    assertEquals(2, cells.stripe(3).number());
    Meaning ok = health(Health.OK);
    Meaning unneeded = new Meaning.Unneeded();
    assertEquals(
        List.of(ok, ok, ok, unneeded, unneeded, unneeded), seen(cells, ALL, Colouring.HEALTH));
  }

  @Test
  void lanesOfPeersHaveACellACopy() {
    ShardCells cells = ShardCells.of(snapshot(CopyState.CORRUPT), ALL, Grouping.PEER, NAMES);
    assertEquals(
        List.of(new Lane("agent-1", 0, 2), new Lane("agent-2", 2, 2), new Lane("agent-3", 4, 2)),
        cells.lanes());
    assertEquals(3, cells.peer(4));
    assertEquals(health(Health.AT_RISK), seen(cells, ALL, Colouring.HEALTH).getFirst());
    assertEquals(health(Health.OK), seen(cells, ALL, Colouring.HEALTH).get(2));
  }

  @Test
  void aPeerThatIsDownAndAStateThatIsStaleAreNeverWell() {
    ShardCells cells = ShardCells.of(snapshot(CopyState.OK), ALL, Grouping.TIER, NAMES);
    ClusterState down = state(PeerState.ACTIVE, PeerState.DOWN, PeerState.ACTIVE);
    assertEquals(health(Health.AT_RISK), seen(cells, down, Colouring.HEALTH).get(1));
    ClusterState stale = ALL.with(new Freshness.Stale(Optional.of(NOW), Optional.empty()));
    assertEquals(health(Health.UNKNOWN), seen(cells, stale, Colouring.HEALTH).getFirst());
  }

  @Test
  void theOldestProofCounts() {
    ShardCells cells = ShardCells.of(snapshot(CopyState.OK), ALL, Grouping.STRIPE, NAMES);
    List<Meaning> ages = seen(cells, ALL, Colouring.PROOF_AGE);
    assertEquals(new Meaning.OfAge(ShardColours.ProofAge.HOUR), ages.getFirst());
    assertEquals(new Meaning.OfAge(ShardColours.ProofAge.NEVER), ages.get(1));
  }

  @Test
  void aCopyThatDoesNotCountProvesNothing() {
    ShardCells cells = ShardCells.of(snapshot(CopyState.MISSING), ALL, Grouping.TIER, NAMES);
    assertEquals(
        new Meaning.OfAge(ShardColours.ProofAge.NEVER),
        seen(cells, ALL, Colouring.PROOF_AGE).getFirst());
  }

  @Test
  void whatHasNoCopyAndWhatHasNoPlaceAreNotUnneeded() {
    MapStripe bare =
        new MapStripe(
            1, new StripeId(0, 1), 0, 2, 1, 1, 7, 1, new int[] {copy(1, 9, CopyState.OK)}, false);
    ShardGrid grid = new ShardGrid();
    grid.take(
        new MapPage(
            5,
            true,
            List.of(peer(9, Optional.empty())),
            List.of("", "gold"),
            List.of(),
            List.of(bare)));
    ShardCells cells = ShardCells.of(grid.copy(), ALL, Grouping.TIER, NAMES);
    for (Colouring by : List.of(Colouring.PEER, Colouring.REGION)) {
      assertEquals(
          List.of(new Meaning.NoCopy(), new Meaning.NoPlace(), new Meaning.NoCopy()),
          seen(cells, ALL, by));
    }
  }

  @Test
  void theSameShardsAreTheSameCellsWhateverTheirState() {
    ShardCells one = ShardCells.of(snapshot(CopyState.OK), ALL, Grouping.TIER, NAMES);
    ShardCells other = ShardCells.of(snapshot(CopyState.MISSING), ALL, Grouping.TIER, NAMES);
    assertTrue(one.sameCells(other));
    assertFalse(one.sameCells(ShardCells.of(snapshot(CopyState.OK), ALL, Grouping.PEER, NAMES)));
  }

  @Test
  void collusionIsTheFewestOwnersThatCouldRebuild() {
    MapStripe stripe = snapshot(CopyState.OK).stripes().getFirst();
    assertEquals(2, Collusion.of(stripe, Integer::toString).orElseThrow());
    assertEquals(1, Collusion.of(stripe, _ -> "same").orElseThrow());
    MapStripe poor =
        new MapStripe(
            1, new StripeId(0, 1), 0, 2, 1, 1, 7, 1, new int[] {copy(0, 1, CopyState.OK)}, false);
    assertTrue(Collusion.of(poor, Integer::toString).isEmpty());
  }
}
