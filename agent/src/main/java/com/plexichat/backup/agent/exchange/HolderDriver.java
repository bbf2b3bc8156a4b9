package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.protocol.HolderEffect;
import com.plexichat.backup.agent.protocol.HolderEvent;
import com.plexichat.backup.agent.protocol.HolderMachine;
import com.plexichat.backup.agent.protocol.Operation;
import com.plexichat.backup.agent.protocol.Order;
import com.plexichat.backup.agent.protocol.Receipt;
import com.plexichat.backup.agent.protocol.Refusal;
import com.plexichat.backup.agent.protocol.ShardSpec;
import com.plexichat.backup.agent.storage.Arrival;
import com.plexichat.backup.agent.storage.Incoming;
import com.plexichat.backup.agent.storage.Reservation;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ShardId;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Drives the holder's machine: checks signatures before it is asked, does what it says with the
/// store, and tells it what came of it.
///
/// The machine is stepped by one thread at a time; files are written outside of that. The store
/// checks the name of the bytes in the same pass in which it prepares them, so that bytes are told
/// as written first and as failed when they are not the shard's.
final class HolderDriver {
  private record Key(Operation operation, ShardId shard) {}

  /// Bytes of a shard that are at hand, and where they came from.
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Bytes(byte[] file, Arrival arrival) {}

  private final Self self;
  private final Obedience obedience;
  private final ShardStore store;
  private final InstantSource clock;
  private final HolderMachine machine;
  private final Map<Key, CompletableFuture<HolderAnswer>> answers = new HashMap<>();

  HolderDriver(Self self, Obedience obedience, ShardStore store, InstantSource clock) {
    this.self = self;
    this.obedience = obedience;
    this.store = store;
    this.clock = clock;
    machine =
        new HolderMachine(self.clusterId(), self.peer(), obedience.epoch(), new StoreShelf(store));
  }

  /// What removes shards through the same machine.
  Removals removals() {
    return new Removals(self, machine, store);
  }

  /// Tells the machine an epoch that has been granted and remembered.
  void granted(long epoch) {
    step(() -> machine.step(new HolderEvent.Granted(epoch)));
  }

  private List<HolderEffect> step(Supplier<List<HolderEffect>> stepping) {
    synchronized (machine) {
      return stepping.get();
    }
  }

  /// Offers a shard under an order and goes as far as it can without the bytes. Fails with FENCED
  /// or ORDER_REFUSED when the order is not the obeyed coordinator's; other refusals are answers.
  Offer offer(Signed signed, ShardId shard) {
    Order order = Orders.read(signed);
    obedience.checkCluster(order.cluster());
    obedience.checkEpoch(order.epoch());
    obedience.checkSignature(signed);
    ShardSpec spec = order.spec(shard);
    if (spec == null) {
      throw Orders.failure(self.name(), shard, Refusal.NOT_NAMED, obedience.epoch());
    }
    Offer offer;
    List<HolderEffect> effects;
    synchronized (machine) {
      offer =
          new Offer(
              order,
              spec,
              answers.computeIfAbsent(
                  new Key(order.operation(), shard), key -> new CompletableFuture<>()));
      effects = machine.step(new HolderEvent.Offered(order, shard, clock.millis()));
    }
    perform(offer, effects, null);
    return offer;
  }

  /// Hands in the bytes of an offer that wants them; returns when it is answered.
  void write(Offer offer, byte[] file, Arrival arrival) {
    offer.wantsBytes(false);
    perform(
        offer,
        List.of(new HolderEffect.Write(offer.order(), offer.spec())),
        new Bytes(file, arrival));
  }

  /// Gives an offer up whose bytes did not come.
  void abandon(Offer offer) {
    if (offer.wantsBytes()) {
      offer.wantsBytes(false);
      perform(offer, failed(offer, Refusal.BROKEN_OFF), null);
    }
  }

  private void perform(Offer offer, List<HolderEffect> effects, @Nullable Bytes bytes) {
    Deque<HolderEffect> left = new ArrayDeque<>(effects);
    while (!left.isEmpty()) {
      HolderEffect effect = left.remove();
      switch (effect) {
        case HolderEffect.Reserve reserve -> {
          List<HolderEffect> refused = reserve(offer);
          if (!refused.isEmpty()) {
            left.clear(); // the Write after it
            left.addAll(refused);
          }
        }
        case HolderEffect.Write write -> {
          if (bytes == null) {
            offer.wantsBytes(true);
            return;
          }
          left.addAll(
              step(() ->
                  machine.step(
                      new HolderEvent.Written(offer.order().operation(), offer.spec().shard()))));
        }
        case HolderEffect.Sync sync -> left.addAll(sync(offer, Objects.requireNonNull(bytes)));
        case HolderEffect.Untrash untrash -> untrash(offer);
        case HolderEffect.Verify verify -> left.addAll(verify(offer));
        case HolderEffect.Discard discard -> discard(offer);
        case HolderEffect.Release release -> release(offer);
        case HolderEffect.SendReceipt receipt -> answer(offer, receipt(receipt.receipt()));
        case HolderEffect.Refuse refuse -> answer(offer, refusal(refuse.shard(), refuse.why()));
        default -> throw new IllegalStateException("not an effect of an offer: " + effect);
      }
    }
  }

  private List<HolderEffect> reserve(Offer offer) {
    try {
      offer.room(store.reserve(offer.spec().length()));
      return List.of();
    } catch (OperationFailed e) {
      return failed(offer, Orders.refusal(e));
    }
  }

  private List<HolderEffect> failed(Offer offer, Refusal why) {
    return step(() ->
        machine.step(
            new HolderEvent.WriteFailed(offer.order().operation(), offer.spec().shard(), why)));
  }

  private List<HolderEffect> sync(Offer offer, Bytes bytes) {
    try {
      checkShape(offer, bytes.file());
      Incoming incoming =
          new Incoming(
              offer.spec().shard(),
              offer.order().stripe(),
              offer.spec().index(),
              offer.order().sequence(),
              bytes.arrival(),
              bytes.file());
      store.put(incoming, Objects.requireNonNull(offer.room()));
      offer.isStored(true);
      return step(() ->
          machine.step(new HolderEvent.Synced(offer.order().operation(), offer.spec().shard())));
    } catch (OperationFailed e) {
      return failed(offer, Orders.refusal(e));
    }
  }

  private void checkShape(Offer offer, byte[] file) {
    try {
      ShardHeader header = ShardHeader.parse(file);
      if (header.k() == offer.spec().k()
          && header.m() == offer.spec().m()
          && file.length == offer.spec().length()) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new OperationFailed(
          e, FailureCode.SHARD_DAMAGED, self.name(), offer.spec().shard().hex());
    }
    throw new OperationFailed(FailureCode.SHARD_DAMAGED, self.name(), offer.spec().shard().hex());
  }

  private void untrash(Offer offer) {
    try {
      store.untrash(List.of(offer.spec().shard()), offer.order().sequence());
    } catch (OperationFailed e) {
      return; // it is not whole in the store then, which is what is looked at next
    }
  }

  private List<HolderEffect> verify(Offer offer) {
    boolean whole;
    try {
      whole = store.confirm(offer.spec().shard(), offer.order().sequence());
    } catch (OperationFailed e) {
      whole = false; // it is written again, which tells what is wrong with the disk
    }
    boolean isWhole = whole;
    return step(() ->
        machine.step(
            new HolderEvent.Verified(offer.order().operation(), offer.spec().shard(), isWhole)));
  }

  /// A failed put leaves nothing behind by itself; only what was stored and then fenced is removed.
  private void discard(Offer offer) {
    if (!offer.isStored()) {
      return;
    }
    try {
      store.delete(List.of(offer.spec().shard()), offer.order().sequence());
    } catch (OperationFailed e) {
      return; // the disk failed: the refusal that follows says enough
    }
  }

  private static void release(Offer offer) {
    Reservation room = offer.room();
    if (room != null) {
      room.close();
      offer.room(null);
    }
  }

  private void answer(Offer offer, HolderAnswer answer) {
    synchronized (machine) {
      answers.remove(new Key(offer.order().operation(), offer.spec().shard()), offer.answer());
    }
    offer.answer().complete(answer);
  }

  private HolderAnswer receipt(Receipt receipt) {
    byte[] message = Orders.message(receipt).toByteArray();
    Signed signed =
        Signed.newBuilder()
            .setMessage(ByteString.copyFrom(message))
            .setSignature(ByteString.copyFrom(Signing.sign(self.key(), message)))
            .build();
    return HolderAnswer.newBuilder().setPeerId(self.peer().hex()).setReceipt(signed).build();
  }

  private HolderAnswer refusal(ShardId shard, Refusal why) {
    OperationFailed failed = Orders.failure(self.name(), shard, why, obedience.epoch());
    return ChainSender.failure(self.peer().hex(), failed);
  }

  /// Waits for the answer to an offer.
  static HolderAnswer await(Offer offer) {
    return offer.answer().join();
  }
}
