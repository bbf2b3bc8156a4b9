package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What is left of a backup that was pruned.
///
/// @param lacking stripes of it that could not be read if all that lies in the trash came back
/// @param isResting whether some of it lies there
record Remains(long stripes, long lacking, boolean isResting) {
  private static final int STRIPES_AT_ONCE = 256;

  boolean isWhole() {
    return lacking == 0;
  }

  boolean canComeBack() {
    return isWhole() && isResting;
  }

  static Remains of(UpkeepBase base, BackupRow backup) {
    return of(base.catalogue(), base.now(), backup, Set.of());
  }

  /// @param silent ids of peers whose trash is not counted
  static Remains of(Catalogue catalogue, long now, BackupRow backup, Set<String> silent) {
    List<StripeId> stripes = new ArrayList<>();
    catalogue.stripes().neededBy(backup.id(), stripes::add);
    long lacking = 0;
    boolean isResting = false;
    for (int at = 0; at < stripes.size(); at += STRIPES_AT_ONCE) {
      List<StripeId> page = stripes.subList(at, Math.min(stripes.size(), at + STRIPES_AT_ONCE));
      for (StripeRow stripe : catalogue.stripes().get(page, now)) {
        boolean isWhole =
            stripe.shards().stream().filter(shard -> isThere(shard, silent)).count() >= stripe.k();
        lacking += isWhole ? 0 : 1;
        isResting |=
            stripe.shards().stream()
                .flatMap(shard -> shard.copies().stream())
                .anyMatch(copy -> copy.state() == CopyState.TRASHED);
      }
    }
    return new Remains(stripes.size(), lacking, isResting);
  }

  private static boolean isThere(ShardRow shard, Set<String> silent) {
    return shard.copies().stream()
        .anyMatch(copy ->
            copy.state().isCounted()
                || (copy.state() == CopyState.TRASHED && !silent.contains(copy.peer().hex())));
  }
}
