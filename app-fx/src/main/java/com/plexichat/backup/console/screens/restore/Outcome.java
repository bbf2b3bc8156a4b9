package com.plexichat.backup.console.screens.restore;

import com.plexichat.backup.console.kit.JobRun;
import com.plexichat.backup.console.screens.restore.RestoreModel.Step;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a restore, or the look before it, came to.
final class Outcome {
  private Outcome() {}

  /// The step at which a failure can be mended; empty: at none.
  static Optional<Step> place(String code) {
    FailureCode known;
    try {
      known = FailureCode.valueOf(code);
    } catch (IllegalArgumentException newer) {
      return Optional.empty();
    }
    return switch (known) {
      case PATH_NOT_IN_BACKUP, BACKUP_UNKNOWN, BACKUP_AMBIGUOUS, USAGE -> Optional.of(Step.WHAT);
      case TARGET_NOT_EMPTY,
          TARGET_BUSY,
          TARGET_UNUSABLE,
          PATH_NOT_ABSOLUTE,
          VAULT_CLOSED,
          PEER_UNKNOWN,
          HOST_GONE,
          NO_SPACE ->
          Optional.of(Step.WHERE);
      default -> Optional.empty();
    };
  }

  /// What a run brought, or would bring.
  static Optional<JobResult.Restored> restored(JobRun run) {
    return run.jobProperty()
        .get()
        .flatMap(Job::result)
        .filter(JobResult.Restored.class::isInstance)
        .map(JobResult.Restored.class::cast);
  }

  /// Each file that is not whole and why, a line each.
  static String list(JobResult.Restored restored) {
    return restored.failed().stream()
        .map(one -> one.path().shown() + "\t" + one.code() + "\t" + one.message())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
