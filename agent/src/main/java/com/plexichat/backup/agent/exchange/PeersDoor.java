package com.plexichat.backup.agent.exchange;

import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import com.plexichat.backup.agent.transport.AnswerSink;
import com.plexichat.backup.agent.transport.Caller;
import com.plexichat.backup.agent.transport.FrameSink;
import com.plexichat.backup.agent.transport.FrameSource;
import com.plexichat.backup.agent.transport.Framed;
import com.plexichat.backup.agent.transport.PeersHandler;
import com.plexichat.backup.agent.transport.PutStream;
import com.plexichat.backup.agent.transport.SendGate;
import com.plexichat.backup.proto.CapsuleAnswer;
import com.plexichat.backup.proto.CapsuleFrame;
import com.plexichat.backup.proto.CapsuleRequest;
import com.plexichat.backup.proto.ContributeAnswer;
import com.plexichat.backup.proto.ContributeFrame;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.ForwardAnswer;
import com.plexichat.backup.proto.ForwardRequest;
import com.plexichat.backup.proto.GetFrame;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.proto.InventoryPage;
import com.plexichat.backup.proto.InventoryRequest;
import com.plexichat.backup.proto.KeyRingAnswer;
import com.plexichat.backup.proto.KeyRingList;
import com.plexichat.backup.proto.KeyRingRequest;
import com.plexichat.backup.proto.KeyRingUpdate;
import com.plexichat.backup.proto.ObeyAnswer;
import com.plexichat.backup.proto.ProbeAnswer;
import com.plexichat.backup.proto.ProbeRequest;
import com.plexichat.backup.proto.ProveAnswer;
import com.plexichat.backup.proto.ProveRequest;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.RebuildAnswer;
import com.plexichat.backup.proto.RebuildOrder;
import com.plexichat.backup.proto.ScrubReport;
import com.plexichat.backup.proto.ScrubRequest;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The Peers service in front of a shard holder.
public final class PeersDoor implements PeersHandler {
  private final ShardHolder holder;
  private final SendGate gate;

  public PeersDoor(ShardHolder holder) {
    this(holder, SendGate.OPEN);
  }

  /// @param gate what shards pass before they are served
  public PeersDoor(ShardHolder holder, SendGate gate) {
    this.holder = holder;
    this.gate = gate;
  }

  private static PeerId peer(Caller caller) {
    return caller
        .peer()
        .orElseThrow(() -> new OperationFailed(FailureCode.NOT_ALLOWED, caller.id(), "PEER"));
  }

  @Override
  public void put(Caller caller, PutStream shards) throws InterruptedException {
    holder.put(
        peer(caller),
        new ArrivingShards() {
          @Override
          public @Nullable Arriving next() throws InterruptedException {
            PutStream.IncomingShard shard = shards.next();
            return shard == null ? null : new Shard(shard);
          }

          @Override
          public void answer(PutAnswer answer) throws InterruptedException {
            shards.answer(answer);
          }
        });
  }

  private record Shard(PutStream.IncomingShard shard) implements ArrivingShards.Arriving {
    @Override
    public PutHead head() {
      return shard.head();
    }

    @Override
    public byte[] read() throws InterruptedException {
      return shard.read();
    }

    @Override
    public void drop() throws InterruptedException {
      shard.drop();
    }
  }

  @Override
  public void get(Caller caller, GetRequest request, FrameSink<GetFrame> answer) {
    holder.get(
        peer(caller),
        request,
        sending(frame -> {
          byte[] data = frame.getData().toByteArray();
          GetFrame head = frame.toBuilder().clearData().build();
          gate.serve(caller.id(), data.length);
          answer.send(Framed.of(head, data, 0, data.length));
        }));
  }

  @Override
  public ProveAnswer prove(Caller caller, ProveRequest request) {
    return holder.prove(request);
  }

  @Override
  public ForwardAnswer forward(Caller caller, ForwardRequest request) {
    return holder.forward(request);
  }

  @Override
  public RebuildAnswer rebuild(Caller caller, RebuildOrder order) {
    return holder.rebuild(order);
  }

  @Override
  public ContributeAnswer contribute(Caller caller, FrameSource<ContributeFrame> sum) {
    return holder.contribute(
        peer(caller),
        new Frames<>(
            sum,
            (head, data) ->
                head.toBuilder().setData(UnsafeByteOperations.unsafeWrap(data)).build()));
  }

  @Override
  public TrashAnswer trash(Caller caller, TrashRequest request) {
    return holder.trash(request);
  }

  @Override
  public void scrub(Caller caller, ScrubRequest request, AnswerSink<ScrubReport> reports) {
    holder.desk().scrub(request, sending(reports));
  }

  @Override
  public void inventory(Caller caller, InventoryRequest request, AnswerSink<InventoryPage> pages) {
    holder.desk().inventory(request, sending(pages));
  }

  @Override
  public ProbeAnswer probe(Caller caller, ProbeRequest request) {
    return holder.probe(request);
  }

  @Override
  public CapsuleAnswer putCapsule(Caller caller, FrameSource<CapsuleFrame> capsule) {
    return holder
        .desk()
        .putCapsule(
            new Frames<>(
                capsule,
                (head, data) ->
                    head.toBuilder().setData(UnsafeByteOperations.unsafeWrap(data)).build()));
  }

  @Override
  public void getCapsule(Caller caller, CapsuleRequest request, FrameSink<CapsuleFrame> capsule) {
    holder
        .desk()
        .getCapsule(
            request,
            sending(frame -> {
              byte[] data = frame.getData().toByteArray();
              CapsuleFrame head = frame.toBuilder().clearData().build();
              capsule.send(Framed.of(head, data, 0, data.length));
            }));
  }

  @Override
  public KeyRingAnswer putKeyRing(Caller caller, KeyRingUpdate update) {
    return holder.desk().putKeyRing(update);
  }

  @Override
  public KeyRingList getKeyRings(Caller caller, KeyRingRequest request) {
    return holder.desk().getKeyRings();
  }

  @Override
  public ObeyAnswer obey(Caller caller, EpochGrant grant) {
    return holder.obey(grant);
  }

  /// Answers that are sent at the network's pace; an interrupt cancels the call.
  private static <R> Consumer<R> sending(AnswerSink<R> sink) {
    return answer -> {
      try {
        sink.send(answer);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OperationFailed(e, FailureCode.CANCELLED, "The call");
      }
    };
  }

  /// Received frames, each with its data in it.
  private static final class Frames<M extends Message> implements Iterator<M> {
    private final FrameSource<M> source;
    private final BiFunction<M, byte[], M> whole;
    private @Nullable M next;

    Frames(FrameSource<M> source, BiFunction<M, byte[], M> whole) {
      this.source = source;
      this.whole = whole;
    }

    @Override
    public boolean hasNext() {
      if (next == null) {
        try {
          Framed<M> framed = source.next();
          next = framed == null ? null : whole.apply(framed.head(), framed.bytes());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new OperationFailed(e, FailureCode.CANCELLED, "The call");
        }
      }
      return next != null;
    }

    @Override
    public M next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the sender is done");
      }
      M taken = Objects.requireNonNull(next);
      next = null;
      return taken;
    }
  }
}
