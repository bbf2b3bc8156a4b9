package com.plexichat.backup.agent.content;

import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Which stripe stands in for which, as the folds that are left tell.
///
/// For whoever has only shards: a record names the stripes of its day, and what was folded since is
/// found here. A caller adds a fold only when enough of its shards are there to read it.
public final class Folds {
  private final Map<StripeId, StripeId> into = new HashMap<>();

  /// Notes what a fold says that it replaces.
  ///
  /// @param leading what [ContentReader#leadingSegments] tells of the fold
  public void add(StripeId fold, Collection<StripeIndex> leading) {
    for (StripeIndex entry : leading) {
      if (StripeId.of(entry.getStripe().toByteArray()).equals(fold)) {
        entry
            .getReplacesList()
            .forEach(replaced -> into.put(StripeId.of(replaced.toByteArray()), fold));
      }
    }
  }

  /// The stripes to read in place of those that a record names.
  public Set<StripeId> current(Collection<StripeId> named) {
    Set<StripeId> current = new LinkedHashSet<>();
    for (StripeId stripe : named) {
      StripeId at = stripe;
      for (StripeId next = into.get(at); next != null; next = into.get(at)) {
        at = next;
      }
      current.add(at);
    }
    return current;
  }
}
