package com.plexichat.backup.console.kit;

import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;

/// A line that is meant to be pasted elsewhere: all of it to be seen and selected, copied by one
/// button. What is longer than the field is wide wraps, and stays one line when it is copied.
public final class CopyField extends HBox {
  private final TextArea field = Fields.lines(1);
  private final CopyButton button;
  private final Text measure = new Text();

  /// A field of one line, with a name for screen readers.
  public CopyField(String name, String line, CopyWords words) {
    getStyleClass().add("copy-field");
    field.setEditable(false);
    field.setWrapText(true);
    field.setPrefColumnCount(12);
    field.setAccessibleText(name);
    HBox.setHgrow(field, Priority.ALWAYS);
    button = new CopyButton(words, field::getText);
    getChildren().addAll(field, button);
    setMinHeight(USE_PREF_SIZE);
    show(line);
  }

  /// Shows another line.
  public void show(String line) {
    field.setText(line);
    requestLayout();
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  /// As high as the line is at this width: an area of text by itself is as high as its rows.
  @Override
  protected double computePrefHeight(double width) {
    Insets about = getInsets();
    double wide = width < 0 ? prefWidth(-1) : width;
    double room = wide - about.getLeft() - about.getRight() - getSpacing() - button.prefWidth(-1);
    Insets within =
        field.lookup(".content") instanceof Region content ? content.getInsets() : Insets.EMPTY;
    measure.setFont(field.getFont());
    measure.setText(field.getText());
    measure.setWrappingWidth(Math.max(1, Math.floor(room) - within.getLeft() - within.getRight()));
    double high =
        Math.ceil(measure.getLayoutBounds().getHeight()) + within.getTop() + within.getBottom();
    return about.getTop() + Math.max(high, button.prefHeight(-1)) + about.getBottom();
  }
}
