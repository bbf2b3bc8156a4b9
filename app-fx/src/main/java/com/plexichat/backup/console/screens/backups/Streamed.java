package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.FxBridge;
import com.plexichat.backup.console.kit.Tasks;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What comes in pages from a cluster, handed on in batches on the toolkit's thread.
///
/// Pages that come faster than they are shown are handed on together, so that a folder of 100,000
/// names costs the toolkit a few calls. One run at a time: a new one ends the one before, of which
/// nothing arrives any more.
///
/// ```
/// Idle → Reading → Done | Stopped | Failed
/// ```
final class Streamed<T> {
  /// Where a run stands.
  sealed interface State {}

  /// Nothing was asked yet.
  record Idle() implements State {}

  record Reading() implements State {}

  /// Everything came.
  record Done() implements State {}

  /// It was cancelled; what came until then stays.
  record Stopped() implements State {}

  record Failed(OperationFailed why) implements State {}

  private final Tasks tasks;
  private final Consumer<? super List<T>> batches;
  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(this, "state", new Idle());
  private final ReadOnlyLongWrapper count = new ReadOnlyLongWrapper(this, "count");
  private Optional<Subscription> running = Optional.empty();

  /// A stream that has not been asked for.
  ///
  /// @param batches gets what came, on the toolkit's thread
  Streamed(Tasks tasks, Consumer<? super List<T>> batches) {
    this.tasks = tasks;
    this.batches = batches;
  }

  ReadOnlyObjectProperty<State> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /// How many came, told after they were handed on.
  ReadOnlyLongProperty countProperty() {
    return count.getReadOnlyProperty();
  }

  boolean isReading() {
    return state.get() instanceof Reading;
  }

  /// Whether what was asked for is here or on its way.
  boolean isGood() {
    return isReading() || state.get() instanceof Done;
  }

  /// Starts a run.
  ///
  /// @param source reads to the end, giving each page to its reader; runs beside the toolkit's
  ///   thread
  void start(Consumer<Consumer<List<T>>> source) {
    end(new Reading());
    count.set(0);
    Batch batch = new Batch();
    Subscription task =
        tasks.run(
            () -> {
              source.accept(batch::add);
              return true;
            },
            _ -> ended(batch, new Done()),
            why -> ended(batch, new Failed(why)));
    running =
        Optional.of(() -> {
          batch.closed.set(true);
          task.close();
        });
  }

  /// Ends the run; what came stays.
  void stop() {
    if (isReading()) {
      end(new Stopped());
    }
  }

  /// As if nothing had been asked.
  void reset() {
    end(new Idle());
    count.set(0);
  }

  private void end(State next) {
    running.ifPresent(Subscription::close);
    running = Optional.empty();
    state.set(next);
  }

  private void ended(Batch batch, State last) {
    batch.handOn();
    running = Optional.empty();
    state.set(last);
  }

  /// What came and was not handed on yet.
  private final class Batch {
    private final AtomicBoolean closed = new AtomicBoolean();
    private List<T> waiting = new ArrayList<>();

    void add(List<T> page) {
      boolean first;
      synchronized (this) {
        first = waiting.isEmpty();
        waiting.addAll(page);
      }
      if (first && !page.isEmpty()) {
        FxBridge.run(this::handOn);
      }
    }

    void handOn() {
      List<T> came;
      synchronized (this) {
        came = waiting;
        waiting = new ArrayList<>();
      }
      if (!came.isEmpty() && !closed.get()) {
        batches.accept(came);
        count.set(count.get() + came.size());
      }
    }
  }
}
