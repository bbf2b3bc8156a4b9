package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.LockCopies;
import com.plexichat.backup.proto.LockResult;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;

/// Has the holders of everything that a locked backup needs keep it.
///
/// Each remembers it by itself, in its own time: from then on not even the coordinator has a copy
/// deleted sooner. Run again after a restart, it begins anew; what is locked stays so. A peer that
/// does not answer is named, and told by a [LockRound] once it is back; so is everybody when the
/// job ends before its time. Where a peer refuses, the others are told and the job fails.
public final class LockJob implements Work {
  private final UpkeepBase base;
  private final LockCopies order;

  public LockJob(UpkeepBase base, LockCopies order) {
    this.base = base;
    this.order = order;
  }

  @Override
  public byte[] run(JobControl control) {
    List<StripeId> stripes = new ArrayList<>();
    base.catalogue().stripes().neededBy(order.getBackupId(), stripes::add);
    LockWalk walk = walk(stripes, control);
    walk.noteUntold();
    if (!walk.refusals().isEmpty()) {
      throw walk.refusals().firstEntry().getValue();
    }
    return LockResult.newBuilder()
        .setCopies(walk.copies())
        .setMissing(walk.missing())
        .addAllUnanswered(walk.silent().stream().map(PeerId::hex).sorted().toList())
        .build()
        .toByteArray();
  }

  private LockWalk walk(List<StripeId> stripes, JobControl control) {
    LockWalk walk = new LockWalk(base, _ -> true);
    boolean isWhole = false;
    try {
      walk.walk(
          stripes,
          order.getDays(),
          done -> {
            control.progress(JobPhase.LOCK, done, stripes.size(), 0, 0);
            control.checkpoint();
            return true;
          });
      isWhole = true;
    } finally {
      if (!isWhole) {
        base.untold().addEverybody();
      }
    }
    control.progress(JobPhase.LOCK, stripes.size(), stripes.size(), 0, 0);
    return walk;
  }
}
