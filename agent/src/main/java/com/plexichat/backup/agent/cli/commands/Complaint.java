package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.JsonText;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.PrintStream;

/// How a failure is told: one sentence on what happened, one on what to do, and for scripts one
/// line of JSON at the end.
final class Complaint {
  private Complaint() {}

  static void print(PrintStream err, OperationFailed failure, boolean json, boolean verbose) {
    Block.wrapped(failure.sentence(), Block.WIDTH).forEach(err::println);
    Block.wrapped(failure.nextAct(), Block.WIDTH).forEach(err::println);
    if (verbose) {
      failure.printStackTrace(err);
    }
    if (json) {
      err.println(
          JsonText.line(
              Fields.of()
                  .put(
                      "error",
                      Fields.of()
                          .put("code", failure.code().name())
                          .put("message", failure.sentence())
                          .put("next", failure.nextAct()))));
    }
    err.flush();
  }
}
