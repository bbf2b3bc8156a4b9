package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Tier;

/// Tiers on the wire and back.
public final class Tiers {
  private Tiers() {}

  public static TierSpec message(Tier tier) {
    return TierSpec.newBuilder()
        .setName(tier.name())
        .setDays(tier.days())
        .setCopies(tier.copies())
        .setDataShards(tier.dataShards())
        .setParityShards(tier.parityShards())
        .setMaxCopiesPerRegion(tier.maxCopiesPerRegion())
        .build();
  }

  /// Reads a tier; fails with USAGE when its numbers make none.
  public static Tier tier(TierSpec message) {
    try {
      return new Tier(
          message.getName(),
          message.getDays(),
          message.getCopies(),
          message.getDataShards(),
          message.getParityShards(),
          message.getMaxCopiesPerRegion());
    } catch (IllegalArgumentException wrong) {
      throw new OperationFailed(wrong, FailureCode.USAGE, String.valueOf(wrong.getMessage()));
    }
  }
}
