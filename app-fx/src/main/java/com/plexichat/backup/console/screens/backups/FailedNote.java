package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;

/// What stands where nothing could be read: what happened, what to do, and another try.
final class FailedNote {
  private FailedNote() {}

  static EmptyNote of(Kit kit, OperationFailed why, Runnable retry) {
    boolean forbidden = why.code() == FailureCode.NOT_ALLOWED;
    EmptyNote note =
        new EmptyNote(
            forbidden ? EmptyNote.Kind.NO_PERMISSION : EmptyNote.Kind.ERROR,
            why.sentence(),
            why.nextAct());
    return forbidden ? note : note.action(kit.text("backups.retry"), retry);
  }
}
