package com.plexichat.backup.shared.model;

/// A job's life: queued ⇄ running ⇄ paused | stalled → cancelling → cancelled | failed | done; and
/// rolled back, when what it did was taken back.
public enum JobState {
  QUEUED,
  RUNNING,
  STALLED,
  PAUSED,
  CANCELLING,
  CANCELLED,
  FAILED,
  DONE,
  ROLLED_BACK;

  public boolean isFinal() {
    return this == CANCELLED || this == FAILED || this == DONE || this == ROLLED_BACK;
  }
}
