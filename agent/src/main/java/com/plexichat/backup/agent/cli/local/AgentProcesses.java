package com.plexichat.backup.agent.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Processes of agents: started so that they outlive the terminal, found again by number and start
/// time.
///
/// A child would die with its terminal's Ctrl-C or hang-up, so both are ignored from before it
/// starts (a JVM keeps what it finds ignored), and it gets a session of its own where the system
/// has `setsid`.
public final class AgentProcesses {
  private static final String DETACHED =
      "trap '' INT HUP; if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; else exec"
          + " \"$@\"; fi";

  /// Place of the number of threads among the fields behind the name: proc(5).
  private static final int THREADS = 17;

  /// The system counts start times from its boot, whose time it may correct a little.
  private static final Duration SAME_START = Duration.ofSeconds(2);

  private final List<String> command;

  /// @param command words before `agent run --home DIR`
  public AgentProcesses(List<String> command) {
    this.command = List.copyOf(command);
  }

  /// One process for good: numbers come back, a number with its start time does not.
  public record Running(long pid, long startedMs) {}

  /// Starts the agent of a home; what it prints is appended to the log.
  Running start(Path home, Path log) throws IOException {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", DETACHED, "sh"));
    words.addAll(command);
    words.addAll(List.of("agent", "run", "--home", home.toString()));
    Process process =
        new ProcessBuilder(words)
            .directory(home.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectErrorStream(true)
            .start();
    long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return new Running(process.pid(), started);
  }

  /// The process, when it is still the same one and lives.
  Optional<ProcessHandle> find(Running process) {
    if (process.pid() <= 0) {
      return Optional.empty();
    }
    return ProcessHandle.of(process.pid())
        .filter(ProcessHandle::isAlive)
        .filter(found -> isSame(found, process))
        .filter(found -> !isGhost(found.pid()));
  }

  private static boolean isSame(ProcessHandle found, Running process) {
    return found
        .info()
        .startInstant()
        .map(start ->
            Duration.between(Instant.ofEpochMilli(process.startedMs()), start)
                    .abs()
                    .compareTo(SAME_START)
                <= 0)
        .orElse(false);
  }

  /// Ended, but not yet noticed by its parent; the system still lists it. While other threads of it
  /// are still ending it holds its files and ports, and counts as alive.
  private static boolean isGhost(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return afterName[0].equals("Z") && Integer.parseInt(afterName[THREADS]) <= 1;
    } catch (IOException notLinux) {
      return false;
    }
  }
}
