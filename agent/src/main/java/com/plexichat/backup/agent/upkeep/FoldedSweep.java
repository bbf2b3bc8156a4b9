package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings to the trash what folds left behind.
///
/// That a stripe was folded is in the log before anything is asked of a peer; one that does not
/// answer is asked again in a later round. A stripe stays where it is while the one in its place
/// has fewer copies than it, and a lock is told to the holders of that one first.
final class FoldedSweep {
  private static final int STRIPES_AT_ONCE = 256;

  private final UpkeepBase base;

  FoldedSweep(UpkeepBase base) {
    this.base = base;
  }

  void round() {
    List<StripeId> left = base.catalogue().stripes().leftByFolds(STRIPES_AT_ONCE);
    List<StripeRow> replaced = new ArrayList<>();
    Map<StripeId, StripeRow> current = new LinkedHashMap<>();
    for (StripeRow old : base.catalogue().stripes().get(left, base.now())) {
      inPlaceOf(old)
          .ifPresent(fresh -> {
            replaced.add(old);
            current.put(fresh.id(), fresh);
          });
    }
    lock(current.values());
    new Trash(base, "").fill(replaced, "folded");
  }

  /// The stripe in the place of one that no backup needs, when it is safe.
  private Optional<StripeRow> inPlaceOf(StripeRow old) {
    List<StripeId> current = base.catalogue().stripes().current(List.of(old.id()));
    Optional<StripeRow> fresh = base.catalogue().stripes().find(current.getFirst(), base.now());
    int copies = fresh.flatMap(StripeRow::target).map(Tier::copies).orElse(1);
    return fresh.filter(
        row -> old.target().isEmpty() && !row.id().equals(old.id()) && row.isAsSafeAs(old, copies));
  }

  /// Whoever holds what a locked backup needs now knows of the lock, as those knew who held what it
  /// needed before.
  private void lock(Collection<StripeRow> stripes) {
    Locks locks = new Locks(base);
    LockWalk walk = new LockWalk(base, _ -> true);
    for (StripeRow stripe : stripes) {
      int days = locks.days(stripe);
      if (days > 0) {
        walk.lock(List.of(stripe), days);
      }
    }
    walk.noteUntold();
  }
}
