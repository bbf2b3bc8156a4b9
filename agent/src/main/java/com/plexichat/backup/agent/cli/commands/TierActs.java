package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.DefineTierAnswer;
import com.plexichat.backup.proto.DefineTierRequest;
import com.plexichat.backup.proto.KeepRuleSpec;
import com.plexichat.backup.proto.ListTiersRequest;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.proto.TierVersion;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.wire.Tiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat retention tiers|tier|set`: tiers with their versions.
final class TierActs {
  static final int REFUSED = 3;
  static final int WARNED = 2;
  private static final int DATA_SHARDS = 8;
  private static final int PARITY_SHARDS = 2;

  private TierActs() {}

  @Command(name = "tiers", description = "List the tiers as they are now.")
  static final class Listed extends Act {
    Listed(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      List<TierVersion> tiers =
          desk.cluster()
              .retention()
              .listTiers(ListTiersRequest.getDefaultInstance())
              .getTiersList();
      Table table =
          new Table(
              Table.name("TIER"),
              Table.number("VERSION"),
              Table.number("DAYS"),
              Table.number("COPIES"),
              Table.word("SHARDS"),
              Table.word("CLASS").optional(),
              Table.number("SETS"),
              Table.number("BACKUPS"),
              Table.sentence("KEEPS"));
      tiers.forEach(one ->
          table.row(
              one.getTier().getName(),
              String.valueOf(one.getTier().getVersion()),
              Words.count(one.getTier().getDays()),
              String.valueOf(one.getTier().getCopies()),
              shards(one.getTier()),
              one.getTier().getRecoveryClass(),
              Words.count(one.getSets()),
              Words.count(one.getBackups()),
              keep(one.getTier())));
      return Answer.done(Fields.of().list("tiers", tiers.stream().map(TierActs::data)), table);
    }
  }

  private static String shards(TierSpec tier) {
    return tier.getDataShards() + " + " + tier.getParityShards();
  }

  private static String keep(TierSpec tier) {
    return Tiers.tier(tier).keep().words();
  }

  private static Fields data(TierVersion one) {
    return data(one.getTier())
        .time("since", one.getAtMs())
        .orNothing("by", one.getBy())
        .orNothing("reason", one.getWhy())
        .put("backups", one.getBackups())
        .put("sets", one.getSets())
        .texts("changes", one.getChangesList());
  }

  static Fields data(TierSpec tier) {
    KeepRuleSpec keep = tier.getKeep();
    return Fields.of()
        .put("tier", tier.getName())
        .put("version", tier.getVersion())
        .put("days", tier.getDays())
        .put("copies", tier.getCopies())
        .put("data_shards", tier.getDataShards())
        .put("parity_shards", tier.getParityShards())
        .put("max_copies_per_region", tier.getMaxCopiesPerRegion())
        .put("recovery_class", tier.getRecoveryClass())
        .orNothing("colour", tier.getColour())
        .put("newest_kept", tier.getNewestKept())
        .put("lock_days", tier.getLockDays())
        .put(
            "keep",
            Fields.of()
                .put("last", keep.getLast())
                .put("hourly", keep.getHourly())
                .put("daily", keep.getDaily())
                .put("weekly", keep.getWeekly())
                .put("monthly", keep.getMonthly())
                .put("yearly", keep.getYearly()));
  }

  @Command(name = "tier", description = "Show a tier, every version of it, and what changed.")
  static final class One extends Act {
    @Parameters(index = "0", paramLabel = "NAME", description = "The tier.")
    String name = "";

    One(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      List<TierVersion> versions =
          desk.cluster()
              .retention()
              .listTiers(ListTiersRequest.newBuilder().setName(name).build())
              .getTiersList();
      TierVersion newest = versions.getFirst();
      Table table =
          new Table(
              Table.number("VERSION"),
              Table.word("SINCE"),
              Table.name("BY"),
              Table.number("BACKUPS"),
              Table.sentence("WHAT CHANGED"));
      versions.forEach(one ->
          table.row(
              String.valueOf(one.getTier().getVersion()),
              Words.day(one.getAtMs(), desk.zone()),
              one.getBy().isEmpty() ? "the product" : one.getBy(),
              Words.count(one.getBackups()),
              story(one)));
      return Answer.done(
          Fields.of().list("versions", versions.stream().map(TierActs::data)),
          facts(newest.getTier()).add("Followed by", Words.count(newest.getSets(), "set", "sets")),
          table);
    }

    private static String story(TierVersion one) {
      String changes = String.join(", ", one.getChangesList());
      String why = one.getWhy().isEmpty() ? "" : " (" + one.getWhy() + ")";
      return changes.isEmpty() ? "The first." + why : changes + "." + why;
    }
  }

  private static Facts facts(TierSpec tier) {
    int region =
        tier.getMaxCopiesPerRegion() == 0 ? tier.getCopies() - 1 : tier.getMaxCopiesPerRegion();
    return Facts.of()
        .add("Tier", tier.getName() + ", version " + tier.getVersion())
        .add(
            "Kept for",
            Words.count(tier.getDays(), "day", "days") + " from when a backup is closed")
        .add(
            "Copies",
            "%d of each shard, at most %d in one region"
                .formatted(tier.getCopies(), Math.max(1, region)))
        .add("Shards", shards(tier) + " in a stripe")
        .add("Owners", Tiers.tier(tier).ownersNeeded() + " beside the source's")
        .add("Keeps", keep(tier))
        .add(
            "Never ends",
            "the %snewest of a set that can be restored"
                .formatted(tier.getNewestKept() > 1 ? tier.getNewestKept() + " " : ""))
        .addKnown("Locked", locked(tier))
        .add("Class", tier.getRecoveryClass())
        .addKnown("Colour", tier.getColour());
  }

  private static String locked(TierSpec tier) {
    return tier.getLockDays() == 0 ? "" : Words.count(tier.getLockDays(), "day", "days");
  }

  /// What a person may say of a tier.
  static final class Numbers {
    @Option(names = "--days", order = 1, paramLabel = "N", description = "Days that it keeps.")
    Optional<Integer> days = Optional.empty();

    @Option(names = "--copies", order = 2, paramLabel = "N", description = "Copies of each shard.")
    Optional<Integer> copies = Optional.empty();

    @Option(names = "--data-shards", order = 3, paramLabel = "K", description = "Of a stripe.")
    Optional<Integer> dataShards = Optional.empty();

    @Option(names = "--parity-shards", order = 4, paramLabel = "M", description = "Of a stripe.")
    Optional<Integer> parityShards = Optional.empty();

    @Option(
        names = "--region-copies",
        order = 5,
        paramLabel = "N",
        description = "Most copies of a shard in one region (0: copies - 1).")
    Optional<Integer> region = Optional.empty();

    @Option(names = "--keep-last", order = 6, paramLabel = "N", description = "The N newest.")
    Optional<Integer> last = Optional.empty();

    @Option(names = "--keep-hourly", order = 7, paramLabel = "N", description = "Of N hours.")
    Optional<Integer> hourly = Optional.empty();

    @Option(names = "--keep-daily", order = 8, paramLabel = "N", description = "Of N days.")
    Optional<Integer> daily = Optional.empty();

    @Option(names = "--keep-weekly", order = 9, paramLabel = "N", description = "Of N weeks.")
    Optional<Integer> weekly = Optional.empty();

    @Option(names = "--keep-monthly", order = 10, paramLabel = "N", description = "Of N months.")
    Optional<Integer> monthly = Optional.empty();

    @Option(
        names = "--keep-yearly",
        order = 11,
        paramLabel = "N",
        description = "Of N years; all 0: everything stays for its days.")
    Optional<Integer> yearly = Optional.empty();

    @Option(
        names = "--newest-kept",
        order = 12,
        paramLabel = "N",
        description = "So many newest of a set never go by themselves (default: 1).")
    Optional<Integer> newest = Optional.empty();

    @Option(
        names = "--lock-days",
        order = 15,
        paramLabel = "N",
        description = "For N days nobody can end a backup of it (0: no lock).")
    Optional<Integer> lock = Optional.empty();

    @Option(
        names = "--class",
        order = 13,
        paramLabel = "C",
        description = "critical, important, standard or archival.")
    Optional<String> recovery = Optional.empty();

    @Option(names = "--colour", order = 14, paramLabel = "#RRGGBB", description = "To be shown in.")
    Optional<String> colour = Optional.empty();

    TierSpec over(TierSpec before) {
      TierSpec.Builder tier = before.toBuilder();
      give(days, tier::setDays);
      give(copies, tier::setCopies);
      give(dataShards, tier::setDataShards);
      give(parityShards, tier::setParityShards);
      give(region, tier::setMaxCopiesPerRegion);
      give(newest, tier::setNewestKept);
      give(lock, tier::setLockDays);
      give(recovery, tier::setRecoveryClass);
      give(colour, tier::setColour);
      KeepRuleSpec.Builder keep = before.getKeep().toBuilder();
      give(last, keep::setLast);
      give(hourly, keep::setHourly);
      give(daily, keep::setDaily);
      give(weekly, keep::setWeekly);
      give(monthly, keep::setMonthly);
      give(yearly, keep::setYearly);
      return tier.setKeep(keep).build();
    }

    private static <T> void give(Optional<T> said, Consumer<T> to) {
      said.ifPresent(to);
    }
  }

  @Command(
      name = "set",
      description =
          "Define a tier's next version, or a new tier. Backups that exist stay as they are.")
  static final class Define extends Act {
    @Parameters(index = "0", paramLabel = "NAME", description = "The tier.")
    String name = "";

    @Mixin final Numbers numbers = new Numbers();

    @Option(
        names = "--allow-under-protected",
        order = 15,
        description = "Although there are too few owners for it.")
    boolean underProtected;

    Define(Surroundings around) {
      super(around);
    }

    @Override
    boolean hasDryRun() {
      return true;
    }

    @Override
    Answer act(Desk desk) {
      TierSpec before =
          desk
              .cluster()
              .retention()
              .listTiers(ListTiersRequest.getDefaultInstance())
              .getTiersList()
              .stream()
              .map(TierVersion::getTier)
              .filter(tier -> tier.getName().equals(name))
              .findFirst()
              .orElseGet(this::fresh);
      DefineTierAnswer answer =
          desk.cluster()
              .retention()
              .defineTier(
                  DefineTierRequest.newBuilder()
                      .setTier(numbers.over(before))
                      .setWhy(desk.globals().reason)
                      .setConfirm(desk.globals().confirm)
                      .setAllowUnderProtected(underProtected)
                      .setDryRun(desk.globals().dryRun)
                      .build());
      return told(answer, desk);
    }

    private TierSpec fresh() {
      if (numbers.days.isEmpty() || numbers.copies.isEmpty()) {
        throw new OperationFailed(
            FailureCode.USAGE, "A new tier, such as " + name + ", takes --days and --copies.");
      }
      return TierSpec.newBuilder()
          .setName(name)
          .setDataShards(DATA_SHARDS)
          .setParityShards(PARITY_SHARDS)
          .setRecoveryClass("standard")
          .setNewestKept(1)
          .build();
    }

    private static Answer told(DefineTierAnswer answer, Desk desk) {
      TierSpec tier = answer.getTier();
      boolean isRefused =
          !answer.getDefined() && !desk.globals().dryRun && answer.getWeakerCount() > 0;
      List<Block> blocks = new ArrayList<>();
      blocks.add(
          Facts.of()
              .add("Tier", "%s, version %d".formatted(tier.getName(), tier.getVersion()))
              .add(
                  "Changes",
                  answer.getChangesCount() == 0
                      ? "none: it says this already"
                      : String.join(", ", answer.getChangesList()))
              .addKnown("Keeps less", String.join(", ", answer.getWeakerList()))
              .add(
                  "Sets",
                  Words.count(answer.getSets(), "set", "sets") + ", from the next backup on")
              .add("Backups", stay(answer))
              .addKnown("Warning", answer.getWarning()));
      if (answer.getChangesCount() > 0 && !answer.getDefined()) {
        blocks.add(
            new Block.Sentence(
                isRefused
                    ? "It keeps less and was not confirmed; nothing was changed. Say it again with"
                        + " --confirm."
                    : "Nothing was changed."));
      }
      int code = answer.getWarning().isEmpty() ? 0 : WARNED;
      return new Answer(
          data(tier)
              .texts("changes", answer.getChangesList())
              .texts("weaker", answer.getWeakerList())
              .orNothing("warning", answer.getWarning())
              .put("sets", answer.getSets())
              .put("backups_of_earlier_versions", answer.getBackups())
              .put("defined", answer.getDefined()),
          blocks,
          isRefused ? REFUSED : code);
    }

    private static String stay(DefineTierAnswer answer) {
      return answer.getBackups() == 0
          ? "none of earlier versions"
          : "%s of earlier versions %s; `plexichat retention apply --tier %s` changes them"
              .formatted(
                  Words.count(answer.getBackups()),
                  answer.getBackups() == 1 ? "stays as it is" : "stay as they are",
                  answer.getTier().getName());
    }
  }
}
