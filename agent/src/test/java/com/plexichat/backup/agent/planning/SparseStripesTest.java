package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.planning.SparseStripes.Candidate;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparseStripesTest {
  private static final long FULL = 8L * 1_048_304;

  private static StripeId id(int number) {
    return new StripeId(0, number);
  }

  private static List<StripeId> chosen(int percent, Candidate... candidates) {
    return new SparseStripes(FULL, percent).choose(List.of(candidates));
  }

  @Test
  void theSparsestComeFirstAndDenseOnesStay() {
    assertEquals(
        List.of(id(3), id(1)),
        chosen(
            25,
            new Candidate(id(1), FULL, 250),
            new Candidate(id(2), FULL, 251),
            new Candidate(id(3), FULL, 10)));
    assertEquals(List.of(), chosen(0, new Candidate(id(1), FULL, 1)));
  }

  @Test
  void smallOnesAreLeftToTheFolds() {
    assertEquals(List.of(), chosen(25, new Candidate(id(1), FULL / 2 - FULL / 16, 10)));
    assertEquals(List.of(id(1)), chosen(25, new Candidate(id(1), FULL / 2, 10)));
  }

  /// 256 MiB are 128 times a quarter of a stripe and what fits beside.
  @Test
  void oneBackupSealsNoMoreThanSoMuchAnew() {
    List<Candidate> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(new Candidate(id(i), FULL, 250));
    }
    many.add(new Candidate(id(1000), FULL, 5));
    List<StripeId> chosen = new SparseStripes(FULL, 25).choose(many);
    assertEquals(id(1000), chosen.getFirst());
    assertEquals(128 + 1, chosen.size());
  }
}
