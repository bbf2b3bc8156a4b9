package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.MapPage.MapStripe;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/// The fewest owners that together hold enough distinct shards of a stripe to rebuild it. What may
/// be held counts as held.
public final class Collusion {
  private Collusion() {}

  /// Counts them for one stripe.
  ///
  /// @param owner of a peer, by its number
  /// @return empty when even all of them could not
  public static OptionalInt of(MapStripe stripe, IntFunction<String> owner) {
    Map<String, BitSet> held = new HashMap<>();
    for (int copy : stripe.copies()) {
      CopyState state = MapStripe.state(copy);
      if (state != CopyState.MISSING) {
        held.computeIfAbsent(owner.apply(MapStripe.peer(copy)), _ -> new BitSet())
            .set(MapStripe.index(copy));
      }
    }
    List<BitSet> owners = new ArrayList<>(held.values());
    for (int size = 1; size <= owners.size(); size++) {
      if (reaches(owners, 0, size, new BitSet(), stripe.dataShards())) {
        return OptionalInt.of(size);
      }
    }
    return OptionalInt.empty();
  }

  /// Whether so many more owners can bring what is held to `wanted` shards.
  private static boolean reaches(List<BitSet> owners, int from, int more, BitSet held, int wanted) {
    if (held.cardinality() >= wanted) {
      return true;
    }
    for (int i = from; more > 0 && i < owners.size(); i++) {
      BitSet with = (BitSet) held.clone();
      with.or(owners.get(i));
      if (reaches(owners, i + 1, more - 1, with, wanted)) {
        return true;
      }
    }
    return false;
  }
}
