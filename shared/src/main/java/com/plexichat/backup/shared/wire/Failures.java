package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.Failure;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;

/// Failures on the wire and back.
public final class Failures {
  private Failures() {}

  public static Failure message(OperationFailed failed) {
    return Failure.newBuilder().setCode(failed.code().name()).addAllArgs(failed.args()).build();
  }

  /// Reads a failure; a code that this version does not know becomes INTERNAL and names it.
  public static OperationFailed failed(Failure message) {
    String[] args = message.getArgsList().toArray(String[]::new);
    for (FailureCode code : FailureCode.values()) {
      if (code.name().equals(message.getCode())) {
        return new OperationFailed(code, args);
      }
    }
    return new OperationFailed(
        FailureCode.INTERNAL, message.getCode() + " " + String.join(", ", message.getArgsList()));
  }
}
