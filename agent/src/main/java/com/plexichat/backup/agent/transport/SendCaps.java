package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.model.TransferLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The gate that keeps this machine's sending of shards to its limits, and counts it.
///
/// Limits change at any moment, also for who waits already. Readers have a queue of their own: what
/// is restored does not wait for what is backed up.
public final class SendCaps implements SendGate {
  /// A message on the wire is longer than its data: frames of HTTP/2 and records of TLS take 31
  /// bytes in 16 KiB, and each piece has a head.
  private static final int OF_FRAMES = 512;

  private static final int HEAD = 32;

  /// A tenth of a second of the slowest rate and more.
  private static final int SMALL = 64 << 10;

  /// The hour may change while somebody waits.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final LongSupplier nanos;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final SendQueue sending;
  private final SendQueue serving;
  private final LongAdder sent = new LongAdder();
  private final LongAdder served = new LongAdder();
  private volatile TransferLimits limits = TransferLimits.NONE;

  /// @param nanos counts up and never jumps
  /// @param clock tells the hour
  public SendCaps(LongSupplier nanos, InstantSource clock) {
    this.nanos = nanos;
    this.clock = clock;
    sending = new SendQueue(nanos.getAsLong());
    serving = new SendQueue(nanos.getAsLong());
  }

  /// Sets other limits, at once.
  public void limit(TransferLimits other) {
    lock.lock();
    try {
      limits = other;
      refresh(nanos.getAsLong());
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Bytes of shards that were sent to peers, since the start.
  public long sent() {
    return sent.sum();
  }

  /// Bytes of shards that were served to readers, since the start.
  public long served() {
    return served.sum();
  }

  @Override
  public void send(String peer, Cause cause, long bytes) throws InterruptedException {
    await(sending, peer, cause, bytes);
    sent.add(bytes);
  }

  @Override
  public void serve(String reader, long bytes) throws InterruptedException {
    await(serving, reader, Cause.SAVE, bytes);
    served.add(bytes);
  }

  @Override
  public int piece(int usual) {
    return limits.isFree() ? usual : Math.min(usual, SMALL);
  }

  @Override
  public Duration slack() {
    return limits.slack();
  }

  private void await(SendQueue queue, String peer, Cause cause, long bytes)
      throws InterruptedException {
    if (limits.isFree()) {
      return;
    }
    lock.lockInterruptibly();
    try {
      SendQueue.Waiting own = queue.join(peer, cause, bytes + bytes / OF_FRAMES + HEAD);
      try {
        for (long left = pass(queue); !own.isThrough(); left = pass(queue)) {
          var _ = moved.awaitNanos(Math.min(left, LOOK_NANOS));
        }
      } finally {
        queue.leave(own);
        // Others may have been let through with it, or wait for what it waited for.
        moved.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private long pass(SendQueue queue) {
    long now = nanos.getAsLong();
    refresh(now);
    return queue.pass(now);
  }

  private void refresh(long now) {
    TransferLimits current = limits;
    sending.rates(current.rateAt(clock.instant()), current.peerRate(), now);
    serving.rates(current.restoreRate(), 0, now);
  }
}
