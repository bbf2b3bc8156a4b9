package com.plexichat.backup.agent.cli.local;

import com.plexichat.backup.agent.cli.AgentOptions;
import com.plexichat.backup.agent.cli.ClusterAccess;
import com.plexichat.backup.agent.cli.InitOptions;
import com.plexichat.backup.agent.cli.JoinOptions;
import com.plexichat.backup.agent.cli.LocalActs;
import com.plexichat.backup.agent.cli.Passphrase;
import com.plexichat.backup.agent.cli.Pause;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.Timing;
import com.plexichat.backup.agent.cli.local.AgentProcesses.Running;
import com.plexichat.backup.agent.cli.local.LocalCluster.Shape;
import com.plexichat.backup.proto.InvitePeerRequest;
import com.plexichat.backup.proto.ListPeersRequest;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Sets up and starts the agents of a new local cluster: the first is founded and started, the
/// others are invited by it and join side by side.
final class Founding {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration TO_BE_ACTIVE = Duration.ofMinutes(2);
  private static final Duration CALL = Duration.ofSeconds(5);
  private static final int PASSPHRASE_LETTERS = 30;
  private static final String ONE_REGION = "local";
  private static final String ONE_OWNER = "local";

  private final Surroundings around;
  private final Path dir;
  private final AgentProcesses processes;
  private final Consumer<String> note;
  private final long since;

  Founding(Surroundings around, Path dir, AgentProcesses processes, Consumer<String> note) {
    this.around = around;
    this.dir = dir;
    this.processes = processes;
    this.note = note;
    since = around.clock().millis();
  }

  List<LocalAgent> found(Shape shape) throws IOException {
    if (Files.exists(dir.resolve("agents"))) {
      throw new OperationFailed(FailureCode.FILE_EXISTS, dir.resolve("agents").toString());
    }
    Files.createDirectories(dir);
    ClusterFile file = new ClusterFile(dir);
    List<LocalAgent> agents = planned(shape);
    List<LocalAgent> running = new ArrayList<>();
    try {
      running.add(first(agents.getFirst(), shape));
      file.write(running);
      awaitActive(running);
      try (ClusterAccess cluster = open()) {
        joinAll(agents.subList(1, agents.size()), shape, cluster, running);
      }
      file.write(running);
      List<LocalAgent> active = awaitActive(running);
      file.write(active);
      return active;
    } catch (IOException | RuntimeException failed) {
      running.forEach(agent ->
          processes
              .find(new Running(agent.pid(), agent.startedMs()))
              .ifPresent(ProcessHandle::destroyForcibly));
      throw failed;
    }
  }

  private List<LocalAgent> planned(Shape shape) throws IOException {
    List<Integer> ports = FreePorts.find(shape.agents());
    return IntStream.range(0, shape.agents())
        .mapToObj(i -> {
          String name = "agent-" + (i + 1);
          Path folder = dir.resolve("agents").resolve(name);
          String region =
              shape.regions().isEmpty()
                  ? ONE_REGION
                  : shape.regions().get(i % shape.regions().size());
          return new LocalAgent(
              name,
              "",
              "127.0.0.1:" + ports.get(i),
              0,
              0,
              folder.resolve("home"),
              folder.resolve("data"),
              region,
              region + "-" + (i / Math.max(1, shape.regions().size()) + 1),
              shape.sameOwner() ? ONE_OWNER : name,
              i == 0);
        })
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private LocalAgent first(LocalAgent agent, Shape shape) throws IOException {
    note.accept("Founding the cluster and writing its recovery kit.");
    Path kit = dir.resolve("recovery-kit.pxkit");
    InitOptions options =
        new InitOptions(
            options(agent, shape.capacity()),
            "local",
            "127.0.0.1:" + FreePorts.find(1).getFirst(),
            new InitOptions.AgentPlace(
                Optional.of(agent.owner()), Optional.of(agent.region()), Optional.of(agent.site())),
            kit,
            dir.resolve("home"),
            true);
    LocalActs.Founded founded;
    try (Passphrase passphrase = newPassphrase()) {
      founded = around.acts().init(options, passphrase);
    }
    return started(agent, founded.peerId());
  }

  /// Drawn here and kept beside the kit: a local cluster guards nothing.
  private Passphrase newPassphrase() throws IOException {
    char[] letters = new char[PASSPHRASE_LETTERS];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (char) ('a' + around.random().nextInt(26));
    }
    Path file = dir.resolve("kit-passphrase");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, new String(letters) + "\n");
    return new Passphrase(letters);
  }

  private void joinAll(
      List<LocalAgent> others, Shape shape, ClusterAccess cluster, List<LocalAgent> running)
      throws IOException {
    note.accept("Enrolling " + others.size() + " more agents.");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<LocalAgent>> joining =
          others.stream()
              .map(agent -> threads.submit(() -> joined(agent, shape.capacity(), cluster)))
              .toList();
      RuntimeException failed = null;
      for (Future<LocalAgent> one : joining) {
        try {
          running.add(one.get());
        } catch (ExecutionException inner) {
          failed =
              inner.getCause() instanceof RuntimeException known
                  ? known
                  : new IllegalStateException(inner.getCause());
        } catch (InterruptedException ending) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", ending);
        }
      }
      if (failed != null) {
        throw failed;
      }
    }
  }

  private LocalAgent joined(LocalAgent agent, ByteSize capacity, ClusterAccess cluster)
      throws IOException {
    String token =
        cluster
            .invitePeer(
                InvitePeerRequest.newBuilder()
                    .setOwner(agent.owner())
                    .setRegion(agent.region())
                    .setSite(agent.site())
                    .setTtlMs(TO_BE_ACTIVE.toMillis())
                    .setUses(1)
                    .build())
            .getToken();
    LocalActs.Joined joined = around.acts().join(new JoinOptions(options(agent, capacity), token));
    return started(agent, joined.peerId());
  }

  private static AgentOptions options(LocalAgent agent, ByteSize capacity) {
    return new AgentOptions(
        agent.home(),
        agent.dataDir(),
        agent.name(),
        agent.endpoint(),
        Optional.of(capacity),
        Timing.LOCAL);
  }

  private LocalAgent started(LocalAgent agent, String peerId) throws IOException {
    LocalAgent known =
        new LocalAgent(
            agent.name(),
            peerId,
            agent.endpoint(),
            0,
            0,
            agent.home(),
            agent.dataDir(),
            agent.region(),
            agent.site(),
            agent.owner(),
            agent.coordinator());
    Files.createDirectories(agent.home());
    return known.running(processes.start(agent.home(), agent.log()));
  }

  private ClusterAccess open() {
    return around
        .clusters()
        .open(new ClusterAccess.Target(dir.resolve("home"), Optional.empty(), CALL, "", ""));
  }

  /// Waits until the coordinator says that these agents are ACTIVE, and returns them as it knows
  /// them.
  List<LocalAgent> awaitActive(List<LocalAgent> agents) {
    Instant end = around.clock().instant().plus(TO_BE_ACTIVE);
    OperationFailed last = null;
    try (ClusterAccess cluster = open()) {
      while (around.clock().instant().isBefore(end)) {
        refuseEnded(agents);
        try {
          Map<String, PeerEntry> active = active(cluster);
          if (agents.stream().allMatch(agent -> isActive(agent, active))) {
            return agents.stream().map(agent -> agent.ownedBy(owner(agent, active))).toList();
          }
        } catch (OperationFailed notYet) {
          if (notYet.code() != FailureCode.UNREACHABLE && notYet.code() != FailureCode.TIMED_OUT) {
            throw notYet;
          }
          last = notYet;
        }
        Pause.of(LOOK);
      }
    }
    throw new OperationFailed(
        last, FailureCode.TIMED_OUT, "Starting the agents", TO_BE_ACTIVE.toSeconds() + " s");
  }

  private static Map<String, PeerEntry> active(ClusterAccess cluster) {
    return cluster.listPeers(ListPeersRequest.getDefaultInstance()).getPeersList().stream()
        .filter(peer -> peer.getState() == PeerState.ACTIVE)
        .collect(Collectors.toMap(PeerEntry::getPeerId, Function.identity()));
  }

  /// ACTIVE, and heard of since this began: enrolment and an earlier process leave the same state
  /// behind. When the system says that a process started is no measure, it may be a second early.
  private boolean isActive(LocalAgent agent, Map<String, PeerEntry> active) {
    PeerEntry peer = active.get(agent.peerId());
    return peer != null && peer.getLastSeenMs() >= since;
  }

  private static String owner(LocalAgent agent, Map<String, PeerEntry> active) {
    PeerEntry peer = active.get(agent.peerId());
    return peer == null || peer.getOwner().isEmpty() ? agent.owner() : peer.getOwner();
  }

  private void refuseEnded(List<LocalAgent> agents) {
    for (LocalAgent agent : agents) {
      if (processes.find(new Running(agent.pid(), agent.startedMs())).isEmpty()) {
        throw new OperationFailed(
            FailureCode.LOCAL_AGENT_ENDED, agent.name(), lastWords(agent), agent.log().toString());
      }
    }
  }

  /// A failure is two sentences, each on lines of its own.
  private static String lastWords(LocalAgent agent) {
    try {
      List<String> lines = Files.readAllLines(agent.log());
      String words = String.join(" ", lines.subList(Math.max(0, lines.size() - 2), lines.size()));
      return lines.isEmpty() ? "it printed nothing" : words.replaceFirst("\\.$", "");
    } catch (IOException unreadable) {
      return "its log cannot be read";
    }
  }
}
