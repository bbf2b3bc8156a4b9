package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.policy.RetentionDesk;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.LockBackupAnswer;
import com.plexichat.backup.proto.LockBackupRequest;
import com.plexichat.backup.proto.LockCopies;

/// Locks backups: in the log first, then with every machine that holds a copy.
public final class LockDesk {
  private final RetentionDesk retention;
  private final JobDesk jobs;

  public LockDesk(RetentionDesk retention, JobDesk jobs) {
    this.retention = retention;
    this.jobs = jobs;
  }

  LockBackupAnswer lock(LockBackupRequest ask, String actor) {
    BackupRow backup = retention.lock(ask, actor);
    return LockBackupAnswer.newBuilder()
        .setBackupId(backup.id())
        .setUntilMs(backup.retention().lockedMs())
        .setJobId(tell(backup, actor).getJobId())
        .build();
  }

  /// A backup was closed: its tier may lock it.
  void closed(BackupRow backup) {
    if (backup.retention().lockDays() > 0) {
      tell(backup, "coordinator");
    }
  }

  private JobStarted tell(BackupRow backup, String actor) {
    LockCopies order =
        LockCopies.newBuilder()
            .setBackupId(backup.id())
            .setDays(backup.retention().lockDays())
            .build();
    return jobs.begin("lock", order, actor);
  }
}
