package com.plexichat.backup.agent;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The start of the `plexichat` executable.
@Command(
    name = "plexichat",
    description = "Backs up machines onto each other.",
    mixinStandardHelpOptions = true,
    versionProvider = AgentMain.Version.class)
public final class AgentMain implements Callable<Integer> {
  private static final int USAGE = 64;

  private AgentMain() {}

  /// Runs one command line and ends the process with its exit code.
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new AgentMain())
        .setParameterExceptionHandler((exception, _) -> {
          CommandLine command = exception.getCommandLine();
          command.getErr().println(exception.getMessage());
          command.usage(command.getErr());
          return USAGE;
        });
  }

  @Override
  public Integer call() {
    commandLine().usage(System.err);
    return USAGE;
  }

  /// The version that the build wrote into the jar.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String built = AgentMain.class.getPackage().getImplementationVersion();
      return new String[] {"plexichat " + (built == null ? "(not packaged)" : built)};
    }
  }
}
