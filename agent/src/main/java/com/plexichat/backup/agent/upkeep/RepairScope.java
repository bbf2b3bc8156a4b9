package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The stripes that a repair looks at: live ones with a shard short of its target, and not those of
/// a running backup, whose source is still placing them.
///
/// @param only shards to repair; empty: all
record RepairScope(UpkeepBase base, Set<ShardId> only) {
  static final int BATCH = 500;

  RepairScope {
    only = Set.copyOf(only);
  }

  /// Whether a shard is one that this repair is for.
  boolean covers(ShardRow shard) {
    return only.isEmpty() || only.contains(shard.id());
  }

  /// Copies that shards of a stripe are short of.
  int shortage(StripeRow stripe) {
    int shortage = 0;
    for (ShardRow shard : stripe.shards()) {
      shortage += covers(shard) ? Math.max(0, shard.target() - shard.counted()) : 0;
    }
    return shortage;
  }

  /// The next stripes, fewest copies first, at most [#BATCH]; some may be left out again by
  /// [#rows].
  ///
  /// @param done stripes that were looked at already
  List<StripeId> urgent(Set<StripeId> done) {
    return base.catalogue().stripes().underReplicated(base.now(), BATCH + done.size()).stream()
        .map(StripeRow::id)
        .filter(id -> !done.contains(id))
        .limit(BATCH)
        .toList();
  }

  /// The stripes of the named shards.
  List<StripeId> named() {
    Set<StripeId> stripes = new LinkedHashSet<>();
    base.catalogue().shards().get(only, base.now()).forEach(shard -> stripes.add(shard.stripe()));
    return List.copyOf(stripes);
  }

  /// Walks what is in scope in batches, oldest first.
  void forEachBatch(Consumer<List<StripeId>> each) {
    List<StripeId> batch = new ArrayList<>();
    if (!only.isEmpty()) {
      batch.addAll(named());
    } else {
      base.catalogue()
          .stripes()
          .forEach(
              base.now(),
              stripe -> {
                if (stripe.target().isPresent() && shortage(stripe) > 0) {
                  batch.add(stripe.id());
                }
                if (batch.size() >= BATCH) {
                  each.accept(List.copyOf(batch));
                  batch.clear();
                }
              });
    }
    if (!batch.isEmpty()) {
      each.accept(batch);
    }
  }

  /// Those of these stripes that are short now.
  List<StripeRow> rows(Collection<StripeId> ids) {
    boolean isAnyRunning = !base.catalogue().backups().in(BackupState.RUNNING).isEmpty();
    return base.catalogue().stripes().get(ids, base.now()).stream()
        .filter(stripe -> stripe.target().isPresent() && shortage(stripe) > 0)
        .filter(stripe -> !isAnyRunning || !isBeingPlaced(stripe.id()))
        .toList();
  }

  private boolean isBeingPlaced(StripeId stripe) {
    return base.catalogue().backups().needing(stripe).stream()
        .anyMatch(backup -> backup.state() == BackupState.RUNNING);
  }
}
