package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.util.List;
import java.util.Optional;

/// Brings to the trash what folds left behind.
///
/// That a stripe was folded is in the log before anything is asked of a peer; one that does not
/// answer is asked again in a later round. A stripe stays where it is while the one in its place
/// has fewer copies than it.
final class FoldedSweep {
  private static final int STRIPES_AT_ONCE = 256;

  private final UpkeepBase base;

  FoldedSweep(UpkeepBase base) {
    this.base = base;
  }

  void round() {
    List<StripeRow> replaced =
        base
            .catalogue()
            .stripes()
            .get(base.catalogue().stripes().leftByFolds(STRIPES_AT_ONCE), base.now())
            .stream()
            .filter(this::isReplaced)
            .toList();
    new Trash(base, "").fill(replaced, "folded");
  }

  /// Whether no backup needs it and what is in its place now is safe.
  private boolean isReplaced(StripeRow old) {
    List<StripeId> current = base.catalogue().stripes().current(List.of(old.id()));
    Optional<StripeRow> fresh = base.catalogue().stripes().find(current.getFirst(), base.now());
    int copies = fresh.flatMap(StripeRow::target).map(Tier::copies).orElse(1);
    return old.target().isEmpty()
        && fresh
            .filter(row -> !row.id().equals(old.id()) && row.isAsSafeAs(old, copies))
            .isPresent();
  }
}
