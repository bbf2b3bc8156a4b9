package com.plexichat.backup.agent.backup;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.backup.Coordination.Opened;
import com.plexichat.backup.agent.backup.PreviousBackups.Previous;
import com.plexichat.backup.agent.coding.Chunker;
import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.StripeSealer;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.CloseBackupRequest;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.SegmentRef;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.Warning;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Failures;
import com.plexichat.backup.shared.wire.Ids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Backs up one set on this machine: hooks, walk, chunks, stripes, record.
///
/// Run again after a kill, it walks again, finds the chunks of committed stripes in the index and
/// sends only what is missing. Nothing of it is visible before the coordinator closed it.
public final class BackupJob implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(BackupJob.class);

  private static final int TOLD_BYTES = 512 << 10;

  private final String backupId;
  private final Source source;
  private final Parts parts;

  /// Whose data it is and under which keys.
  ///
  /// @param hostName as people know this machine
  public record Source(Vault vault, ChunkIndex index, RecordSigner signer, String hostName) {}

  /// What it works with.
  public record Parts(
      Coordination coordination,
      StripeUploads uploads,
      PreviousBackups previous,
      StripeSealer sealer) {}

  public BackupJob(String backupId, Source source, Parts parts) {
    this.backupId = backupId;
    this.source = source;
    this.parts = parts;
  }

  @Override
  public byte[] run(JobControl control) throws InterruptedException {
    control.progress(JobPhase.PREPARE, 0, 0, 0, 0);
    Opened opened = parts.coordination().open(backupId, control.jobId(), source.vault().id().hex());
    try {
      return backUp(control, opened).toByteArray();
    } catch (OperationFailed e) {
      if (e.code() != FailureCode.INTERRUPTED && e.code() != FailureCode.UNREACHABLE) {
        giveUp(control, e);
      }
      throw e;
    }
  }

  private BackupEntry backUp(JobControl control, Opened opened) throws InterruptedException {
    SetSpec set = opened.facts().getSet();
    long sentBefore = parts.uploads().sentBytes();
    SourceFolds folds = fold(opened, control);
    Hooks.run(set.getBefore(), set.getName());
    BackupFinish finish = new BackupFinish(backupId, source, opened);
    try (PreviousHandle previous = previous(opened);
        BackupRun run = BackupRun.start(backupId, source, parts, opened)) {
      // Who opened the previous backup learned the places of its lost stripes too.
      retain(folds.live(), opened);
      TreeBackup tree = tree(run, previous, control);
      try {
        new SourceWalk(
                set.getPathsList().stream().map(path -> RawPath.of(path.toByteArray())).toList(),
                new Excludes(set.getExcludesList()),
                source.hostName())
            .walk(tree);
      } finally {
        after(set, tree);
      }
      control.checkCancelled();
      control.progress(JobPhase.FINISH, tree.tally().files, 0, tree.tally().sourceBytes, 0);
      BackupFinish.Sealed sealed = finish.seal(run, tree, segments(previous, folds, opened));
      CloseBackupRequest.Builder facts = sealed.facts();
      run.flow().await();
      facts.setSentBytes(parts.uploads().sentBytes() - sentBefore);
      BackupEntry closed = parts.coordination().close(facts.build(), sealed.stripes());
      return closed.toBuilder().addAllWarnings(told(tree.warnings())).build();
    }
  }

  /// As many as fit into a message; all are in the record.
  private static List<Warning> told(List<Warning> warnings) {
    List<Warning> told = new ArrayList<>();
    int bytes = 0;
    for (Warning warning : warnings) {
      bytes += warning.getSerializedSize();
      if (bytes > TOLD_BYTES) {
        break;
      }
      told.add(warning);
    }
    return told;
  }

  /// From now on only these stripes are reused.
  private void retain(Set<StripeId> live, Opened opened) {
    try {
      source.index().retain(new HashSet<>(live), new HashSet<>(opened.vacated()));
    } catch (IOException e) {
      throw DiskFailure.worded("The backup", source.hostName(), e);
    }
  }

  private SourceFolds fold(Opened opened, JobControl control) {
    retain(new HashSet<>(opened.live()), opened);
    SourceFolds folds = new SourceFolds(backupId, source, parts, opened);
    if (opened.facts().getFoldsCount() > 0) {
      control.progress(JobPhase.FOLD, 0, 0, 0, 0);
      folds.fold(opened.facts().getFoldsList());
    }
    return folds;
  }

  /// Those that are there already: what lies in a stripe that is no more, or is vacated, is listed
  /// anew.
  private static List<SegmentRef> segments(
      PreviousHandle previous, SourceFolds folds, Opened opened) {
    Set<StripeId> there = new HashSet<>(folds.live());
    opened.vacated().forEach(there::remove);
    List<SegmentRef> kept = new ArrayList<>(folds.segments());
    previous.segments().stream()
        .filter(segment -> there.contains(Ids.stripe(segment.getStripe())))
        .forEach(kept::add);
    return kept;
  }

  private TreeBackup tree(BackupRun run, PreviousHandle previous, JobControl control) {
    Chunker chunker = new Chunker(source.vault().gearKey());
    TreeBackup tree = new TreeBackup(run.pipeline(), chunker, previous.tree(), previous.roots());
    tree.onStep(() -> {
      rest(run, control);
      run.flow().check();
      run.listSealed();
      TreeBackup.Tally tally = tree.tally();
      control.progress(JobPhase.BACK_UP, tally.files, 0, tally.sourceBytes, 0);
    });
    return tree;
  }

  /// Before the job rests, every stripe that was taken is committed: nothing that was reserved is
  /// left open for as long as it rests.
  private static void rest(BackupRun run, JobControl control) {
    if (control.isPaused()) {
      try {
        run.flow().await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    control.checkpoint();
  }

  private static void after(SetSpec set, TreeBackup tree) throws InterruptedException {
    try {
      Hooks.run(set.getAfter(), set.getName());
    } catch (OperationFailed e) {
      tree.addWarning(
          Warning.newBuilder()
              .setCode("AFTER_COMMAND_FAILED")
              .setMessage("The command after the backup ended with " + e.args().getLast())
              .build());
    }
  }

  private void giveUp(JobControl control, OperationFailed cause) {
    CloseBackupRequest facts =
        CloseBackupRequest.newBuilder()
            .setBackupId(backupId)
            .setFailure(Failures.message(cause))
            .setCancelled(control.isCancelled())
            .build();
    try {
      parts.coordination().close(facts, List.of());
    } catch (OperationFailed e) {
      LOG.warn("the end of backup {} could not be told: {}", backupId, e.sentence());
    }
  }

  private PreviousHandle previous(Opened opened) {
    String before = opened.facts().getPreviousBackup();
    if (before.isEmpty()) {
      return PreviousHandle.none();
    }
    return parts
        .previous()
        .open(source.vault(), source.index(), before)
        .map(PreviousHandle::new)
        .orElseGet(PreviousHandle::none);
  }

  /// The previous backup as this one uses it.
  private record PreviousHandle(@org.jspecify.annotations.Nullable Previous previous)
      implements AutoCloseable {
    static PreviousHandle none() {
      return new PreviousHandle(null);
    }

    PreviousTree tree() {
      return new PreviousTree(
          previous == null
              ? new com.plexichat.backup.agent.content.ManifestReader(_ -> {
                throw new IllegalStateException("there is no previous backup");
              })
              : previous.manifest());
    }

    Map<ByteString, Entry> roots() {
      Map<ByteString, Entry> roots = new HashMap<>();
      if (previous != null) {
        previous.record().getRootsList().forEach(one -> roots.put(one.getPath(), one.getEntry()));
      }
      return roots;
    }

    List<SegmentRef> segments() {
      return previous == null ? List.of() : previous.record().getSegmentsList();
    }

    @Override
    public void close() {
      if (previous != null) {
        previous.closer().run();
      }
    }
  }
}
