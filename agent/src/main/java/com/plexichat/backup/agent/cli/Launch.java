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
  /// The options of an agent's JVM; the launcher starts `agent run` with the same.
  ///
  /// The heap is small because several agents may share a machine, and everything is bounded. An
  /// agent works for hours on native code and for moments on its own, so the optimising compiler,
  /// which would take more of the processor than all else during a first backup, waits ten times
  /// longer than it would (`Tier4…`, defaults 5000, 600, 15000, 40000); only for ciphers and
  /// digests, whose fast form it alone knows, it does not wait at all.
  static final List<String> FLAGS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000",
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.GaloisCounterMode*::*,0.01",
          "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.GHASH::*,0.01",
          "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.CounterMode::*,0.01",
          "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.SHA2*::*,0.01",
          "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::*,0.01",
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
    String trained = System.getProperty("plexichat.agent-cache-output");
    String cache = System.getProperty("plexichat.agent-cache");
    if (trained != null) {
      agent.add("-XX:AOTCacheOutput=" + trained);
    } else if (cache != null) {
      agent.add("-XX:AOTCache=" + cache);
    }
    // What the launcher says of logs and of itself is as good for the agents.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("-Xlog:") || flag.startsWith("-Dplexichat."))
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
