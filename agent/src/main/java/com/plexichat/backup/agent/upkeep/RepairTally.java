package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.proto.LostShard;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.wire.Ids;
import java.util.List;

/// What a repair did and found so far.
final class RepairTally {
  /// Lost shards that a result names; its sentence counts all.
  private static final int LISTED = 10_000;

  private final JobControl control;
  private final RepairResult.Builder result = RepairResult.newBuilder();
  private long planned;
  private long plannedBytes;
  private long lost;
  private long undone;
  private String why = "";
  private String blocker = "";

  RepairTally(JobControl control) {
    this.control = control;
  }

  /// Actions that are about to run.
  synchronized void planned(long actions, long bytes) {
    planned = result.getRepaired() + actions;
    plannedBytes = result.getBytes() + bytes;
  }

  /// Copies that are committed.
  synchronized void made(int copies, boolean isRebuilt, long bytes) {
    result
        .setRepaired(result.getRepaired() + copies)
        .setRebuilt(result.getRebuilt() + (isRebuilt ? copies : 0))
        .setBytes(result.getBytes() + bytes);
    control.progress(
        "repairing",
        result.getRepaired(),
        Math.max(planned, result.getRepaired()),
        result.getBytes(),
        Math.max(plannedBytes, result.getBytes()));
  }

  synchronized void failed(OperationFailed failure) {
    why = failure.sentence();
  }

  synchronized void waiting(long copies, List<String> blockers) {
    result.setWaiting(result.getWaiting() + copies);
    if (blocker.isEmpty() && !blockers.isEmpty()) {
      blocker = blockers.getFirst();
    }
  }

  /// Copies that could be made and were not.
  synchronized void undone(long copies) {
    undone += copies;
  }

  synchronized void lost(ShardRow shard, List<BackupRow> backups) {
    lost++;
    if (result.getLostCount() < LISTED) {
      result.addLost(
          LostShard.newBuilder()
              .setShard(Ids.message(shard.id()))
              .addAllBackups(backups.stream().map(BackupRow::id).toList()));
    }
  }

  synchronized RepairResult result(boolean isPreview) {
    StringBuilder sentence = new StringBuilder();
    long copies = result.getRepaired();
    if (copies == 0 && lost == 0 && undone == 0 && result.getWaiting() == 0) {
      sentence.append("Every shard has its copies.");
    } else {
      sentence.append(
          "%s %s%s."
              .formatted(
                  copies(copies),
                  isPreview ? "would be made" : (copies == 1 ? "was" : "were") + " made",
                  result.getRebuilt() == 0
                      ? ""
                      : ", %d of them through parity".formatted(result.getRebuilt())));
    }
    if (undone > 0) {
      sentence.append(
          " %s could not be made now: %s".formatted(copies(undone), why).stripTrailing());
    }
    if (lost > 0) {
      sentence.append(
          " %d %s cannot be brought back from what can be read now."
              .formatted(lost, lost == 1 ? "shard" : "shards"));
    }
    if (result.getWaiting() > 0) {
      sentence.append(blocker.isEmpty() ? "" : " " + blocker);
    }
    return result.setSentence(sentence.toString()).build();
  }

  private static String copies(long count) {
    return count == 1 ? "1 copy" : count + " copies";
  }
}
