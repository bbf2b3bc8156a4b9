package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.planning.IndexSet;
import com.plexichat.backup.agent.protocol.LedgerChange.Cleared;
import com.plexichat.backup.agent.protocol.LedgerChange.Committed;
import com.plexichat.backup.agent.protocol.LedgerChange.CopyChanged;
import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.agent.protocol.LedgerChange.Reserved;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the log says of one stripe, as a fold over its changes: the same changes give the same
/// state. The catalogue's tables are the same fold.
public final class LedgerState {
  private final SortedMap<Place, Copy> copies = new TreeMap<>();
  private final SortedMap<String, IndexSet> mayHold = new TreeMap<>();

  /// One peer's copy of one shard.
  ///
  /// @param operation of the newest order for it, with its sequence
  /// @param acknowledged whether that order's receipt is in the log; it counts once
  public record Copy(
      PeerId peer,
      int index,
      String owner,
      Operation operation,
      long sequence,
      CopyState state,
      boolean acknowledged) {
    Copy as(CopyState changed) {
      return new Copy(peer, index, owner, operation, sequence, changed, acknowledged);
    }

    Copy acknowledgedNow() {
      return new Copy(peer, index, owner, operation, sequence, CopyState.OK, true);
    }
  }

  private record Place(int index, PeerId peer) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int order = Integer.compare(index, other.index);
      return order != 0 ? order : peer.compareTo(other.peer);
    }
  }

  /// Folds one change in.
  public void apply(LedgerChange change) {
    switch (change) {
      case Reserved(var reservations, _) -> reservations.forEach(this::reserve);
      case Committed(var operation, var peer, var indexes) -> {
        for (int index : indexes) {
          Copy copy = copy(peer, index);
          if (copy != null && copy.operation.equals(operation) && !copy.acknowledged) {
            copies.put(new Place(index, peer), copy.acknowledgedNow());
          }
        }
      }
      case CopyChanged(var peer, var index, var state, _) ->
          copies.computeIfPresent(new Place(index, peer), (_, copy) -> copy.as(state));
      case Cleared(var owner, var indexes, _) -> {
        IndexSet cleared = IndexSet.of(indexes);
        mayHold.computeIfPresent(owner, (_, held) -> held.minus(cleared));
        copies.values().removeIf(copy -> copy.owner.equals(owner) && cleared.contains(copy.index));
      }
    }
  }

  private void reserve(Reservation reservation) {
    mayHold.merge(reservation.owner(), IndexSet.of(reservation.indexes()), IndexSet::union);
    for (int index : reservation.indexes()) {
      copies.put(
          new Place(index, reservation.peer()),
          new Copy(
              reservation.peer(),
              index,
              reservation.owner(),
              reservation.operation(),
              reservation.sequence(),
              CopyState.PENDING,
              false));
    }
  }

  /// The copy that this peer may have of this shard; null when it may have none.
  public @Nullable Copy copy(PeerId peer, int index) {
    return copies.get(new Place(index, peer));
  }

  /// All copies, by index and then by peer.
  public List<Copy> copies() {
    return List.copyOf(copies.values());
  }

  public List<Copy> copies(int index) {
    List<Copy> found = new ArrayList<>();
    for (Copy copy : copies.values()) {
      if (copy.index == index) {
        found.add(copy);
      }
    }
    return found;
  }

  /// Owners that may hold shards, with the indexes.
  public SortedMap<String, IndexSet> mayHold() {
    return new TreeMap<>(mayHold);
  }

  IndexSet mayHold(String owner) {
    return mayHold.getOrDefault(owner, IndexSet.EMPTY);
  }
}
