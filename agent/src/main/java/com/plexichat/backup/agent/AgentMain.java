package com.plexichat.backup.agent;

import com.plexichat.backup.agent.cli.Launch;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.commands.CommandLines;
import com.plexichat.backup.agent.cli.remote.ConsoleCalls;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;

/// The start of the `plexichat` executable.
public final class AgentMain {
  private AgentMain() {}

  /// Runs one command line and ends the process with its exit code.
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    InstantSource time = InstantSource.system();
    SecureRandom random = new SecureRandom();
    return CommandLines.run(
        new Surroundings(
            new LocalMachine(time, random),
            ConsoleCalls.opener(time),
            Surroundings.Streams.ofThisProcess(),
            time,
            random,
            ZoneId.systemDefault(),
            System.getenv(),
            Launch.ofThisProcess(AgentMain.class.getName())),
        args);
  }
}
