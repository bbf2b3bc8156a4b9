package com.plexichat.backup.shared.model;

import com.plexichat.backup.shared.model.PrunePlan.Amount;
import com.plexichat.backup.shared.model.PrunePlan.Planned;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a job came to.
public sealed interface JobResult {
  /// A backup that was made, or why it was not.
  record BackedUp(Backup backup) implements JobResult {}

  /// What a restore brought.
  ///
  /// @param state "complete", "incomplete", "cancelled"
  /// @param failed files that are not whole, as many as the answer holds
  /// @param failures all of them
  record Restored(
      String state,
      long files,
      long directories,
      long bytes,
      List<PathWarning> failed,
      long failures,
      Duration duration,
      Map<PeerId, Long> sources)
      implements JobResult {}

  /// What a verification of one backup found.
  ///
  /// @param state "ok", "damaged", "lost"
  /// @param affected files that are touched, as many as the answer holds
  /// @param unnamed why files could not be named; empty: all are
  record Verified(
      String state,
      long shards,
      long copies,
      long ok,
      List<BadCopy> bad,
      long badCopies,
      List<FilePath> affected,
      long affectedCount,
      String unnamed,
      List<String> unanswered)
      implements JobResult {}

  /// What a check of copies found.
  ///
  /// @param unanswered peers that did not answer
  record Checked(long copies, long ok, List<BadCopy> bad, long badCopies, List<String> unanswered)
      implements JobResult {}

  /// What a repair did.
  ///
  /// @param lost shards that nothing can bring back, as many as the answer holds
  /// @param unanswered peers that did not answer when their copies were looked at
  record Repaired(
      long repaired,
      long rebuilt,
      long waiting,
      List<LostShard> lost,
      long lostCount,
      long bytes,
      String sentence,
      List<String> unanswered)
      implements JobResult {}

  /// What went to the trash, came back from it, or was deleted in it.
  ///
  /// @param backups ids of those that it concerned
  /// @param skipped backups that were left out, each with why
  /// @param unanswered peers that did not answer: their copies are as before
  /// @param damaged copies that did not come back whole
  record Pruned(
      List<String> backups,
      Amount amount,
      List<Planned> skipped,
      List<String> unanswered,
      List<BadCopy> damaged)
      implements JobResult {}

  /// A copy that is missing or wrong.
  record BadCopy(ShardId shard, Optional<PeerId> peer, String state, String path) {}

  /// A shard that nothing can bring back, and the files that need it.
  record LostShard(
      ShardId shard, List<String> backups, List<FilePath> files, long fileCount, String unnamed) {}
}
