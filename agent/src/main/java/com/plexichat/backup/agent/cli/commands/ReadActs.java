package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Printable;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BrowseEntry;
import com.plexichat.backup.proto.BrowseRequest;
import com.plexichat.backup.proto.DownloadRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat backup show|find|download`: looking into backups.
final class ReadActs {
  private ReadActs() {}

  @Command(name = "show", description = "Show a backup, and what is in it below a path.")
  static final class Show extends Act {
    @Parameters(index = "0", paramLabel = "ID", description = "Its id, or latest.")
    String id = "";

    @Option(names = "--set", order = 1, paramLabel = "S", description = "With latest: the set.")
    String set = "";

    @Option(names = "--path", order = 2, paramLabel = "P", description = "List what is below P.")
    Optional<String> path = Optional.empty();

    @Option(names = "--recursive", order = 3, description = "With --path: all levels.")
    boolean recursive;

    Show(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      BackupEntry backup = BackupText.find(desk, id, set);
      Fields data = BackupText.data(backup);
      List<Block> blocks = new ArrayList<>(BackupText.blocks(backup, desk.zone()));
      path.ifPresent(below -> {
        List<BrowseEntry> entries = new ArrayList<>();
        desk.cluster()
            .browse(
                BrowseRequest.newBuilder()
                    .setBackupId(backup.getBackupId())
                    .setPath(Texts.absolutePath(below))
                    .setRecursive(recursive)
                    .build(),
                page -> entries.addAll(page.getEntriesList()));
        data.list("entries", entries.stream().map(BackupText::data));
        blocks.add(BackupText.entries(entries, desk.zone()));
      });
      return new Answer(data, blocks, 0);
    }
  }

  @Command(name = "find", description = "Find files in all backups.")
  static final class Find extends Act {
    @Parameters(index = "0", paramLabel = "GLOB", description = "Such as '*.odt' or '/etc/**'.")
    String glob = "";

    @Option(names = "--set", order = 1, paramLabel = "S", description = "Only in this set.")
    String set = "";

    @Option(names = "--backup", order = 2, paramLabel = "ID", description = "Only in this backup.")
    String backup = "";

    Find(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      List<BrowseEntry> found = new ArrayList<>();
      desk.cluster()
          .browse(
              BrowseRequest.newBuilder()
                  .setBackupId(backup)
                  .setSet(set)
                  .setGlob(glob)
                  .setRecursive(true)
                  .build(),
              page -> found.addAll(page.getEntriesList()));
      Table table =
          new Table(
              Table.word("BACKUP"),
              Table.number("SIZE"),
              Table.word("CHANGED"),
              Table.name("PATH"));
      found.forEach(entry ->
          table.row(
              entry.getBackupId(),
              Words.size(entry.getSize()),
              Words.minute(entry.getMtimeMs(), desk.zone()),
              Texts.shown(entry.getPath())));
      return Answer.done(
          Fields.of().list("matches", found.stream().map(BackupText::data)),
          found.isEmpty() ? new Block.Sentence("Nothing matches " + glob + ".") : table);
    }
  }

  @Command(
      name = "download",
      description = "Bring a file, or a folder as tar, here (--out FILE, or -).")
  static final class Download extends Act {
    @Parameters(index = "0", paramLabel = "ID", description = "The backup's id, or latest.")
    String id = "";

    @Option(
        names = "--path",
        order = 1,
        required = true,
        paramLabel = "P",
        description = "The file or folder in the backup.")
    String path = "";

    Download(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) throws IOException {
      String target =
          desk.globals()
              .out
              .orElseThrow(() ->
                  new OperationFailed(
                      FailureCode.USAGE, "Give --out FILE, or --out - for stdout."));
      BackupEntry backup = BackupText.find(desk, id, "");
      DownloadRequest request =
          DownloadRequest.newBuilder()
              .setBackupId(backup.getBackupId())
              .setPath(Texts.absolutePath(path))
              .build();
      if (target.equals("-")) {
        copy(desk, request, desk.out());
        desk.out().flush();
        // Nothing of ours may stand in the stream.
        return Answer.SILENT;
      }
      Path file = Path.of(target).toAbsolutePath();
      if (Files.exists(file)) {
        throw new OperationFailed(FailureCode.FILE_EXISTS, file.toString());
      }
      Copied copied = toFile(desk, request, file);
      desk.globals().out = Optional.empty();
      return Answer.done(
          Fields.of()
              .put("backup_id", backup.getBackupId())
              .put("path", path)
              .put("file", file.toString())
              .put("bytes", copied.bytes())
              .put("tar", copied.tar()),
          new Block.Sentence(
              "%s: %s%s"
                  .formatted(
                      Printable.line(file.toString()),
                      Words.size(copied.bytes()),
                      copied.tar() ? ", a tar of the folder" : "")));
    }

    private record Copied(long bytes, boolean tar) {}

    /// The file has its name only when it is whole.
    private static Copied toFile(Desk desk, DownloadRequest request, Path file) throws IOException {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      try {
        Copied copied;
        try (OutputStream out = Files.newOutputStream(part)) {
          copied = copy(desk, request, out);
        }
        Files.move(part, file);
        return copied;
      } catch (IOException refused) {
        throw new OperationFailed(
            refused, FailureCode.FILE_UNWRITABLE, file.toString(), refused.toString());
      } finally {
        Files.deleteIfExists(part);
      }
    }

    private static Copied copy(Desk desk, DownloadRequest request, OutputStream out)
        throws IOException {
      AtomicLong bytes = new AtomicLong();
      AtomicBoolean tar = new AtomicBoolean();
      try {
        desk.cluster()
            .download(
                request,
                frame -> {
                  try {
                    frame.getData().writeTo(out);
                  } catch (IOException refused) {
                    throw new UncheckedIOException(refused);
                  }
                  bytes.addAndGet(frame.getData().size());
                  tar.compareAndSet(false, frame.getTar());
                });
      } catch (UncheckedIOException refused) {
        throw refused.getCause();
      }
      return new Copied(bytes.get(), tar.get());
    }
  }
}
