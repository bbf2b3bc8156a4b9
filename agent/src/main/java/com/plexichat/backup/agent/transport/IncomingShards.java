package com.plexichat.backup.agent.transport;

import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutFrame;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import org.jspecify.annotations.Nullable;

/// A put stream over a dialogue of frames.
final class IncomingShards implements PutStream {
  /// The largest shard file: a parity shard of data shards of 1 MiB, with its header.
  static final int LARGEST = (1 << 20) + 256;

  private final Dialogue<Framed<PutFrame>, PutAnswer> dialogue;
  private @Nullable Shard current;

  IncomingShards(Dialogue<Framed<PutFrame>, PutAnswer> dialogue) {
    this.dialogue = dialogue;
  }

  @Override
  public @Nullable IncomingShard next() throws InterruptedException {
    Shard before = current;
    if (before != null) {
      before.drop();
      current = null;
    }
    Framed<PutFrame> first = dialogue.next();
    if (first == null) {
      return null;
    }
    PutHead head = first.head().getHead();
    if (!first.head().hasHead() || head.getLength() < 1 || head.getLength() > LARGEST) {
      first.close();
      throw wrong("a shard begins with its head and its length");
    }
    Shard shard = new Shard(head, first);
    current = shard;
    return shard;
  }

  @Override
  public void answer(PutAnswer answer) throws InterruptedException {
    dialogue.send(answer);
  }

  /// Closes a frame that nobody read.
  void close() {
    Shard shard = current;
    if (shard != null) {
      shard.close();
    }
  }

  private static OperationFailed wrong(String how) {
    return new OperationFailed(FailureCode.USAGE, "Wrong frames: " + how + ".");
  }

  private final class Shard implements IncomingShard {
    private final PutHead head;
    private @Nullable Framed<PutFrame> waiting;
    private boolean isDone;

    private Shard(PutHead head, Framed<PutFrame> first) {
      this.head = head;
      this.waiting = first;
    }

    @Override
    public PutHead head() {
      return head;
    }

    @Override
    public int length() {
      return (int) head.getLength();
    }

    @Override
    public void read(byte[] into, int offset) throws InterruptedException {
      if (isDone) {
        throw new IllegalStateException("already read");
      }
      int done = 0;
      while (!isDone) {
        try (Framed<PutFrame> frame = frame()) {
          if (done + frame.size() > length()) {
            throw wrong("more bytes than announced");
          }
          frame.copyTo(into, offset + done);
          done += frame.size();
          isDone = frame.head().getLast();
        }
      }
      if (done != length()) {
        throw wrong("fewer bytes than announced");
      }
    }

    @Override
    public void drop() throws InterruptedException {
      long dropped = 0;
      while (!isDone) {
        try (Framed<PutFrame> frame = frame()) {
          dropped += frame.size();
          isDone = frame.head().getLast();
          if (dropped > length()) {
            throw wrong("more bytes than announced");
          }
        }
      }
    }

    private Framed<PutFrame> frame() throws InterruptedException {
      Framed<PutFrame> first = waiting;
      if (first != null) {
        waiting = null;
        return first;
      }
      Framed<PutFrame> next = dialogue.next();
      if (next == null) {
        throw wrong("the stream ends within a shard");
      }
      if (next.head().hasHead()) {
        next.close();
        throw wrong("a shard begins within another");
      }
      return next;
    }

    private void close() {
      Framed<PutFrame> first = waiting;
      if (first != null) {
        first.close();
      }
    }
  }
}
