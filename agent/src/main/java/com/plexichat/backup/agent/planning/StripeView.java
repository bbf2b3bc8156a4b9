package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A stripe as the planners see it.
///
/// @param lengths bytes of each shard file, by index
/// @param sourceOwner owner of the machine whose data it is: never a holder
/// @param held known copies of each shard, by index
/// @param mayHold per owner every index that one of its peers may hold: ordered and not proven to
///   be deleted, whether acknowledged or not
public record StripeView(
    StripeId id,
    Shape shape,
    List<Long> lengths,
    String sourceOwner,
    List<List<HeldCopy>> held,
    SortedMap<String, IndexSet> mayHold) {

  /// One copy of a shard, and what is known of it.
  public record HeldCopy(PeerId peer, CopyState state) {}

  public StripeView {
    if (lengths.size() != shape.shards() || held.size() != shape.shards()) {
      throw new IllegalArgumentException(
          "a stripe of %d shards with %d lengths and %d lists of copies"
              .formatted(shape.shards(), lengths.size(), held.size()));
    }
    lengths = List.copyOf(lengths);
    held = held.stream().map(List::copyOf).toList();
    mayHold = Collections.unmodifiableSortedMap(new TreeMap<>(mayHold));
  }

  /// A stripe that nobody holds yet.
  public static StripeView fresh(StripeId id, Tier tier, List<Long> lengths, String sourceOwner) {
    Shape shape = Shape.of(tier);
    return new StripeView(
        id,
        shape,
        lengths,
        sourceOwner,
        Collections.nCopies(shape.shards(), List.of()),
        new TreeMap<>());
  }

  /// Bytes of the longest shard file.
  public long longest() {
    return lengths.stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
