package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.RestoreWork;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobPhase;
import java.time.InstantSource;

/// Restores a backup, or what its includes name, below a folder of this machine: the file
/// `/home/a/x` becomes `TARGET/home/a/x`.
///
/// A file has its name when it is whole, metadata and all; one that cannot be had is listed, and
/// nothing of it is left. Run again after a restart, it keeps the files that are whole and goes on.
/// Answers a [RestoreResult]; that some files are not whole is no failure of the job.
public final class RestoreJob implements Work {
  private static final String PURPOSE = "restore";

  private final RestoreWork work;
  private final ShardAccess access;
  private final Vaults vaults;
  private final RestoreMarkers markers;
  private final InstantSource clock;

  public RestoreJob(
      RestoreWork work,
      ShardAccess access,
      Vaults vaults,
      RestoreMarkers markers,
      InstantSource clock) {
    this.work = work;
    this.access = access;
    this.vaults = vaults;
    this.markers = markers;
    this.clock = clock;
  }

  @Override
  public byte[] run(JobControl control) throws InterruptedException {
    long begun = clock.millis();
    PathGlobs includes = new PathGlobs(work.getIncludesList());
    Overwrite overwrite = overwrite(work.getOverwrite());
    control.progress(JobPhase.LOCATE, 0, 0, 0, 0);
    try (BackupContents contents =
        BackupContents.open(work.getBackupId(), PURPOSE, access, vaults)) {
      control.checkCancelled();
      RestoreTally tally = tally(control, contents.record(), includes, overwrite);
      if (work.getDryRun()) {
        walk(contents, includes, new CheckStep(contents, tally), tally);
      } else {
        RawPath to = RawPath.of(work.getTo().toByteArray());
        try (RestoreMarkers.Entered _ = markers.enter(to)) {
          restore(contents, to, overwrite, tally);
        }
      }
      RestoreResult.Builder result = tally.result();
      contents.sources().forEach((peer, bytes) -> result.putSources(peer.hex(), bytes));
      return result
          .setBodiesRead(contents.bodiesRead())
          .setHeadersRead(contents.headersRead())
          .setDurationMs(clock.millis() - begun)
          .build()
          .toByteArray();
    }
  }

  private RestoreTally tally(
      JobControl control, Record record, PathGlobs includes, Overwrite overwrite) {
    RestoreTally.Totals totals =
        includes.isEmpty()
            ? new RestoreTally.Totals(record.getFiles(), record.getSourceBytes())
            : new RestoreTally.Totals(0, 0);
    JobPhase phase = work.getDryRun() ? JobPhase.CHECK : JobPhase.RESTORE;
    return new RestoreTally(control, phase, totals, overwrite == Overwrite.NEVER);
  }

  private void restore(BackupContents contents, RawPath to, Overwrite asked, RestoreTally tally)
      throws InterruptedException {
    String backup = work.getBackupId();
    boolean isMarked = asked == Overwrite.REFUSE;
    RestoreMarkers.Begun begun = isMarked ? markers.begun(backup, to) : RestoreMarkers.Begun.NOT;
    Overwrite how =
        switch (begun) {
          case NOT -> asked;
          case DOUBTED -> Overwrite.ALWAYS;
          case TRUSTED -> Overwrite.CHANGED;
        };
    try (RestoreTarget target = RestoreTarget.open(to, how, tally::problem)) {
      if (isMarked && begun == RestoreMarkers.Begun.NOT) {
        markers.begin(backup, to);
      }
      WriteStep step = new WriteStep(target, new FileContentReader(contents), tally);
      walk(contents, new PathGlobs(work.getIncludesList()), step, tally);
      sync(target, isMarked, to);
    }
    if (isMarked) {
      markers.end(to);
    }
  }

  /// After a sync that failed, the next try may trust nothing of what lies there.
  private void sync(RestoreTarget target, boolean isMarked, RawPath to) {
    try {
      target.sync();
    } catch (OperationFailed failed) {
      if (isMarked) {
        markers.doubt(work.getBackupId(), to);
      }
      throw failed;
    }
  }

  private void walk(
      BackupContents contents, PathGlobs includes, RestoreStep step, RestoreTally tally)
      throws InterruptedException {
    try (RestoreWalk walk = new RestoreWalk(contents.tree(), includes, step, tally)) {
      walk.walk();
    }
    tally.tell(true);
    if (!includes.isEmpty() && tally.isNothing()) {
      throw new OperationFailed(
          FailureCode.PATH_NOT_IN_BACKUP,
          String.join(", ", work.getIncludesList()),
          work.getBackupId());
    }
  }

  /// Checks that enough copies are known for every chunk.
  private static final class CheckStep extends ReadingStep {
    CheckStep(BackupContents contents, RestoreTally tally) {
      super(contents, tally);
    }

    @Override
    void check(ChunkRef chunk) {
      contents().checkLocated(chunk);
    }
  }

  private static Overwrite overwrite(String text) {
    return switch (text) {
      case "" -> Overwrite.REFUSE;
      case "never" -> Overwrite.NEVER;
      case "changed" -> Overwrite.CHANGED;
      case "always" -> Overwrite.ALWAYS;
      default ->
          throw new OperationFailed(
              FailureCode.USAGE,
              "--overwrite knows never, changed and always, not '%s'.".formatted(text));
    };
  }
}
