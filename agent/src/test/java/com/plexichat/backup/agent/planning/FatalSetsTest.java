package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.planning.FatalSets.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FatalSetsTest {
  private static final FatalSets.Sites APART = machine -> machine;

  private static List<int[]> stripe(int[]... holders) {
    return List.of(holders);
  }

  @Test
  void withoutParityEveryShardIsOne() {
    FatalSets sets = FatalSets.of(2, 3, stripe(new int[] {1, 2, 3}, new int[] {2, 4}), APART);
    assertEquals(Map.of(new Size(3, 3), 1L, new Size(2, 3), 1L), sets.sizes());
    assertEquals(2, sets.has());
    assertEquals(3, sets.wanted());
    assertEquals(Set.of(), sets.sites());
  }

  @Test
  void withParityItTakesOneMore() {
    // Two data shards twice, one parity shard: the union of any two.
    FatalSets sets =
        FatalSets.of(2, 2, stripe(new int[] {1, 2}, new int[] {1, 2}, new int[] {3}), APART);
    assertEquals(Map.of(new Size(2, 2), 1L, new Size(3, 3), 2L), sets.sizes());
    assertFalse(sets.isLost());
  }

  @Test
  void aShardWithoutACopyTakesNoMachine() {
    FatalSets one = FatalSets.of(2, 2, stripe(new int[0], new int[] {1, 2}, new int[] {3}), APART);
    assertEquals(Map.of(new Size(2, 2), 1L, new Size(1, 2), 1L, new Size(3, 3), 1L), one.sizes());
    assertEquals(0, one.has());
    assertTrue(
        FatalSets.of(2, 2, stripe(new int[0], new int[] {1, 2}, new int[0]), APART).isLost());
  }

  @Test
  void aSiteCountsThatHoldsEnough() {
    FatalSets.Sites two = machine -> machine / 10;
    List<int[]> holders = stripe(new int[] {11, 12}, new int[] {21, 13}, new int[] {14});
    assertEquals(Set.of(1), FatalSets.of(2, 2, holders, two).sites());
    assertEquals(
        Set.of(),
        FatalSets.of(2, 2, stripe(new int[] {11, 12}, new int[] {21, 13}, new int[] {22}), two)
            .sites());
  }

  /// Whatever is lost, a whole set is lost with it; where a whole set is, so is the stripe.
  @Test
  void setsAreWhatLosesAStripe() {
    Random chance = new Random(11);
    for (int round = 0; round < 200; round++) {
      int machines = 4 + chance.nextInt(3);
      int parity = chance.nextInt(3);
      List<int[]> holders = new ArrayList<>();
      for (int index = 0; index < 4 + parity; index++) {
        int copies = index < 4 ? 2 : 1;
        List<Integer> all = new ArrayList<>(IntStream.range(0, machines).boxed().toList());
        java.util.Collections.shuffle(all, chance);
        holders.add(all.stream().limit(copies).mapToInt(one -> one).toArray());
      }
      FatalSets sets = FatalSets.of(4, 2, holders, APART);
      int fewest = sets.sizes().firstKey().machines();
      int found = Integer.MAX_VALUE;
      for (int gone = 0; gone < 1 << machines; gone++) {
        int lost = gone;
        long left =
            holders.stream()
                .filter(shard -> IntStream.of(shard).anyMatch(one -> (lost >> one & 1) == 0))
                .count();
        found = left < 4 ? Math.min(found, Integer.bitCount(gone)) : found;
      }
      assertEquals(found, fewest, "round " + round);
    }
  }

  @Test
  void manyChoicesAreBounded() {
    List<int[]> holders = new ArrayList<>();
    for (int index = 0; index < 30; index++) {
      holders.add(new int[] {index % 7, 7 + index % 5});
    }
    FatalSets sets = FatalSets.of(18, 2, holders, APART);
    assertEquals(Map.of(new Size(2, 2), FatalSets.ANY), sets.sizes());
  }

  @Test
  void choices() {
    assertEquals(120, FatalSets.choices(10, 3));
    assertEquals(1, FatalSets.choices(5, 0));
    assertEquals(0, FatalSets.choices(2, 3));
    assertEquals(FatalSets.ANY, FatalSets.choices(1000, 500));
  }
}
