package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.storage.Arrival;
import com.plexichat.backup.agent.storage.Incoming;
import com.plexichat.backup.agent.storage.Reservation;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutFrame;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes the shards of one put stream: the order is checked and room reserved before a byte is
/// taken, then the shard is written here and forwarded along its chain at the same time.
///
/// Forwarding is never waited for by those who only write: were every place taken by puts that wait
/// for other agents, two agents could wait for each other for ever. Without a free place the shard
/// is stored here and its followers are left out of the answer; the sender then asks them itself.
final class PutIntake {
  /// Places that all put streams of an agent share.
  record Places(Semaphore writes, Semaphore forwards) {
    private static final int WRITES = 32;
    private static final int FORWARDS = 32;

    static Places standard() {
      return new Places(new Semaphore(WRITES), new Semaphore(FORWARDS));
    }
  }

  /// A shard that is arriving: admitted with room reserved, or refused with the reason.
  private record Part(
      PutHead head,
      ShardId shard,
      byte[] file,
      HoldingRules.@Nullable Admission admission,
      @Nullable Reservation room) {}

  private final Self self;
  private final HoldingRules rules;
  private final ShardStore store;
  private final ChainSender chain;
  private final Places places;

  PutIntake(Self self, HoldingRules rules, ShardStore store, ChainSender chain, Places places) {
    this.self = self;
    this.rules = rules;
    this.store = store;
    this.chain = chain;
    this.places = places;
  }

  /// Takes all shards of a stream; returns when every one of them is answered.
  void take(PeerId caller, Iterator<PutFrame> frames, Consumer<PutAnswer> answers) {
    Object turn = new Object();
    Consumer<PutAnswer> oneByOne =
        answer -> {
          synchronized (turn) {
            answers.accept(answer);
          }
        };
    @Nullable Part part = null;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int filled = 0;
      while (frames.hasNext()) {
        PutFrame frame = frames.next();
        if (frame.hasHead()) {
          close(part);
          part = begin(frame.getHead(), oneByOne);
          filled = 0;
        }
        if (part == null) {
          throw new OperationFailed(FailureCode.USAGE, "the first frame of a shard has its head");
        }
        filled = fill(part, filled, frame.getData());
        if (frame.getLast()) {
          Part whole = part;
          int length = filled;
          part = null;
          if (whole.admission() != null) {
            end(whole, length, caller, threads, oneByOne);
          }
        }
      }
    } finally {
      close(part);
    }
  }

  private static void close(@Nullable Part part) {
    if (part != null && part.admission() != null) {
      part.admission().close();
    }
    if (part != null && part.room() != null) {
      part.room().close();
    }
  }

  private Part begin(PutHead head, Consumer<PutAnswer> answers) {
    rules.require(head.getShard().size() == ShardId.BYTES, "a shard's name has 32 bytes");
    ShardId shard = ShardId.of(head.getShard().toByteArray());
    HoldingRules.@Nullable Admission admission = null;
    try {
      rules.require(head.getChainCount() > 0, "no order came with the shard");
      admission = rules.admit(head.getChain(0), shard);
      long length = admission.named().getLength();
      rules.require(head.getLength() == length, "the order names another length");
      rules.require(
          length >= Format.HEADER && length <= Format.HEADER + Format.BODY_MAX,
          "no shard has that length");
      return new Part(head, shard, new byte[(int) length], admission, store.reserve(length));
    } catch (OperationFailed e) {
      if (admission != null) {
        admission.close();
      }
      answers.accept(answer(head, List.of(ChainSender.failure(self.peer().hex(), e))));
      return new Part(head, shard, new byte[0], null, null);
    }
  }

  private int fill(Part part, int filled, ByteString data) {
    if (part.admission() == null) {
      return 0; // refused: what still comes is not kept
    }
    if (data.size() > part.file().length - filled) {
      throw new OperationFailed(FailureCode.USAGE, "a shard is longer than its head says");
    }
    data.copyTo(part.file(), filled);
    return filled + data.size();
  }

  private void end(
      Part part, int length, PeerId caller, ExecutorService threads, Consumer<PutAnswer> answers) {
    if (length != part.file().length) {
      close(part);
      throw new OperationFailed(FailureCode.USAGE, "a shard is shorter than its head says");
    }
    places.writes().acquireUninterruptibly();
    List<Signed> rest = part.head().getChainList().subList(1, part.head().getChainCount());
    @Nullable Future<List<HolderAnswer>> forwarded = null;
    if (!rest.isEmpty() && places.forwards().tryAcquire()) {
      forwarded = threads.submit(() -> forward(rest, part));
    }
    Future<List<HolderAnswer>> followers = forwarded;
    threads.execute(() -> {
      List<HolderAnswer> holders = new ArrayList<>();
      try {
        holders.add(write(part, caller));
      } finally {
        close(part);
        places.writes().release();
      }
      if (followers != null) {
        holders.addAll(result(followers));
      }
      answers.accept(answer(part.head(), holders));
    });
  }

  private List<HolderAnswer> forward(List<Signed> rest, Part part) {
    try {
      return chain.send(rest, part.shard(), part.file());
    } finally {
      places.forwards().release();
    }
  }

  private static List<HolderAnswer> result(Future<List<HolderAnswer>> followers) {
    try {
      return followers.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException e) {
      return List.of(); // not answered: the sender asks them itself
    }
  }

  private HolderAnswer write(Part part, PeerId caller) {
    HoldingRules.Admission admission = java.util.Objects.requireNonNull(part.admission());
    Reservation room = java.util.Objects.requireNonNull(part.room());
    boolean fromSource = admission.order().getSource().equals(caller.hex());
    Arrival.Way way = fromSource ? Arrival.Way.PUT : Arrival.Way.FORWARD;
    try {
      Incoming incoming = incoming(admission, new Arrival(way, caller), part.file());
      store.put(incoming, room);
      return Receipts.answer(self, admission);
    } catch (OperationFailed e) {
      return ChainSender.failure(self.peer().hex(), e);
    }
  }

  /// A shard as the store takes it, when its header says the same as its order.
  static Incoming incoming(HoldingRules.Admission admission, Arrival arrival, byte[] file) {
    try {
      ShardHeader header = ShardHeader.parse(file);
      if (header.k() == admission.named().getK() && header.m() == admission.named().getM()) {
        return new Incoming(
            admission.shard(),
            admission.stripe(),
            admission.named().getIndex(),
            admission.order().getSequence(),
            arrival,
            file);
      }
    } catch (IllegalArgumentException e) {
      throw new OperationFailed(
          e, FailureCode.SHARD_DAMAGED, "the sender", admission.shard().hex());
    }
    throw new OperationFailed(
        FailureCode.ORDER_REFUSED, "This peer", "the shard belongs to a stripe of another shape");
  }

  private static PutAnswer answer(PutHead head, List<HolderAnswer> holders) {
    return PutAnswer.newBuilder().setShard(head.getShard()).addAllHolders(holders).build();
  }
}
