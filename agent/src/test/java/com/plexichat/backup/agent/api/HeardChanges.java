package com.plexichat.backup.agent.api;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.Change;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The far end of a watch: keeps what it is told, and takes nothing while it is told to be slow.
final class HeardChanges extends ServerCallStreamObserver<Change> {
  private static final long LONGEST_MS = 30_000;

  private final List<Change> all = new ArrayList<>();
  private boolean ready = true;
  private boolean cancelled;
  private boolean completed;

  synchronized void setReady(boolean now) {
    ready = now;
  }

  synchronized void cancel() {
    cancelled = true;
  }

  synchronized List<Change> all() {
    return List.copyOf(all);
  }

  synchronized List<Change> that(Predicate<Change> wanted) {
    return all.stream().filter(wanted).toList();
  }

  synchronized boolean isCompleted() {
    return completed;
  }

  /// Waits until something was told and answers the first of it.
  synchronized Change await(String what, Predicate<Change> wanted) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_MS * 1_000_000;
    int looked = 0;
    while (true) {
      for (; looked < all.size(); looked++) {
        if (wanted.test(all.get(looked))) {
          return all.get(looked);
        }
      }
      long left = (end - System.nanoTime()) / 1_000_000;
      assertTrue(left > 0, () -> "never told: " + what + "; told was " + all);
      wait(left);
    }
  }

  @Override
  public synchronized void onNext(Change change) {
    all.add(change);
    notifyAll();
  }

  @Override
  public void onError(Throwable broken) {
    throw new AssertionError(broken);
  }

  @Override
  public synchronized void onCompleted() {
    completed = true;
  }

  @Override
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  @Override
  public synchronized boolean isReady() {
    return ready;
  }

  @Override
  public void setOnCancelHandler(@Nullable Runnable handler) {}

  @Override
  public void setCompression(String compression) {}

  @Override
  public void setOnReadyHandler(@Nullable Runnable handler) {}

  @Override
  public void request(int count) {}

  @Override
  public void setMessageCompression(boolean enable) {}

  @Override
  public void disableAutoInboundFlowControl() {}
}
