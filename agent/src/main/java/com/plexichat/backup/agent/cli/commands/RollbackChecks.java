package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.CheckRollbackRequest;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.ReturningBackup;
import com.plexichat.backup.proto.RollbackOutlook;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.wire.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `plexichat prune rollback JOB --check`: what would come back. The answer is the exit code: 0
/// all, 2 not all, 3 it would be refused.
final class RollbackChecks {
  private static final int NOT_ALL = 2;
  private static final int GATE = 3;

  private RollbackChecks() {}

  static Answer of(Desk desk, String job) {
    RollbackOutlook found =
        desk.cluster()
            .prunes()
            .checkRollback(CheckRollbackRequest.newBuilder().setJobId(job).build());
    List<OperationFailed> refusals =
        found.getRefusalsList().stream().map(Failures::failed).toList();
    Peers peers = Peers.of(desk);
    long back = found.getBackupsList().stream().filter(RollbackChecks::isBack).count();
    boolean isAll = back == found.getBackupsCount() && found.getSilentCount() == 0;
    List<Block> blocks = new ArrayList<>();
    if (found.getStripes() > 0 || found.getBackupsCount() > 0) {
      blocks.add(facts(found, job, back, desk));
      blocks.addAll(tables(found, peers));
    }
    refusals.forEach(no -> blocks.add(new Block.Sentence(no.sentence())));
    refusals.stream()
        .map(OperationFailed::nextAct)
        .distinct()
        .forEach(next -> blocks.add(new Block.Sentence(next)));
    if (refusals.isEmpty()) {
      blocks.add(
          new Block.Sentence(
              "Bring it back: plexichat prune rollback " + job + " --confirm --wait"));
    }
    int code = isAll ? 0 : NOT_ALL;
    return new Answer(
        data(found, job, refusals, isAll, peers), blocks, refusals.isEmpty() ? code : GATE);
  }

  private static boolean isBack(ReturningBackup one) {
    return !one.getGone() && one.getWaiting() == 0;
  }

  private static Facts facts(RollbackOutlook found, String job, long back, Desk desk) {
    return Facts.of()
        .add("Job", job)
        .add(
            "Backups",
            "%s of %s would come back whole"
                .formatted(Words.count(back), Words.count(found.getBackupsCount())))
        .add(
            "In the trash",
            "%s of %s, %s"
                .formatted(
                    Words.count(found.getCopies(), "copy", "copies"),
                    Words.count(found.getStripes(), "stripe", "stripes"),
                    Words.size(found.getBytes())))
        .addKnown(
            "Swept from",
            found.getUntilMs() == 0 ? "" : Words.minute(found.getUntilMs(), desk.zone()));
  }

  private static List<Block> tables(RollbackOutlook found, Peers peers) {
    List<Block> tables = new ArrayList<>();
    if (found.getBackupsCount() > 0) {
      Table backups =
          new Table(
              Table.word("BACKUP"), Table.name("SET"), Table.word("BACK"), Table.sentence("WHY"));
      found
          .getBackupsList()
          .forEach(one ->
              backups.row(
                  one.getBackup().getBackupId(),
                  one.getBackup().getSet(),
                  one.getGone() ? "no" : isBack(one) ? "yes" : "later",
                  one.getBackup().getReason()));
      tables.add(backups);
    }
    if (found.getSilentCount() > 0) {
      Table silent = new Table(Table.name("NO ANSWER"), Table.number("COPIES"));
      found
          .getSilentList()
          .forEach(one -> silent.row(peers.name(one.getPeerId()), Words.count(one.getCopies())));
      tables.add(silent);
    }
    return tables;
  }

  private static Fields data(
      RollbackOutlook found,
      String job,
      List<OperationFailed> refusals,
      boolean isAll,
      Peers peers) {
    return Fields.of()
        .put("job_id", job)
        .put("can_roll_back", refusals.isEmpty())
        .put("all_comes_back", isAll && refusals.isEmpty())
        .list("refusals", refusals(refusals))
        .put("stripes", found.getStripes())
        .put("copies", found.getCopies())
        .put("bytes", found.getBytes())
        .time("swept_from", found.getUntilMs())
        .list("backups", found.getBackupsList().stream().map(RollbackChecks::data))
        .list(
            "unanswered",
            found.getSilentList().stream()
                .map(one ->
                    Fields.of()
                        .put("peer", peers.name(one.getPeerId()))
                        .put("copies", one.getCopies())));
  }

  /// Refusals as scripts read them.
  static Stream<Fields> refusals(List<OperationFailed> refusals) {
    return refusals.stream()
        .map(no ->
            Fields.of()
                .put("code", no.code().name())
                .put("sentence", no.sentence())
                .put("next", no.nextAct()));
  }

  private static Fields data(ReturningBackup one) {
    PlannedBackup backup = one.getBackup();
    return Fields.of()
        .put("backup_id", backup.getBackupId())
        .put("set", backup.getSet())
        .put("number", backup.getNumber())
        .put("tier", backup.getTier())
        .put("comes_back", isBack(one))
        .put("gone", one.getGone())
        .put("stripes", one.getStripes())
        .put("lacking_stripes", one.getLacking())
        .put("waiting_stripes", one.getWaiting())
        .put("reason", backup.getReason());
  }
}
