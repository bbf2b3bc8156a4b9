package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/// One verb: asks, and prints the answer.
abstract class Act implements Callable<Integer> {
  @Mixin final Globals globals = new Globals();

  private final Surroundings around;

  Act(Surroundings around) {
    this.around = around;
  }

  /// Does it. What it prints on the way goes to stderr through the desk.
  abstract Answer act(Desk desk) throws IOException;

  /// Whether `--dry-run` means something here. Where it does not it is refused: nobody may believe
  /// that nothing was done.
  boolean hasDryRun() {
    return false;
  }

  @Override
  public final Integer call() throws IOException {
    if (globals.dryRun && !hasDryRun()) {
      throw new OperationFailed(FailureCode.USAGE, "This command has no --dry-run.");
    }
    try (Desk desk = new Desk(around, globals)) {
      Answer answer = act(desk);
      desk.print(answer);
      return answer.exitCode();
    }
  }
}
