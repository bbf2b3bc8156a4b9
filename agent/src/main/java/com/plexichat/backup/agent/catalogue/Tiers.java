package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.model.Tier;
import java.util.Comparator;

/// Tiers in and out of their message, and which of two asks more.
final class Tiers {
  /// More copies ask more; then the longer retention, then the name, so that the order is total.
  static final Comparator<Tier> BY_DEMAND =
      Comparator.comparingInt(Tier::copies).thenComparingInt(Tier::days).thenComparing(Tier::name);

  private Tiers() {}

  static Tier of(TierSpec spec) {
    return new Tier(
        spec.getName(),
        spec.getDays(),
        spec.getCopies(),
        spec.getDataShards(),
        spec.getParityShards(),
        spec.getMaxCopiesPerRegion());
  }

  static Tier of(byte[] stored) {
    try {
      return of(TierSpec.parseFrom(stored));
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("a tier in the database cannot be read", notOurs);
    }
  }
}
