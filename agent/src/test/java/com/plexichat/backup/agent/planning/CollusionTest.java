package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CollusionTest {
  @Test
  void agreesWithTryingAllSetsOfOwners() {
    for (long seed = 0; seed < 2000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int k = 2 + random.nextInt(6);
      int shards = k + random.nextInt(3);
      List<IndexSet> held = new ArrayList<>();
      int owners = random.nextInt(8);
      for (int owner = 0; owner < owners; owner++) {
        IndexSet set = IndexSet.EMPTY;
        for (int index = 0; index < shards && set.size() < k - 1; index++) {
          set = random.nextInt(3) == 0 ? set.with(index) : set;
        }
        held.add(set);
      }
      int fewest = 0;
      int fewestLost = Integer.MAX_VALUE;
      for (int choice = 0; choice < 1 << owners; choice++) {
        IndexSet inside = IndexSet.EMPTY;
        IndexSet outside = IndexSet.EMPTY;
        for (int owner = 0; owner < owners; owner++) {
          if ((choice >> owner & 1) != 0) {
            inside = inside.union(held.get(owner));
          } else {
            outside = outside.union(held.get(owner));
          }
        }
        int size = Integer.bitCount(choice);
        if (inside.size() >= k && (fewest == 0 || size < fewest)) {
          fewest = size;
        }
        if (outside.size() < k) {
          fewestLost = Math.min(fewestLost, size);
        }
      }
      assertEquals(fewest, Collusion.number(k, held), "seed " + seed);
      assertEquals(fewestLost - 1, Collusion.lossesSurvived(k, shards, held), "seed " + seed);
    }
  }

  @Test
  void indexSetsAreSets() {
    IndexSet set = IndexSet.of(0, 63, 64, 200, 255);
    assertEquals(List.of(0, 63, 64, 200, 255), set.indexes());
    assertEquals(List.of(0, 64, 200, 255), set.without(63).indexes());
    assertEquals(set, set.union(IndexSet.of(64)));
    assertEquals(7, IndexSet.below(7).size());
  }
}
