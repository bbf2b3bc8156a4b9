package com.plexichat.backup.shared.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BadShardCopy;
import com.plexichat.backup.proto.IntegrityResult;
import com.plexichat.backup.proto.LostShard;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.VerifyResult;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PrunePlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What jobs came to; each kind has its own message.
final class JobResults {
  private JobResults() {}

  /// Reads a result; empty for a kind that this version does not know and for bytes that are none
  /// of its kind, because a job is worth showing without.
  static Optional<JobResult> result(String kind, ByteString bytes) {
    try {
      return switch (kind) {
        case "backup" -> backedUp(BackupEntry.parseFrom(bytes));
        case "restore" -> Optional.of(restored(RestoreResult.parseFrom(bytes)));
        case "verify" -> Optional.of(verified(VerifyResult.parseFrom(bytes)));
        case "check" -> Optional.of(checked(IntegrityResult.parseFrom(bytes)));
        case "repair" -> Optional.of(repaired(RepairResult.parseFrom(bytes)));
        case "prune", "rollback", "sweep" -> Optional.of(pruned(PruneResult.parseFrom(bytes)));
        default -> Optional.empty();
      };
    } catch (InvalidProtocolBufferException | OperationFailed unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<JobResult> backedUp(BackupEntry message) {
    return message.getBackupId().isEmpty()
        ? Optional.empty()
        : Optional.of(new JobResult.BackedUp(Backups.backup(message)));
  }

  private static JobResult restored(RestoreResult message) {
    Map<PeerId, Long> sources = new TreeMap<>();
    message
        .getSourcesMap()
        .forEach((peer, bytes) -> Ids.findPeer(peer).ifPresent(id -> sources.put(id, bytes)));
    return new JobResult.Restored(
        message.getState(),
        message.getFiles(),
        message.getDirectories(),
        message.getBytes(),
        FilePaths.warnings(message.getFailedList()),
        Math.max(message.getFailures(), message.getFailedCount()),
        Duration.ofMillis(message.getDurationMs()),
        sources);
  }

  private static JobResult verified(VerifyResult message) {
    return new JobResult.Verified(
        message.getState(),
        message.getShards(),
        message.getCopies(),
        message.getOk(),
        bad(message.getBadList()),
        Math.max(message.getBadCopies(), message.getBadCount()),
        FilePaths.paths(message.getAffectedFilesList()),
        Math.max(message.getAffected(), message.getAffectedFilesCount()),
        message.getUnnamed(),
        List.copyOf(message.getUnansweredList()));
  }

  private static JobResult checked(IntegrityResult message) {
    return new JobResult.Checked(
        message.getCheckedCopies(),
        message.getOk(),
        bad(message.getBadList()),
        Math.max(message.getBadCopies(), message.getBadCount()),
        List.copyOf(message.getUnansweredList()));
  }

  private static JobResult repaired(RepairResult message) {
    return new JobResult.Repaired(
        message.getRepaired(),
        message.getRebuilt(),
        message.getWaiting(),
        message.getLostList().stream().map(JobResults::lost).toList(),
        Math.max(message.getLostTotal(), message.getLostCount()),
        message.getBytes(),
        message.getSentence(),
        List.copyOf(message.getUnansweredList()));
  }

  private static JobResult pruned(PruneResult message) {
    return new JobResult.Pruned(
        List.copyOf(message.getBackupsList()),
        new PrunePlan.Amount(message.getStripes(), message.getCopies(), message.getBytes()),
        Prunes.planned(message.getSkippedList()),
        List.copyOf(message.getUnansweredList()),
        bad(message.getDamagedList()));
  }

  private static JobResult.LostShard lost(LostShard message) {
    return new JobResult.LostShard(
        Ids.shard(message.getShard()),
        List.copyOf(message.getBackupsList()),
        FilePaths.paths(message.getFilesList()),
        Math.max(message.getFileCount(), message.getFilesCount()),
        message.getUnnamed());
  }

  private static List<JobResult.BadCopy> bad(List<BadShardCopy> messages) {
    return messages.stream()
        .map(one ->
            new JobResult.BadCopy(
                Ids.shard(one.getShard()),
                Ids.findPeer(one.getPeerId()),
                one.getState(),
                one.getPath()))
        .toList();
  }
}
