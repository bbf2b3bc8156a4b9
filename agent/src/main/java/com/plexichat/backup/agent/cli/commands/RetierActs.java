package com.plexichat.backup.agent.cli.commands;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.ApplyTierAnswer;
import com.plexichat.backup.proto.ApplyTierRequest;
import com.plexichat.backup.proto.ChangeTierAnswer;
import com.plexichat.backup.proto.ChangeTierRequest;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.proto.RetieredBackup;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat retention apply|set-tier`: other tiers for backups that exist.
final class RetierActs {
  private static final int SHOWN = 30;

  private RetierActs() {}

  private static Fields data(RetieredBackup one) {
    return Fields.of()
        .put("backup_id", one.getBackupId())
        .put("set", one.getSet())
        .put("from_version", one.getFromVersion())
        .time("ends_before", one.getFromEndsMs())
        .time("ends_after", one.getToEndsMs())
        .put("copies_before", one.getFromCopies())
        .put("copies_after", one.getToCopies())
        .orNothing("decided", one.getDecided())
        .put("ends_at_once", one.getEndsAtOnce());
  }

  private static String copies(RetieredBackup one) {
    return one.getFromCopies() == one.getToCopies()
        ? String.valueOf(one.getToCopies())
        : one.getFromCopies() + " to " + one.getToCopies();
  }

  @Command(
      name = "apply",
      description = "Bring a tier's newest version to the backups of earlier ones.")
  static final class Apply extends Act {
    @Option(
        names = "--tier",
        order = 1,
        required = true,
        paramLabel = "T",
        description = "The tier.")
    String tier = "";

    Apply(Surroundings around) {
      super(around);
    }

    @Override
    boolean hasDryRun() {
      return true;
    }

    @Override
    Answer act(Desk desk) {
      ApplyTierAnswer answer =
          desk.cluster()
              .retention()
              .applyTier(
                  ApplyTierRequest.newBuilder()
                      .setTier(tier)
                      .setWhy(desk.globals().reason)
                      .setConfirm(desk.globals().confirm)
                      .setDryRun(desk.globals().dryRun)
                      .build());
      Fields data =
          Fields.of()
              .put("tier", tier)
              .put("version", answer.getVersion())
              .put("applied", answer.getApplied())
              .put("ended_at_once", answer.getEnded())
              .put("total", answer.getTotal())
              .list("backups", answer.getBackupsList().stream().map(RetierActs::data));
      if (answer.getTotal() == 0) {
        return Answer.done(
            data,
            new Block.Sentence(
                "Every backup of %s is kept as version %d says."
                    .formatted(tier, answer.getVersion())));
      }
      boolean isRefused = !answer.getApplied() && !desk.globals().dryRun;
      List<Block> blocks = new ArrayList<>(List.of(table(answer, desk)));
      blocks.add(new Block.Sentence(told(answer, isRefused)));
      return new Answer(data, blocks, isRefused ? TierActs.REFUSED : 0);
    }

    private static Table table(ApplyTierAnswer answer, Desk desk) {
      Table table =
          new Table(
              Table.word("BACKUP"),
              Table.name("SET"),
              Table.number("VERSION"),
              Table.word("ENDS"),
              Table.word("WILL END"),
              Table.word("COPIES"),
              Table.sentence("NOTE"));
      answer.getBackupsList().stream()
          .limit(SHOWN)
          .forEach(one ->
              table.row(
                  one.getBackupId(),
                  one.getSet(),
                  String.valueOf(one.getFromVersion()),
                  Words.day(one.getFromEndsMs(), desk.zone()),
                  Words.day(one.getToEndsMs(), desk.zone()),
                  copies(one),
                  one.getEndsAtOnce() ? "ends at once" : one.getDecided()));
      return table;
    }

    private static String told(ApplyTierAnswer answer, boolean isRefused) {
      String more =
          answer.getTotal() > SHOWN
              ? "%s more are in --output json. ".formatted(Words.count(answer.getTotal() - SHOWN))
              : "";
      String what =
          "%s%s %s version %d; %s at once."
              .formatted(
                  more,
                  Words.count(answer.getTotal(), "backup", "backups"),
                  answer.getApplied() ? "got" : "would get",
                  answer.getVersion(),
                  answer.getEnded() == 1
                      ? "1 of them ends"
                      : Words.count(answer.getEnded()) + " of them end");
      return isRefused
          ? what + " It was not confirmed; nothing was changed. Say it again with --confirm."
          : what;
    }
  }

  @Command(
      name = "set-tier",
      description = "Give one backup another tier; more copies are made first.")
  static final class SetTier extends Act {
    @Parameters(index = "0", paramLabel = "BACKUP", description = "Its id.")
    String id = "";

    @Parameters(index = "1", paramLabel = "TIER", description = "The tier that it gets.")
    String tier = "";

    SetTier(Surroundings around) {
      super(around);
    }

    @Override
    boolean hasDryRun() {
      return true;
    }

    @Override
    Answer act(Desk desk) {
      ChangeTierAnswer answer =
          desk.cluster()
              .retention()
              .changeTier(
                  ChangeTierRequest.newBuilder()
                      .setBackupId(id)
                      .setTier(tier)
                      .setWhy(desk.globals().reason)
                      .setConfirm(desk.globals().confirm)
                      .setDryRun(desk.globals().dryRun)
                      .build());
      if (!answer.getJobId().isEmpty() && desk.globals().untilDone) {
        JobEntry ended = new JobWatch(desk).done(answer.getJobId());
        return told(answer, desk, "Done. " + sentence(ended), 0);
      }
      boolean isRefused =
          !answer.getDone() && answer.getJobId().isEmpty() && !desk.globals().dryRun;
      return told(answer, desk, state(answer, isRefused), isRefused ? TierActs.REFUSED : 0);
    }

    private static String sentence(JobEntry ended) {
      try {
        return RepairResult.parseFrom(ended.getResult()).getSentence();
      } catch (InvalidProtocolBufferException wrong) {
        throw RestoreActs.unreadable(wrong, ended);
      }
    }

    private static String state(ChangeTierAnswer answer, boolean isRefused) {
      if (isRefused) {
        return "It keeps less and was not confirmed; nothing was changed. Say it again with"
            + " --confirm.";
      }
      if (!answer.getJobId().isEmpty()) {
        return "Job %s makes the copies; the tier is the new one when it has. See `plexichat job watch %s`."
            .formatted(answer.getJobId(), answer.getJobId());
      }
      return answer.getDone() ? "Done." : "Nothing was changed.";
    }

    private static Answer told(ChangeTierAnswer answer, Desk desk, String state, int code) {
      RetieredBackup backup = answer.getBackup();
      String decided = backup.getDecided().isEmpty() ? "" : " (" + backup.getDecided() + ")";
      Facts facts =
          Facts.of()
              .add("Backup", backup.getBackupId() + " of set " + backup.getSet())
              .add("Tier", answer.getFrom() + " to " + answer.getTo())
              .add(
                  "Ends",
                  Words.second(backup.getFromEndsMs(), desk.zone())
                      + " to "
                      + Words.second(backup.getToEndsMs(), desk.zone())
                      + decided)
              .add("Copies", copies(backup));
      return new Answer(
          data(backup)
              .put("from", answer.getFrom())
              .put("to", answer.getTo())
              .put("raises", answer.getRaises())
              .orNothing("job_id", answer.getJobId())
              .put("done", answer.getDone() || state.startsWith("Done")),
          List.of(facts, new Block.Sentence(state)),
          code);
    }
  }
}
