package com.plexichat.backup.agent.exchange;

import com.google.protobuf.UnsafeByteOperations;
import com.plexichat.backup.proto.ContributeAnswer;
import com.plexichat.backup.proto.ContributeFrame;
import com.plexichat.backup.proto.GetFrame;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.proto.ProbeAnswer;
import com.plexichat.backup.proto.ProbeRequest;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.shared.model.PeerId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Calls from one agent of a local cluster to the others.
record LocalCalls(LocalCluster cluster, PeerId from) implements PeerCalls {
  @Override
  public PutAnswer put(PeerId target, PutHead head, byte[] file) {
    LocalCluster.Agent agent = cluster.agent(target);
    OneShard shard = new OneShard(head, file);
    try {
      agent.holder().put(from, shard);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return shard.answers.getFirst();
  }

  /// A put stream of one shard.
  static final class OneShard implements ArrivingShards, ArrivingShards.Arriving {
    private final PutHead head;
    private final byte[] file;
    final List<PutAnswer> answers = new ArrayList<>();
    boolean isRead;
    private boolean isGiven;

    OneShard(PutHead head, byte[] file) {
      this.head = head;
      this.file = file;
    }

    @Override
    public @Nullable Arriving next() {
      boolean first = !isGiven;
      isGiven = true;
      return first ? this : null;
    }

    @Override
    public void answer(PutAnswer answer) {
      answers.add(answer);
    }

    @Override
    public PutHead head() {
      return head;
    }

    @Override
    public byte[] read() {
      isRead = true;
      return file.clone();
    }

    @Override
    public void drop() {}
  }

  @Override
  public void get(PeerId target, GetRequest request, Consumer<GetFrame> frames) {
    LocalCluster.Agent agent = cluster.agent(target);
    if (cluster.slow.contains(target)) {
      LockSupport.parkNanos(5_000_000_000L);
    }
    agent.holder().get(from, request, frames);
  }

  @Override
  public ProbeAnswer probe(PeerId target) {
    return cluster.agent(target).holder().probe(ProbeRequest.getDefaultInstance());
  }

  @Override
  public Contributing contribute(PeerId target) {
    LocalCluster.Agent agent = cluster.agent(target);
    ArrayBlockingQueue<ContributeFrame> pipe = new ArrayBlockingQueue<>(2);
    CompletableFuture<ContributeAnswer> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> answer.complete(agent.holder().contribute(from, new Frames(pipe))));
    return new Contributing() {
      @Override
      public void send(ContributeFrame frame) {
        // As on the wire, what is sent is a copy.
        ContributeFrame copy =
            frame.toBuilder()
                .setData(UnsafeByteOperations.unsafeWrap(frame.getData().toByteArray()))
                .build();
        while (!answer.isDone() && !pipe.offer(copy)) {
          LockSupport.parkNanos(100_000);
        }
      }

      @Override
      public ContributeAnswer finish() {
        return answer.join();
      }

      @Override
      public void close() {
        answer.complete(ContributeAnswer.getDefaultInstance());
      }
    };
  }

  private record Frames(ArrayBlockingQueue<ContributeFrame> pipe)
      implements Iterator<ContributeFrame> {
    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public ContributeFrame next() {
      try {
        return pipe.take();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
