package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.planning.IndexSet;
import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiPredicate;

/// Whether reservations may be made: separation against what owners may hold, never against what is
/// hoped.
record ReservationCheck(StripeFacts facts, LedgerState state, Set<LedgerRule> rules) {

  /// Why not; empty when they may.
  ///
  /// @param onTheirWay reservations that are not in the log yet
  /// @param isDropping whether a copy is being removed from a peer
  String problem(
      List<Reservation> wanted,
      List<Reservation> onTheirWay,
      BiPredicate<PeerId, Integer> isDropping) {
    SortedMap<String, IndexSet> mayHold = state.mayHold();
    onTheirWay.forEach(more -> add(mayHold, more));
    for (Reservation more : wanted) {
      if (more.owner().equals(facts.sourceOwner())) {
        return "the owner of the source holds no shard of its own backups";
      }
      if (add(mayHold, more).size() >= facts.k() && rules.contains(LedgerRule.SEPARATION)) {
        return more.owner() + " could hold " + facts.k() + " distinct shards of the stripe";
      }
      for (int index : more.indexes()) {
        if (isHeldElsewhere(more, index)) {
          return more.owner() + " holds shard " + index + " at another peer";
        }
        if (onTheirWay.stream().anyMatch(other -> isSame(other, more, index))) {
          return "shard " + index + " is being reserved there";
        }
        if (isDropping.test(more.peer(), index)) {
          return "shard " + index + " is being removed there";
        }
      }
    }
    return "";
  }

  private static IndexSet add(SortedMap<String, IndexSet> mayHold, Reservation more) {
    return mayHold.merge(more.owner(), IndexSet.of(more.indexes()), IndexSet::union);
  }

  private static boolean isSame(Reservation other, Reservation more, int index) {
    return other.peer().equals(more.peer()) && other.indexes().contains(index);
  }

  private boolean isHeldElsewhere(Reservation more, int index) {
    return state.copies(index).stream()
        .anyMatch(copy ->
            copy.state() == CopyState.OK
                && copy.owner().equals(more.owner())
                && !copy.peer().equals(more.peer()));
  }
}
