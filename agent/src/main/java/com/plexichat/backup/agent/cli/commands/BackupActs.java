package com.plexichat.backup.agent.cli.commands;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.CreateBackupRequest;
import com.plexichat.backup.proto.DefineSetRequest;
import com.plexichat.backup.proto.DeleteBackupRequest;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.ListBackupsRequest;
import com.plexichat.backup.proto.PreflightAnswer;
import com.plexichat.backup.proto.PreflightRequest;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.Warning;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat backup …`: making backups, listing and ending them.
final class BackupActs {
  private BackupActs() {}

  /// What is told of a job that goes on by itself.
  static Answer started(JobStarted job, Desk desk) {
    desk.note("It goes on by itself. Watch it: plexichat job watch " + job.getJobId());
    return Answer.done(
        Fields.of()
            .put("job_id", job.getJobId())
            .orNothing("backup_id", job.getBackupId())
            .put("resumed", job.getResumed()),
        Facts.of().add("Job", job.getJobId()).addKnown("Backup", job.getBackupId()));
  }

  @Command(name = "create", description = "Back up a set.")
  static final class Create extends Act {
    @Option(
        names = "--set",
        order = 1,
        paramLabel = "NAME",
        description = "The set; without --path as it is stored (default: default).")
    String set = "default";

    @Mixin final SetActs.Definition definition = new SetActs.Definition();
    @Mixin final ScheduleActs.When when = new ScheduleActs.When();

    Create(Surroundings around) {
      super(around);
    }

    @Override
    boolean hasDryRun() {
      return true;
    }

    @Override
    Answer act(Desk desk) {
      SetSpec wanted = definition.over(desk, set);
      if (desk.globals().dryRun) {
        return preflight(desk, wanted);
      }
      schedule(desk, wanted);
      JobStarted job =
          desk.cluster().createBackup(CreateBackupRequest.newBuilder().setSet(wanted).build());
      if (job.getResumed()) {
        desk.note("An interrupted backup of this set goes on.");
      }
      if (!desk.globals().untilDone) {
        return started(job, desk);
      }
      JobEntry ended = new JobWatch(desk).ended(job.getJobId());
      BackupEntry backup =
          BackupText.find(desk, job.getBackupId(), "").toBuilder()
              .addAllWarnings(warnings(ended))
              .build();
      Answer answer =
          new Answer(BackupText.data(backup), BackupText.blocks(backup, desk.zone()), 0);
      return answer.exit(exitCode(desk, ended, backup));
    }

    /// Before the first backup, so that a rule that cannot be used starts none.
    private void schedule(Desk desk, SetSpec wanted) {
      if (when.rule().isPresent()) {
        desk.cluster().defineSet(DefineSetRequest.newBuilder().setSet(wanted).build());
      }
      ScheduleActs.ofSet(desk, set, when)
          .ifPresent(
              entry -> desk.note("Scheduled as " + ScheduleText.brief(entry, desk.zone()) + "."));
    }

    private static java.util.List<Warning> warnings(JobEntry ended) {
      try {
        return BackupEntry.parseFrom(ended.getTold()).getWarningsList();
      } catch (InvalidProtocolBufferException wrong) {
        throw RestoreActs.unreadable(wrong, ended);
      }
    }

    private static int exitCode(Desk desk, JobEntry job, BackupEntry backup) {
      // A failed backup still has its record on stdout; the sentences follow on stderr.
      return JobWatch.failureOf(job)
          .map(failure -> tell(desk, failure))
          .orElseGet(() ->
              switch (BackupText.state(backup)) {
                case "complete" -> backup.getWarningsCount() > 0 ? 2 : 0;
                case "under_protected" -> 2;
                default -> 1;
              });
    }

    private static int tell(Desk desk, OperationFailed failure) {
      Complaint.print(
          desk.err(), failure, desk.globals().output == Answer.Form.JSON, desk.globals().verbose);
      return failure.code().exitCode();
    }

    private static Answer preflight(Desk desk, SetSpec wanted) {
      SetSpec set =
          wanted.hasTier() ? wanted : SetActs.stored(desk, wanted.getName()).orElse(wanted);
      PreflightRequest.Builder ask =
          PreflightRequest.newBuilder().setHost(set.getHost()).addAllPaths(set.getPathsList());
      if (set.hasTier()) {
        ask.setTier(set.getTier());
      }
      PreflightAnswer found = desk.cluster().preflight(ask.build());
      Answer answer =
          Answer.done(
              Fields.of()
                  .put("set", set.getName())
                  .put("tier", found.getTier().getName())
                  .put("outcome", found.getOutcome())
                  .put("sentence", found.getSentence())
                  .put("owners_needed", found.getOwnersNeeded())
                  .put("owners_present", found.getOwnersPresent())
                  .put("copies_possible", found.getCopiesPossible())
                  .put("collusion_number", found.getCollusionNumber())
                  .put(
                      "durability",
                      found.hasDurability()
                          ? DurabilityText.data(found.getDurability())
                          : Datum.Nothing.NOTHING),
              Facts.of()
                  .add("Outcome", found.getOutcome().replace('_', '-'))
                  .add("Owners", found.getOwnersPresent() + " of " + found.getOwnersNeeded())
                  .add("Copies", found.getCopiesPossible() + " of " + found.getTier().getCopies())
                  .addKnown(
                      "Nines",
                      found.hasDurability() ? DurabilityText.brief(found.getDurability()) : ""),
              new Block.Sentence(found.getSentence()));
      return switch (found.getOutcome()) {
        case "complete" -> answer;
        case "under_protected" -> answer.exit(2);
        default -> answer.exit(1);
      };
    }
  }

  @Command(name = "list", description = "List the backups.")
  static final class List extends Act {
    private static final Set<String> HALF = Set.of("running", "interrupted", "failed");

    @Option(names = "--set", order = 1, paramLabel = "S", description = "Only of this set.")
    String set = "";

    @Option(
        names = "--all",
        order = 2,
        description = "Also those that run, were interrupted or failed.")
    boolean all;

    List(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      java.util.List<BackupEntry> backups =
          desk
              .cluster()
              .listBackups(ListBackupsRequest.newBuilder().setSet(set).build())
              .getBackupsList()
              .stream()
              .filter(backup -> all || !HALF.contains(BackupText.state(backup)))
              .toList();
      Table table =
          new Table(
              Table.word("BACKUP"),
              Table.word("CREATED"),
              Table.name("SET"),
              Table.number("FILES"),
              Table.number("SIZE"),
              Table.sentence("STATE"),
              Table.word("TIER").optional(),
              Table.name("HOST").optional());
      backups.forEach(backup ->
          table.row(
              backup.getBackupId(),
              Words.minute(backup.getCreatedMs(), desk.zone()),
              backup.getSet(),
              Words.count(backup.getFiles()),
              Words.size(backup.getSourceBytes()),
              standing(backup),
              backup.getTier(),
              backup.getHost()));
      return Answer.done(
          Fields.of().list("backups", backups.stream().map(BackupText::data)),
          backups.isEmpty() ? new Block.Sentence("There is no backup yet.") : table);
    }

    private static String standing(BackupEntry backup) {
      String state = BackupText.state(backup).replace('_', '-');
      boolean listed = state.equals("complete") || state.equals("under-protected");
      return listed && !backup.getRestorable() ? "LOST" : state;
    }
  }

  @Command(name = "delete", description = "End a backup's retention now.")
  static final class Delete extends Act {
    @Parameters(index = "0", paramLabel = "ID", description = "Its id.")
    String id = "";

    Delete(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      desk.confirmed("Deleting backup " + id);
      BackupEntry backup =
          desk.cluster()
              .deleteBackup(
                  DeleteBackupRequest.newBuilder()
                      .setBackupId(id)
                      .setReason(desk.globals().reason)
                      .build());
      return Answer.done(
          Fields.of().put("backup_id", backup.getBackupId()).put("state", BackupText.state(backup)),
          Facts.of().add("Backup", backup.getBackupId()).add("State", BackupText.state(backup)));
    }
  }
}
