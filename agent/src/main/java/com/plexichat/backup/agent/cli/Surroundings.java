package com.plexichat.backup.agent.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
  public record Streams(OutputStream out, PrintStream err, boolean live) {
    /// Those of this process, in UTF-8 whatever the locale: what is printed is also read by
    /// scripts.
    public static Streams ofThisProcess() {
      return new Streams(
          new FileOutputStream(FileDescriptor.out),
          new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
          isTerminal() && !"dumb".equals(System.getenv("TERM")));
    }

    /// The JDK knows of standard input and output, not of stderr; Linux tells where it leads.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
      try {
        String leads = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
        return leads.startsWith("/dev/pts/") || leads.startsWith("/dev/tty");
      } catch (IOException notLinux) {
        Console console = System.console();
        return console != null && console.isTerminal();
      }
    }
  }
}
