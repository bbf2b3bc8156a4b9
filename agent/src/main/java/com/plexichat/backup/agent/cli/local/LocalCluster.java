package com.plexichat.backup.agent.cli.local;

import com.plexichat.backup.agent.cli.Pause;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.local.AgentProcesses.Running;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Agents on this machine, each a process of its own, all of them under one folder:
///
/// ```
/// D/cluster.json            who they are
/// D/home                    the administrator's context
/// D/kit-passphrase          D/recovery-kit.pxkit
/// D/agents/NAME/home        its settings and key
/// D/agents/NAME/data        what it holds
/// D/agents/NAME/agent.log   what it printed
/// ```
public final class LocalCluster {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration TO_END = Duration.ofSeconds(15);

  private final Surroundings around;
  private final Path dir;
  private final ClusterFile file;
  private final AgentProcesses processes;
  private final Consumer<String> note;

  /// @param note takes a sentence for each step
  public LocalCluster(Surroundings around, Path dir, Consumer<String> note) {
    this.around = around;
    this.dir = dir.toAbsolutePath().normalize();
    this.file = new ClusterFile(this.dir);
    this.processes = new AgentProcesses(around.launch().agent());
    this.note = note;
  }

  /// What a cluster looks like.
  ///
  /// @param regions dealt out in turn; empty: one region
  /// @param sameOwner whether all machines belong to one party, so that none may hold for another
  public record Shape(int agents, List<String> regions, boolean sameOwner, ByteSize capacity) {
    public Shape {
      regions = List.copyOf(regions);
    }
  }

  /// An agent and whether its process lives.
  public record Standing(LocalAgent agent, boolean running) {}

  public Path home() {
    return dir.resolve("home");
  }

  /// Founds and starts the cluster, or starts what stands still of an old one. Returns when every
  /// agent is ACTIVE; when that fails nothing of it is left running.
  public List<LocalAgent> up(Shape shape) throws IOException {
    Founding founding = new Founding(around, dir, processes, note);
    if (!file.exists()) {
      return founding.found(shape);
    }
    List<LocalAgent> agents = file.read();
    if (agents.size() != shape.agents()) {
      throw new OperationFailed(
          FailureCode.USAGE,
          "The cluster in "
              + dir
              + " has "
              + agents.size()
              + " agents, not "
              + shape.agents()
              + ".");
    }
    for (int i = 0; i < agents.size(); i++) {
      if (!isRunning(agents.get(i))) {
        agents.set(i, started(agents.get(i)));
        file.write(agents);
      }
    }
    founding.awaitActive(agents);
    return agents;
  }

  public List<Standing> status() {
    return file.read().stream().map(agent -> new Standing(agent, isRunning(agent))).toList();
  }

  /// Ends an agent at once, as a power cut would.
  public LocalAgent kill(String name) {
    LocalAgent agent = find(file.read(), name);
    processes.find(running(agent)).ifPresent(ProcessHandle::destroyForcibly);
    awaitEnd(List.of(agent));
    return agent;
  }

  /// Starts an agent that stands still, and waits until it is ACTIVE.
  public LocalAgent start(String name) throws IOException {
    Founding founding = new Founding(around, dir, processes, note);
    LocalAgent agent = find(file.read(), name);
    // Two starts at once would forget one of their processes.
    try (FileChannel _ = file.lock()) {
      List<LocalAgent> agents = new ArrayList<>(file.read());
      agent = find(agents, name);
      if (!isRunning(agent)) {
        LocalAgent started = started(agent);
        agents.set(agents.indexOf(agent), started);
        file.write(agents);
        agent = started;
      }
    }
    founding.awaitActive(List.of(agent));
    return agent;
  }

  /// Ends all agents in good order; the folder stays.
  public List<LocalAgent> down() {
    List<LocalAgent> agents = file.read();
    agents.forEach(agent -> processes.find(running(agent)).ifPresent(ProcessHandle::destroy));
    if (!within(TO_END, () -> agents.stream().noneMatch(this::isRunning))) {
      agents.forEach(
          agent -> processes.find(running(agent)).ifPresent(ProcessHandle::destroyForcibly));
      awaitEnd(agents);
    }
    return agents;
  }

  private LocalAgent started(LocalAgent agent) throws IOException {
    return agent.running(processes.start(agent.home(), agent.log()));
  }

  private LocalAgent find(List<LocalAgent> agents, String name) {
    return agents.stream()
        .filter(agent -> agent.name().equals(name) || agent.peerId().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new OperationFailed(FailureCode.LOCAL_AGENT_UNKNOWN, name, dir.toString()));
  }

  private boolean isRunning(LocalAgent agent) {
    return processes.find(running(agent)).isPresent();
  }

  private static Running running(LocalAgent agent) {
    return new Running(agent.pid(), agent.startedMs());
  }

  private void awaitEnd(List<LocalAgent> agents) {
    if (!within(TO_END, () -> agents.stream().noneMatch(this::isRunning))) {
      throw new OperationFailed(
          FailureCode.TIMED_OUT, "Ending the agents", TO_END.toSeconds() + " s");
    }
  }

  private boolean within(Duration most, BooleanSupplier condition) {
    Instant end = around.clock().instant().plus(most);
    while (!condition.getAsBoolean()) {
      if (around.clock().instant().isAfter(end)) {
        return false;
      }
      Pause.of(LOOK);
    }
    return true;
  }
}
