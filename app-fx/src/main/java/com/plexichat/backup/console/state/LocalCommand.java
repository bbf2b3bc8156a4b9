package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The command line `plexichat` on this machine: what only an agent's package can do here (found a
/// cluster, start agents, print a recovery kit) the console asks of it.
public final class LocalCommand {
  private static final int TOLD = 20;

  private final Path program;

  private LocalCommand(Path program) {
    this.program = program;
  }

  /// Finds it: where the console was started from, else on the search path.
  ///
  /// @param launcher the program that started the console, when it told
  /// @param searchPath as in the environment
  public static Optional<LocalCommand> find(Optional<String> launcher, String searchPath) {
    String suffix =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")
            ? ".exe"
            : "";
    return Stream.concat(
            launcher.stream().map(Path::of),
            Stream.of(searchPath.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "plexichat" + suffix)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(LocalCommand::new);
  }

  public Path program() {
    return program;
  }

  /// Runs it to its end. Fails with what it told when its exit code is none of those that are well
  /// (0, or 2: done with a warning). An interrupt ends it.
  ///
  /// @param progress gets its lines of progress
  public void run(List<String> arguments, Consumer<String> progress) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(arguments);
    List<String> told = new ArrayList<>();
    Process process = start(command, false);
    try (BufferedReader lines = process.errorReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        told.add(line);
        if (!line.startsWith("{")) {
          progress.accept(line);
        }
      }
      int code = process.waitFor();
      if (code != 0 && code != 2) {
        throw failed(arguments, code, told);
      }
    } catch (IOException broken) {
      throw new OperationFailed(
          broken, FailureCode.INTERNAL, program + " " + String.join(" ", arguments));
    } finally {
      process.destroy();
    }
  }

  /// Starts it to run on after the console has ended: an agent.
  public Process leave(List<String> arguments, Path log) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(arguments);
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException refused) {
      throw new OperationFailed(refused, FailureCode.INTERNAL, program + ": " + refused);
    }
  }

  private static Process start(List<String> command, boolean joined) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(joined);
      Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      return process;
    } catch (IOException refused) {
      throw new OperationFailed(refused, FailureCode.INTERNAL, command.getFirst() + ": " + refused);
    }
  }

  /// The last words are what it says to a person: what happened, what to do.
  private static OperationFailed failed(List<String> arguments, int code, List<String> told) {
    List<String> words = told.stream().filter(line -> !line.startsWith("{")).toList();
    String last =
        String.join(" ", words.subList(Math.max(0, words.size() - TOLD), words.size())).strip();
    return new OperationFailed(
        FailureCode.LOCAL_COMMAND_FAILED,
        "plexichat " + String.join(" ", arguments.subList(0, Math.min(2, arguments.size()))),
        Integer.toString(code),
        last);
  }
}
