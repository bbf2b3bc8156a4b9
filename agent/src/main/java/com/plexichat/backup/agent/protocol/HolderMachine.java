package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.HolderEffect.BringBack;
import com.plexichat.backup.agent.protocol.HolderEffect.Delete;
import com.plexichat.backup.agent.protocol.HolderEffect.Discard;
import com.plexichat.backup.agent.protocol.HolderEffect.MoveToTrash;
import com.plexichat.backup.agent.protocol.HolderEffect.Refuse;
import com.plexichat.backup.agent.protocol.HolderEffect.RefuseRemoval;
import com.plexichat.backup.agent.protocol.HolderEffect.Release;
import com.plexichat.backup.agent.protocol.HolderEffect.RememberEpoch;
import com.plexichat.backup.agent.protocol.HolderEffect.Reserve;
import com.plexichat.backup.agent.protocol.HolderEffect.SendDone;
import com.plexichat.backup.agent.protocol.HolderEffect.SendReceipt;
import com.plexichat.backup.agent.protocol.HolderEffect.Sync;
import com.plexichat.backup.agent.protocol.HolderEffect.SyncRemoval;
import com.plexichat.backup.agent.protocol.HolderEffect.Untrash;
import com.plexichat.backup.agent.protocol.HolderEffect.Verify;
import com.plexichat.backup.agent.protocol.HolderEffect.Write;
import com.plexichat.backup.agent.protocol.HolderEffect.WriteTombstone;
import com.plexichat.backup.agent.protocol.HolderEvent.Granted;
import com.plexichat.backup.agent.protocol.HolderEvent.Offered;
import com.plexichat.backup.agent.protocol.HolderEvent.RemovalFailed;
import com.plexichat.backup.agent.protocol.HolderEvent.RemovalOrdered;
import com.plexichat.backup.agent.protocol.HolderEvent.RemovalSynced;
import com.plexichat.backup.agent.protocol.HolderEvent.SyncFailed;
import com.plexichat.backup.agent.protocol.HolderEvent.Synced;
import com.plexichat.backup.agent.protocol.HolderEvent.Verified;
import com.plexichat.backup.agent.protocol.HolderEvent.WriteFailed;
import com.plexichat.backup.agent.protocol.HolderEvent.Written;
import com.plexichat.backup.agent.protocol.Shelf.Place;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The authority on what one peer accepts, keeps and removes: one for each agent.
///
/// ```
/// Offered ─ a rule fails ────────────────────────────────────────────→ Refuse
///    │ not here                 Written            Synced
///    ├──────────→ WRITING ──────────────→ SYNCING ────────→ SendReceipt
///    │              ↑ not whole   failed: Refuse      │ failed, or fenced meanwhile: Discard, Refuse
///    │ here         │           Verified, whole
///    └──────────→ PROVING ────────────────────────────────→ SendReceipt
///
/// RemovalOrdered → WriteTombstone, then move or delete → RemovalSynced → SendDone
/// ```
///
/// Nothing is deleted that has not rested in the trash for this peer's own while, whoever orders
/// it: what lies in the store goes to the trash instead, and is told as not done.
///
/// One order at a time for each shard: another one is BUSY, the same one told again waits for the
/// same answer. What is in flight is volatile; what lies on the disk is asked of the [Shelf]. Not
/// thread-safe: the driver steps it from one thread at a time.
public final class HolderMachine {
  private final String cluster;
  private final PeerId self;
  private final Shelf shelf;
  private final Set<OrderRule> rules;
  private long epoch;
  private final SortedMap<ShardId, Flight> flights = new TreeMap<>();
  private final SortedMap<Operation, Removal> removals = new TreeMap<>();

  private enum Step {
    PROVING,
    WRITING,
    SYNCING
  }

  /// @param wasHere whether a file lay here before, which may be a copy that counts
  private record Flight(Order order, ShardSpec shard, Step step, boolean wasHere) {}

  /// @param epoch the highest that this peer remembers
  public HolderMachine(String cluster, PeerId self, long epoch, Shelf shelf) {
    this(cluster, self, epoch, shelf, EnumSet.allOf(OrderRule.class));
  }

  HolderMachine(String cluster, PeerId self, long epoch, Shelf shelf, Set<OrderRule> rules) {
    this.cluster = cluster;
    this.self = self;
    this.epoch = epoch;
    this.shelf = shelf;
    this.rules = EnumSet.copyOf(rules);
  }

  /// Highest epoch granted so far.
  public long epoch() {
    return epoch;
  }

  /// Whether nothing is being written, proven or removed.
  public boolean isIdle() {
    return flights.isEmpty() && removals.isEmpty();
  }

  public List<HolderEffect> step(HolderEvent event) {
    return switch (event) {
      case Offered offered -> offered(offered);
      case Written(var operation, var shard) -> written(operation, shard);
      case WriteFailed(var operation, var shard, var why) -> failed(operation, shard, why);
      case Synced(var operation, var shard) -> synced(operation, shard);
      case SyncFailed(var operation, var shard) -> failed(operation, shard, Refusal.DISK_FAILED);
      case Verified(var operation, var shard, var whole) -> verified(operation, shard, whole);
      case Granted(var granted) -> granted(granted);
      case RemovalOrdered(var removal) -> removalOrdered(removal);
      case RemovalSynced(var operation) -> removalSynced(operation);
      case RemovalFailed(var operation) -> {
        removals.remove(operation);
        yield List.of(new RefuseRemoval(operation, Refusal.DISK_FAILED));
      }
    };
  }

  private List<HolderEffect> offered(Offered offered) {
    Order order = offered.order();
    Operation operation = order.operation();
    ShardSpec spec = order.spec(offered.shard());
    if (spec == null) {
      return List.of(new Refuse(operation, offered.shard(), Refusal.NOT_NAMED));
    }
    Refusal refusal = refusal(order, spec, offered.nowMs());
    if (refusal != null) {
      return List.of(new Refuse(operation, spec.shard(), refusal));
    }
    Flight flight = flights.get(spec.shard());
    if (flight != null && flight.order.operation().equals(operation)) {
      return List.of();
    }
    if (flight != null || isBeingRemoved(spec.shard())) {
      return List.of(new Refuse(operation, spec.shard(), Refusal.BUSY));
    }
    return switch (shelf.place(spec.shard())) {
      case NOWHERE -> write(order, spec, false);
      case STORE -> {
        flights.put(spec.shard(), new Flight(order, spec, Step.PROVING, true));
        yield List.of(new Verify(order, spec));
      }
      case TRASH -> {
        flights.put(spec.shard(), new Flight(order, spec, Step.PROVING, true));
        yield List.of(new Untrash(operation, spec), new Verify(order, spec));
      }
    };
  }

  private @Nullable Refusal refusal(Order order, ShardSpec spec, long nowMs) {
    boolean isNew =
        shelf.place(spec.shard()) == Place.NOWHERE && !flights.containsKey(spec.shard());
    OrderRule.Situation situation =
        new OrderRule.Situation(
            order,
            spec,
            cluster,
            self,
            epoch,
            nowMs,
            shelf.removedAt(spec.shard()),
            distinct(order.stripe()) + (isNew ? 1 : 0));
    for (OrderRule rule : rules) {
      if (!rule.holds(situation)) {
        return rule.refusal();
      }
    }
    return null;
  }

  /// Distinct shards of a stripe on the disk or on their way to it.
  private int distinct(StripeId stripe) {
    int count = shelf.distinct(stripe);
    for (Flight flight : flights.values()) {
      if (flight.order.stripe().equals(stripe)
          && shelf.place(flight.shard.shard()) == Place.NOWHERE) {
        count++;
      }
    }
    return count;
  }

  private List<HolderEffect> write(Order order, ShardSpec spec, boolean wasHere) {
    flights.put(spec.shard(), new Flight(order, spec, Step.WRITING, wasHere));
    return List.of(new Reserve(order.operation(), spec), new Write(order, spec));
  }

  private List<HolderEffect> written(Operation operation, ShardId shard) {
    Flight flight = flight(operation, shard, Step.WRITING);
    if (flight == null) {
      return List.of();
    }
    flights.put(shard, new Flight(flight.order, flight.shard, Step.SYNCING, flight.wasHere));
    return List.of(new Sync(flight.order, flight.shard));
  }

  private List<HolderEffect> synced(Operation operation, ShardId shard) {
    Flight flight = flight(operation, shard, Step.SYNCING);
    if (flight == null) {
      return List.of();
    }
    if (isFenced(flight)) {
      return failed(operation, shard, Refusal.STALE_EPOCH);
    }
    flights.remove(shard);
    return List.of(new Release(operation, flight.shard), receipt(flight));
  }

  private List<HolderEffect> verified(Operation operation, ShardId shard, boolean whole) {
    Flight flight = flight(operation, shard, Step.PROVING);
    if (flight == null) {
      return List.of();
    }
    if (isFenced(flight)) {
      flights.remove(shard);
      return List.of(new Refuse(operation, shard, Refusal.STALE_EPOCH));
    }
    if (!whole) {
      return write(flight.order, flight.shard, true);
    }
    flights.remove(shard);
    return List.of(receipt(flight));
  }

  private SendReceipt receipt(Flight flight) {
    return new SendReceipt(
        new Receipt(self, flight.order.operation(), List.of(flight.shard), epoch));
  }

  private boolean isFenced(Flight flight) {
    return rules.contains(OrderRule.NOT_FENCED) && flight.order.epoch() < epoch;
  }

  /// A write that came to nothing: what it left is removed, so that it is not taken for a copy.
  ///
  /// What was here before stays, although it could not be read: an order that is told again, a disk
  /// that fails for a moment and a sender that breaks off must not take away a copy that counts.
  private List<HolderEffect> failed(Operation operation, ShardId shard, Refusal why) {
    Flight flight = flights.get(shard);
    if (flight == null
        || !flight.order.operation().equals(operation)
        || flight.step == Step.PROVING) {
      return List.of();
    }
    flights.remove(shard);
    List<HolderEffect> effects = new ArrayList<>();
    if (!flight.wasHere) {
      effects.add(new Discard(operation, flight.shard));
    }
    effects.add(new Release(operation, flight.shard));
    effects.add(new Refuse(operation, shard, why));
    return effects;
  }

  private @Nullable Flight flight(Operation operation, ShardId shard, Step step) {
    Flight flight = flights.get(shard);
    return flight != null && flight.order.operation().equals(operation) && flight.step == step
        ? flight
        : null;
  }

  private List<HolderEffect> granted(long granted) {
    if (granted <= epoch) {
      return List.of();
    }
    epoch = granted;
    return List.of(new RememberEpoch(granted));
  }

  private List<HolderEffect> removalOrdered(Removal removal) {
    Operation operation = removal.operation();
    Refusal refusal = refusal(removal);
    if (refusal != null) {
      return List.of(new RefuseRemoval(operation, refusal));
    }
    if (removals.containsKey(operation)) {
      return List.of();
    }
    for (ShardId shard : removal.shards()) {
      if (flights.containsKey(shard) || isBeingRemoved(shard)) {
        return List.of(new RefuseRemoval(operation, Refusal.BUSY));
      }
      if (isOvertaken(removal, shard)) {
        return List.of(new RefuseRemoval(operation, Refusal.SUPERSEDED));
      }
    }
    removals.put(operation, removal);
    return effects(removal);
  }

  /// A removal told again is performed again; one that a later order followed is not.
  private boolean isOvertaken(Removal removal, ShardId shard) {
    long put = shelf.putAt(shard);
    boolean isAfterPut =
        removal.kind() == Removal.Kind.RESTORE
            ? removal.sequence() >= put
            : removal.sequence() > put;
    return !isAfterPut || removal.sequence() < shelf.removedAt(shard);
  }

  private @Nullable Refusal refusal(Removal removal) {
    if (!removal.cluster().equals(cluster)) {
      return Refusal.OTHER_CLUSTER;
    }
    if (rules.contains(OrderRule.TARGET) && !removal.target().equals(self)) {
      return Refusal.WRONG_TARGET;
    }
    if (rules.contains(OrderRule.NOT_FENCED) && removal.epoch() < epoch) {
      return Refusal.STALE_EPOCH;
    }
    return removal.epoch() > epoch ? Refusal.UNKNOWN_EPOCH : null;
  }

  private List<HolderEffect> effects(Removal removal) {
    Operation operation = removal.operation();
    List<ShardId> stored = in(Place.STORE, removal.shards());
    List<ShardId> trashed = in(Place.TRASH, removal.shards());
    List<HolderEffect> effects = new ArrayList<>();
    switch (removal.kind()) {
      case RESTORE -> effects.add(new BringBack(operation, trashed, removal.sequence()));
      case TRASH -> {
        effects.add(new WriteTombstone(removal.shards(), removal.sequence()));
        effects.add(new MoveToTrash(operation, stored));
      }
      case DELETE -> {
        effects.add(new WriteTombstone(removal.shards(), removal.sequence()));
        List<ShardId> here = new ArrayList<>(stored);
        here.addAll(trashed);
        Predicate<ShardId> mayGo =
            shard -> shelf.mayDelete(shard) || (removal.isAtOnce() && !shelf.isLocked(shard));
        effects.add(new Delete(operation, here.stream().filter(mayGo).toList()));
        effects.add(new MoveToTrash(operation, stored.stream().filter(mayGo.negate()).toList()));
      }
    }
    effects.add(new SyncRemoval(operation));
    return effects;
  }

  private List<HolderEffect> removalSynced(Operation operation) {
    Removal removal = removals.remove(operation);
    if (removal == null) {
      return List.of();
    }
    List<ShardId> done = new ArrayList<>();
    List<ShardId> unknown = new ArrayList<>();
    for (ShardId shard : removal.shards()) {
      boolean isThere =
          switch (removal.kind()) {
            case RESTORE -> shelf.place(shard) == Place.STORE;
            case TRASH -> shelf.place(shard) == Place.TRASH;
            case DELETE -> shelf.place(shard) == Place.NOWHERE;
          };
      (isThere ? done : unknown).add(shard);
    }
    return List.of(
        new SendDone(
            new Removal.Done(self, operation, removal.sequence(), removal.kind(), done, unknown)));
  }

  private boolean isBeingRemoved(ShardId shard) {
    return removals.values().stream().anyMatch(removal -> removal.shards().contains(shard));
  }

  private List<ShardId> in(Place place, List<ShardId> shards) {
    return shards.stream().filter(shard -> shelf.place(shard) == place).toList();
  }
}
