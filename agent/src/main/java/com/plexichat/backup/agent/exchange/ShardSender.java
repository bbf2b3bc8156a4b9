package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.agent.protocol.Order;
import com.plexichat.backup.agent.protocol.ShardSpec;
import com.plexichat.backup.proto.HolderAnswer;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final int PERMIT_BYTES = 1024;

  /// One copy to make: an order with one of its shards.
  private record Wanted(Signed signed, Order order, ShardSpec spec) {}

  private final PeerCalls calls;
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
    this.calls = calls;
    this.keys = keys;
    permits = (int) Math.max(2048, bytesInFlight / PERMIT_BYTES);
    inFlight = new Semaphore(permits);
    chain = new ChainSender(calls, sentBytes);
  }

  /// Bytes of shards that left this machine, since the start.
  public long sentBytes() {
    return sentBytes.sum();
  }

  /// Places, sends and commits a stripe, as the source's machine says; what fails is placed anew.
  ///
  /// @param copies of each data shard; parity shards are kept once
  public UploadedStripe upload(OutgoingStripe stripe, int copies, Coordinator coordinator) {
    inFlight.acquireUninterruptibly(cost(stripe.bytes()));
    try {
      return new StripeUpload(stripe, coordinator, calls, keys, sentBytes).run(copies);
    } finally {
      inFlight.release(cost(stripe.bytes()));
    }
  }

  private int cost(long bytes) {
    return (int) Math.min(permits, Math.ceilDiv(bytes, PERMIT_BYTES));
  }

  /// Sends shards under orders: each shard once from here, along the chain of its holders.
  public Sent send(OutgoingStripe stripe, List<Signed> orders) {
    Map<ShardId, List<Wanted>> holders = new LinkedHashMap<>();
    for (Signed signed : orders) {
      Order order = Orders.read(signed);
      for (ShardSpec spec : order.shards()) {
        holders
            .computeIfAbsent(spec.shard(), id -> new ArrayList<>())
            .add(new Wanted(signed, order, spec));
      }
    }
    List<Future<List<Sent.Copy>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (OutgoingStripe.OutgoingShard shard : stripe.shards()) {
        List<Wanted> wanted = holders.get(shard.shard());
        if (wanted != null) {
          int cost = cost(shard.file().length);
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
      OutgoingStripe.OutgoingShard shard, List<Wanted> wanted, int cost) {
    try {
      List<Wanted> ordered = spread(wanted, shard.file().length);
      List<Signed> signed = ordered.stream().map(Wanted::signed).toList();
      List<HolderAnswer> answers = chain.send(signed, shard.shard(), shard.file(), false);
      return ordered.stream().map(one -> judge(shard, one, answers)).toList();
    } finally {
      inFlight.release(cost);
    }
  }

  /// The holders in the order of the chain: who received least from here comes first.
  private List<Wanted> spread(List<Wanted> wanted, int length) {
    List<Wanted> ordered = new ArrayList<>(wanted);
    synchronized (load) {
      ordered.sort(
          Comparator.comparingLong((Wanted one) -> load.getOrDefault(one.order().target(), 0L))
              .thenComparing(one -> one.order().target()));
      load.merge(ordered.getFirst().order().target(), (long) length, Long::sum);
    }
    return ordered;
  }

  private Sent.Copy judge(
      OutgoingStripe.OutgoingShard shard, Wanted wanted, List<HolderAnswer> answers) {
    PeerId peer = wanted.order().target();
    for (HolderAnswer answer : answers) {
      if (!answer.getPeerId().equals(peer.hex())) {
        continue;
      }
      if (answer.hasFailure()) {
        return new Sent.Copy(shard.shard(), peer, null, Failing.read(answer.getFailure()));
      }
      if (Receipts.holds(answer.getReceipt(), wanted.order(), wanted.spec(), keys)) {
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
}
