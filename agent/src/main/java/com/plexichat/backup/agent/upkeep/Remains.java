package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;

/// What is left of a backup that was pruned.
///
/// @param isWhole whether every stripe of it could be read if all that lies in the trash came back
/// @param isResting whether some of it lies there
record Remains(boolean isWhole, boolean isResting) {
  private static final int STRIPES_AT_ONCE = 256;

  boolean canComeBack() {
    return isWhole && isResting;
  }

  static Remains of(UpkeepBase base, BackupRow backup) {
    List<StripeId> stripes = new ArrayList<>();
    base.catalogue().stripes().neededBy(backup.id(), stripes::add);
    boolean isWhole = true;
    boolean isResting = false;
    for (int at = 0; at < stripes.size(); at += STRIPES_AT_ONCE) {
      List<StripeId> page = stripes.subList(at, Math.min(stripes.size(), at + STRIPES_AT_ONCE));
      for (StripeRow stripe : base.catalogue().stripes().get(page, base.now())) {
        isWhole &= stripe.shards().stream().filter(Remains::isThere).count() >= stripe.k();
        isResting |=
            stripe.shards().stream()
                .flatMap(shard -> shard.copies().stream())
                .anyMatch(copy -> copy.state() == CopyState.TRASHED);
      }
    }
    return new Remains(isWhole, isResting);
  }

  private static boolean isThere(ShardRow shard) {
    return shard.copies().stream()
        .map(CopyRow::state)
        .anyMatch(state -> state.isCounted() || state == CopyState.TRASHED);
  }
}
