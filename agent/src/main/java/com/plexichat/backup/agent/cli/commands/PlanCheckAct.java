package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.CheckPlanAnswer;
import com.plexichat.backup.proto.CheckPlanRequest;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.SkippedCopies;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.wire.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `plexichat prune check`: whether a plan would run now. The answer is the exit code: 0 or 3.
@Command(
    name = "check",
    description = {
      "Judge a plan anew, as a run of it would: its gates, whether it still holds, and what would"
          + " be skipped. Nothing is changed.",
      "Exit code 0: it would run; 3: it would be refused."
    })
final class PlanCheckAct extends Act {
  private static final int GATE = 3;
  private static final int SHOWN = 20;

  @Parameters(index = "0", paramLabel = "PLAN", description = "The plan's id.")
  String plan = "";

  PlanCheckAct(Surroundings around) {
    super(around);
  }

  @Override
  Answer act(Desk desk) {
    CheckPlanRequest ask = CheckPlanRequest.newBuilder().setPlanId(plan).build();
    CheckPlanAnswer found = desk.cluster().prunes().checkPlan(ask);
    List<OperationFailed> refusals =
        found.getRefusalsList().stream().map(Failures::failed).toList();
    List<Block> blocks = new ArrayList<>();
    if (found.hasShown()) {
      blocks.add(facts(found, refusals.isEmpty(), desk));
      blocks.add(PlanActs.gates(found.getShown().getGatesList()));
    }
    if (found.getSkippedCount() > 0) {
      blocks.add(PlanActs.backups("SKIPPED", found.getSkippedList(), desk));
    }
    blocks.addAll(PlanCopies.stayed("STAYS", found.getSkippedCopiesList()));
    blocks.addAll(verdict(refusals));
    return new Answer(data(found, refusals), blocks, refusals.isEmpty() ? 0 : GATE);
  }

  private static Facts facts(CheckPlanAnswer found, boolean runs, Desk desk) {
    PrunePlan plan = found.getShown().getPlan();
    long copies = found.getSkippedCopiesList().stream().mapToLong(SkippedCopies::getCopies).sum();
    return Facts.of()
        .add("Plan", found.getShown().getPlanId())
        .add("Made", Words.minute(plan.getMadeMs(), desk.zone()) + " by " + plan.getAskedBy())
        .add("Runs now", Words.yesNo(runs))
        .add(
            "Backups",
            "%s planned, %s would be skipped by what is known now"
                .formatted(
                    Words.count(plan.getRemovedCount()), Words.count(found.getSkippedCount())))
        .addKnown(
            "Copies",
            plan.getSpareCopiesCount() == 0
                ? ""
                : "%s of needed stripes named, %s of them would stay"
                    .formatted(Words.count(plan.getSpareCopiesCount()), Words.count(copies)));
  }

  /// Each refusal in the words of the run, and once what to do about those of a kind.
  private List<Block> verdict(List<OperationFailed> refusals) {
    if (refusals.isEmpty()) {
      return List.of(
          new Block.Sentence("Run it: plexichat prune run " + plan + " --confirm --wait"));
    }
    Stream<String> words = refusals.stream().limit(SHOWN).map(OperationFailed::sentence);
    Stream<String> more =
        refusals.size() > SHOWN
            ? Stream.of("And %d more; --output json has all.".formatted(refusals.size() - SHOWN))
            : Stream.of();
    Stream<String> acts = refusals.stream().map(OperationFailed::nextAct).distinct();
    return Stream.of(words, more, acts)
        .flatMap(some -> some)
        .map(one -> (Block) new Block.Sentence(one))
        .toList();
  }

  private Fields data(CheckPlanAnswer found, List<OperationFailed> refusals) {
    return Fields.of()
        .put("plan_id", plan)
        .put("would_run", refusals.isEmpty())
        .list("refusals", RollbackChecks.refusals(refusals))
        .time("made", found.getShown().getPlan().getMadeMs())
        .put("hash", found.getShown().getHash())
        .list("gates", found.getShown().getGatesList().stream().map(PlanActs::data))
        .put("skipped", PlanActs.counted(found.getSkippedList(), PlannedBackup::getReason))
        .list("skipped_backups", found.getSkippedList().stream().map(PlanActs::data))
        .list("skipped_copies", found.getSkippedCopiesList().stream().map(PlanCopies::data));
  }
}
