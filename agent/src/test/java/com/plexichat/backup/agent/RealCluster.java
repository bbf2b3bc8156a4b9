package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.plexichat.backup.agent.cli.ClusterAccess;
import com.plexichat.backup.agent.cli.Launch;
import com.plexichat.backup.agent.cli.Pause;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.commands.CommandLines;
import com.plexichat.backup.agent.cli.remote.ConsoleCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A local cluster of real agents and the command line that talks to it, every one a process of its
/// own from the test's class path. Closing it leaves no process behind.
///
/// ```
/// try (RealCluster cluster = RealCluster.up(dir, 5, "--capacity", "1G")) {
///   cluster.json("backup", "create", "--set", "docs", "--path", "/usr/share/doc", "--wait");
///   cluster.kill("agent-3");
/// }
/// ```
final class RealCluster implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Map<String, Long> PATIENT =
      Map.of("suspect-ms", 10_000L, "down-ms", 20_000L);

  private final Path dir;
  // A test that is ended from outside must not leave agents behind: they are deaf to the terminal.
  private final Thread atExit = new Thread(this::killAll);

  private RealCluster(Path dir) {
    this.dir = dir;
  }

  /// One agent, as the cluster's file has it now; its process may have ended.
  record Member(
      String name,
      String peerId,
      String endpoint,
      long pid,
      Path dataDir,
      Path home,
      boolean coordinator) {
    Path log() {
      return home.resolveSibling("agent.log");
    }

    boolean isRunning() {
      try {
        // Who has ended stays listed, as a Z, until the system's first process looks.
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return !afterName[0].equals("Z") || Integer.parseInt(afterName[17]) > 1;
      } catch (IOException ended) {
        return false;
      }
    }

    /// What it was sent, one line each: `put|forward|rebuild NAME STRIPE INDEX LENGTH …`.
    List<List<String>> received() throws IOException {
      Path log = dataDir.resolve("received.log");
      if (Files.notExists(log)) {
        return List.of();
      }
      // The line that is just being written may be there in part.
      return Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
          .map(line -> List.of(line.split(" ")))
          .filter(words -> words.size() >= 5)
          .toList();
    }

    /// All files of shards that it holds, in no order.
    List<Path> shards() throws IOException {
      while (true) {
        try (var files = Files.walk(dataDir.resolve("store"))) {
          return files.filter(file -> file.toString().endsWith(".shard")).toList();
        } catch (UncheckedIOException moved) {
          // What is being stored is renamed under the walk.
          if (!(moved.getCause() instanceof NoSuchFileException)) {
            throw moved;
          }
        }
      }
    }
  }

  /// A command line that has ended.
  record Ended(int code, String out, String err) {
    Json json() {
      assertTrue(code != 1 && code < 3, this::toString);
      return Json.of(out);
    }

    /// The failure that it told, as [com.plexichat.backup.shared.failure.FailureCode] names it.
    String failure() {
      return err.lines()
          .filter(line -> line.startsWith("{\"error\":"))
          .map(line -> Json.of(line).get("error").text("code"))
          .findFirst()
          .orElseGet(() -> fail("no failure told: " + this));
    }

    @Override
    public String toString() {
      return "exit " + code + "\nstdout:\n" + out + "\nstderr:\n" + err;
    }
  }

  /// A command line at work.
  static final class Going {
    private final Process process;
    private final Path out;
    private final Path err;

    /// Begins a command in a process of its own.
    Going(List<String> command) throws IOException {
      out = Files.createTempFile("plexichat-", ".out");
      err = Files.createTempFile("plexichat-", ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(name -> name.startsWith("PLEXICHAT"));
      process =
          builder
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
    }

    boolean isGoing() {
      return process.isAlive();
    }

    void kill() throws IOException {
      process.destroyForcibly();
      end();
    }

    Ended end() throws IOException {
      boolean ended = isOver(process);
      if (!ended) {
        process.destroyForcibly().onExit().join();
      }
      Ended found =
          new Ended(ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
      assertTrue(ended, () -> "did not end in " + LONGEST + ": " + found);
      return found;
    }
  }

  private static boolean isOver(Process process) {
    try {
      return process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Starts a cluster below `dir` with further flags of `local up`; all agents are ACTIVE.
  static RealCluster up(Path dir, int agents, String... flags) throws IOException {
    RealCluster cluster = new RealCluster(dir);
    Runtime.getRuntime().addShutdownHook(cluster.atExit);
    List<String> words = new ArrayList<>(List.of("local", "up", "--dir", dir.toString()));
    words.addAll(List.of("--agents", Integer.toString(agents)));
    words.addAll(List.of(flags));
    Ended ended = begin(words).end();
    if (ended.code != 0) {
      cluster.close();
      fail("local up: " + ended);
    }
    return cluster;
  }

  /// The same, with a coordinator that bears silence: a machine with much to do may keep an agent
  /// from its heartbeat for seconds, and while it is SUSPECT a backup has fewer copies.
  static RealCluster patient(Path dir, int agents) throws IOException {
    RealCluster cluster = up(dir, agents);
    cluster.configure("agent-1", PATIENT);
    return cluster;
  }

  /// Any command line, with no cluster.
  static Ended plexichat(String... words) throws IOException {
    return begin(List.of(words)).end();
  }

  static Going begin(List<String> words) throws IOException {
    List<String> command = new ArrayList<>(Program.command());
    command.addAll(words);
    return new Going(command);
  }

  Path dir() {
    return dir;
  }

  Path home() {
    return dir.resolve("home");
  }

  /// Runs a command of the cluster's administrator with `--output json` to its end. It runs in this
  /// process: to start one takes it many times as long as to answer.
  Ended run(String... words) throws IOException {
    return here(Program.launch(), asked(words));
  }

  /// Any command line, within this process.
  ///
  /// @param with how it starts agents
  static Ended here(Launch with, List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    InstantSource time = InstantSource.system();
    SecureRandom chance = new SecureRandom();
    PrintStream told = new PrintStream(err, true, StandardCharsets.UTF_8);
    int code =
        CommandLines.run(
            new Surroundings(
                new LocalMachine(time, chance),
                ConsoleCalls.opener(time),
                new Surroundings.Streams(out, told, false),
                time,
                chance,
                ZoneId.systemDefault(),
                Map.of(),
                with),
            words.toArray(String[]::new));
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// What a command printed; its exit code must be 0 or 2.
  Json json(String... words) throws IOException {
    return run(words).json();
  }

  /// The same as [#run] in a process of its own, not waited for.
  Going start(String... words) throws IOException {
    return begin(asked(words));
  }

  private List<String> asked(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--output", "json", "--home", home().toString()));
    return all;
  }

  /// What the administrator asks without a process for it, where a moment matters.
  ClusterAccess access() {
    return ConsoleCalls.opener(InstantSource.system())
        .open(new ClusterAccess.Target(home(), Optional.empty(), Duration.ofSeconds(20), "", ""));
  }

  List<Member> members() throws IOException {
    return Json.of(Files.readString(dir.resolve("cluster.json"))).list("agents").stream()
        .map(agent ->
            new Member(
                agent.text("name"),
                agent.text("peer_id"),
                agent.text("endpoint"),
                agent.number("pid"),
                Path.of(agent.text("data_dir")),
                Path.of(agent.text("home")),
                agent.truth("coordinator")))
        .toList();
  }

  Member member(String name) throws IOException {
    return members().stream()
        .filter(member -> member.name.equals(name))
        .findFirst()
        .orElseGet(() -> fail("no " + name));
  }

  /// Ends an agent at once, as a power cut would (kill -9).
  void kill(String name) throws IOException {
    ProcessHandle.of(member(name).pid)
        .ifPresent(process -> {
          process.destroyForcibly();
          process.onExit().join();
        });
  }

  /// Starts an agent that was killed; it is ACTIVE again.
  void restart(String name) throws IOException {
    Ended ended = begin(List.of("local", "start", name, "--dir", dir.toString())).end();
    assertEquals(0, ended.code, ended::toString);
  }

  /// Whether no agent has ended.
  boolean isWhole() throws IOException {
    return members().stream().allMatch(Member::isRunning);
  }

  /// Kills an agent and starts it again with other values in its configuration.
  void configure(String name, Map<String, Long> values) throws IOException {
    kill(name);
    write(member(name), values);
    restart(name);
  }

  /// The same for all, at once.
  void configureAll(Map<String, Long> values) throws IOException {
    List<Member> members = members();
    for (Member member : members) {
      kill(member.name);
      write(member, values);
    }
    String count = Integer.toString(members.size());
    Ended ended = begin(List.of("local", "up", "--dir", dir.toString(), "--agents", count)).end();
    assertEquals(0, ended.code, ended::toString);
  }

  private static void write(Member member, Map<String, Long> values) throws IOException {
    Path file = member.home().resolve(AgentConfig.FILE);
    String text = Files.readString(file);
    for (Map.Entry<String, Long> one : values.entrySet()) {
      String key = one.getKey();
      text = text.replaceAll("(?m)^" + key + "=.*$", key + "=" + one.getValue());
    }
    Files.writeString(file, text);
  }

  /// What can be looked at again and again until it is so.
  interface Condition {
    boolean holds() throws Exception;
  }

  /// Waits until something is so; what does not come fails the test.
  static void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < end, () -> "not within " + LONGEST + ": " + what);
      Pause.of(LOOK);
    }
  }

  private void killAll() {
    try {
      for (Member member : members()) {
        ProcessHandle.of(member.pid)
            .filter(process -> process.info().arguments().isPresent())
            .ifPresent(ProcessHandle::destroyForcibly);
      }
    } catch (IOException neverStarted) {
      // Then there is nothing to end.
    }
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(dir.resolve("cluster.json"))) {
      begin(List.of("local", "down", "--dir", dir.toString())).end();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
