package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.StripeStore.Stored;
import com.plexichat.backup.proto.ChangedCopy;
import com.plexichat.backup.proto.CopiesChanged;
import com.plexichat.backup.proto.MayHoldCleared;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Applies what became known of copies after their acknowledgement.
final class CopyActs {
  private final StripeStore store;

  CopyActs(StripeStore store) {
    this.store = store;
  }

  void changed(Work work, CopiesChanged act) {
    Set<ShardId> shards = new LinkedHashSet<>();
    for (ChangedCopy copy : act.getCopiesList()) {
      shards.add(ShardId.of(copy.getShard().toByteArray()));
    }
    Map<ShardId, ShardRuns.Place> places = ShardRuns.find(work.handle(), shards);
    Holders holders = new Holders(work.handle());
    Map<Long, Stored> touched = new TreeMap<>();
    Set<Long> filled = new HashSet<>();
    for (ChangedCopy copy : act.getCopiesList()) {
      ShardId shard = ShardId.of(copy.getShard().toByteArray());
      CopyState state = CopyState.valueOf(copy.getState());
      Demand.wellFormed(state != CopyState.PENDING, "a copy becomes PENDING by a reservation only");
      Holders.Holder holder = holders.of(copy.getPeerId());
      ShardRuns.Place place = places.get(shard);
      if (place == null) {
        throw unknown(copy, shard);
      }
      Stored stored = touched.computeIfAbsent(place.stripe(), store::get);
      CopyState before = stored.copies().state(place.index(), holder.number());
      if (before == null) {
        throw unknown(copy, shard);
      }
      if (state == CopyState.TRASHED && before.isCounted()) {
        filled.add(place.stripe());
      }
      holder.left(stored, place.index());
      stored.copies().change(place.index(), holder.number(), state);
      holder.came(stored, place.index());
    }
    touched.values().forEach(stripe -> store.update(stripe, work.index()));
    touched
        .values()
        .forEach(stripe ->
            TrashTable.note(work, stripe, act.getJobId(), filled.contains(stripe.number())));
    holders.store();
  }

  private static OperationFailed unknown(ChangedCopy copy, ShardId shard) {
    return new OperationFailed(FailureCode.SHARD_UNKNOWN, copy.getPeerId(), shard.hex());
  }

  /// Forgets what an owner might have held: orders that he attested never to have carried out, and
  /// copies that are gone. What is known to lie there stays.
  void mayHoldCleared(Work work, MayHoldCleared act) {
    StripeId id = StripeId.of(act.getStripe().toByteArray());
    Stored stored = store.find(id);
    if (stored == null) {
      throw Demand.refused("Stripe " + id, "it was never reserved");
    }
    Holders holders = new Holders(work.handle());
    Set<Integer> indexes = Set.copyOf(act.getIndexesList());
    List<Runnable> removals = new ArrayList<>();
    stored
        .copies()
        .visit((index, peer, state) -> {
          Holders.Holder holder = holders.of(peer);
          boolean gone =
              state == CopyState.PENDING
                  || state == CopyState.MISSING
                  || state == CopyState.TRASHED;
          if (gone && indexes.contains(index) && holder.owner().equals(act.getOwner())) {
            removals.add(() -> {
              holder.left(stored, index);
              stored.copies().remove(index, peer);
            });
          }
        });
    removals.forEach(Runnable::run);
    store.update(stored, work.index());
    TrashTable.note(work, stored, "", false);
    holders.store();
  }
}
