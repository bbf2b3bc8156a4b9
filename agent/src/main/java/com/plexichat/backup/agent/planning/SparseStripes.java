package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// When a stripe of which the newest backups need little is vacated: what is still needed of it is
/// sealed anew, so that the whole stripe ends with the older backups.
///
/// A stripe is stored as a whole as long as anybody needs a chunk of it. To vacate one costs what
/// is needed of it, stored twice until the older backups end, and frees all of it then. The known
/// name is rewriting; it loses nothing when it is broken off, because nothing is taken away.
public final class SparseStripes {
  /// Bytes that one backup seals anew at most, so that none is held up long.
  private static final long AT_ONCE = 256L << 20;

  private final SmallStripes small;
  private final int permille;

  /// @param full plaintext bytes of a full stripe
  /// @param percent of a stripe that is needed at most when it is vacated; 0: none is
  public SparseStripes(long full, int percent) {
    this.small = new SmallStripes(full);
    this.permille = percent * 10;
  }

  /// A stripe that no newest tree needs more than little of.
  ///
  /// @param bytes of plaintext, padding included
  public record Candidate(StripeId id, long bytes, int permille) {
    long needed() {
      return bytes * permille / 1000;
    }
  }

  /// Those to vacate now, the sparsest first. Small ones are folded instead.
  public List<StripeId> choose(List<Candidate> candidates) {
    List<Candidate> sparsest = new ArrayList<>(candidates);
    sparsest.sort(Comparator.comparingInt(Candidate::permille));
    List<StripeId> chosen = new ArrayList<>();
    long left = AT_ONCE;
    for (Candidate one : sparsest) {
      if (one.permille() <= permille && one.bytes() > small.largest() && one.needed() <= left) {
        left -= one.needed();
        chosen.add(one.id());
      }
    }
    return chosen;
  }
}
