package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.KeepRuleSpec;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.KeepRules;
import com.plexichat.backup.shared.model.RecoveryClass;
import com.plexichat.backup.shared.model.Tier;
import java.util.Optional;

/// Tiers on the wire and back.
public final class Tiers {
  private Tiers() {}

  public static TierSpec message(Tier tier) {
    TierSpec.Builder spec =
        TierSpec.newBuilder()
            .setName(tier.name())
            .setDays(tier.days())
            .setCopies(tier.copies())
            .setDataShards(tier.dataShards())
            .setParityShards(tier.parityShards())
            .setMaxCopiesPerRegion(tier.maxCopiesPerRegion());
    if (tier.version() == 0) {
      return spec.build();
    }
    Tier.Edition edition = tier.edition();
    if (!edition.keep().isNone()) {
      spec.setKeep(message(edition.keep()));
    }
    return spec.setVersion(edition.version())
        .setRecoveryClass(edition.recovery().word())
        .setColour(edition.colour())
        .setNewestKept(edition.newestKept())
        .setLockDays(edition.lockDays())
        .build();
  }

  private static KeepRuleSpec message(KeepRules keep) {
    return KeepRuleSpec.newBuilder()
        .setLast(keep.last())
        .setHourly(keep.hourly())
        .setDaily(keep.daily())
        .setWeekly(keep.weekly())
        .setMonthly(keep.monthly())
        .setYearly(keep.yearly())
        .build();
  }

  /// Reads a tier; fails with USAGE when its numbers make none.
  public static Tier tier(TierSpec message) {
    try {
      return read(message);
    } catch (IllegalArgumentException wrong) {
      throw new OperationFailed(wrong, FailureCode.USAGE, String.valueOf(wrong.getMessage()));
    }
  }

  /// Reads a tier. Numbers without a version that are those of a tier of the product are its first
  /// version: that is how they were written before tiers had versions.
  ///
  /// @throws IllegalArgumentException when its numbers make none
  public static Tier read(TierSpec message) {
    Tier numbers =
        new Tier(
            message.getName(),
            message.getDays(),
            message.getCopies(),
            message.getDataShards(),
            message.getParityShards(),
            message.getMaxCopiesPerRegion());
    if (message.getVersion() == 0) {
      Optional<Tier> first = Tier.ofProduct(message.getName());
      return first.filter(numbers::isSameButVersion).orElse(numbers);
    }
    return numbers.with(
        new Tier.Edition(
            message.getVersion(),
            RecoveryClass.find(message.getRecoveryClass()).orElse(RecoveryClass.STANDARD),
            message.getColour(),
            message.hasKeep() ? rules(message.getKeep()) : KeepRules.NONE,
            Math.max(1, message.getNewestKept()),
            message.getLockDays()));
  }

  private static KeepRules rules(KeepRuleSpec keep) {
    return new KeepRules(
        keep.getLast(),
        keep.getHourly(),
        keep.getDaily(),
        keep.getWeekly(),
        keep.getMonthly(),
        keep.getYearly());
  }
}
