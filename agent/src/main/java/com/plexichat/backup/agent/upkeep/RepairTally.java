package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobPhase;
import java.util.List;
import java.util.Set;

/// What a repair did and found so far.
final class RepairTally {
  private final JobControl control;
  private final RepairResult.Builder result = RepairResult.newBuilder();
  private long planned;
  private long plannedBytes;
  private final LostShards lost;
  private String why = "";
  private String blocker = "";

  RepairTally(JobControl control, UpkeepBase base) {
    this.control = control;
    this.lost = new LostShards(base);
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
        JobPhase.REPAIR,
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
    result.setUndone(result.getUndone() + copies);
  }

  void lost(StripeRow stripe, ShardRow shard, List<BackupRow> backups) {
    lost.add(stripe, shard, backups);
  }

  /// Asks which files are lost.
  void name(LostFiles files) {
    if (lost.count() > 0) {
      control.progress(JobPhase.NAME_LOST_FILES, 0, 0, 0, 0);
      lost.name(files);
    }
  }

  /// Peers that did not answer when their copies were looked at.
  synchronized void unanswered(Set<String> peers) {
    result.addAllUnanswered(peers);
  }

  synchronized RepairResult result(boolean isPreview) {
    StringBuilder sentence = new StringBuilder();
    long copies = result.getRepaired();
    long shards = lost.count();
    if (copies == 0 && shards == 0 && result.getUndone() == 0 && result.getWaiting() == 0) {
      sentence.append(
          result.getUnansweredCount() == 0
              ? "Every shard has its copies."
              : "Every shard has its copies, as far as those that answered can tell.");
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
    if (result.getUndone() > 0) {
      sentence.append(
          " %s could not be made now: %s"
              .formatted(copies(result.getUndone()), why)
              .stripTrailing());
    }
    if (shards > 0) {
      sentence.append(
          " %d %s cannot be brought back from what can be read now."
              .formatted(shards, shards == 1 ? "shard" : "shards"));
    }
    if (result.getWaiting() > 0) {
      sentence.append(blocker.isEmpty() ? "" : " " + blocker);
    }
    return result
        .setSentence(sentence.toString())
        .setLostTotal(shards)
        .addAllLost(lost.messages())
        .build();
  }

  private static String copies(long count) {
    return count == 1 ? "1 copy" : count + " copies";
  }
}
