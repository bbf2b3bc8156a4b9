package com.plexichat.backup.agent.catalogue;

import com.google.errorprone.annotations.FormatMethod;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;

/// What a command must be before it is applied. Whatever fails here takes the whole submission
/// back, before anything is appended.
final class Demand {
  static final int HASH_BYTES = 32;
  static final int OPERATION_BYTES = 16;

  private Demand() {}

  /// The command itself is not well formed: a programmer's error.
  @FormatMethod
  static void wellFormed(boolean holds, String sentence, Object... args) {
    if (!holds) {
      throw new IllegalArgumentException(sentence.formatted(args));
    }
  }

  /// The command does not fit the present state.
  static void fits(boolean holds, String what, String why) {
    if (!holds) {
      throw refused(what, why);
    }
  }

  static void known(boolean holds, FailureCode code, String... args) {
    if (!holds) {
      throw new OperationFailed(code, args);
    }
  }

  static OperationFailed refused(String what, String why) {
    return new OperationFailed(FailureCode.ACT_REFUSED, what, why);
  }
}
