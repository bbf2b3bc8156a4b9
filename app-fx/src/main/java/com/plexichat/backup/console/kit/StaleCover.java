package com.plexichat.backup.console.kit;

import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// Content that can be hatched over when what it shows is no longer known to be true. The colours
/// of all states become that of the unknown, because another one would claim a state, but it stays
/// readable and usable: old figures are better than none, as long as nobody takes them for new.
public final class StaleCover extends StackPane {
  private static final String UNKNOWN = "no-longer-known";

  private final Node content;
  private final Region hatch = new Region();

  /// Content that is fresh.
  public StaleCover(Node content) {
    this.content = content;
    hatch.getStyleClass().add("stale");
    hatch.setMouseTransparent(true);
    hatch.setVisible(false);
    getChildren().addAll(content, hatch);
  }

  /// Hatches the content or uncovers it.
  public void stale(boolean stale) {
    hatch.setVisible(stale);
    content.getStyleClass().remove(UNKNOWN);
    if (stale) {
      content.getStyleClass().add(UNKNOWN);
    }
  }

  /// Whether the content is hatched.
  public boolean isStale() {
    return hatch.isVisible();
  }
}
