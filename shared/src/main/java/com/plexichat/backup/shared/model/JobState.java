package com.plexichat.backup.shared.model;

/// A job's life: queued → running ⇄ paused | stalled → cancelling → cancelled | failed | done.
public enum JobState {
  QUEUED,
  RUNNING,
  STALLED,
  PAUSED,
  CANCELLING,
  CANCELLED,
  FAILED,
  DONE;

  public boolean isFinal() {
    return this == CANCELLED || this == FAILED || this == DONE;
  }
}
