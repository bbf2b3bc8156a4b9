package com.plexichat.backup.agent.cli.commands;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.ChangeRetentionRequest;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.Keep;
import com.plexichat.backup.proto.ListBackupsRequest;
import com.plexichat.backup.proto.LockBackupAnswer;
import com.plexichat.backup.proto.LockBackupRequest;
import com.plexichat.backup.proto.LockResult;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.KeepKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat retention …`: how long backups are kept, and what keeps them beyond that.
final class RetentionActs {
  private static final Set<String> LISTED = Set.of("complete", "under_protected");

  private RetentionActs() {}

  @Command(
      name = "show",
      description = "Show until when backups are kept, and what keeps them beyond that.")
  static final class Show extends Act {
    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "ID",
        description = "One backup (default: all).")
    Optional<String> id = Optional.empty();

    @Option(names = "--set", order = 1, paramLabel = "S", description = "Only of this set.")
    String set = "";

    Show(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      if (id.isPresent()) {
        return one(BackupText.find(desk, id.get(), set), desk);
      }
      List<BackupEntry> backups =
          desk
              .cluster()
              .listBackups(ListBackupsRequest.newBuilder().setSet(set).build())
              .getBackupsList()
              .stream()
              .filter(backup -> LISTED.contains(BackupText.state(backup)))
              .toList();
      Table table =
          new Table(
              Table.word("BACKUP"),
              Table.name("SET"),
              Table.word("TIER"),
              Table.word("CREATED").optional(),
              Table.word("ENDS"),
              Table.sentence("KEPT BY"));
      backups.forEach(backup ->
          table.row(
              backup.getBackupId(),
              backup.getSet(),
              backup.getTier(),
              Words.day(backup.getCreatedMs(), desk.zone()),
              Words.day(backup.getExpiresMs(), desk.zone()),
              keptBy(backup, desk)));
      return Answer.done(
          Fields.of().list("backups", backups.stream().map(RetentionActs::data)),
          backups.isEmpty() ? new Block.Sentence("There is no backup yet.") : table);
    }
  }

  /// What keeps it now, in a few words.
  private static String keptBy(BackupEntry backup, Desk desk) {
    List<String> keeps = new ArrayList<>();
    backup.getKeepsList().forEach(keep -> keeps.add(BackupText.named(keep)));
    if (backup.getLockedMs() > desk.around().clock().millis()) {
      keeps.add("locked until " + Words.day(backup.getLockedMs(), desk.zone()));
    }
    if (!keeps.isEmpty()) {
      return String.join(", ", keeps);
    }
    return isOver(backup, desk) ? "nothing" : "its tier";
  }

  private static boolean isOver(BackupEntry backup, Desk desk) {
    return backup.getExpiresMs() > 0 && backup.getExpiresMs() <= desk.around().clock().millis();
  }

  private static Fields data(BackupEntry backup) {
    return Fields.of()
        .put("backup_id", backup.getBackupId())
        .put("set", backup.getSet())
        .put("tier", backup.getTier())
        .put("state", BackupText.state(backup))
        .time("created", backup.getCreatedMs())
        .time("ends", backup.getExpiresMs())
        .time("locked_until", backup.getLockedMs())
        .put("lock_days", backup.getLockDays())
        .list("keeps", backup.getKeepsList().stream().map(RetentionActs::data));
  }

  private static Fields data(Keep keep) {
    return Fields.of()
        .put("kind", keep.getKind())
        .orNothing("case", keep.getName())
        .put("reason", keep.getReason())
        .orNothing("owner", keep.getOwner())
        .put("by", keep.getBy())
        .time("since", keep.getSinceMs());
  }

  private static Answer one(BackupEntry backup, Desk desk) {
    Facts facts =
        Facts.of()
            .add("Backup", backup.getBackupId() + " of set " + backup.getSet())
            .add("Tier", backup.getTier())
            .add("Ends", Words.second(backup.getExpiresMs(), desk.zone()))
            .addKnown("Locked until", locked(backup, desk))
            .add("Kept by", keptBy(backup, desk));
    List<Block> blocks = new ArrayList<>(List.of(facts));
    backup.getKeepsList().forEach(keep -> blocks.add(new Block.Sentence(story(keep, desk))));
    return new Answer(data(backup), blocks, 0);
  }

  private static String locked(BackupEntry backup, Desk desk) {
    return backup.getLockedMs() == 0
        ? ""
        : "%s; its machines keep what is pruned for %s"
            .formatted(
                Words.second(backup.getLockedMs(), desk.zone()),
                Words.count(backup.getLockDays(), "day", "days"));
  }

  private static String story(Keep keep, Desk desk) {
    String placed =
        "%s, since %s by %s"
            .formatted(
                BackupText.named(keep), Words.day(keep.getSinceMs(), desk.zone()), keep.getBy());
    String owner = keep.getOwner().isEmpty() ? "" : "; " + keep.getOwner() + " answers for it";
    return placed + owner + (keep.getReason().isEmpty() ? "." : ": " + keep.getReason());
  }

  /// One change of one backup.
  abstract static class Change extends Act {
    @Parameters(index = "0", paramLabel = "ID", description = "Its id.")
    String id = "";

    Change(Surroundings around) {
      super(around);
    }

    abstract ChangeRetentionRequest.Builder change(Desk desk);

    @Override
    final Answer act(Desk desk) {
      ChangeRetentionRequest ask =
          change(desk).setBackupId(id).setReason(desk.globals().reason).build();
      return one(desk.cluster().changeRetention(ask), desk);
    }
  }

  @Command(name = "extend", description = "Keep a backup longer than its tier says.")
  static final class Extend extends Change {
    @Option(names = "--days", order = 1, paramLabel = "N", description = "So many days longer.")
    Optional<Integer> days = Optional.empty();

    @Option(
        names = "--until",
        order = 2,
        paramLabel = "DATE",
        description = "Through this day, like 2027-12-31.")
    Optional<LocalDate> until = Optional.empty();

    Extend(Surroundings around) {
      super(around);
    }

    @Override
    ChangeRetentionRequest.Builder change(Desk desk) {
      if (days.isPresent() == until.isPresent()) {
        throw new OperationFailed(FailureCode.USAGE, "Give either --days or --until.");
      }
      ChangeRetentionRequest.Builder ask = ChangeRetentionRequest.newBuilder();
      days.ifPresent(ask::setMoreDays);
      until.ifPresent(day ->
          ask.setUntilMs(day.plusDays(1).atStartOfDay(desk.zone()).toInstant().toEpochMilli()));
      return ask;
    }
  }

  @Command(
      name = "expire",
      description = "End a backup's retention now. It can be restored until it is pruned.")
  static final class Expire extends Change {
    Expire(Surroundings around) {
      super(around);
    }

    @Override
    ChangeRetentionRequest.Builder change(Desk desk) {
      desk.confirmed("Ending the retention of backup " + id);
      return ChangeRetentionRequest.newBuilder().setNow(true);
    }
  }

  @Command(name = "pin", description = "Keep a backup until it is unpinned.")
  static final class Pin extends Change {
    Pin(Surroundings around) {
      super(around);
    }

    @Override
    ChangeRetentionRequest.Builder change(Desk desk) {
      return ChangeRetentionRequest.newBuilder().setKeep(pin());
    }
  }

  @Command(name = "unpin", description = "Leave a pinned backup to its tier again.")
  static final class Unpin extends Change {
    Unpin(Surroundings around) {
      super(around);
    }

    @Override
    ChangeRetentionRequest.Builder change(Desk desk) {
      return ChangeRetentionRequest.newBuilder().setRelease(pin());
    }
  }

  private static Keep pin() {
    return Keep.newBuilder().setKind(KeepKind.PIN.word()).build();
  }

  @Command(
      name = "hold",
      description = "Keep a backup for a case; it ends only when it is released (needs --reason).")
  static final class Hold extends Change {
    @Option(
        names = "--case",
        order = 1,
        required = true,
        paramLabel = "NAME",
        description = "The case; a backup can be held for several.")
    String name = "";

    @Option(
        names = "--owner",
        order = 2,
        required = true,
        paramLabel = "WHO",
        description = "Who answers for it.")
    String owner = "";

    Hold(Surroundings around) {
      super(around);
    }

    @Override
    ChangeRetentionRequest.Builder change(Desk desk) {
      return ChangeRetentionRequest.newBuilder()
          .setKeep(Keep.newBuilder().setKind(KeepKind.HOLD.word()).setName(name).setOwner(owner));
    }
  }

  @Command(name = "release", description = "End a hold (needs --reason and --confirm).")
  static final class Release extends Change {
    @Option(
        names = "--case",
        order = 1,
        required = true,
        paramLabel = "NAME",
        description = "The case.")
    String name = "";

    Release(Surroundings around) {
      super(around);
    }

    @Override
    ChangeRetentionRequest.Builder change(Desk desk) {
      desk.confirmed("Releasing backup " + id);
      return ChangeRetentionRequest.newBuilder()
          .setRelease(Keep.newBuilder().setKind(KeepKind.HOLD.word()).setName(name));
    }
  }

  @Command(
      name = "lock",
      description =
          "Lock a backup: nobody ends, deletes or prunes it for so many days (needs --reason and"
              + " --confirm).")
  static final class Lock extends Act {
    @Parameters(index = "0", paramLabel = "ID", description = "Its id.")
    String id = "";

    @Option(
        names = "--days",
        order = 1,
        required = true,
        paramLabel = "N",
        description = "So many days from now; its machines keep what is pruned as long.")
    int days;

    Lock(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      desk.confirmed("Locking backup " + id);
      LockBackupAnswer answer =
          desk.cluster()
              .retention()
              .lockBackup(
                  LockBackupRequest.newBuilder()
                      .setBackupId(id)
                      .setDays(days)
                      .setWhy(desk.globals().reason)
                      .build());
      Fields data =
          Fields.of()
              .put("backup_id", answer.getBackupId())
              .time("locked_until", answer.getUntilMs())
              .put("job_id", answer.getJobId());
      Facts facts =
          Facts.of()
              .add("Backup", answer.getBackupId())
              .add("Locked until", Words.second(answer.getUntilMs(), desk.zone()));
      return desk.globals().untilDone
          ? told(desk, answer.getJobId(), data, facts)
          : Answer.done(
              data,
              facts.add(
                  "Job", answer.getJobId() + " tells the machines; see `plexichat job watch`."));
    }

    private static Answer told(Desk desk, String job, Fields data, Facts facts) {
      JobEntry ended = new JobWatch(desk).done(job);
      LockResult result;
      try {
        result = LockResult.parseFrom(ended.getResult());
      } catch (InvalidProtocolBufferException wrong) {
        throw RestoreActs.unreadable(wrong, ended);
      }
      Peers peers = Peers.of(desk);
      List<String> silent = result.getUnansweredList().stream().map(peers::name).toList();
      facts
          .add("Copies", Words.count(result.getCopies()) + " kept by their machines")
          .addKnown(
              "Not there",
              result.getMissing() == 0
                  ? ""
                  : Words.count(result.getMissing()) + "; see `plexichat integrity check`.")
          .addKnown(
              "No answer",
              silent.isEmpty()
                  ? ""
                  : String.join(", ", silent)
                      + "; once they answer, lock it again with the same days.");
      data.put("copies", result.getCopies())
          .put("missing", result.getMissing())
          .texts("unanswered", silent);
      return new Answer(data, List.of(facts), silent.isEmpty() ? 0 : 5);
    }
  }
}
