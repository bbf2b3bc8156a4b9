package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.model.Tier;
import java.util.Comparator;

/// Tiers in and out of their message, and which of two asks more.
final class Tiers {
  /// More copies ask more, then fewer of them in one region; then the name, so that versions of one
  /// tier that ask the same of a stripe are one.
  static final Comparator<Tier> BY_DEMAND =
      Comparator.comparingInt(Tier::copies)
          .thenComparing(Comparator.comparingInt(Tiers::regionLimit).reversed())
          .thenComparing(Tier::name);

  private Tiers() {}

  private static int regionLimit(Tier tier) {
    return tier.maxCopiesPerRegion() == 0 ? tier.copies() - 1 : tier.maxCopiesPerRegion();
  }

  static Tier of(TierSpec spec) {
    return com.plexichat.backup.shared.wire.Tiers.read(spec);
  }

  static Tier of(byte[] stored) {
    try {
      return of(TierSpec.parseFrom(stored));
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("a tier in the database cannot be read", notOurs);
    }
  }
}
