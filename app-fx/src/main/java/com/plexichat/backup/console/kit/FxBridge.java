package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Live;
import com.plexichat.backup.console.state.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.application.Platform;

/// The one way onto the toolkit's thread.
public final class FxBridge {
  private FxBridge() {}

  /// Runs it on the toolkit's thread: at once when this is it.
  public static void run(Runnable work) {
    if (Platform.isFxApplicationThread()) {
      work.run();
    } else {
      Platform.runLater(work);
    }
  }

  /// Runs it on the toolkit's thread behind what that does now: from within a layout.
  public static void later(Runnable work) {
    Platform.runLater(work);
  }

  /// Follows a value on the toolkit's thread. Of values that come faster than they are shown only
  /// the newest arrives; none arrives after the subscription was closed there.
  public static <T> Subscription follow(Live<T> live, Consumer<? super T> watcher) {
    AtomicReference<T> newest = new AtomicReference<>(live.get());
    AtomicBoolean asked = new AtomicBoolean();
    AtomicBoolean closed = new AtomicBoolean();
    Runnable tell =
        () -> {
          asked.set(false);
          if (!closed.get()) {
            watcher.accept(newest.get());
          }
        };
    Subscription source =
        live.watch(value -> {
          newest.set(value);
          if (asked.compareAndSet(false, true)) {
            run(tell);
          }
        });
    return () -> {
      closed.set(true);
      source.close();
    };
  }
}
