package com.plexichat.backup.agent.cli.commands;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.AllowPruningRequest;
import com.plexichat.backup.proto.Gate;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.ListPrunesRequest;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PruneEntry;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.proto.RollBackPruneRequest;
import com.plexichat.backup.proto.RunPruneRequest;
import com.plexichat.backup.proto.SweepTrashRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat prune …`: what is not needed any more goes to the trash, comes back, or is deleted.
final class PruneActs {
  private PruneActs() {}

  private static String resting(PruneResult result) {
    return result.getResting() == 0
        ? ""
        : Words.count(result.getResting(), "copy", "copies")
            + " that their machines still keep: what is removed rests there for six sevenths of"
            + " trash-ms, counted in time that the machine ran";
  }

  /// What a job of the trash came to.
  static Fields data(JobEntry ended, PruneResult result, Peers peers) {
    return Fields.of()
        .put("job_id", ended.getJobId())
        .put("state", ended.getState())
        .texts("backups", result.getBackupsList())
        .put("stripes", result.getStripes())
        .put("copies", result.getCopies())
        .put("bytes", result.getBytes())
        .put("removed_shards", result.getCopies())
        .put("freed_bytes", result.getBytes())
        .time("trashed_until", result.getTrashedUntilMs())
        .put("resting", result.getResting())
        .put("skipped", PlanActs.counted(result.getSkippedList(), PlannedBackup::getReason))
        .list("skipped_backups", result.getSkippedList().stream().map(PlanActs::data))
        .list(
            "damaged",
            result.getDamagedList().stream()
                .map(bad ->
                    Fields.of()
                        .put("shard", Texts.hex(bad.getShard()))
                        .put("peer", peers.name(bad.getPeerId()))
                        .put("state", bad.getState())))
        .list("categories", result.getCategoriesList().stream().map(PlanCopies::data))
        .list("skipped_copies", result.getSkippedCopiesList().stream().map(PlanCopies::data))
        .texts("unanswered", result.getUnansweredList().stream().map(peers::name).toList());
  }

  /// A job of the trash, and how it ended.
  private static Answer ended(Desk desk, JobStarted job) {
    if (!desk.globals().untilDone) {
      return BackupActs.started(job, desk);
    }
    JobEntry ended = new JobWatch(desk).done(job.getJobId());
    PruneResult result;
    try {
      result = PruneResult.parseFrom(ended.getResult());
    } catch (InvalidProtocolBufferException wrong) {
      throw RestoreActs.unreadable(wrong, ended);
    }
    Peers peers = Peers.of(desk);
    List<String> unanswered = result.getUnansweredList().stream().map(peers::name).toList();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        Facts.of()
            .add("Job", job.getJobId())
            .add("Backups", Words.count(result.getBackupsCount()))
            .add(
                "Copies",
                "%s of %s, %s"
                    .formatted(
                        Words.count(result.getCopies()),
                        Words.count(result.getStripes(), "stripe", "stripes"),
                        Words.size(result.getBytes())))
            .addKnown("No answer", String.join(", ", unanswered))
            .addKnown("Not yet", resting(result)));
    if (result.getSkippedCount() > 0) {
      blocks.add(PlanActs.backups("SKIPPED", result.getSkippedList(), desk));
    }
    blocks.addAll(PlanCopies.taken(result));
    if (result.getDamagedCount() > 0) {
      Table damaged = new Table(Table.name("SHARD"), Table.name("PEER"), Table.word("IS"));
      result
          .getDamagedList()
          .forEach(bad ->
              damaged.row(Texts.hex(bad.getShard()), peers.name(bad.getPeerId()), bad.getState()));
      blocks.add(damaged);
    }
    boolean isWhole =
        result.getSkippedCount() + result.getSkippedCopiesCount() + result.getDamagedCount() == 0;
    int code = unanswered.isEmpty() ? 0 : 5;
    return new Answer(data(ended, result, peers), blocks, isWhole ? code : 2);
  }

  @Command(
      name = "run",
      description = "Run a plan. What it removes can be brought back until it is swept.")
  static final class Run extends Act {
    @Parameters(index = "0", arity = "0..1", paramLabel = "PLAN", description = "The plan's id.")
    String plan = "";

    @Option(names = "--plan", order = 1, paramLabel = "PLAN", description = "The same.")
    String named = "";

    Run(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      String id = plan.isEmpty() ? named : plan;
      if (id.isEmpty()) {
        throw new OperationFailed(
            FailureCode.USAGE, "It takes the id of a plan, which `prune plan` prints.");
      }
      desk.confirmed("Pruning by plan " + id);
      RunPruneRequest ask =
          RunPruneRequest.newBuilder().setPlanId(id).setReason(desk.globals().reason).build();
      return ended(desk, desk.cluster().runPrune(ask));
    }
  }

  @Command(name = "list", description = "List what lies in the trash and can be brought back.")
  static final class Listed extends Act {
    Listed(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      List<PruneEntry> prunes =
          desk.cluster().listPrunes(ListPrunesRequest.getDefaultInstance()).getPrunesList();
      return Answer.done(
          Fields.of().list("prunes", prunes.stream().map(PruneActs::data)),
          trash(prunes, desk.zone()));
    }
  }

  static Fields data(PruneEntry one) {
    return Fields.of()
        .put("job_id", one.getJobId())
        .time("pruned", one.getAtMs())
        .time("swept_from", one.getUntilMs())
        .put("stripes", one.getStripes())
        .put("copies", one.getCopies())
        .put("bytes", one.getBytes())
        .texts("backups", one.getBackupsList());
  }

  /// What lies in the trash, by the prune that brought it there.
  static Block trash(List<PruneEntry> prunes, ZoneId zone) {
    Table table =
        new Table(
            Table.word("JOB"),
            Table.word("PRUNED"),
            Table.word("SWEPT FROM"),
            Table.number("BACKUPS"),
            Table.number("COPIES"),
            Table.number("SIZE"));
    prunes.forEach(one ->
        table.row(
            one.getJobId().isEmpty() ? "(folds)" : one.getJobId(),
            Words.minute(one.getAtMs(), zone),
            Words.minute(one.getUntilMs(), zone),
            Words.count(one.getBackupsCount()),
            Words.count(one.getCopies()),
            Words.size(one.getBytes())));
    return prunes.isEmpty() ? new Block.Sentence("The trash is empty.") : table;
  }

  @Command(name = "rollback", description = "Bring back everything that a job pruned.")
  static final class Rollback extends Act {
    @Parameters(index = "0", paramLabel = "JOB", description = "The id of the prune's job.")
    String job = "";

    @Option(
        names = "--check",
        description = {
          "Only say whether everything would come back; nothing is changed.",
          "Exit code 0: everything; 2: not everything; 3: it would be refused."
        })
    boolean check;

    Rollback(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      if (check) {
        return RollbackChecks.of(desk, job);
      }
      desk.confirmed("Bringing back what job " + job + " pruned");
      RollBackPruneRequest ask =
          RollBackPruneRequest.newBuilder().setJobId(job).setReason(desk.globals().reason).build();
      return ended(desk, desk.cluster().rollBackPrune(ask));
    }
  }

  @Command(
      name = "allow",
      description = {
        "Let backups be pruned again after the catalogue was made anew from headers and records.",
        "Such a catalogue knows no holds and no pins: set them again before."
      })
  static final class Allow extends Act {
    Allow(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      desk.confirmed("Allowing pruning");
      List<Gate> gates =
          desk.cluster()
              .allowPruning(
                  AllowPruningRequest.newBuilder().setReason(desk.globals().reason).build())
              .getGatesList();
      return Answer.done(
          Fields.of().list("gates", gates.stream().map(PlanActs::data)), PlanActs.gates(gates));
    }
  }

  @Command(name = "sweep", description = "Delete for good what has lain in the trash for its time.")
  static final class Sweep extends Act {
    Sweep(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      desk.confirmed("Sweeping the trash");
      SweepTrashRequest ask =
          SweepTrashRequest.newBuilder().setReason(desk.globals().reason).build();
      return ended(desk, desk.cluster().sweepTrash(ask));
    }
  }
}
