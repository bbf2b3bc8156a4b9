package com.plexichat.backup.console.kit;

import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// A line that is meant to be pasted elsewhere: all of it selectable, copied by one button.
public final class CopyField extends HBox {
  private final TextField field = new TextField();

  /// A field of one line, with a name for screen readers.
  public CopyField(String name, String line, CopyWords words) {
    getStyleClass().add("copy-field");
    field.setEditable(false);
    field.getStyleClass().add("mono");
    field.setAccessibleText(name);
    HBox.setHgrow(field, Priority.ALWAYS);
    getChildren().addAll(field, new CopyButton(words, field::getText));
    show(line);
  }

  /// Shows another line.
  public void show(String line) {
    field.setText(line);
  }
}
