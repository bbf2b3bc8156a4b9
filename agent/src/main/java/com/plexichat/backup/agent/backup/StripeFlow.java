package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.backup.StripeUploads.Uploaded;
import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.FilledStripe;
import com.plexichat.backup.agent.content.SealedStripe;
import com.plexichat.backup.agent.content.StripeSealer;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals full stripes and brings them to their holders, a few at a time.
///
/// A stripe enters the chunk index when it is sealed, before it is sent: after a kill the
/// coordinator says which stripes it committed, and the index forgets the others.
final class StripeFlow implements ChunkPipeline.StripeSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StripeFlow.class);

  /// The number may rise while one waits.
  private static final long LOOK_MILLIS = 1000;

  private final String backupId;
  private final Vault vault;
  private final Tier tier;
  private final ChunkIndex index;
  private final StripeSealer sealer;
  private final StripeUploads uploads;
  private final String hostName;
  private final Room room = new Room();
  private final ExecutorService sealers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("seal-", 0).factory());
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<StripeIndex> unlisted = new ArrayList<>();
  private final Totals totals = new Totals();
  private Consumer<StripeIndex> onSealed = _ -> {};

  StripeFlow(String backupId, Vault vault, Tier tier, ChunkIndex index, Parts parts) {
    this.backupId = backupId;
    this.vault = vault;
    this.tier = tier;
    this.index = index;
    this.sealer = parts.sealer();
    this.uploads = parts.uploads();
    this.hostName = parts.hostName();
  }

  /// What it works with.
  ///
  /// @param hostName as people know this machine
  record Parts(StripeSealer sealer, StripeUploads uploads, String hostName) {}

  /// Counts the stripes under way; how many may be is asked whenever one begins or ends.
  private static final class Room {
    private int used;

    synchronized void enter(IntSupplier most) throws InterruptedException {
      while (used >= most.getAsInt()) {
        wait(LOOK_MILLIS);
      }
      used++;
    }

    synchronized void leave() {
      used--;
      notifyAll();
    }

    synchronized void awaitEmpty() throws InterruptedException {
      while (used > 0) {
        wait();
      }
    }
  }

  /// What became of the stripes so far.
  static final class Totals {
    private long sealedBytes;
    private int missing;
    private String sentence = "";

    synchronized void add(Uploaded uploaded) {
      missing += uploaded.missing();
      if (!uploaded.sentence().isEmpty()) {
        sentence = uploaded.sentence();
      }
    }

    synchronized void sealed(long bytes) {
      sealedBytes += bytes;
    }

    synchronized long sealedBytes() {
      return sealedBytes;
    }

    synchronized int missing() {
      return missing;
    }

    synchronized String sentence() {
      return sentence;
    }
  }

  void onSealed(Consumer<StripeIndex> listener) {
    onSealed = listener;
  }

  Totals totals() {
    return totals;
  }

  @Override
  public void take(FilledStripe stripe) throws InterruptedException {
    room.enter(uploads::atOnce);
    check();
    sealers.execute(() -> sealAndSend(stripe));
  }

  /// Index entries of stripes sealed since the last call, when they are enough for a segment or
  /// `all` are asked for.
  List<StripeIndex> listed(int enough, boolean all) {
    synchronized (unlisted) {
      long size = 0;
      for (StripeIndex stripe : unlisted) {
        size += stripe.getSerializedSize();
      }
      if (!all && size < enough) {
        return List.of();
      }
      List<StripeIndex> taken = List.copyOf(unlisted);
      unlisted.clear();
      return taken;
    }
  }

  /// Waits until everything that was taken is committed.
  void await() throws InterruptedException {
    room.awaitEmpty();
    check();
  }

  /// Throws what ended a stripe.
  void check() {
    Throwable cause = failure.get();
    if (cause instanceof OperationFailed failed) {
      throw failed;
    }
    if (cause != null) {
      throw new OperationFailed(cause, FailureCode.INTERNAL, cause.toString());
    }
  }

  private void sealAndSend(FilledStripe filled) {
    try {
      SealedStripe sealed = sealer.seal(vault, filled, tier.parityShards());
      if (sealers.isShutdown()) {
        room.leave();
        return;
      }
      StripeIndex entry = filled.index(sealed);
      index.add(entry);
      synchronized (unlisted) {
        unlisted.add(entry);
      }
      onSealed.accept(entry);
      sealed.shards().forEach(shard -> totals.sealed(shard.file().length));
      CompletableFuture<Void> ended =
          uploads
              .upload(backupId, sealed, tier.copies())
              .handle((uploaded, failed) -> {
                ended(uploaded, failed);
                return null;
              });
      LOG.trace("{} is on its way: {}", sealed.stripe(), ended);
    } catch (IOException e) {
      fail(DiskFailure.worded("The backup", hostName, e));
      room.leave();
    } catch (RuntimeException e) {
      fail(e);
      room.leave();
    }
  }

  private void ended(@Nullable Uploaded uploaded, @Nullable Throwable failed) {
    if (failed != null) {
      fail(failed);
    } else if (uploaded != null) {
      totals.add(uploaded);
    }
    room.leave();
  }

  private void fail(Throwable cause) {
    Throwable real = cause;
    while (real instanceof CompletionException && real.getCause() != null) {
      real = real.getCause();
    }
    failure.compareAndSet(null, real);
  }

  /// Returns when no stripe is being sealed any more, whatever interrupts: the next job must find
  /// nobody of this one in the index. What is on its way to its holders goes on alone.
  @Override
  public void close() {
    sealers.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (sealers.awaitTermination(1, TimeUnit.HOURS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
