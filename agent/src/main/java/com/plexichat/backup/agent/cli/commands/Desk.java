package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.ClusterAccess;
import com.plexichat.backup.agent.cli.LocalActs;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.ProgressPrinter;
import com.plexichat.backup.shared.client.ContextStore;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// What one running command works with: its options, the connection that it opens when it first
/// needs it, and where it writes.
final class Desk implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(30);

  private final Surroundings around;
  private final Globals globals;
  private @Nullable ClusterAccess cluster;

  Desk(Surroundings around, Globals globals) {
    this.around = around;
    this.globals = globals;
  }

  Globals globals() {
    return globals;
  }

  LocalActs acts() {
    return around.acts();
  }

  Surroundings around() {
    return around;
  }

  ZoneId zone() {
    return around.zone();
  }

  PrintStream err() {
    return around.streams().err();
  }

  OutputStream out() {
    return around.streams().out();
  }

  /// The folder that `--home`, the environment or habit names.
  Path home() {
    return globals.home.orElseGet(() -> ContextStore.defaultHome(around.environment()));
  }

  ClusterAccess cluster() {
    ClusterAccess open = cluster;
    if (open == null) {
      open =
          around
              .clusters()
              .open(
                  new ClusterAccess.Target(
                      home(), globals.endpoint, CALL, globals.reason, globals.approval));
      cluster = open;
    }
    return open;
  }

  /// A remark to the person at the terminal.
  void note(String sentence) {
    if (!globals.quiet) {
      Block.wrapped(sentence, Block.WIDTH).forEach(err()::println);
    }
  }

  ProgressPrinter progress() {
    return new ProgressPrinter(err(), around.streams().live(), around.clock());
  }

  /// Refuses what cannot be taken back unless it was confirmed.
  void confirmed(String what) {
    if (!globals.confirm) {
      throw new OperationFailed(FailureCode.NOT_CONFIRMED, what);
    }
  }

  /// Writes a result to stdout or to the file of `--out`, which appears whole or not at all.
  void print(Answer answer) throws IOException {
    if (answer.data().entries().isEmpty()) {
      return;
    }
    byte[] text = answer.text(globals.output).getBytes(StandardCharsets.UTF_8);
    if (globals.out.isEmpty() || globals.out.get().equals("-")) {
      out().write(text);
      out().flush();
      return;
    }
    Path file = Path.of(globals.out.get());
    try {
      Path beside = file.resolveSibling(file.getFileName() + ".part");
      Files.write(beside, text);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException refused) {
      throw new OperationFailed(
          refused, FailureCode.FILE_UNWRITABLE, file.toString(), refused.toString());
    }
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
  }
}
