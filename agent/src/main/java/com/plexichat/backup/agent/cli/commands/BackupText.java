package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BrowseEntry;
import com.plexichat.backup.proto.Keep;
import com.plexichat.backup.proto.ListBackupsRequest;
import com.plexichat.backup.proto.Warning;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Backups and what is in them, as data and as people read them.
final class BackupText {
  private static final int MOST_SHOWN = 20;
  private static final Pattern ID = Pattern.compile("\\b([0-9a-f]{8})[0-9a-f]{24,}\\b");

  private BackupText() {}

  /// One backup by id, beginning of an id, or "latest".
  static BackupEntry find(Desk desk, String id, String set) {
    List<BackupEntry> found =
        desk.cluster()
            .listBackups(ListBackupsRequest.newBuilder().setBackupId(id).setSet(set).build())
            .getBackupsList();
    return switch (found.size()) {
      case 0 -> throw new OperationFailed(FailureCode.BACKUP_UNKNOWN, id);
      case 1 -> found.getFirst();
      default -> throw new OperationFailed(FailureCode.BACKUP_AMBIGUOUS, id);
    };
  }

  static String state(BackupEntry backup) {
    return backup.getState().toLowerCase(Locale.ROOT);
  }

  static Fields data(BackupEntry backup) {
    return Fields.of()
        .put("backup_id", backup.getBackupId())
        .put("set", backup.getSet())
        .put("host", backup.getHost())
        .put("number", backup.getNumber())
        .time("created", backup.getCreatedMs())
        .put("tier", backup.getTier())
        .put("state", state(backup))
        .put("files", backup.getFiles())
        .put("directories", backup.getDirectories())
        .put("source_bytes", backup.getSourceBytes())
        .put("new_chunk_bytes", backup.getNewChunkBytes())
        .put("resealed_bytes", backup.getResealedBytes())
        .put("stored_bytes", backup.getStoredBytes())
        .put("parity_bytes", backup.getParityBytes())
        .put("sent_bytes", backup.getSentBytes())
        .put("duration_ms", backup.getDurationMs())
        .time("expires", backup.getExpiresMs())
        .time("locked_until", backup.getLockedMs())
        .texts("kept_by", backup.getKeepsList().stream().map(BackupText::named).toList())
        .put("restorable", backup.getRestorable())
        .put("collusion_number", backup.getCollusionNumber())
        .time("tested_at", backup.getTestedMs())
        .list("warnings", backup.getWarningsList().stream().map(BackupText::data))
        .orNothing("sentence", backup.getSentence())
        .orNothing("job_id", backup.getJobId());
  }

  /// What keeps it beyond its tier's days, in a word or two.
  static String named(Keep keep) {
    return (keep.getKind() + " " + keep.getName()).strip();
  }

  static Fields data(Warning warning) {
    return Texts.putPath(Fields.of(), warning.getPath())
        .put("code", warning.getCode())
        .put("message", warning.getMessage());
  }

  static Fields data(BrowseEntry entry) {
    Fields data =
        Texts.putPath(Fields.of().put("backup_id", entry.getBackupId()), entry.getPath())
            .put("kind", entry.getKind())
            .put("size", entry.getSize())
            .time("mtime", entry.getMtimeMs())
            .put("mode", Integer.toOctalString(entry.getMode() & 07777))
            .put("uid", Integer.toUnsignedLong(entry.getUid()))
            .put("gid", Integer.toUnsignedLong(entry.getGid()));
    return entry.getTarget().isEmpty() ? data : data.put("target", Texts.shown(entry.getTarget()));
  }

  static List<Block> blocks(BackupEntry backup, ZoneId zone) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        Facts.of()
            .add("Backup", backup.getBackupId() + ", " + state(backup).replace('_', '-'))
            .add(
                "Set",
                backup.getSet() + ", number " + backup.getNumber() + ", of " + backup.getHost())
            .add("Created", Words.second(backup.getCreatedMs(), zone))
            .add(
                "Source",
                "%s in %s, %s"
                    .formatted(
                        Words.size(backup.getSourceBytes()),
                        Words.count(backup.getFiles(), "file", "files"),
                        Words.count(backup.getDirectories(), "folder", "folders")))
            .add("New", fresh(backup))
            .add(
                "Stored",
                Words.size(backup.getStoredBytes())
                    + " in all copies, and "
                    + Words.size(backup.getParityBytes())
                    + " of parity")
            .add(
                "Sent",
                Words.size(backup.getSentBytes()) + " in " + Words.duration(backup.getDurationMs()))
            .add("Kept until", backup.getTier() + ": " + Words.day(backup.getExpiresMs(), zone))
            .addKnown(
                "Locked until",
                backup.getLockedMs() == 0 ? "" : Words.day(backup.getLockedMs(), zone))
            .addKnown(
                "Kept by",
                backup.getKeepsList().stream()
                    .map(BackupText::named)
                    .collect(Collectors.joining(", ")))
            .add("Restorable", Words.yesNo(backup.getRestorable()))
            .add(
                "Tested",
                backup.getTestedMs() == 0 ? "never" : Words.minute(backup.getTestedMs(), zone))
            .add(
                "Collusion",
                backup.getCollusionNumber() == 0
                    ? "not known"
                    : "at least " + backup.getCollusionNumber() + " owners together could read it")
            .addKnown("Remark", backup.getSentence()));
    if (backup.getWarningsCount() > 0) {
      blocks.add(warnings(backup.getWarningsList()));
    }
    return blocks;
  }

  static Table warnings(List<Warning> warnings) {
    Table table = new Table(Table.name("PATH"), Table.word("CODE"), Table.sentence("MESSAGE"));
    warnings.stream()
        .limit(MOST_SHOWN)
        .forEach(warning ->
            table.row(Texts.shown(warning.getPath()), warning.getCode(), brief(warning)));
    if (warnings.size() > MOST_SHOWN) {
      table.row("and " + (warnings.size() - MOST_SHOWN) + " more", "", "--output json has all");
    }
    return table;
  }

  /// The message without the path, which stands beside it, and with the beginnings of ids.
  private static String brief(Warning warning) {
    String path = Texts.shown(warning.getPath());
    String message = warning.getMessage();
    String rest = message.startsWith(path) ? message.substring(path.length()) : message;
    return ID.matcher(rest).replaceAll("$1").strip();
  }

  static Table entries(List<BrowseEntry> entries, ZoneId zone) {
    Table table =
        new Table(
            Table.word("KIND"),
            Table.word("MODE"),
            Table.number("SIZE"),
            Table.word("CHANGED"),
            Table.name("PATH"));
    entries.forEach(entry ->
        table.row(
            entry.getKind(),
            Integer.toOctalString(entry.getMode() & 07777),
            Words.size(entry.getSize()),
            Words.minute(entry.getMtimeMs(), zone),
            Texts.shown(entry.getPath())
                + (entry.getTarget().isEmpty() ? "" : " -> " + Texts.shown(entry.getTarget()))));
    return table;
  }

  private static String fresh(BackupEntry backup) {
    String fresh = Words.size(backup.getNewChunkBytes());
    return backup.getResealedBytes() == 0
        ? fresh
        : fresh
            + ", of which "
            + Words.size(backup.getResealedBytes())
            + " from stripes of which little is needed";
  }
}
