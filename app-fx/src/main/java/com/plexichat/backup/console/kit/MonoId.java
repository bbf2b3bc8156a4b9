package com.plexichat.backup.console.kit;

import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/// An id or hash, shortened in the middle, with a button that copies all of it.
public final class MonoId extends HBox {
  private static final int SHOWN = 16;

  private final String id;

  /// Shows one id.
  public MonoId(String id, CopyWords words) {
    this.id = id;
    getStyleClass().add("mono-id");
    Label label = new Label(shortened(id));
    label.getStyleClass().add("mono");
    label.setAccessibleText(id);
    label.setMinWidth(0);
    label.setEllipsisString("…");
    label.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    label.setTooltip(new Tooltip(id));
    getChildren().addAll(label, new CopyButton(words, () -> this.id));
  }

  /// The first and last characters of an id that is longer than a glance takes in.
  public static String shortened(String id) {
    return id.length() <= SHOWN
        ? id
        : id.substring(0, SHOWN / 2) + "…" + id.substring(id.length() - 6);
  }
}
