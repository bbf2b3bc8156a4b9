package com.plexichat.backup.agent.cli.commands;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.cli.Pause;
import com.plexichat.backup.agent.cli.local.LocalAgent;
import com.plexichat.backup.agent.cli.local.LocalCluster;
import com.plexichat.backup.agent.cli.local.SampleTree;
import com.plexichat.backup.agent.cli.local.TreeComparison;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.CopyEntry;
import com.plexichat.backup.proto.CreateBackupRequest;
import com.plexichat.backup.proto.DistributionRequest;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.ListShardsRequest;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.RestoreRequest;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The steps of the demonstration, each with its figures. It believes nothing that it can look at:
/// that a repair is complete is counted from the copies, that a restore is equal from the bytes.
final class DemoRun {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration TO_REPAIR = Duration.ofMinutes(10);
  private static final int MOST_SHOWN = 20;

  /// Enough for several stripes, and no whole number of anything.
  private static final int NOISE = (24 << 20) + 17;

  /// @param path what to back up; empty: a tree that is made
  record Plan(Path dir, Optional<Path> path, int agents, TierSpec tier) {}

  private record Step(String name, long ms, String figures, Fields data) {}

  private final Desk desk;
  private final LocalCluster cluster;
  private final Plan plan;
  private final List<Step> steps = new ArrayList<>();
  private Instant begun;

  DemoRun(Desk desk, LocalCluster cluster, Plan plan) {
    this.desk = desk;
    this.cluster = cluster;
    this.plan = plan;
    this.begun = now();
  }

  Answer run(boolean kept) throws IOException {
    Instant start = now();
    Path source = source();
    begin("Starting " + plan.agents() + " agents");
    List<LocalAgent> agents =
        cluster.up(new LocalCluster.Shape(plan.agents(), List.of(), false, LocalCommands.CAPACITY));
    end(
        "start",
        agents.size() + " agents, each a process and an owner of its own",
        Fields.of().put("agents", agents.size()));
    desk.globals().home = Optional.of(cluster.home());
    BackupEntry backup = backUp(source);
    LocalAgent lost = lose(backup);
    repair(backup, lost);
    Path restored = restore(backup, source);
    TreeComparison.Outcome outcome = compare(source, restored);
    return answer(outcome, kept, Duration.between(start, now()).toMillis());
  }

  private Path source() throws IOException {
    if (plan.path().isPresent()) {
      Path given = plan.path().get().toRealPath();
      if (!Files.isDirectory(given)) {
        throw new OperationFailed(FailureCode.USAGE, given + " is not a folder.");
      }
      return given;
    }
    begin("Making a folder to back up");
    Path made = plan.dir().resolve("source");
    new SampleTree(desk.around().random(), NOISE).create(made);
    end(
        "make",
        "odd names, links, times and permissions",
        Fields.of().put("path", made.toString()));
    return made;
  }

  private BackupEntry backUp(Path source) {
    begin("Backing up " + source);
    SetSpec set =
        SetSpec.newBuilder()
            .setName("demo")
            .addPaths(ByteString.copyFrom(source.toString(), StandardCharsets.UTF_8))
            .setTier(plan.tier())
            .build();
    JobStarted job =
        desk.cluster().createBackup(CreateBackupRequest.newBuilder().setSet(set).build());
    new JobWatch(desk, false).done(job.getJobId());
    BackupEntry backup = BackupText.find(desk, job.getBackupId(), "");
    end(
        "backup",
        "%s, %s; %s stored, %d copies, %s"
            .formatted(
                Words.size(backup.getSourceBytes()),
                Words.count(backup.getFiles(), "file", "files"),
                Words.size(backup.getStoredBytes() + backup.getParityBytes()),
                plan.tier().getCopies(),
                backup.getTier()),
        BackupText.data(backup));
    if (!BackupText.state(backup).equals("complete")) {
      throw new OperationFailed(
          FailureCode.UNDER_PROTECTED,
          "The backup is " + BackupText.state(backup).replace('_', '-') + ".",
          backup.getSentence());
    }
    return backup;
  }

  private List<ShardEntry> shards(BackupEntry backup) {
    List<ShardEntry> shards = new ArrayList<>();
    desk.cluster()
        .listShards(
            ListShardsRequest.newBuilder().setBackupId(backup.getBackupId()).build(),
            page -> shards.addAll(page.getShardsList()));
    return shards;
  }

  /// Kills the agent that holds most; never the one that coordinates and is the source.
  private LocalAgent lose(BackupEntry backup) {
    begin("Killing an agent for good");
    Map<String, Long> held = new HashMap<>();
    Map<String, Long> bytes = new HashMap<>();
    for (ShardEntry shard : shards(backup)) {
      for (CopyEntry copy : shard.getCopiesList()) {
        held.merge(copy.getPeerId(), 1L, Long::sum);
        bytes.merge(copy.getPeerId(), shard.getSize(), Long::sum);
      }
    }
    LocalAgent victim =
        cluster.status().stream()
            .map(LocalCluster.Standing::agent)
            .filter(agent -> !agent.coordinator())
            .max(Comparator.comparingLong(agent -> held.getOrDefault(agent.peerId(), 0L)))
            .orElseThrow();
    cluster.kill(victim.name());
    long copies = held.getOrDefault(victim.peerId(), 0L);
    long lost = bytes.getOrDefault(victim.peerId(), 0L);
    end(
        "kill",
        "%s with %s (%s), kill -9"
            .formatted(victim.name(), Words.count(copies, "copy", "copies"), Words.size(lost)),
        Fields.of()
            .put("agent", victim.name())
            .put("peer_id", victim.peerId())
            .put("copies", copies)
            .put("bytes", lost));
    return victim;
  }

  private void repair(BackupEntry backup, LocalAgent lost) {
    begin("Waiting until the others have noticed and repaired it");
    Instant killed = now();
    await("Noticing the loss", () -> isDown(lost));
    long noticed = Duration.between(killed, now()).toMillis();
    await("The repair", () -> isRepaired(backup, lost));
    long copies = shards(backup).stream().mapToLong(shard -> counted(shard, lost)).sum();
    end(
        "repair",
        "down after %s; %s on the other agents now"
            .formatted(Words.duration(noticed), Words.count(copies, "copy", "copies")),
        Fields.of().put("noticed_ms", noticed).put("copies", copies));
  }

  private boolean isDown(LocalAgent lost) {
    return Peers.of(desk).entries().stream()
        .filter(peer -> peer.getPeerId().equals(lost.peerId()))
        .map(PeerEntry::getState)
        .anyMatch(PeerState.DOWN::equals);
  }

  private boolean isRepaired(BackupEntry backup, LocalAgent lost) {
    boolean spread =
        shards(backup).stream()
            .allMatch(
                shard -> counted(shard, lost) >= (shard.getParity() ? 1 : plan.tier().getCopies()));
    return spread
        && desk.cluster()
            .distribution(DistributionRequest.getDefaultInstance())
            .getState()
            .equals("ok");
  }

  private static long counted(ShardEntry shard, LocalAgent lost) {
    return shard.getCopiesList().stream()
        .filter(copy -> copy.getState().equals("OK") && !copy.getPeerId().equals(lost.peerId()))
        .count();
  }

  private void await(String what, BooleanSupplier condition) {
    Duration most = desk.globals().timeout.orElse(TO_REPAIR);
    Instant end = now().plus(most);
    while (!condition.getAsBoolean()) {
      if (now().isAfter(end)) {
        throw new OperationFailed(FailureCode.TIMED_OUT, what, Texts.duration(most));
      }
      Pause.of(LOOK);
    }
  }

  private Path restore(BackupEntry backup, Path source) throws IOException {
    begin("Restoring into another folder");
    Path to = Files.createDirectories(plan.dir().resolve("restored"));
    JobStarted job =
        desk.cluster()
            .restore(
                RestoreRequest.newBuilder()
                    .setBackupId(backup.getBackupId())
                    .setTo(ByteString.copyFrom(to.toString(), StandardCharsets.UTF_8))
                    .setOverwrite("never")
                    .build());
    RestoreResult result =
        RestoreActs.restoreResult(new JobWatch(desk, false).done(job.getJobId()));
    end(
        "restore",
        "%s in %s from %s, %s"
            .formatted(
                Words.size(result.getBytes()),
                Words.count(result.getFiles(), "file", "files"),
                Words.count(result.getSourcesCount(), "agent", "agents"),
                result.getState()),
        Fields.of()
            .put("state", result.getState())
            .put("files", result.getFiles())
            .put("bytes", result.getBytes())
            .put("sources", result.getSourcesCount()));
    return landed(to, source);
  }

  /// Where the folder came to lie below the target: under its whole path, its name, or as itself.
  private static Path landed(Path to, Path source) {
    for (Path candidate :
        List.of(
            to.resolve(source.getRoot().relativize(source)), to.resolve(source.getFileName()))) {
      if (Files.exists(candidate, LinkOption.NOFOLLOW_LINKS)) {
        return candidate;
      }
    }
    return to;
  }

  private TreeComparison.Outcome compare(Path source, Path restored) throws IOException {
    begin("Comparing both folders byte for byte");
    TreeComparison.Outcome outcome = TreeComparison.compare(source, restored);
    end(
        "compare",
        "%s, %s: %s"
            .formatted(
                Words.count(outcome.entries(), "entry", "entries"),
                Words.size(outcome.bytes()),
                outcome.equal() ? "equal, with all metadata" : "NOT EQUAL"),
        Fields.of()
            .put("entries", outcome.entries())
            .put("bytes", outcome.bytes())
            .put("equal", outcome.equal()));
    return outcome;
  }

  private Answer answer(TreeComparison.Outcome outcome, boolean kept, long ms) {
    Table table = new Table(Table.word("STEP"), Table.number("TOOK"), Table.sentence("WHAT"));
    steps.forEach(step -> table.row(step.name(), Words.duration(step.ms()), step.figures()));
    List<Block> blocks = new ArrayList<>();
    blocks.add(table);
    if (!outcome.equal()) {
      Table wrong = new Table(Table.name("PATH"), Table.sentence("DIFFERENCE"));
      outcome.differences().stream()
          .limit(MOST_SHOWN)
          .forEach(one -> wrong.row(one.path(), one.what()));
      blocks.add(wrong);
    }
    Facts facts =
        Facts.of()
            .add(
                "Result",
                outcome.equal()
                    ? "the restored folder equals the source, after losing an agent"
                    : outcome.differences().size() + " differences")
            .add("Took", Words.duration(ms));
    if (kept) {
      facts.add("Kept", plan.dir().toString());
    }
    blocks.add(facts);
    Fields data =
        Fields.of()
            .put("equal", outcome.equal())
            .put("agents", plan.agents())
            .put("tier", plan.tier().getName())
            .put("duration_ms", ms)
            .put("dir", kept ? new Datum.Text(plan.dir().toString()) : Datum.Nothing.NOTHING)
            .list(
                "steps",
                steps.stream()
                    .map(step ->
                        Fields.of()
                            .put("step", step.name())
                            .put("duration_ms", step.ms())
                            .put("figures", step.data())))
            .list(
                "differences",
                outcome.differences().stream()
                    .map(one -> Fields.of().put("path", one.path()).put("what", one.what())));
    return new Answer(data, blocks, outcome.equal() ? 0 : 1);
  }

  private Instant now() {
    return desk.around().clock().instant();
  }

  private void begin(String what) {
    begun = now();
    desk.note(what + " …");
  }

  private void end(String name, String figures, Fields data) {
    steps.add(new Step(name, Duration.between(begun, now()).toMillis(), figures, data));
  }
}
