package com.plexichat.backup.console.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.MapPage;
import com.plexichat.backup.shared.model.MapPage.MapStripe;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShardGridTest {
  private static final Set<Integer> PEERS = Set.of(1, 2, 3);

  private static int copy(int index, int peer, CopyState state) {
    return index << 24 | peer << 4 | state.code();
  }

  /// Two data shards and one parity shard; three copies of each data shard are wanted.
  private static MapStripe stripe(long number, int... copies) {
    return new MapStripe(number, new StripeId(0, number), 3 * number, 2, 1, 1, 1, 3, copies, false);
  }

  private static int[] whole(int... without) {
    List<Integer> left = Arrays.stream(without).boxed().toList();
    return java.util.stream.IntStream.range(0, 7)
        .filter(one -> !left.contains(one))
        .map(one -> copy(one / 3, one % 3 + 1, CopyState.OK))
        .toArray();
  }

  private static Health[] health(int... copies) {
    return ShardGrid.health(stripe(1, copies), PEERS);
  }

  @Test
  void allCopiesAreWell() {
    assertArrayEquals(new Health[] {Health.OK, Health.OK, Health.OK}, health(whole()));
  }

  @Test
  void aMissingCopyIsDegradedAndTheLastOneAtRisk() {
    assertArrayEquals(new Health[] {Health.DEGRADED, Health.OK, Health.OK}, health(whole(0)));
    assertArrayEquals(new Health[] {Health.AT_RISK, Health.OK, Health.OK}, health(whole(0, 1)));
  }

  @Test
  void aShardWithoutACopyIsAtRiskWhileTheOthersCanBringItBack() {
    assertArrayEquals(new Health[] {Health.AT_RISK, Health.OK, Health.OK}, health(whole(0, 1, 2)));
    assertArrayEquals(
        new Health[] {Health.LOST, Health.OK, Health.LOST}, health(whole(0, 1, 2, 6)));
  }

  @Test
  void aCopyThatIsBeingMadeIsRepairing() {
    int[] copies = whole(0);
    int[] more = Arrays.copyOf(copies, copies.length + 1);
    more[copies.length] = copy(0, 1, CopyState.PENDING);
    assertEquals(Health.REPAIRING, health(more)[0]);
  }

  @Test
  void copiesOfPeersThatAreDownDoNotCount() {
    assertArrayEquals(
        new Health[] {Health.AT_RISK, Health.AT_RISK, Health.OK},
        ShardGrid.health(stripe(1, whole()), Set.of(1)));
  }

  @Test
  void onlyWhatChangedIsTakenUntilAllComesAnew() {
    ShardGrid grid = new ShardGrid();
    grid.take(page(5, true, stripe(1, whole()), stripe(2, whole())));
    grid.take(page(6, false, stripe(2, whole(0))));
    assertEquals(6, grid.logIndex());
    assertEquals(6, grid.copy().shards());
    assertEquals(6, grid.copy().stripes().get(1).copies().length);
    MapStripe gone = new MapStripe(1, new StripeId(0, 1), 3, 2, 1, 0, 1, 0, new int[0], true);
    grid.take(page(7, false, gone));
    assertEquals(List.of(2L), grid.copy().stripes().stream().map(MapStripe::number).toList());
    grid.take(page(8, true, stripe(9, whole())));
    assertEquals(List.of(9L), grid.copy().stripes().stream().map(MapStripe::number).toList());
  }

  private static MapPage page(long index, boolean whole, MapStripe... stripes) {
    return new MapPage(index, whole, List.of(), List.of("", "silver"), List.of(), List.of(stripes));
  }
}
