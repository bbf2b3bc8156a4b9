package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.shared.failure.OperationFailed;

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
      backups.interrupt(backupId, e.sentence());
      throw e;
    } catch (InterruptedException e) {
      // Without a cancellation the agent is stopping, and the job goes on after the restart.
      if (control.isCancelled()) {
        backups.interrupt(backupId, CANCELLED);
      }
      throw e;
    }
    BackupRow closed = backups.get(backupId);
    return Messages.backup(closed, catalogue.peers().get(closed.host()).name()).toByteArray();
  }

  @Override
  public void neverBegan() {
    backups.interrupt(backupId, CANCELLED);
  }
}
