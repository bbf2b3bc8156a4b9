package com.plexichat.backup.shared.model;

import java.util.Arrays;
import java.util.Optional;

/// What a job does at the moment: every phase there is, so that whoever shows them has words for
/// all. An agent of another version may tell others.
public enum JobPhase {
  PREPARE("prepare"),
  FOLD("fold"),
  BACK_UP("back up"),
  FINISH("finish"),
  LOCATE("locate"),
  CHECK("check"),
  RESTORE("restore"),
  VERIFY("verify"),
  RECONSTRUCT("reconstruct"),
  CHECK_COPIES("checking copies"),
  REPAIR("repairing"),
  NAME_LOST_FILES("naming lost files"),
  MARK("marking"),
  TRASH("moving to the trash"),
  BRING_BACK("bringing back"),
  SWEEP("deleting"),
  LOCK("locking");

  private final String word;

  JobPhase(String word) {
    this.word = word;
  }

  /// As the agent tells it, and the command line shows it.
  public String word() {
    return word;
  }

  /// The phase that is told by this word; empty: another version's, or none.
  public static Optional<JobPhase> of(String word) {
    return Arrays.stream(values()).filter(phase -> phase.word.equals(word)).findFirst();
  }
}
