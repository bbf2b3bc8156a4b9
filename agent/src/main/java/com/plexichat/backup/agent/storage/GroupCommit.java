package com.plexichat.backup.agent.storage;

import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes names and log records of many operations durable at once.
///
/// One thread takes whatever waits, syncs each folder once, appends all records with one sync, and
/// only then lets the waiting operations go on: under load a sync is shared by dozens of puts. The
/// thread belongs to the store, so that a cancelled caller cannot interrupt a sync. After the first
/// failure every later operation fails: what a failed sync has dropped cannot be known. Only a disk
/// that had no room for the records fails those operations alone: nothing of them is left.
final class GroupCommit implements AutoCloseable {
  private record Work(
      List<Path> folders,
      List<HoldingsLog.Entry> entries,
      CompletableFuture<@Nullable Void> durable,
      boolean last) {}

  private final LinkedBlockingQueue<Work> waiting = new LinkedBlockingQueue<>();
  private final HoldingsLog log;
  private final Disk disk;
  private final Function<IOException, OperationFailed> failing;
  private final Thread thread;
  private @Nullable OperationFailed failure;

  GroupCommit(HoldingsLog log, Disk disk, Function<IOException, OperationFailed> failing) {
    this.log = log;
    this.disk = disk;
    this.failing = failing;
    thread = Thread.ofPlatform().daemon().name("storage-commit").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Hands in an operation; the future ends when it is durable, or fails with [OperationFailed].
  CompletableFuture<@Nullable Void> submit(List<Path> folders, List<HoldingsLog.Entry> entries) {
    Work work = new Work(folders, entries, new CompletableFuture<>(), false);
    waiting.add(work);
    return work.durable();
  }

  /// Waits for an operation that was handed in, whatever interrupts.
  static void await(CompletableFuture<@Nullable Void> durable) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          durable.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof OperationFailed failed) {
            throw new OperationFailed(failed, failed.code(), failed.args().toArray(String[]::new));
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    boolean last = false;
    while (!last) {
      List<Work> batch = new ArrayList<>();
      try {
        batch.add(waiting.take());
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts the commit thread", e);
      }
      waiting.drainTo(batch);
      last = batch.stream().anyMatch(Work::last);
      commit(batch);
    }
  }

  private void commit(List<Work> batch) {
    OperationFailed failed = failure;
    if (failed == null) {
      try {
        Set<Path> folders = new LinkedHashSet<>();
        batch.forEach(work -> folders.addAll(work.folders()));
        for (Path folder : folders) {
          disk.forceFolder(folder);
        }
        log.append(batch.stream().flatMap(work -> work.entries().stream()).toList());
      } catch (IOException e) {
        failed = failing.apply(e);
        failure = DiskFailure.isFull(e) ? null : failed;
      }
    }
    for (Work work : batch) {
      if (failed == null) {
        work.durable().complete(null);
      } else {
        work.durable().completeExceptionally(failed);
      }
    }
  }

  /// Ends after what waits is durable.
  @Override
  public void close() {
    Work end = new Work(List.of(), List.of(), new CompletableFuture<>(), true);
    waiting.add(end);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
