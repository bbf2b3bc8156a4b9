package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.DurabilityBasis;
import com.plexichat.backup.proto.LimitedBy;
import com.plexichat.backup.proto.TierDurability;
import com.plexichat.backup.shared.model.Durability;
import com.plexichat.backup.shared.model.Durability.Basis;
import com.plexichat.backup.shared.model.Durability.Limit;
import com.plexichat.backup.shared.model.Durability.WorstBackup;
import java.time.Duration;
import java.util.Optional;

/// Durability figures as they are told.
public final class Durabilities {
  private Durabilities() {}

  public static Durability durability(TierDurability message) {
    return new Durability(
        message.getHardwareNines(),
        message.getNines(),
        limit(message.getLimitedBy()),
        message.hasWorstBackup()
            ? Optional.of(
                new WorstBackup(
                    message.getWorstBackup().getBackupId(),
                    message.getWorstBackup().getNines(),
                    message.getWorstBackup().getCopies(),
                    message.getWorstBackup().getCopiesWanted(),
                    message.getWorstBackup().getMachines()))
            : Optional.empty(),
        Duration.ofMillis(message.getRepairMs()),
        message.getTargetNines(),
        Moments.known(message.getAlarmSinceMs()));
  }

  public static Basis basis(DurabilityBasis message) {
    return new Basis(
        message.getMachineLossPct(),
        message.getMachineLossLowPct(),
        message.getMachineLossHighPct(),
        message.getMachinesLost(),
        message.getMachineYears(),
        message.getRepairsMeasured(),
        message.getRepairKnown(),
        Duration.ofMillis(message.getRepairMs()),
        Duration.ofMillis(message.getWaitMs()),
        Duration.ofMillis(message.getScrubMs()),
        message.getScrubsTold(),
        message.getMachines(),
        message.getRotPct(),
        message.getCommonPct());
  }

  /// Empty for one that this version does not know.
  public static Optional<Limit> limit(LimitedBy message) {
    return switch (message) {
      case LIMITED_BY_LOST -> Optional.of(Limit.LOST);
      case LIMITED_BY_MISSING_COPIES -> Optional.of(Limit.MISSING_COPIES);
      case LIMITED_BY_NO_SPARE -> Optional.of(Limit.NO_SPARE);
      case LIMITED_BY_ONE_SITE -> Optional.of(Limit.ONE_SITE);
      case LIMITED_BY_LATENT_ERRORS -> Optional.of(Limit.LATENT_ERRORS);
      case LIMITED_BY_COMMON_CAUSES -> Optional.of(Limit.COMMON_CAUSES);
      case LIMITED_BY_MACHINES -> Optional.of(Limit.MACHINES);
      case LIMITED_BY_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  public static LimitedBy message(Limit limit) {
    return switch (limit) {
      case LOST -> LimitedBy.LIMITED_BY_LOST;
      case MISSING_COPIES -> LimitedBy.LIMITED_BY_MISSING_COPIES;
      case NO_SPARE -> LimitedBy.LIMITED_BY_NO_SPARE;
      case ONE_SITE -> LimitedBy.LIMITED_BY_ONE_SITE;
      case LATENT_ERRORS -> LimitedBy.LIMITED_BY_LATENT_ERRORS;
      case COMMON_CAUSES -> LimitedBy.LIMITED_BY_COMMON_CAUSES;
      case MACHINES -> LimitedBy.LIMITED_BY_MACHINES;
    };
  }
}
