package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.storage.Arrival;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Takes the shards of put streams: the order is checked and room reserved before a byte is taken,
/// then the shard is written here and forwarded along its chain at the same time.
///
/// A shard that is refused passes by unseen, and its followers are left out of the answer: the
/// sender asks them itself. So it is when no place for forwarding is free. Forwarding is never
/// waited for by those who only write: were every place taken by puts that wait for other agents,
/// two agents could wait for each other for ever.
final class PutIntake {
  private static final int WRITES = 32;
  private static final int FORWARDS = 32;

  private final Self self;
  private final HolderDriver driver;
  private final ChainSender chain;
  private final Semaphore writes = new Semaphore(WRITES);
  private final Semaphore forwards = new Semaphore(FORWARDS);

  PutIntake(Self self, HolderDriver driver, ChainSender chain) {
    this.self = self;
    this.driver = driver;
    this.chain = chain;
  }

  /// Takes all shards of a stream; returns when every one of them is answered.
  void take(PeerId caller, ArrivingShards shards) throws InterruptedException {
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ArrivingShards.Arriving next = shards.next();
      while (next != null) {
        takeOne(caller, next, shards, threads, running);
        running.removeIf(one -> one.state() == Future.State.SUCCESS);
        next = shards.next();
      }
    }
    for (Future<?> one : running) {
      finish(one);
    }
  }

  private static void finish(Future<?> one) throws InterruptedException {
    try {
      one.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OperationFailed failed) {
        throw new OperationFailed(failed, failed.code(), failed.args().toArray(String[]::new));
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void takeOne(
      PeerId caller,
      ArrivingShards.Arriving shard,
      ArrivingShards shards,
      ExecutorService threads,
      List<Future<?>> running)
      throws InterruptedException {
    Offer offer;
    try {
      offer = offer(shard.head());
    } catch (OperationFailed e) {
      shard.drop();
      shards.answer(answer(shard.head(), List.of(ChainSender.failure(self.peer().hex(), e))));
      return;
    }
    if (isRefused(offer)) {
      shard.drop();
      shards.answer(answer(shard.head(), List.of(HolderDriver.await(offer))));
      return;
    }
    writes.acquire();
    boolean handedOver = false;
    try {
      byte[] file = shard.read();
      List<Signed> rest = shard.head().getChainList().subList(1, shard.head().getChainCount());
      @Nullable Future<List<HolderAnswer>> followers = null;
      if (!rest.isEmpty() && forwards.tryAcquire()) {
        followers = threads.submit(() -> forward(rest, shard.head(), file));
      }
      Future<List<HolderAnswer>> all = followers;
      running.add(
          threads.submit(() -> {
            HolderAnswer own = write(offer, file, caller);
            shards.answer(answer(shard.head(), withFollowers(own, all)));
            return null;
          }));
      handedOver = true;
    } finally {
      if (!handedOver) {
        writes.release();
        driver.abandon(offer);
      }
    }
  }

  private Offer offer(PutHead head) {
    if (head.getChainCount() == 0 || head.getShard().size() != ShardId.BYTES) {
      throw new OperationFailed(
          FailureCode.ORDER_REFUSED, self.name(), "no order came with the shard");
    }
    ShardId shard = ShardId.of(head.getShard().toByteArray());
    Offer offer = driver.offer(head.getChain(0), shard);
    if (head.getLength() != offer.spec().length()) {
      driver.abandon(offer);
      throw new OperationFailed(
          FailureCode.ORDER_REFUSED, self.name(), "the order names another length");
    }
    return offer;
  }

  private static boolean isRefused(Offer offer) {
    return !offer.wantsBytes()
        && offer.answer().isDone()
        && offer.answer().resultNow().hasFailure();
  }

  private HolderAnswer write(Offer offer, byte[] file, PeerId caller) {
    try {
      if (offer.wantsBytes()) {
        boolean fromSource = offer.order().source().equals(caller);
        Arrival.Way way = fromSource ? Arrival.Way.PUT : Arrival.Way.FORWARD;
        driver.write(offer, file, new Arrival(way, caller));
      }
    } finally {
      writes.release();
    }
    return HolderDriver.await(offer);
  }

  private List<HolderAnswer> forward(List<Signed> rest, PutHead head, byte[] file) {
    try {
      return chain.send(rest, ShardId.of(head.getShard().toByteArray()), file, head.getMends());
    } finally {
      forwards.release();
    }
  }

  private static List<HolderAnswer> withFollowers(
      HolderAnswer own, @Nullable Future<List<HolderAnswer>> followers)
      throws InterruptedException {
    List<HolderAnswer> holders = new ArrayList<>(List.of(own));
    if (followers != null) {
      try {
        holders.addAll(followers.get());
      } catch (ExecutionException e) {
        return holders; // not answered: the sender asks them itself
      }
    }
    return holders;
  }

  private static PutAnswer answer(PutHead head, List<HolderAnswer> holders) {
    ByteString shard = head.getShard();
    return PutAnswer.newBuilder().setShard(shard).addAllHolders(holders).build();
  }
}
