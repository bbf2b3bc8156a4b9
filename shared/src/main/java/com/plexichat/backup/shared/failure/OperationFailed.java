package com.plexichat.backup.shared.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operation that could not be done, for a reason outside the program. Worded at the edge by its
/// code.
public final class OperationFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;
  private final transient List<String> args;

  public OperationFailed(FailureCode code, String... args) {
    this(null, code, args);
  }

  public OperationFailed(@Nullable Throwable cause, FailureCode code, String... args) {
    super(code + " " + String.join(" | ", args), cause);
    this.code = code;
    this.args = List.of(args);
  }

  public FailureCode code() {
    return code;
  }

  public List<String> args() {
    return args;
  }

  /// What happened, in one sentence.
  public String sentence() {
    return code.sentence(args);
  }

  /// What to do, in one sentence.
  public String nextAct() {
    return code.nextAct(args);
  }
}
