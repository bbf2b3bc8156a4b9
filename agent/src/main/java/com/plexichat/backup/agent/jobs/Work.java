package com.plexichat.backup.agent.jobs;

/// What a job does. Runs on a virtual thread of its own; asked again after a restart with the same
/// parameters, so everything it does must be effective exactly once.
public interface Work {
  /// Does it, and answers the kind's result message. Failing is an OperationFailed; being cancelled
  /// is what [JobControl#checkCancelled] throws.
  byte[] run(JobControl control) throws InterruptedException;

  /// It was cancelled before its turn came, and nothing of it ever ran.
  default void neverBegan() {}
}
