package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A local cluster of real agents, every one a process of its own, started by the built agent as a
/// stranger would, and the command line that talks to it. Closing it leaves no process behind.
final class RealAgents implements AutoCloseable {
  private static final int MINUTES = 5;

  private final Path dir;
  private final BuiltCommandLine line;

  private RealAgents(Path dir) throws IOException, ReflectiveOperationException {
    this.dir = dir;
    this.line = new BuiltCommandLine(jar());
  }

  /// Starts agents below a folder.
  ///
  /// @param more what else is said of them
  static RealAgents up(Path dir, int agents, String... more)
      throws IOException, InterruptedException, ReflectiveOperationException {
    RealAgents cluster = new RealAgents(dir);
    List<String> words =
        new ArrayList<>(
            List.of("local", "up", "--dir", dir.toString(), "--agents", Integer.toString(agents)));
    words.addAll(List.of(more));
    cluster.run(words.toArray(String[]::new));
    return cluster;
  }

  /// Folder of the administrator's context.
  Path home() {
    return dir.resolve("home");
  }

  /// Folder of one agent's data.
  Path data(String agent) {
    return dir.resolve("agents").resolve(agent).resolve("data");
  }

  void kill(String agent) throws IOException, InterruptedException {
    run("local", "kill", agent, "--dir", dir.toString());
  }

  void start(String agent) throws IOException, InterruptedException {
    run("local", "start", agent, "--dir", dir.toString());
  }

  /// What the command line prints as JSON.
  String json(String... words) throws ReflectiveOperationException {
    return well(line.run(asJson(words)), words);
  }

  private String[] asJson(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--home", home().toString(), "--output", "json", "--quiet"));
    return all.toArray(String[]::new);
  }

  /// What the command line tells.
  Told told(String... words) throws ReflectiveOperationException {
    return Told.of(json(words));
  }

  /// As [#told], for what may be refused or fail.
  Told tried(String... words) throws ReflectiveOperationException {
    return Told.of(line.run(asJson(words)).out());
  }

  /// Backs up a folder as a set, and waits for it unless more is said.
  Told backUp(String set, Path path, String tier, String... more)
      throws ReflectiveOperationException {
    return told(backingUp(set, path, tier, more.length == 0 ? new String[] {"--wait"} : more));
  }

  /// The words for a backup of a folder as a set.
  static String[] backingUp(String set, Path path, String tier, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("backup", "create", "--set", set, "--path", path.toString(), "--tier", tier));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static String well(BuiltCommandLine.End end, String... words) {
    assertTrue(
        end.code() == 0 || end.code() == 2,
        () -> List.of(words) + " ended with " + end.code() + "\n" + end.err());
    return end.out();
  }

  /// Runs a command that starts or ends processes, in one of its own.
  private void run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-jar",
            jar().toString()));
    command.addAll(List.of(words));
    Path out = Files.createTempFile("agents", ".out");
    Path err = Files.createTempFile("agents", ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), () -> command + " does not end");
    String told = Files.readString(out);
    String said = Files.readString(err);
    Files.delete(out);
    Files.delete(err);
    well(new BuiltCommandLine.End(process.exitValue(), told, said), words);
  }

  /// The agent as the build made it just before.
  private static Path jar() {
    Path jar = Path.of("..", "agent", "target", "plexichat-agent.jar").toAbsolutePath().normalize();
    assertTrue(Files.exists(jar), () -> jar + " is missing: build the module agent first");
    return jar;
  }

  @Override
  public void close() throws IOException {
    try {
      run("local", "down", "--dir", dir.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
