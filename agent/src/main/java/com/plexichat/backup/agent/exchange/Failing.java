package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.proto.Failure;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;

/// Failures inside answers, and back.
final class Failing {
  private Failing() {}

  static Failure message(OperationFailed failed) {
    return Failure.newBuilder().setCode(failed.code().name()).addAllArgs(failed.args()).build();
  }

  static OperationFailed read(Failure failure) {
    FailureCode code;
    try {
      code = FailureCode.valueOf(failure.getCode());
    } catch (IllegalArgumentException e) {
      return new OperationFailed(e, FailureCode.INTERNAL, failure.getCode());
    }
    return new OperationFailed(code, failure.getArgsList().toArray(String[]::new));
  }

  static OperationFailed refused(String name, String why) {
    return new OperationFailed(FailureCode.ORDER_REFUSED, name, why);
  }
}
