package com.plexichat.backup.agent.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What a command line is run with; the root takes all of it from the system, a test from itself.
///
/// @param environment of the process
/// @param launch how further processes of this program are started
public record Surroundings(
    LocalActs acts,
    ClusterAccess.Opener clusters,
    Streams streams,
    InstantSource clock,
    RandomGenerator random,
    ZoneId zone,
    Map<String, String> environment,
    Launch launch) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /// Where results and notes go.
  ///
  /// @param live whether `err` is a terminal that can rewrite its line
  public record Streams(OutputStream out, PrintStream err, boolean live) {}
}
