package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.VerifyResult;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;

/// Verifies one backup without its keys: has every copy of every shard that it needs looked at by
/// its holder, now.
///
/// Answers a [VerifyResult] whose state is `lost` when a stripe has fewer shards left than it
/// takes, `damaged` when a copy is missing or wrong, else `ok`. Which files are lost is asked of an
/// agent that holds the vault.
public final class BackupCheck implements Work {
  private static final int PAGE = 200;
  private static final int PATHS_BYTES = 256 * 1024;

  private final UpkeepBase base;
  private final String backupId;
  private final IntegrityCheck.Depth depth;
  private final LostFiles files;

  /// @param depth `presence` or `hash`
  public BackupCheck(UpkeepBase base, String backupId, String depth, LostFiles files) {
    this.base = base;
    this.backupId = backupId;
    this.depth = IntegrityCheck.depth(depth);
    this.files = files;
  }

  @Override
  public byte[] run(JobControl control) throws InterruptedException {
    BackupRow backup =
        base.catalogue()
            .backups()
            .find(backupId)
            .orElseThrow(() -> new OperationFailed(FailureCode.BACKUP_UNKNOWN, backupId));
    List<StripeId> stripes = new ArrayList<>();
    base.catalogue().stripes().neededBy(backupId, stripes::add);
    CheckTally tally = new CheckTally(control, 0);
    StripeCheck check = new StripeCheck(base, depth, control, tally);
    LostShards lost = new LostShards(base);
    long shards = 0;
    for (int at = 0; at < stripes.size(); at += PAGE) {
      List<StripeId> page = stripes.subList(at, Math.min(stripes.size(), at + PAGE));
      check.look(rows(page), _ -> true);
      for (StripeRow stripe : rows(page)) {
        shards += stripe.shards().size();
        if (stripe.present() < stripe.k()) {
          addLost(stripe, backup, lost);
        }
      }
    }
    if (lost.count() > 0) {
      control.progress(JobPhase.NAME_LOST_FILES, 0, 0, 0, 0);
      lost.name(files);
    }
    return result(shards, tally, lost).toByteArray();
  }

  private List<StripeRow> rows(List<StripeId> page) {
    return base.catalogue().stripes().get(page, base.now());
  }

  private static void addLost(StripeRow stripe, BackupRow backup, LostShards lost) {
    for (ShardRow shard : stripe.shards()) {
      if (shard.counted() == 0) {
        lost.add(stripe, shard, List.of(backup));
      }
    }
  }

  private static VerifyResult result(long shards, CheckTally tally, LostShards lost) {
    String damaged = tally.badCopies() > 0 ? "damaged" : "ok";
    return VerifyResult.newBuilder()
        .setState(lost.count() > 0 ? "lost" : damaged)
        .setShards(shards)
        .setCopies(tally.checked())
        .setOk(tally.checked() - tally.badCopies())
        .addAllBad(tally.bad())
        .setBadCopies(tally.badCopies())
        .addAllAffectedFiles(LostShards.fitting(lost.paths(), PATHS_BYTES))
        .setAffected(lost.paths().size())
        .setUnnamed(lost.unnamed())
        .addAllUnanswered(tally.unanswered())
        .build();
  }
}
