package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.Placement;
import com.plexichat.backup.proto.PutOrder;
import com.plexichat.backup.proto.SealedStripe;
import com.plexichat.backup.proto.ShardName;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/// The source's side of a shard's life: sends each shard of a stripe once, to a first holder that
/// forwards it, and asks the coordinator for other places when holders fail.
///
/// First holders are spread so that every peer receives about the same from here; the bytes in
/// flight are bounded over all stripes that are sent at the same time. A receipt counts only when
/// it is signed by the holder's own key for this shard and order.
public final class ShardSender {
  private static final int ROUNDS = 4;
  private static final int PERMIT_BYTES = 1024;

  private record Order(Signed signed, PutOrder order, ShardName named) {
    PeerId target() {
      return new PeerId(order.getTarget());
    }
  }

  private final Function<PeerId, Optional<PublicKey>> keys;
  private final Semaphore inFlight;
  private final int permits;
  private final LongAdder sentBytes = new LongAdder();
  private final ChainSender chain;
  private final Map<PeerId, Long> load = new HashMap<>();

  /// A sender that keeps at most so many bytes of shards in flight.
  ///
  /// @param keys public keys of peers by the newest directory; receipts of others prove nothing
  public ShardSender(
      PeerCalls calls, Function<PeerId, Optional<PublicKey>> keys, long bytesInFlight) {
    this.keys = keys;
    permits = (int) Math.max(2048, bytesInFlight / PERMIT_BYTES);
    inFlight = new Semaphore(permits);
    chain = new ChainSender(calls, sentBytes);
  }

  /// Bytes of shards that left this machine, since the start.
  public long sentBytes() {
    return sentBytes.sum();
  }

  /// Places, sends and commits a stripe. Holders that fail are avoided in the next round; the
  /// upload ends when every copy is acknowledged, or after four rounds with what there is.
  public UploadedStripe upload(OutgoingStripe stripe, Coordinator coordinator) {
    Set<PeerId> avoid = new LinkedHashSet<>();
    Map<ShardId, Map<PeerId, Sent.Copy>> all = new LinkedHashMap<>();
    boolean committed = false;
    Placement placement = Placement.getDefaultInstance();
    for (int round = 0; round < ROUNDS; round++) {
      placement = coordinator.reserve(sealed(stripe), avoid);
      Sent sent = send(stripe, without(placement.getOrdersList(), all));
      sent.copies()
          .forEach(copy ->
              all.computeIfAbsent(copy.shard(), shard -> new LinkedHashMap<>())
                  .put(copy.peer(), copy));
      if (!sent.receipts().isEmpty()) {
        committed = coordinator.commit(stripe.stripe(), sent.receipts());
      }
      if (sent.failedPeers().isEmpty()) {
        break;
      }
      avoid.addAll(sent.failedPeers());
    }
    List<Sent.Copy> copies =
        all.values().stream().flatMap(byPeer -> byPeer.values().stream()).toList();
    return new UploadedStripe(
        committed, new Sent(copies), placement.getMissingCopies(), placement.getSentence());
  }

  /// Orders without those whose every shard is acknowledged by their target already.
  private static List<Signed> without(
      List<Signed> orders, Map<ShardId, Map<PeerId, Sent.Copy>> known) {
    return orders.stream()
        .filter(signed -> {
          PutOrder order = parse(signed);
          PeerId target = new PeerId(order.getTarget());
          return !order.getShardsList().stream()
              .allMatch(named -> {
                ShardId shard = ShardId.of(named.getShard().toByteArray());
                Sent.Copy copy = known.getOrDefault(shard, Map.of()).get(target);
                return copy != null && copy.isHeld();
              });
        })
        .toList();
  }

  private static SealedStripe sealed(OutgoingStripe stripe) {
    SealedStripe.Builder sealed =
        SealedStripe.newBuilder()
            .setStripe(ByteString.copyFrom(stripe.stripe().bytes()))
            .setK(stripe.k())
            .setM(stripe.m())
            .setKeyEpoch(stripe.keyEpoch());
    for (OutgoingStripe.OutgoingShard shard : stripe.shards()) {
      sealed.addShards(
          ShardName.newBuilder()
              .setShard(ByteString.copyFrom(shard.shard().bytes()))
              .setIndex(shard.index())
              .setLength(shard.file().length)
              .setK(stripe.k())
              .setM(stripe.m()));
    }
    return sealed.build();
  }

  /// Sends shards under orders: each shard once from here, along the chain of its holders.
  public Sent send(OutgoingStripe stripe, List<Signed> orders) {
    Map<ShardId, List<Order>> holders = new LinkedHashMap<>();
    for (Signed signed : orders) {
      PutOrder order = parse(signed);
      for (ShardName named : order.getShardsList()) {
        holders
            .computeIfAbsent(ShardId.of(named.getShard().toByteArray()), id -> new ArrayList<>())
            .add(new Order(signed, order, named));
      }
    }
    List<Future<List<Sent.Copy>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (OutgoingStripe.OutgoingShard shard : stripe.shards()) {
        List<Order> wanted = holders.get(shard.shard());
        if (wanted != null) {
          int cost = Math.min(permits, Math.ceilDiv(shard.file().length, PERMIT_BYTES));
          inFlight.acquireUninterruptibly(cost);
          running.add(threads.submit(() -> sendOne(shard, wanted, cost)));
        }
      }
    }
    List<Sent.Copy> copies = new ArrayList<>();
    for (Future<List<Sent.Copy>> one : running) {
      copies.addAll(result(one));
    }
    return new Sent(copies);
  }

  private static List<Sent.Copy> result(Future<List<Sent.Copy>> one) {
    try {
      return one.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "Sending a stripe");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private List<Sent.Copy> sendOne(
      OutgoingStripe.OutgoingShard shard, List<Order> wanted, int cost) {
    try {
      List<Order> ordered = spread(wanted, shard.file().length);
      List<Signed> signed = ordered.stream().map(Order::signed).toList();
      List<HolderAnswer> answers = chain.send(signed, shard.shard(), shard.file());
      return ordered.stream().map(order -> judge(shard, order, answers)).toList();
    } finally {
      inFlight.release(cost);
    }
  }

  /// The holders in the order of the chain: who received least from here comes first.
  private List<Order> spread(List<Order> wanted, int length) {
    List<Order> ordered = new ArrayList<>(wanted);
    synchronized (load) {
      ordered.sort(
          Comparator.comparingLong((Order order) -> load.getOrDefault(order.target(), 0L))
              .thenComparing(Order::target));
      load.merge(ordered.getFirst().target(), (long) length, Long::sum);
    }
    return ordered;
  }

  private Sent.Copy judge(
      OutgoingStripe.OutgoingShard shard, Order order, List<HolderAnswer> answers) {
    PeerId peer = order.target();
    for (HolderAnswer answer : answers) {
      if (!answer.getPeerId().equals(peer.hex())) {
        continue;
      }
      if (answer.hasFailure()) {
        return new Sent.Copy(shard.shard(), peer, null, Failing.read(answer.getFailure()));
      }
      ByteString operation = order.order().getOperation();
      if (Receipts.holds(answer.getReceipt(), peer, order.named(), operation, keys)) {
        return new Sent.Copy(shard.shard(), peer, answer.getReceipt(), null);
      }
      return failed(shard, peer, "its receipt is not valid");
    }
    return failed(shard, peer, "nobody answered for it");
  }

  private static Sent.Copy failed(OutgoingStripe.OutgoingShard shard, PeerId peer, String why) {
    return new Sent.Copy(
        shard.shard(), peer, null, new OperationFailed(FailureCode.UNREACHABLE, peer.hex(), why));
  }

  private static PutOrder parse(Signed signed) {
    try {
      return PutOrder.parseFrom(signed.getMessage());
    } catch (InvalidProtocolBufferException e) {
      throw new OperationFailed(
          e, FailureCode.ORDER_REFUSED, "This agent", "an order cannot be read");
    }
  }
}
