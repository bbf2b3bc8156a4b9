package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.model.VaultId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A stripe with its shards and their copies.
///
/// @param number sequential in this catalogue, from 1
/// @param keyEpoch of the vault key that seals it
/// @param source peer whose data it is; its owner never holds it
/// @param target tier of the live backup that asks most copies; empty: no live backup needs it
public record StripeRow(
    StripeId id,
    long number,
    VaultId vault,
    int keyEpoch,
    int k,
    int m,
    PeerId source,
    String sourceOwner,
    Optional<Tier> target,
    List<ShardRow> shards) {
  public StripeRow {
    shards = List.copyOf(shards);
  }

  /// Per owner the indexes of every shard that one of its peers may hold: ordered and not cleared,
  /// whatever is known of it since. Peers that were removed are still in it.
  public SortedMap<String, SortedSet<Integer>> mayHold() {
    SortedMap<String, SortedSet<Integer>> indexes = new TreeMap<>();
    for (ShardRow shard : shards) {
      for (CopyRow copy : shard.copies()) {
        indexes.computeIfAbsent(copy.owner(), _ -> new TreeSet<>()).add(shard.index());
      }
    }
    return indexes;
  }

  /// Whether it is as well protected as a tier with these copies asks, or as the other is now.
  public boolean isAsSafeAs(StripeRow other, int copies) {
    return least(false) >= Math.min(copies, other.least(false))
        && least(true) >= Math.min(1, other.least(true));
  }

  /// Copies of the data or parity shard that has the fewest.
  private int least(boolean parity) {
    return shards.stream()
        .filter(shard -> shard.parity() == parity)
        .mapToInt(ShardRow::counted)
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  /// Shards of which at least one copy counts.
  public int present() {
    int present = 0;
    for (ShardRow shard : shards) {
      present += shard.counted() > 0 ? 1 : 0;
    }
    return present;
  }
}
