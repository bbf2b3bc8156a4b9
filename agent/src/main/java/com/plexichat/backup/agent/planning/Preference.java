package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;

/// Weighted rendezvous hashing: orders peers for one shard, in proportion to their weights over
/// many shards, and changes little when a peer comes or goes.
final class Preference {
  private final long base;

  Preference(long seed, StripeId stripe) {
    base = mix(mix(seed ^ stripe.high()) ^ stripe.low());
  }

  /// The higher, the rather.
  double score(int index, PeerView peer) {
    double weight = peer.weight() * Math.max(1, peer.freeBytes());
    return weight <= 0
        ? chance(index, peer.id()) - 1
        : -weight / StrictMath.log(chance(index, peer.id()));
  }

  /// Strictly between 0 and 1.
  private double chance(int index, PeerId peer) {
    long high = Long.parseUnsignedLong(peer.hex(), 0, 16, 16);
    long low = Long.parseUnsignedLong(peer.hex(), 16, 32, 16);
    long hash = mix(mix(mix(base ^ index) ^ high) ^ low);
    return ((hash >>> 11) + 0.5) * 0x1p-53;
  }

  /// The finalizer of SplitMix64.
  static long mix(long value) {
    long mixed = value + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
