package com.plexichat.backup.agent.exchange;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.proto.PutOrder;
import com.plexichat.backup.proto.ShardName;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// Whether this agent may take a shard: an order of the obeyed coordinator to this very peer, not
/// expired, not older than a removal, and fewer than `k` distinct shards of the stripe here in any
/// state, those on their way included.
///
/// The peer checks separation by itself, so that a coordinator's mistake cannot void it.
final class HoldingRules {
  /// A shard that may come, counted for its stripe until it is stored or given up.
  final class Admission implements AutoCloseable {
    private final PutOrder order;
    private final ShardName named;
    private final ShardId shard;
    private final StripeId stripe;
    private boolean open = true;

    private Admission(PutOrder order, ShardName named) {
      this.order = order;
      this.named = named;
      shard = ShardId.of(named.getShard().toByteArray());
      stripe = StripeId.of(order.getStripe().toByteArray());
    }

    PutOrder order() {
      return order;
    }

    ShardName named() {
      return named;
    }

    ShardId shard() {
      return shard;
    }

    StripeId stripe() {
      return stripe;
    }

    @Override
    public void close() {
      release(this);
    }
  }

  private final Self self;
  private final Obedience obedience;
  private final ShardStore store;
  private final InstantSource clock;
  private final Map<StripeId, Map<ShardId, Integer>> pending = new HashMap<>();

  HoldingRules(Self self, Obedience obedience, ShardStore store, InstantSource clock) {
    this.self = self;
    this.obedience = obedience;
    this.store = store;
    this.clock = clock;
  }

  /// Admits one shard under its order, or fails with FENCED or ORDER_REFUSED.
  Admission admit(Signed signed, ShardId shard) {
    PutOrder order = parse(signed);
    obedience.checkCluster(order.getClusterId());
    obedience.checkEpoch(order.getEpoch());
    obedience.checkSignature(signed);
    require(order.getTarget().equals(self.peer().hex()), "the order names another peer");
    require(order.getStripe().size() == StripeId.BYTES, "the order names no stripe");
    require(order.getExpiresMs() > clock.millis(), "the order has expired");
    ShardName named = find(order, shard);
    OptionalLong removed = store.tombstone(shard);
    require(
        removed.isEmpty() || order.getSequence() > removed.getAsLong(),
        "the shard was removed by a later order");
    Admission admission = new Admission(order, named);
    reserve(admission);
    return admission;
  }

  /// Reads an order without believing it.
  PutOrder parse(Signed signed) {
    try {
      return PutOrder.parseFrom(signed.getMessage());
    } catch (InvalidProtocolBufferException e) {
      throw Failing.refused(self.name(), "the order cannot be read");
    }
  }

  private ShardName find(PutOrder order, ShardId shard) {
    for (ShardName named : order.getShardsList()) {
      if (java.util.Arrays.equals(named.getShard().toByteArray(), shard.bytes())) {
        return named;
      }
    }
    throw Failing.refused(self.name(), "the order does not name the shard");
  }

  private synchronized void reserve(Admission admission) {
    Set<ShardId> all = new HashSet<>(store.ofStripe(admission.stripe));
    Map<ShardId, Integer> coming =
        pending.computeIfAbsent(admission.stripe, stripe -> new HashMap<>());
    all.addAll(coming.keySet());
    all.add(admission.shard);
    if (all.size() >= admission.named.getK()) {
      if (coming.isEmpty()) {
        pending.remove(admission.stripe);
      }
      throw Failing.refused(
          self.name(),
          "it would hold "
              + all.size()
              + " shards of a stripe that "
              + admission.named.getK()
              + " can rebuild");
    }
    coming.merge(admission.shard, 1, Integer::sum);
  }

  private synchronized void release(Admission admission) {
    if (!admission.open) {
      return;
    }
    admission.open = false;
    Map<ShardId, Integer> coming = pending.get(admission.stripe);
    if (coming != null) {
      coming.computeIfPresent(admission.shard, (shard, n) -> n == 1 ? null : n - 1);
      if (coming.isEmpty()) {
        pending.remove(admission.stripe);
      }
    }
  }

  /// How many distinct shards of a stripe lie here or are on their way.
  synchronized int count(StripeId stripe) {
    Set<ShardId> all = new HashSet<>(store.ofStripe(stripe));
    all.addAll(pending.getOrDefault(stripe, Map.of()).keySet());
    return all.size();
  }

  void require(boolean right, String otherwise) {
    if (!right) {
      throw Failing.refused(self.name(), otherwise);
    }
  }

  List<ShardId> ids(Iterable<com.google.protobuf.ByteString> names) {
    List<ShardId> ids = new java.util.ArrayList<>();
    for (com.google.protobuf.ByteString name : names) {
      require(name.size() == ShardId.BYTES, "a shard's name has 32 bytes");
      ids.add(ShardId.of(name.toByteArray()));
    }
    return ids;
  }
}
