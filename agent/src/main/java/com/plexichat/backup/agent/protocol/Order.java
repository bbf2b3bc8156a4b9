package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An order to hold shards of one stripe, its signature already verified (PutOrder on the wire).
///
/// @param epoch fencing epoch of the coordinator that gave it
/// @param logIndex of the entry that recorded the may-hold, or a later one
/// @param target who is to hold: an identity, not an address
/// @param source whose data it is
/// @param expiresMs by the target's own clock; 0: never
/// @param sequence counts up with every order and removal of this cluster, across epochs and
///   restarts: a number that may have been used is never used again
public record Order(
    String cluster,
    long epoch,
    long logIndex,
    Operation operation,
    PeerId target,
    PeerId source,
    StripeId stripe,
    List<ShardSpec> shards,
    long expiresMs,
    long sequence) {
  public Order {
    shards = List.copyOf(shards);
  }

  /// What the order says of this shard; null when it does not name it.
  public @Nullable ShardSpec spec(ShardId shard) {
    for (ShardSpec spec : shards) {
      if (spec.shard().equals(shard)) {
        return spec;
      }
    }
    return null;
  }
}
