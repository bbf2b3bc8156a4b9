package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.planning.SmallStripes.Small;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallStripesTest {
  private static final long FULL = 8L * 1_048_304;
  private static final int MOST = 25;

  private final SmallStripes rule = new SmallStripes(FULL);
  private long next;

  private Small small(long bytes) {
    return new Small(new StripeId(0, ++next), bytes);
  }

  private List<Small> many(int count, long bytes) {
    List<Small> stripes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stripes.add(small(bytes));
    }
    return stripes;
  }

  @Test
  void nothingIsFoldedBeforeItIsWorthIt() {
    List<Small> stripes = many(15, 2048);
    stripes.addAll(many(7, 200_000));
    stripes.addAll(many(50, FULL));
    assertEquals(List.of(), rule.groups(stripes));
    stripes.add(small(2048));
    assertEquals(16, rule.groups(stripes).getFirst().size());
    stripes.add(small(200_000));
    assertEquals(2, rule.groups(stripes).size());
    assertEquals(8, rule.groups(stripes).getLast().size());
  }

  @Test
  void aGroupFitsIntoOneStripeAndIsNeverAlone() {
    List<Small> stripes = many(30, rule.largest());
    List<List<StripeId>> groups = rule.groups(stripes);
    assertEquals(4, groups.size());
    groups.forEach(group -> assertEquals(2, group.size()));
    Set<StripeId> once = new HashSet<>();
    groups.forEach(once::addAll);
    assertEquals(8, once.size());
  }

  /// A year of backups every five minutes; 0: each adds the same 100 kB, which is written again
  /// most often before it fills a stripe.
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2})
  void whateverARunAddsFewSmallStripesAreLeft(long seed) {
    Random random = new Random(seed);
    List<Small> stripes = new ArrayList<>();
    int most = 0;
    long added = 0;
    long written = 0;
    for (int run = 0; run < 105_120; run++) {
      for (List<StripeId> group : rule.groups(stripes)) {
        Set<StripeId> members = Set.copyOf(group);
        long bytes =
            stripes.stream()
                .filter(one -> members.contains(one.id()))
                .mapToLong(Small::bytes)
                .sum();
        stripes.removeIf(one -> members.contains(one.id()));
        written += bytes;
        stripes.add(small(bytes));
      }
      long bytes = random.nextInt(10) < 7 ? 2048 : 2048 + (1L << random.nextInt(23));
      bytes = seed == 0 ? 100_000 : bytes;
      added += bytes;
      stripes.add(small(bytes));
      stripes.removeIf(one -> one.bytes() > rule.largest());
      most = Math.max(most, stripes.size());
    }
    assertTrue(most <= MOST, "seed " + seed + ": " + most + " small stripes");
    assertTrue(written <= 4 * added, "seed " + seed + ": " + written + " for " + added);
  }
}
