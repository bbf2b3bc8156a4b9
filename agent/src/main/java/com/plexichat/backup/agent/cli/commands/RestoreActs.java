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
import com.plexichat.backup.proto.CertificateAnswer;
import com.plexichat.backup.proto.CertificateRequest;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.RestoreRequest;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.VerifyRequest;
import com.plexichat.backup.proto.VerifyResult;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat backup restore|verify|certificate`: getting data back, and knowing that one could.
final class RestoreActs {
  private RestoreActs() {}

  enum Overwrite {
    NEVER,
    CHANGED,
    ALWAYS
  }

  enum Depth {
    PRESENCE,
    HASH,
    DEEP,
    RECONSTRUCT
  }

  @Command(name = "restore", description = "Restore a backup, or a part of it.")
  static final class Restore extends Act {
    @Parameters(index = "0", paramLabel = "ID", description = "The backup's id, or latest.")
    String id = "";

    @Option(
        names = "--to",
        order = 1,
        required = true,
        paramLabel = "DIR",
        description = "The folder, on the agent's machine.")
    String to = "";

    @Option(
        names = "--include",
        order = 2,
        paramLabel = "GLOB",
        description = "Only these; can be given several times.")
    List<String> includes = new ArrayList<>();

    @Option(
        names = "--overwrite",
        order = 3,
        paramLabel = "WHEN",
        description =
            "never, changed or always; without it the folder must be empty, or one that a broken"
                + " restore of this backup left.")
    Optional<Overwrite> overwrite = Optional.empty();

    @Option(
        names = "--host",
        order = 4,
        paramLabel = "AGENT",
        description = "Which machine (default: the coordinator's).")
    String host = "";

    @Option(names = "--set", order = 5, paramLabel = "S", description = "With latest: the set.")
    String set = "";

    Restore(Surroundings around) {
      super(around);
    }

    @Override
    boolean hasDryRun() {
      return true;
    }

    @Override
    Answer act(Desk desk) {
      JobStarted job =
          desk.cluster()
              .restore(
                  RestoreRequest.newBuilder()
                      .setBackupId(BackupText.find(desk, id, set).getBackupId())
                      .setTo(Texts.absolutePath(to))
                      .addAllIncludes(includes)
                      .setOverwrite(overwrite.map(RestoreActs::word).orElse(""))
                      .setDryRun(desk.globals().dryRun)
                      .setHost(host)
                      .build());
      if (!desk.globals().untilDone) {
        return BackupActs.started(job, desk);
      }
      JobEntry done = new JobWatch(desk).done(job.getJobId());
      RestoreResult result = restoreResult(done);
      List<Fields> sources = new ArrayList<>();
      Table table = new Table(Table.name("SOURCE"), Table.number("BYTES"));
      if (result.getSourcesCount() > 0) {
        Peers peers = Peers.of(desk);
        Map<String, Long> sorted = new TreeMap<>(result.getSourcesMap());
        sorted.forEach((peer, bytes) -> {
          sources.add(
              Fields.of().put("peer", peers.name(peer)).put("peer_id", peer).put("bytes", bytes));
          table.row(peers.name(peer), Words.size(bytes));
        });
      }
      List<Block> blocks = new ArrayList<>();
      blocks.add(facts(result));
      if (!sources.isEmpty()) {
        blocks.add(table);
      }
      if (result.getFailedCount() > 0) {
        blocks.add(BackupText.warnings(result.getFailedList()));
        if (!dry()) {
          blocks.add(
              new Block.Sentence(
                  "To try what failed once more, give the same command with --overwrite changed."));
        }
      }
      return new Answer(data(done, result, sources), blocks, exitCode(result));
    }

    private Block facts(RestoreResult result) {
      return Facts.of()
          .add("Restore", result.getState() + (dry() ? " (nothing was written)" : ""))
          .add("To", to)
          .add("Files", Words.count(result.getFiles()))
          .add("Folders", Words.count(result.getDirectories()))
          .add("Bytes", Words.size(result.getBytes()))
          .addKnown("Not whole", result.getFailures() == 0 ? "" : Words.count(result.getFailures()))
          .add("Took", Words.duration(result.getDurationMs()));
    }

    private boolean dry() {
      return globals.dryRun;
    }

    private static Fields data(JobEntry job, RestoreResult result, List<Fields> sources) {
      return Fields.of()
          .put("job_id", job.getJobId())
          .put("files", result.getFiles())
          .put("directories", result.getDirectories())
          .put("bytes", result.getBytes())
          .put("state", result.getState())
          .put("failures", result.getFailures())
          .put("kept", result.getKept())
          .list("failed", result.getFailedList().stream().map(BackupText::data))
          .put("duration_ms", result.getDurationMs())
          .list("sources", sources.stream())
          .put("bodies_read", result.getBodiesRead())
          .put("headers_read", result.getHeadersRead());
    }

    private static int exitCode(RestoreResult result) {
      return result.getFailedCount() > 0 || !result.getState().equals("complete") ? 2 : 0;
    }
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }

  static RestoreResult restoreResult(JobEntry job) {
    try {
      return RestoreResult.parseFrom(JobWatch.result(job));
    } catch (InvalidProtocolBufferException wrong) {
      throw unreadable(wrong, job);
    }
  }

  static OperationFailed unreadable(InvalidProtocolBufferException wrong, JobEntry job) {
    return new OperationFailed(
        wrong, FailureCode.INTERNAL, "the result of job " + job.getJobId() + " cannot be read");
  }

  @Command(name = "verify", description = "Verify that a backup's shards are there and right.")
  static final class Verify extends Act {
    @Parameters(index = "0", paramLabel = "ID", description = "The backup's id, or latest.")
    String id = "";

    @Option(
        names = "--depth",
        order = 1,
        paramLabel = "DEPTH",
        description = "presence, hash, deep or reconstruct (default: deep).")
    Depth depth = Depth.DEEP;

    Verify(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      JobStarted job =
          desk.cluster()
              .verify(
                  VerifyRequest.newBuilder()
                      .setBackupId(BackupText.find(desk, id, "").getBackupId())
                      .setDepth(word(depth))
                      .build());
      if (!desk.globals().untilDone) {
        return BackupActs.started(job, desk);
      }
      JobEntry done = new JobWatch(desk).done(job.getJobId());
      try {
        return verified(VerifyResult.parseFrom(JobWatch.result(done)), Peers.of(desk));
      } catch (InvalidProtocolBufferException wrong) {
        throw unreadable(wrong, done);
      }
    }

    private static Answer verified(VerifyResult result, Peers peers) {
      List<String> silent = result.getUnansweredList().stream().map(peers::name).toList();
      List<Block> blocks = new ArrayList<>();
      blocks.add(
          Facts.of()
              .add("Backup is", result.getState())
              .add("Shards", Words.count(result.getShards()))
              .add(
                  "Copies",
                  Words.count(result.getOk())
                      + " of "
                      + Words.count(result.getCopies())
                      + " looked at are right")
              .addKnown("No answer", String.join(", ", silent))
              .addKnown("Files lost", affected(result)));
      if (result.getBadCount() > 0) {
        blocks.add(ShardActs.badTable(result.getBadList(), result.getBadCopies(), peers));
      }
      if (result.getAffectedFilesCount() > 0) {
        blocks.add(
            ShardActs.files("LOST FILE", result.getAffectedFilesList(), result.getAffected()));
      }
      int partly = silent.isEmpty() ? 0 : 5;
      int exit =
          switch (result.getState()) {
            case "ok" -> partly;
            case "lost" -> 1;
            default -> 2;
          };
      return new Answer(data(result, silent, peers), blocks, exit);
    }

    private static String affected(VerifyResult result) {
      String count = result.getAffected() == 0 ? "" : Words.count(result.getAffected());
      return result.getUnnamed().isEmpty() ? count : "not known: " + result.getUnnamed();
    }

    private static Fields data(VerifyResult result, List<String> silent, Peers peers) {
      Fields data =
          Fields.of()
              .put("state", result.getState())
              .put("shards", result.getShards())
              .put("copies", result.getCopies())
              .put("ok", result.getOk())
              .list("bad", result.getBadList().stream().map(bad -> ShardActs.data(bad, peers)))
              .put("bad_copies", result.getBadCopies());
      if (result.getUnnamed().isEmpty() || result.getAffectedFilesCount() > 0) {
        data.texts(
                "affected_files", result.getAffectedFilesList().stream().map(Texts::shown).toList())
            .put("affected", result.getAffected());
      } else {
        data.put("affected_files", Datum.Nothing.NOTHING).put("affected", Datum.Nothing.NOTHING);
      }
      return data.orNothing("files_unknown", result.getUnnamed()).texts("unanswered", silent);
    }
  }

  @Command(name = "certificate", description = "Show whether a backup could be restored now.")
  static final class Certificate extends Act {
    @Parameters(index = "0", paramLabel = "ID", description = "The backup's id, or latest.")
    String id = "";

    Certificate(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      CertificateAnswer found =
          desk.cluster()
              .certificate(
                  CertificateRequest.newBuilder()
                      .setBackupId(BackupText.find(desk, id, "").getBackupId())
                      .build());
      Peers peers = Peers.of(desk);
      Table sources =
          new Table(Table.name("SOURCE"), Table.number("SHARDS"), Table.number("BYTES"));
      found
          .getSourcesList()
          .forEach(source ->
              sources.row(
                  peers.name(source.getPeer()),
                  Words.count(source.getShards()),
                  Words.size(source.getBytes())));
      Facts facts =
          Facts.of()
              .add("Restorable now", Words.yesNo(found.getRestorable()))
              .add("Missing shards", Words.count(found.getMissingShards()))
              .add("Would take", took(found))
              .add("Loss window", Words.duration(found.getLossWindowMs()))
              .add("Keys present", Words.yesNo(found.getKeysPresent()))
              .addKnown("In the way", String.join(" ", found.getBlockersList()));
      return new Answer(
          data(found, peers),
          found.getSourcesCount() == 0 ? List.of(facts) : List.of(facts, sources),
          found.getRestorable() ? 0 : 2);
    }

    private static String took(CertificateAnswer found) {
      String low = Words.duration(found.getEtaLowMs());
      String high = Words.duration(found.getEtaHighMs());
      String time =
          found.getEtaLowMs() < 0 || found.getEtaHighMs() < 0
              ? "not known."
              : low.equals(high) ? low + "." : low + " to " + high + ".";
      return time + " " + found.getEtaBasis();
    }

    private static Datum known(long ms) {
      return ms < 0 ? Datum.Nothing.NOTHING : new Datum.Whole(ms);
    }

    private static Fields data(CertificateAnswer found, Peers peers) {
      return Fields.of()
          .put("restorable", found.getRestorable())
          .put("missing_shards", found.getMissingShards())
          .list(
              "sources",
              found.getSourcesList().stream()
                  .map(source ->
                      Fields.of()
                          .put("peer", peers.name(source.getPeer()))
                          .put("shards", source.getShards())
                          .put("bytes", source.getBytes())))
          .put(
              "eta_ms",
              Fields.of()
                  .put("low", known(found.getEtaLowMs()))
                  .put("high", known(found.getEtaHighMs()))
                  .orNothing("basis", found.getEtaBasis()))
          .put("loss_window_ms", found.getLossWindowMs())
          .put("keys_present", found.getKeysPresent())
          .texts("blockers", found.getBlockersList());
    }
  }
}
