package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.DistributionAnswer;
import com.plexichat.backup.proto.DurabilityBasis;
import com.plexichat.backup.proto.LimitedBy;
import com.plexichat.backup.proto.TierCoverage;
import com.plexichat.backup.proto.TierDurability;
import com.plexichat.backup.proto.WorstBackup;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How likely a loss is, by tier, and what that was reckoned from.
final class DurabilityText {
  private static final double MOST = 9;

  private DurabilityText() {}

  /// Nothing where no tier has a figure.
  static List<Block> blocks(DistributionAnswer now, ZoneId zone) {
    if (now.getTiersList().stream().noneMatch(TierCoverage::hasDurability)) {
      return List.of();
    }
    Table table =
        new Table(
            Table.word("TIER"),
            Table.number("HARDWARE"),
            Table.number("ALL"),
            Table.word("LIMITED BY"),
            Table.number("WORST"),
            Table.word("BACKUP"),
            Table.word("COPIES"));
    now.getTiersList().stream()
        .filter(TierCoverage::hasDurability)
        .forEach(tier -> row(table, tier.getTier(), tier.getDurability()));
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Sentence(
            "Nines against a loss within a year: of failing machines alone, of all causes, and of"
                + " the backup that stands worst now."));
    blocks.add(table);
    now.getTiersList().stream()
        .filter(tier -> tier.getDurability().getAlarmSinceMs() > 0)
        .forEach(tier -> blocks.add(new Block.Sentence(alarm(tier, zone))));
    blocks.add(new Block.Sentence(sentence(now.getDurabilityBasis())));
    return blocks;
  }

  private static String alarm(TierCoverage tier, ZoneId zone) {
    TierDurability figures = tier.getDurability();
    return "Alarm since %s: backup %s of tier %s has %s nines, and %s with every copy in place."
        .formatted(
            Words.minute(figures.getAlarmSinceMs(), zone),
            figures.getWorstBackup().getBackupId(),
            tier.getTier(),
            nines(figures.getWorstBackup().getNines()),
            nines(figures.getTargetNines()));
  }

  private static void row(Table table, String tier, TierDurability figures) {
    WorstBackup worst = figures.getWorstBackup();
    boolean has = figures.hasWorstBackup();
    table.row(
        tier,
        nines(figures.getHardwareNines()),
        nines(figures.getNines()),
        words(figures.getLimitedBy()),
        has ? nines(worst.getNines()) : "-",
        has ? worst.getBackupId() : "-",
        has ? worst.getCopies() + " of " + worst.getCopiesWanted() : "-");
  }

  /// "8.5 against failing machines, 4.0 with common causes".
  static String brief(TierDurability figures) {
    return nines(figures.getHardwareNines())
        + " against failing machines, "
        + nines(figures.getNines())
        + " with common causes";
  }

  /// "8.5"; nine is the most that is told.
  private static String nines(double nines) {
    return nines >= MOST ? "9" : String.format(Locale.ROOT, "%.1f", nines);
  }

  private static String words(LimitedBy limit) {
    return switch (limit) {
      case LIMITED_BY_LOST -> "a loss";
      case LIMITED_BY_MISSING_COPIES -> "missing copies";
      case LIMITED_BY_NO_SPARE -> "no spare machine";
      case LIMITED_BY_ONE_SITE -> "one site";
      case LIMITED_BY_LATENT_ERRORS -> "rot found late";
      case LIMITED_BY_COMMON_CAUSES -> "common causes";
      case LIMITED_BY_MACHINES -> "failing machines";
      case LIMITED_BY_UNSPECIFIED, UNRECOGNIZED -> "-";
    };
  }

  private static String sentence(DurabilityBasis basis) {
    return ("Reckoned with: %s %% of machines lost a year (90 %%: %s to %s; %s lost in %s"
            + " machine-years, prior 2 in 40), copies made anew after %s (%s), the oldest"
            + " unread copy %s old (%d of %d machines told), and assumed: %s %% of copies rot a"
            + " year, %s %% a year for each common cause, %s where a machine has to be brought"
            + " first.")
        .formatted(
            tenths(basis.getMachineLossPct()),
            tenths(basis.getMachineLossLowPct()),
            tenths(basis.getMachineLossHighPct()),
            Words.count(basis.getMachinesLost()),
            tenths(basis.getMachineYears()),
            Words.duration(basis.getRepairMs()),
            repairs(basis),
            Words.duration(basis.getScrubMs()),
            basis.getScrubsTold(),
            basis.getMachines(),
            tenths(basis.getRotPct()),
            plain(basis.getCommonPct()),
            Words.duration(basis.getWaitMs()));
  }

  private static String repairs(DurabilityBasis basis) {
    String measured = Words.count(basis.getRepairsMeasured(), "repair", "repairs");
    if (basis.getRepairKnown()) {
      return "measured in " + measured;
    }
    return basis.getRepairsMeasured() == 0
        ? "assumed"
        : "assumed at least, after " + measured + " alone";
  }

  private static String tenths(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static String plain(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  /// Of one tier; nothing where it has no figure.
  static Datum data(TierCoverage tier) {
    return tier.hasDurability() ? data(tier.getDurability()) : Datum.Nothing.NOTHING;
  }

  static Fields data(TierDurability figures) {
    return Fields.of()
        .put("hardware_nines", figures.getHardwareNines())
        .put("nines", figures.getNines())
        .put("target_nines", figures.getTargetNines())
        .time("alarm_since", figures.getAlarmSinceMs())
        .put("limited_by", name(figures.getLimitedBy()))
        .put("repair_ms", figures.getRepairMs())
        .put(
            "worst_backup",
            figures.hasWorstBackup() ? worst(figures.getWorstBackup()) : Datum.Nothing.NOTHING);
  }

  private static Fields worst(WorstBackup worst) {
    return Fields.of()
        .put("backup_id", worst.getBackupId())
        .put("nines", worst.getNines())
        .put("copies", worst.getCopies())
        .put("copies_wanted", worst.getCopiesWanted())
        .put("machines", worst.getMachines());
  }

  private static String name(LimitedBy limit) {
    return limit.name().replaceFirst("^LIMITED_BY_", "").toLowerCase(Locale.ROOT);
  }

  static Fields data(DurabilityBasis basis) {
    return Fields.of()
        .put("machine_loss_pct", basis.getMachineLossPct())
        .put("machine_loss_low_pct", basis.getMachineLossLowPct())
        .put("machine_loss_high_pct", basis.getMachineLossHighPct())
        .put("machines_lost", basis.getMachinesLost())
        .put("machine_years", basis.getMachineYears())
        .put("repairs_measured", basis.getRepairsMeasured())
        .put("repair_known", basis.getRepairKnown())
        .put("repair_ms", basis.getRepairMs())
        .put("wait_ms", basis.getWaitMs())
        .put("scrub_ms", basis.getScrubMs())
        .put("scrubs_told", basis.getScrubsTold())
        .put("machines", basis.getMachines())
        .put("rot_pct", basis.getRotPct())
        .put("common_pct", basis.getCommonPct());
  }
}
