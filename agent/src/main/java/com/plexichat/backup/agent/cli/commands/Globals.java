package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.output.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that every command takes.
final class Globals {
  @Option(
      names = "--home",
      order = 100,
      paramLabel = "DIR",
      description = "Folder of contexts or of an agent (default: $PLEXICHAT_HOME, ~/.plexichat).")
  Optional<Path> home = Optional.empty();

  @Option(
      names = "--endpoint",
      order = 101,
      paramLabel = "HOST:PORT",
      description = "The agent to ask (default: the context's).")
  Optional<String> endpoint = Optional.empty();

  @Option(
      names = "--output",
      order = 102,
      paramLabel = "FORM",
      description = "table, json or yaml.")
  Answer.Form output = Answer.Form.TABLE;

  @Option(
      names = "--out",
      order = 103,
      paramLabel = "FILE",
      description = "Write the result to this file.")
  Optional<String> out = Optional.empty();

  @Option(names = "--wait", order = 104, description = "Wait until the job has ended.")
  boolean untilDone;

  @Option(
      names = "--timeout",
      order = 105,
      paramLabel = "TIME",
      description = "Wait at most so long (90s, 15m, 2h, 1d).")
  Optional<Duration> timeout = Optional.empty();

  @Option(names = "--follow", order = 106, description = "Go on showing what comes.")
  boolean follow;

  @Option(names = "--dry-run", order = 107, description = "Show what would be done.")
  boolean dryRun;

  @Option(names = "--confirm", order = 108, description = "Do what cannot be taken back.")
  boolean confirm;

  @Option(
      names = "--reason",
      order = 109,
      paramLabel = "TEXT",
      description = "Why; it goes into the audit chain.")
  String reason = "";

  @Option(
      names = "--approval",
      order = 110,
      paramLabel = "ID",
      description = "An approval that was given.")
  String approval = "";

  @Option(
      names = {"-q", "--quiet"},
      order = 111,
      description = "No progress and no remarks on stderr.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      order = 112,
      description = "Show the inner cause of an error.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      order = 113,
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
