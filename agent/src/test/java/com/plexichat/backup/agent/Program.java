package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.cli.Launch;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// The program as it is installed, made of the classes of this build: jars, and what the JVM keeps
/// of their loading. From bare classes a command works a second longer, and an agent three.
///
/// It lies below `target` and is made anew when a class is newer.
final class Program {
  private static final Path DIR = Path.of("target", "program").toAbsolutePath();
  private static final Path COMMANDS = DIR.resolve("commands.aot");
  private static final Path AGENTS = DIR.resolve("agents.aot");
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:TieredStopAtLevel=1",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "-Xlog:aot*=off:stderr",
          "-Xlog:cds*=off:stderr",
          "--enable-native-access=ALL-UNNAMED");

  private final String jars;

  private Program(String jars) {
    this.jars = jars;
  }

  /// What starts a command line of it; its arguments come behind.
  static List<String> command() throws IOException {
    return words(now().jars, "-XX:AOTCache=" + COMMANDS, "-Dplexichat.agent-cache=" + AGENTS);
  }

  /// What starts its agents from this process.
  static Launch launch() throws IOException {
    List<String> agent = new ArrayList<>(Launch.ofThisProcess(AgentMain.class.getName()).agent());
    agent.set(agent.indexOf("-cp") + 1, now().jars);
    agent.add(1, "-XX:AOTCache=" + AGENTS);
    return new Launch(agent, List.of());
  }

  private static synchronized Program now() throws IOException {
    Files.createDirectories(DIR);
    try (FileChannel channel =
            FileChannel.open(
                DIR.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // Tests in another JVM may be about to make it as well.
        var _ = channel.lock()) {
      return made();
    }
  }

  private static Program made() throws IOException {
    List<String> path = new ArrayList<>();
    boolean changed = Files.notExists(AGENTS);
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path there = Path.of(part).toAbsolutePath();
      if (part.endsWith(".jar")) {
        path.add(there.toString());
      } else if (there.endsWith("classes")) {
        Path jar = DIR.resolve(there.resolve("../..").normalize().getFileName() + ".jar");
        changed |= pack(there, jar);
        path.add(jar.toString());
      }
    }
    String jars = String.join(File.pathSeparator, path);
    if (changed) {
      train(jars);
    }
    return new Program(jars);
  }

  private static List<String> words(String jars, String... options) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(OPTIONS);
    words.addAll(List.of(options));
    words.addAll(List.of("-cp", jars, AgentMain.class.getName()));
    return List.copyOf(words);
  }

  /// One agent is founded, asked something, and ended: caches are written at an end.
  private static void train(String jars) throws IOException {
    Files.deleteIfExists(COMMANDS);
    Files.deleteIfExists(AGENTS);
    Path trial = Files.createTempDirectory("trial");
    run(
        words(jars, "-Dplexichat.agent-cache-output=" + AGENTS),
        "local",
        "up",
        "--dir",
        trial.toString(),
        "--agents",
        "1");
    run(
        words(jars, "-XX:AOTCacheOutput=" + COMMANDS),
        "peer",
        "list",
        "--home",
        trial.resolve("home").toString());
    String cluster = Files.readString(trial.resolve("cluster.json"));
    long agent = Json.of(cluster).list("agents").getFirst().number("pid");
    ProcessHandle.of(agent)
        .ifPresent(process -> {
          process.destroy();
          process.onExit().join();
        });
  }

  private static void run(List<String> words, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(arguments));
    RealCluster.Ended ended = new RealCluster.Going(all).end();
    assertTrue(ended.code() == 0, () -> all + ": " + ended);
  }

  /// Packs a folder of classes, without compressing them; false if nothing is newer than the jar.
  private static boolean pack(Path classes, Path jar) throws IOException {
    FileTime newest = FileTime.fromMillis(0);
    try (Stream<Path> walk = Files.walk(classes)) {
      for (Path file : (Iterable<Path>) walk::iterator) {
        FileTime time = Files.getLastModifiedTime(file);
        newest = time.compareTo(newest) > 0 ? time : newest;
      }
    }
    try {
      if (Files.getLastModifiedTime(jar).compareTo(newest) >= 0) {
        return false;
      }
    } catch (NoSuchFileException none) {
      // Then it is made now.
    }
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    int code =
        tool.run(
            System.out,
            System.err,
            "--create",
            "--no-compress",
            "--file",
            jar.toString(),
            "-C",
            classes.toString(),
            ".");
    assertTrue(code == 0, () -> "jar: " + code);
    return true;
  }
}
