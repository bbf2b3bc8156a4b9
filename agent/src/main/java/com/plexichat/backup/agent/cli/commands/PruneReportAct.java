package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PruneEntry;
import com.plexichat.backup.proto.PruneReport;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.proto.PruneStep;
import com.plexichat.backup.proto.ReportPruneRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `plexichat prune report`: what a prune did, and what became of it since.
@Command(
    name = "report",
    description = {
      "Show what a prune's job removed and left, what of it still lies in the trash, and what"
          + " rollbacks and sweeps did since."
    })
final class PruneReportAct extends Act {
  @Parameters(index = "0", paramLabel = "JOB", description = "The id of the prune's job.")
  String job = "";

  PruneReportAct(Surroundings around) {
    super(around);
  }

  @Override
  Answer act(Desk desk) {
    PruneReport report =
        desk.cluster().prunes().reportPrune(ReportPruneRequest.newBuilder().setJobId(job).build());
    PruneResult result = report.getResult();
    Peers peers = Peers.of(desk);
    List<Block> blocks = new ArrayList<>();
    blocks.add(facts(report, peers, desk));
    if (report.getTiersCount() > 0) {
      Table tiers = new Table(Table.word("TIER"), Table.number("BACKUPS"), Table.number("SOURCE"));
      report
          .getTiersList()
          .forEach(one ->
              tiers.row(
                  one.getTier(), Words.count(one.getBackups()), Words.size(one.getSourceBytes())));
      blocks.add(tiers);
    }
    if (report.getPlan().getCategoriesCount() > 0) {
      blocks.add(new Block.Sentence("Planned:"));
      blocks.add(PlanCopies.categories(report.getPlan().getCategoriesList()));
    }
    blocks.addAll(PlanCopies.taken(result));
    List<PlannedBackup> went = went(report);
    if (!went.isEmpty()) {
      blocks.add(PlanActs.backups("WENT", went, desk));
    }
    if (result.getSkippedCount() > 0) {
      blocks.add(PlanActs.backups("SKIPPED", result.getSkippedList(), desk));
    }
    blocks.addAll(since(report.getSinceList(), desk));
    return Answer.done(data(report, peers), blocks.toArray(Block[]::new));
  }

  /// Backups of the plan that the job marked.
  private static List<PlannedBackup> went(PruneReport report) {
    Set<String> marked = Set.copyOf(report.getResult().getBackupsList());
    return report.getPlan().getRemovedList().stream()
        .filter(one -> marked.contains(one.getBackupId()))
        .toList();
  }

  private static Facts facts(PruneReport report, Peers peers, Desk desk) {
    JobEntry job = report.getJob();
    PruneResult result = report.getResult();
    PruneEntry trash = report.getTrash();
    String until = report.getPlan().getReclaimBytes() > 0 ? "nothing: it went at once" : "nothing";
    return Facts.of()
        .add("Job", job.getJobId())
        .add("State", JobActs.state(job).replace('_', ' '))
        .addKnown("Note", job.getReason())
        .add("Started", Words.minute(job.getStartedMs(), desk.zone()) + " by " + job.getAskedBy())
        .addKnown("Ended", job.getEndedMs() == 0 ? "" : Words.minute(job.getEndedMs(), desk.zone()))
        .add("Plan", report.getPlanId())
        .add(
            "Backups",
            "%s went, %s skipped"
                .formatted(
                    Words.count(result.getBackupsCount()), Words.count(result.getSkippedCount())))
        .add(
            "Copies",
            "%s of %s, %s"
                .formatted(
                    Words.count(result.getCopies()),
                    Words.count(result.getStripes(), "stripe", "stripes"),
                    Words.size(result.getBytes())))
        .addKnown(
            "No answer",
            String.join(", ", result.getUnansweredList().stream().map(peers::name).toList()))
        .add(
            "In the trash",
            report.hasTrash()
                ? "%s, %s; swept from %s"
                    .formatted(
                        Words.count(trash.getCopies(), "copy", "copies"),
                        Words.size(trash.getBytes()),
                        Words.minute(trash.getUntilMs(), desk.zone()))
                : until)
        .add(
            "Comes back",
            report.getCanRollBack()
                ? "plexichat prune rollback " + job.getJobId() + " --check"
                : "no");
  }

  private static List<Block> since(List<PruneStep> steps, Desk desk) {
    if (steps.isEmpty()) {
      return List.of();
    }
    Table table =
        new Table(
            Table.word("SINCE"),
            Table.word("JOB"),
            Table.word("STATE"),
            Table.word("ENDED"),
            Table.number("COPIES"),
            Table.number("SIZE"));
    steps.forEach(one ->
        table.row(
            one.getKind(),
            one.getJobId(),
            one.getState().replace('_', ' '),
            one.getEndedMs() == 0 ? "" : Words.minute(one.getEndedMs(), desk.zone()),
            Words.count(one.getCopies()),
            Words.size(one.getBytes())));
    return List.of(table);
  }

  private static Fields data(PruneReport report, Peers peers) {
    JobEntry job = report.getJob();
    PruneResult result = report.getResult();
    return PruneActs.data(job, result, peers)
        .put("reason", job.getReason())
        .put("asked_by", job.getAskedBy())
        .time("started", job.getStartedMs())
        .time("ended", job.getEndedMs())
        .put("plan_id", report.getPlanId())
        .list(
            "tiers",
            report.getTiersList().stream()
                .map(one ->
                    Fields.of()
                        .put("tier", one.getTier())
                        .put("backups", one.getBackups())
                        .put("source_bytes", one.getSourceBytes())))
        .list("planned", report.getPlan().getCategoriesList().stream().map(PlanCopies::data))
        .put("trash_copies", report.getTrash().getCopies())
        .put("trash_bytes", report.getTrash().getBytes())
        .time("swept_from", report.getTrash().getUntilMs())
        .put("can_roll_back", report.getCanRollBack())
        .list(
            "since",
            report.getSinceList().stream()
                .map(one ->
                    Fields.of()
                        .put("kind", one.getKind())
                        .put("job_id", one.getJobId())
                        .put("state", one.getState())
                        .time("started", one.getStartedMs())
                        .time("ended", one.getEndedMs())
                        .put("copies", one.getCopies())
                        .put("bytes", one.getBytes())));
  }
}
