package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Live;
import com.plexichat.backup.console.state.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;

/// What fills the content area: a view. It is made once, and attached each time it is shown.
///
/// What is registered while attached (by [#follow] or [#whileShown]) is released when it is
/// detached.
public abstract class Screen {
  private final List<Subscription> shown = new ArrayList<>();

  /// The content; always the same node.
  public abstract Node root();

  /// Comes on stage.
  protected abstract void attached();

  /// Leaves the stage.
  protected void detached() {}

  /// Shows it.
  public final void attach() {
    attached();
  }

  /// Takes it off.
  public final void detach() {
    shown.forEach(Subscription::close);
    shown.clear();
    detached();
  }

  /// Follows a value on the toolkit's thread until detached.
  protected final <T> void follow(Live<T> live, Consumer<? super T> watcher) {
    whileShown(FxBridge.follow(live, watcher));
  }

  /// Is closed when detached.
  protected final void whileShown(Subscription subscription) {
    shown.add(subscription);
  }
}
