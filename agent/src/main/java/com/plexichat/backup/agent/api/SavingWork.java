package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.function.BooleanSupplier;

/// A backup's work, which never leaves it running: what the source could not close is interrupted,
/// and so is one that was cancelled before its source heard of it.
record SavingWork(Work work, BackupDesk backups, Catalogue catalogue, String backupId)
    implements Work {
  private static final String CANCELLED = "The backup was cancelled.";

  @Override
  public byte[] run(JobControl control) throws InterruptedException {
    try {
      control.tell(work.run(control));
    } catch (OperationFailed e) {
      interrupt(e.sentence(), control::isCancelled);
      throw e;
    } catch (InterruptedException e) {
      // Without a cancellation the agent is stopping, and the job goes on after the restart.
      if (control.isCancelled()) {
        interrupt(CANCELLED, () -> true);
      }
      throw e;
    }
    BackupRow closed = backups.get(backupId);
    return Messages.backup(closed, catalogue.peers().get(closed.host()).name()).toByteArray();
  }

  @Override
  public void neverBegan() {
    interrupt(CANCELLED, () -> true);
  }

  /// Whoever cancels may interrupt this thread just now: that leaves no backup running either.
  private void interrupt(String sentence, BooleanSupplier isCancelled) {
    while (true) {
      try {
        backups.interrupt(backupId, sentence);
        return;
      } catch (OperationFailed e) {
        boolean isDisturbed = e.code() == FailureCode.INTERRUPTED && Thread.interrupted();
        if (!isDisturbed || !isCancelled.getAsBoolean()) {
          throw e;
        }
      }
    }
  }
}
