package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.Gate;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlanPruneRequest;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.ShowPruneRequest;
import com.plexichat.backup.proto.VacatedFigures;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat prune plan|show|approve`: what a prune would do, and who lets it do so at once.
final class PlanActs {
  private static final int SHOWN = 40;

  private PlanActs() {}

  @Command(
      name = "plan",
      description = "Show what a prune would remove and keep, and why. Nothing is changed.")
  static final class Plan extends Act {
    @Option(
        names = "--tier",
        order = 1,
        paramLabel = "T",
        description = "Only of this tier; can be given several times.")
    List<String> tiers = new ArrayList<>();

    @Option(names = "--set", order = 2, paramLabel = "S", description = "Only of this set.")
    String set = "";

    @Option(
        names = "--emergency",
        order = 3,
        description = {
          "Free space at once: the trash is emptied, and as few backups as it takes go with it.",
          "Nothing of it can be brought back. Two people approve it."
        })
    boolean emergency;

    @Option(
        names = "--reclaim",
        order = 4,
        paramLabel = "SIZE",
        description = "How much an emergency plan frees, such as 20GB.")
    Optional<ByteSize> reclaim = Optional.empty();

    @Option(
        names = "--category",
        order = 5,
        split = ",",
        paramLabel = "C",
        description = {
          "What to take: expired, orphaned, redundant, corrupted; several by commas.",
          "Without it: expired and orphaned. By itself: low-value."
        })
    List<String> categories = new ArrayList<>();

    @Option(
        names = "--early-expire",
        order = 6,
        description = {
          "With --category low-value and one --tier: backups of sets of low priority go before"
              + " their time. Two people approve it."
        })
    boolean early;

    Plan(Surroundings around) {
      super(around);
    }

    @Override
    boolean hasDryRun() {
      return true;
    }

    @Override
    Answer act(Desk desk) {
      if (emergency != reclaim.filter(size -> size.bytes() > 0).isPresent()) {
        throw new OperationFailed(
            FailureCode.USAGE, "--emergency and --reclaim SIZE go together, with more than 0.");
      }
      PlanPruneRequest ask =
          PlanPruneRequest.newBuilder()
              .addAllTiers(tiers)
              .setSet(set)
              .setReclaimBytes(reclaim.map(ByteSize::bytes).orElse(0L))
              .addAllCategories(categories)
              .setEarlyExpire(early)
              .build();
      return shown(desk.cluster().planPrune(ask), desk);
    }
  }

  @Command(name = "show", description = "Show a plan that was made, and how it stands now.")
  static final class Show extends Act {
    @Parameters(index = "0", paramLabel = "PLAN", description = "The plan's id.")
    String plan = "";

    Show(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      ShowPruneRequest ask = ShowPruneRequest.newBuilder().setPlanId(plan).build();
      return shown(desk.cluster().showPrune(ask), desk);
    }
  }

  @Command(
      name = "approve",
      description = {
        "Let a plan free space at once, or end backups early: signs it with the key of your"
            + " certificate.",
        "It takes two different people. See it before: plexichat prune show PLAN."
      })
  static final class Approve extends Act {
    @Parameters(index = "0", paramLabel = "PLAN", description = "The plan's id.")
    String plan = "";

    Approve(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      ShowPruneRequest ask = ShowPruneRequest.newBuilder().setPlanId(plan).build();
      PlanPruneAnswer seen = desk.cluster().showPrune(ask);
      PrunePlan approved = seen.getPlan();
      desk.confirmed(
          approved.getReclaimBytes() > 0
              ? "Deleting %s at once, by plan %s,"
                  .formatted(Words.size(approved.getBytes() + approved.getTrashedBytes()), plan)
              : "Ending %s early, by plan %s,"
                  .formatted(Words.count(approved.getRemovedCount(), "backup", "backups"), plan));
      return shown(
          desk.cluster().prunes().approvePrune(seen.getPlan(), plan, desk.globals().reason), desk);
    }
  }

  private static Answer shown(PlanPruneAnswer found, Desk desk) {
    PrunePlan plan = found.getPlan();
    boolean isOpen = found.getGatesList().stream().allMatch(Gate::getOpen);
    List<Block> blocks = new ArrayList<>();
    blocks.add(facts(found, desk.zone()));
    blocks.add(PlanCopies.categories(plan.getCategoriesList()));
    blocks.add(gates(found.getGatesList()));
    blocks.addAll(PlanCopies.copies("GOES", plan.getSpareCopiesList(), desk));
    blocks.addAll(PlanCopies.copies("STAYS", found.getKeptCopiesList(), desk));
    if (plan.getRemovedCount() > 0) {
      blocks.add(backups("GOES", plan.getRemovedList(), desk));
    }
    if (found.getKeptCount() > 0) {
      blocks.add(backups("STAYS", found.getKeptList(), desk));
    }
    boolean isShort = plan.getBytes() + plan.getTrashedBytes() < plan.getReclaimBytes();
    if (isShort) {
      blocks.add(
          new Block.Sentence(
              "That is less than was asked for: nothing else may go. Add space, or let backups end"
                  + " (plexichat retention expire)."));
    }
    List<Gate> closed = found.getGatesList().stream().filter(gate -> !gate.getOpen()).toList();
    if (isOpen && plan.getStripes() > 0) {
      blocks.add(
          new Block.Sentence(
              "Run it: plexichat prune run " + found.getPlanId() + " --confirm --wait"));
    } else if (closed.size() == 1 && closed.getFirst().getGate().equals("G6")) {
      blocks.add(
          new Block.Sentence(
              "Approve it, two of you: plexichat prune approve "
                  + found.getPlanId()
                  + " --confirm"));
    }
    return new Answer(data(found), blocks, isOpen ? isShort ? 2 : 0 : 3);
  }

  /// Stripes that newer backups have left.
  private static String later(VacatedFigures vacated, ZoneId zone) {
    return vacated.getStripes() == 0
        ? ""
        : "%s in %s that newer backups have left, %s"
            .formatted(
                Words.size(vacated.getBytes()),
                Words.count(vacated.getStripes(), "stripe", "stripes"),
                vacated.getEndsMs() == 0
                    ? "with older ones of which one has no end"
                    : "with the last older one, " + Words.day(vacated.getEndsMs(), zone));
  }

  private static Facts facts(PlanPruneAnswer found, ZoneId zone) {
    PrunePlan plan = found.getPlan();
    return Facts.of()
        .add("Plan", found.getPlanId())
        .add("Backups", plan.getRemovedCount() + " go, " + found.getKeptTotal() + " stay")
        .add(
            "Frees",
            "%s in %s of %s"
                .formatted(
                    Words.size(plan.getBytes()),
                    Words.count(plan.getCopies(), "copy", "copies"),
                    Words.count(plan.getStripes(), "stripe", "stripes")))
        .add("Of it", Words.size(plan.getOrphanedBytes()) + " that no backup needs already")
        .addKnown("Later", later(found.getVacated(), zone))
        .addKnown(
            "And",
            plan.getReclaimBytes() == 0
                ? ""
                : Words.size(plan.getTrashedBytes()) + " that lies in the trash")
        .addKnown(
            "Emergency",
            plan.getReclaimBytes() == 0
                ? ""
                : Words.size(plan.getReclaimBytes())
                    + " wanted; it goes at once and cannot be brought back");
  }

  static Table gates(List<Gate> gates) {
    Table table = new Table(Table.word("GATE"), Table.word("IS"), Table.sentence("WHY"));
    gates.forEach(
        gate -> table.row(gate.getGate(), gate.getOpen() ? "open" : "CLOSED", gate.getSentence()));
    return table;
  }

  static Table backups(String title, List<PlannedBackup> backups, Desk desk) {
    Table table =
        new Table(
            Table.word(title),
            Table.name("SET"),
            Table.word("TIER"),
            Table.word("ENDS"),
            Table.sentence("WHY"));
    backups.stream()
        .limit(SHOWN)
        .forEach(backup ->
            table.row(
                backup.getBackupId(),
                backup.getSet(),
                backup.getTier(),
                Words.day(backup.getExpiresMs(), desk.zone()),
                backup.getReason()));
    if (backups.size() > SHOWN) {
      table.row("and " + (backups.size() - SHOWN) + " more", "", "", "", "--output json has all");
    }
    return table;
  }

  private static Fields data(PlanPruneAnswer found) {
    PrunePlan plan = found.getPlan();
    return Fields.of()
        .put("plan_id", found.getPlanId())
        .put("hash", found.getHash())
        .put("kind", plan.getReclaimBytes() > 0 ? "emergency-prune" : "prune")
        .put("actions", plan.getRemovedCount())
        .put("reasons", counted(plan.getRemovedList(), PlannedBackup::getCode))
        .texts(
            "blockers",
            found.getGatesList().stream()
                .filter(gate -> !gate.getOpen())
                .map(Gate::getSentence)
                .toList())
        .time("made", plan.getMadeMs())
        .put("epoch", plan.getEpoch())
        .put("log_index", plan.getLogIndex())
        .put("stripes", plan.getStripes())
        .put("copies", plan.getCopies())
        .put("bytes", plan.getBytes())
        .put("orphaned_bytes", plan.getOrphanedBytes())
        .put("reclaim_bytes", plan.getReclaimBytes())
        .put("trashed_bytes", plan.getTrashedBytes())
        .put("vacated_stripes", found.getVacated().getStripes())
        .put("vacated_bytes", found.getVacated().getBytes())
        .time("vacated_ends", found.getVacated().getEndsMs())
        .texts("approved_by", found.getApprovedByList())
        .list("removed", plan.getRemovedList().stream().map(PlanActs::data))
        .list("kept", found.getKeptList().stream().map(PlanActs::data))
        .put("kept_total", found.getKeptTotal())
        .list("categories", plan.getCategoriesList().stream().map(PlanCopies::data))
        .list("spare_copies", plan.getSpareCopiesList().stream().map(PlanCopies::data))
        .list("kept_copies", found.getKeptCopiesList().stream().map(PlanCopies::data))
        .list("gates", found.getGatesList().stream().map(PlanActs::data));
  }

  static Fields data(Gate gate) {
    return Fields.of()
        .put("gate", gate.getGate())
        .put("open", gate.getOpen())
        .put("sentence", gate.getSentence());
  }

  static Fields data(PlannedBackup backup) {
    return Fields.of()
        .put("backup_id", backup.getBackupId())
        .put("set", backup.getSet())
        .put("number", backup.getNumber())
        .put("tier", backup.getTier())
        .time("created", backup.getCreatedMs())
        .time("ends", backup.getExpiresMs())
        .put("reason", backup.getReason());
  }

  /// How many of each reason.
  static Fields counted(List<PlannedBackup> backups, Function<PlannedBackup, String> reason) {
    Map<String, Long> counts =
        backups.stream()
            .collect(Collectors.groupingBy(reason, TreeMap::new, Collectors.counting()));
    Fields fields = Fields.of();
    counts.forEach(fields::put);
    return fields;
  }
}
