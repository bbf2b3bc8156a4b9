package com.plexichat.backup.agent.cli;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How further processes of this program are started.
///
/// @param agent words before `agent run …`
/// @param console words that start the console; none where it is not at hand
public record Launch(List<String> agent, List<String> console) {
  /// An agent of a local cluster: a small heap, since several share the machine.
  private static final List<String> FLAGS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED");

  public Launch {
    agent = List.copyOf(agent);
    console = List.copyOf(console);
  }

  /// The same Java and class path as this process, and its launcher.
  public static Launch ofThisProcess(String mainClass) {
    List<String> agent = new ArrayList<>();
    agent.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    agent.addAll(FLAGS);
    // What the launcher found out about start-up is as good for the agents.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag ->
            flag.startsWith("-XX:AOTCache=")
                || flag.startsWith("-Xlog:")
                || flag.startsWith("-Dplexichat."))
        .forEach(agent::add);
    agent.add("-cp");
    agent.add(
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(part -> !part.isEmpty())
            .map(part -> Path.of(part).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator)));
    agent.add(mainClass);
    List<String> console =
        Optional.ofNullable(System.getProperty("plexichat.launcher"))
            .map(launcher -> List.of(launcher, "console"))
            .orElse(List.of());
    return new Launch(agent, console);
  }
}
