package com.plexichat.backup.shared.client;

import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.AuditLine;
import com.plexichat.backup.shared.model.AuditVerdict;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.Certificate;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.ClusterFacts;
import com.plexichat.backup.shared.model.Difference;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Entry;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Invitation;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobDiagnosis;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.KitStatus;
import com.plexichat.backup.shared.model.MapPage;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.Person;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.Prune;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.PrunePlan;
import com.plexichat.backup.shared.model.RestoreAsk;
import com.plexichat.backup.shared.model.RetentionChange;
import com.plexichat.backup.shared.model.Role;
import com.plexichat.backup.shared.model.SetPreview;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeDetail;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A cluster as a person works with it, in our own words.
///
/// Each act waits for its answer, and fails with the [OperationFailed] that the agent answered or
/// with UNREACHABLE. What takes a reader reads to the end at the reader's pace; an exception of the
/// reader, or an interrupt of its thread, ends it.
public interface Cluster extends AutoCloseable {
  /// host:port of the agent that is asked.
  String endpoint();

  ClusterFacts facts();

  List<Peer> peers();

  List<Person> persons();

  Distribution distribution();

  /// All that changes, as it changes, from what was heard last on.
  ///
  /// @param stream of the last change that was heard; empty: all is told anew
  /// @param after its revision
  /// @param reader gets each change, one at a time, on a thread of its own
  /// @param end is called once: empty when the agent ended it, else why it broke; not after
  ///   [Watch#close]
  Watch watch(
      String stream,
      long after,
      Consumer<? super Change> reader,
      Consumer<Optional<OperationFailed>> end);

  KitStatus kit();

  /// Remembers that the recovery kit was put away.
  ///
  /// @param note where it lies
  KitStatus markKitStored(String note);

  /// Makes a token with which machines may join.
  ///
  /// @param owner empty: the peer is its own owner
  /// @param uses how many machines may join with it
  Invitation invitePeer(String owner, String region, String site, Duration ttl, int uses);

  /// Makes a token with which one person may enrol.
  Invitation invitePerson(String name, List<Role> roles, Duration ttl);

  List<BackupSet> sets();

  /// What a tier would get on today's peers.
  ///
  /// @param host agent name or id; empty: the coordinator's own
  Preflight preflight(Tier tier, String host);

  /// What a backup of the set would read and leave out, counted on the source.
  SetPreview preview(BackupSet set);

  /// Keeps a set under its name and answers it as it is kept. Commands that are run before and
  /// after it stay as they are.
  BackupSet define(BackupSet set);

  /// Keeps the set, as [#define] does, and backs it up.
  JobStarted backUp(BackupSet set);

  /// Backs up a set as it is kept.
  JobStarted backUpAgain(String set);

  /// The backups, also those that are not whole.
  ///
  /// @param set empty: of all
  List<Backup> backups(String set);

  /// One backup. Fails with BACKUP_UNKNOWN or BACKUP_AMBIGUOUS.
  ///
  /// @param id whole, an unambiguous beginning, or "latest"
  Backup backup(String id);

  Backup deleteBackup(String id, String reason);

  /// Changes how long one backup is kept, and answers it as it is then.
  Backup changeRetention(String backupId, RetentionChange change, String reason);

  /// What a prune would remove and keep, and whether it may; nothing is changed.
  ///
  /// @param tiers only of these; empty: of all
  /// @param set only of this one; empty: of all
  /// @param categories what is taken; empty: what is usual
  PrunePlan planPrune(List<String> tiers, String set, Set<PruneCategory> categories);

  /// Moves what a plan removes to the trash. Fails with GATE_CLOSED, PLAN_STALE or PLAN_UNKNOWN.
  JobStarted runPrune(String planId, String reason);

  /// Prunes that take two people.
  Pruning pruning();

  /// What lies in the trash and can be brought back.
  List<Prune> prunes();

  /// Brings back everything that a job pruned.
  JobStarted rollBackPrune(String jobId, String reason);

  /// Deletes for good what has lain in the trash for its time.
  JobStarted sweepTrash(String reason);

  Certificate certificate(String backupId);

  JobStarted restore(RestoreAsk ask);

  /// Verifies one backup.
  ///
  /// @param depth "presence", "hash", "deep" or "reconstruct"
  JobStarted verify(String backupId, String depth);

  /// Checks copies on the peers.
  ///
  /// @param depth "presence" or "hash"
  /// @param peer id; empty: of all
  JobStarted check(String depth, String peer);

  /// Makes missing and damaged copies anew.
  ///
  /// @param shards empty: all that need it
  JobStarted repair(List<ShardId> shards);

  /// The newest jobs.
  List<Job> jobs();

  /// One job, with what it came to. Fails with JOB_UNKNOWN.
  Job job(String id);

  /// A job as it goes on, until it has ended; `end` as in [#watch].
  Watch watchJob(String id, Consumer<? super Job> reader, Consumer<Optional<OperationFailed>> end);

  Job cancel(String jobId, String reason);

  /// Lets a job rest behind the item that it is at, until it is resumed.
  Job pause(String jobId, String reason);

  Job resume(String jobId, String reason);

  /// Does the work of a job that failed or was cancelled once more, as the new job that is
  /// answered.
  Job restart(String jobId, String reason);

  /// What keeps a job from going on.
  JobDiagnosis diagnose(String jobId);

  /// What runs by itself.
  Schedules schedules();

  /// The tiers and what follows from them.
  Tiering tiering();

  /// What lies directly in a folder of a backup. Fails with PATH_NOT_IN_BACKUP.
  ///
  /// @param folder empty: the root
  void browse(String backupId, FilePath folder, Consumer<? super List<Entry>> reader);

  /// What a pattern matches, in all backups.
  ///
  /// @param set only in this one's; empty: of all
  void find(String glob, String set, Consumer<? super List<Entry>> reader);

  /// The contents of a file of a backup, or of a folder as a tar archive.
  void download(String backupId, FilePath path, Download reader);

  /// What differs between two backups of one vault.
  ///
  /// @param below only there; empty: everywhere
  void compare(String from, String to, FilePath below, Consumer<? super List<Difference>> reader);

  /// A stripe with its shards, their copies, and what became of them; empty when there is none.
  StripeDetail stripe(StripeId id);

  /// The map of all stripes.
  ///
  /// @param after only what changed after this log index; 0: all
  /// @param backupId only what it needs; empty: all
  void map(long after, String backupId, Consumer<? super MapPage> reader);

  /// The audit chain, oldest first.
  ///
  /// @param after index of the last line that is known; 0: none
  /// @param most lines
  List<AuditLine> audit(long after, int most);

  AuditVerdict verifyAudit();

  /// Ends all calls and closes the connection.
  @Override
  void close();

  /// Who takes what is downloaded.
  interface Download {
    /// Takes the next bytes.
    ///
    /// @param tar whether all of them are a tar archive; the same in each call
    void take(byte[] bytes, boolean tar);
  }
}
