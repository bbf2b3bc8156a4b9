package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.plexichat.backup.agent.protocol.Operation;
import com.plexichat.backup.agent.protocol.Order;
import com.plexichat.backup.agent.protocol.Receipt;
import com.plexichat.backup.agent.protocol.Refusal;
import com.plexichat.backup.agent.protocol.ShardSpec;
import com.plexichat.backup.agent.protocol.SourceEffect;
import com.plexichat.backup.agent.protocol.SourceEvent;
import com.plexichat.backup.agent.protocol.SourceMachine;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.Placement;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.SealedStripe;
import com.plexichat.backup.proto.ShardName;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One stripe's upload: drives the source's machine, sends shards on threads of their own and steps
/// the machine on the caller's.
final class StripeUpload {
  private static final long PAUSE_MILLIS = 250;
  private static final int PAUSE_DOUBLINGS = 5;

  private record Key(PeerId peer, Operation operation) {}

  private record CopyKey(ShardId shard, PeerId peer) {}

  private final OutgoingStripe stripe;
  private final Coordinator coordinator;
  private final PeerCalls calls;
  private final Function<PeerId, Optional<PublicKey>> keys;
  private final LongAdder sentBytes;
  private final LinkedBlockingQueue<SourceEvent> events = new LinkedBlockingQueue<>();
  private final Map<Key, Signed> orders = new ConcurrentHashMap<>();
  private final Map<CopyKey, Sent.Copy> copies = new ConcurrentHashMap<>();
  private SourceEffect.@Nullable Result result;

  StripeUpload(
      OutgoingStripe stripe,
      Coordinator coordinator,
      PeerCalls calls,
      Function<PeerId, Optional<PublicKey>> keys,
      LongAdder sentBytes) {
    this.stripe = stripe;
    this.coordinator = coordinator;
    this.calls = calls;
    this.keys = keys;
    this.sentBytes = sentBytes;
  }

  UploadedStripe run(int wanted) {
    SourceMachine machine = new SourceMachine(stripe.k(), stripe.m(), wanted);
    events.add(new SourceEvent.Start());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      while (!machine.isDone()) {
        for (SourceEffect effect : machine.step(next())) {
          perform(effect, threads);
        }
      }
    }
    return new UploadedStripe(
        Objects.requireNonNull(result), new Sent(List.copyOf(copies.values())));
  }

  private SourceEvent next() {
    try {
      return events.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new SourceEvent.Cancel();
    }
  }

  private void perform(SourceEffect effect, ExecutorService threads) {
    switch (effect) {
      case SourceEffect.AskReserve ask -> events.add(reserve(ask));
      case SourceEffect.Send send -> threads.execute(() -> send(send.index(), send.chain()));
      case SourceEffect.Commit commit -> events.add(commit(commit.receipts()));
      case SourceEffect.Pause pause -> threads.execute(() -> pause(pause.attempt()));
      case SourceEffect.Finish finish -> result = finish.result();
    }
  }

  private SourceEvent reserve(SourceEffect.AskReserve ask) {
    try {
      Placement placement = coordinator.reserve(sealed(), ask.avoid());
      List<Order> read = new ArrayList<>();
      for (Signed signed : placement.getOrdersList()) {
        Order order = Orders.read(signed);
        orders.put(new Key(order.target(), order.operation()), signed);
        read.add(order);
      }
      return new SourceEvent.Reserved(read, placement.getSentence());
    } catch (OperationFailed e) {
      return new SourceEvent.ReserveFailed(e.sentence());
    }
  }

  private SealedStripe sealed() {
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

  private SourceEvent commit(List<Receipt> receipts) {
    Map<Signed, Receipt> signed = new LinkedHashMap<>();
    for (Receipt receipt : receipts) {
      ShardId shard = receipt.shards().getFirst().shard();
      Sent.Copy copy = copies.get(new CopyKey(shard, receipt.peer()));
      if (copy != null && copy.receipt() != null) {
        signed.put(copy.receipt(), receipt);
      }
    }
    try {
      List<Signed> disregarded = coordinator.commit(stripe.stripe(), List.copyOf(signed.keySet()));
      return new SourceEvent.Committed(
          disregarded.stream().flatMap(one -> Stream.ofNullable(signed.get(one))).toList());
    } catch (OperationFailed e) {
      return new SourceEvent.CommitFailed(e.sentence());
    }
  }

  private void pause(int attempt) {
    long millis = PAUSE_MILLIS << Math.min(attempt - 1, PAUSE_DOUBLINGS);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    events.add(new SourceEvent.Resume());
  }

  private void send(int index, List<Order> chain) {
    OutgoingStripe.OutgoingShard shard = shard(index);
    try {
      PutAnswer answer = calls.put(chain.getFirst().target(), head(shard, chain), shard.file());
      sentBytes.add(shard.file().length);
      Map<String, HolderAnswer> answered = new LinkedHashMap<>();
      answer.getHoldersList().forEach(one -> answered.putIfAbsent(one.getPeerId(), one));
      List<Order> silent = new ArrayList<>();
      for (Order order : chain) {
        HolderAnswer one = answered.get(order.target().hex());
        if (one == null) {
          silent.add(order);
        } else {
          judge(shard, order, one);
        }
      }
      for (Order order : silent) {
        boolean wasAsked = order.equals(chain.getFirst());
        refused(shard, order, wasAsked ? Refusal.UNREACHABLE : Refusal.NOT_TRIED);
      }
    } catch (OperationFailed e) {
      failed(shard, chain.getFirst(), e);
      events.add(new SourceEvent.Broken(index, chain));
    } catch (RuntimeException e) {
      failed(shard, chain.getFirst(), new OperationFailed(e, FailureCode.INTERNAL, e.toString()));
      events.add(new SourceEvent.Broken(index, chain));
    }
  }

  private PutHead head(OutgoingStripe.OutgoingShard shard, List<Order> chain) {
    PutHead.Builder head =
        PutHead.newBuilder()
            .setShard(UnsafeByteOperations.unsafeWrap(shard.shard().bytes()))
            .setLength(shard.file().length);
    for (Order order : chain) {
      head.addChain(Objects.requireNonNull(orders.get(new Key(order.target(), order.operation()))));
    }
    return head.build();
  }

  private OutgoingStripe.OutgoingShard shard(int index) {
    return stripe.shards().stream()
        .filter(one -> one.index() == index)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the stripe has no shard " + index));
  }

  private void judge(OutgoingStripe.OutgoingShard shard, Order order, HolderAnswer answer) {
    ShardSpec spec = Objects.requireNonNull(order.spec(shard.shard()));
    if (answer.hasFailure()) {
      OperationFailed failure = Failing.read(answer.getFailure());
      failed(shard, order, failure);
      refused(shard, order, Orders.refusal(failure));
    } else if (Receipts.holds(answer.getReceipt(), order, spec, keys)) {
      Signed receipt = answer.getReceipt();
      copies.put(
          new CopyKey(shard.shard(), order.target()),
          new Sent.Copy(shard.shard(), order.target(), receipt, null));
      events.add(
          new SourceEvent.Acknowledged(
              new Receipt(order.target(), order.operation(), List.of(spec), order.epoch())));
    } else {
      String why = "its receipt is not valid";
      failed(shard, order, new OperationFailed(FailureCode.UNREACHABLE, order.target().hex(), why));
      refused(shard, order, Refusal.UNREACHABLE);
    }
  }

  private void refused(OutgoingStripe.OutgoingShard shard, Order order, Refusal why) {
    events.add(new SourceEvent.Refused(order.target(), order.operation(), shard.index(), why));
  }

  private void failed(OutgoingStripe.OutgoingShard shard, Order order, OperationFailed failure) {
    copies.put(
        new CopyKey(shard.shard(), order.target()),
        new Sent.Copy(shard.shard(), order.target(), null, failure));
  }
}
