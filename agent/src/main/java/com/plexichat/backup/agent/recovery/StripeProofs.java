package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Proves that parity can stand in: of every stripe m shards are left out, other ones from stripe
/// to stripe, and computed from the k that are left. A shard's name is the hash of its bytes, so
/// what has the name is equal.
final class StripeProofs {
  private final StripeShards shards;
  private int damaged;

  StripeProofs(StripeShards shards) {
    this.shards = shards;
  }

  void run(Collection<StripeId> stripes, JobControl control) {
    int done = 0;
    for (StripeId stripe : stripes) {
      control.checkpoint();
      try {
        if (!isProven(shards.copies(stripe), done)) {
          damaged++;
        }
      } catch (OperationFailed e) {
        if (RestoreWalk.isEnding(e)) {
          throw e;
        }
        damaged++;
      }
      done++;
      control.progress(JobPhase.RECONSTRUCT, done, stripes.size(), 0, 0);
    }
  }

  /// Stripes that could not be proven.
  int damaged() {
    return damaged;
  }

  private boolean isProven(StripeCopies stripe, int turn) {
    int all = stripe.k() + stripe.m();
    if (stripe.m() == 0) {
      return true;
    }
    List<Integer> kept = new ArrayList<>();
    List<Integer> leftOut = new ArrayList<>();
    for (int i = 0; i < all; i++) {
      int index = (turn + i) % all;
      (i < stripe.m() ? leftOut : kept).add(index);
    }
    Map<Integer, byte[]> files = shards.gather(stripe, kept, stripe.k());
    if (files.size() < stripe.k()) {
      return false;
    }
    for (int index : leftOut) {
      StripeCopies.Shard missing = stripe.shard(index);
      if (missing == null) {
        return false;
      }
      StripeRebuild.file(stripe, shards.vault(), missing, files);
    }
    return true;
  }
}
