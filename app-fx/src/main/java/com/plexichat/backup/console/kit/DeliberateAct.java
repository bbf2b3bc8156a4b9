package com.plexichat.backup.console.kit;

import javafx.beans.property.StringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/// The button of something that takes away, with the gesture that it asks for: a number is typed,
/// then it is pressed with the mouse or the space bar. Enter starts nothing here.
///
/// While something blocks it, what that is stands in place of the fields.
public final class DeliberateAct extends VBox {
  private final Label why = Fields.sentence("");
  private final TextField number = new TextField();
  private final TextField reason = new TextField();
  private final Button button = new Button();
  private final Label gesture;
  private final VBox fields;

  /// An act that cannot be done yet.
  ///
  /// @param id of the button; its fields are `ID-number` and `ID-reason`
  /// @param typed the number as far as it is typed
  /// @param given why it is done, for the audit chain; may stay empty
  public DeliberateAct(
      Kit kit, String id, StringProperty typed, StringProperty given, Runnable act) {
    super(8);
    VBox labelled = Fields.labelled("", number, kit.text("deliberate.help"));
    gesture = (Label) labelled.getChildren().getFirst();
    number.setId(id + "-number");
    number.textProperty().bindBidirectional(typed);
    reason.setId(id + "-reason");
    reason.setPromptText(kit.text("deliberate.reason"));
    reason.setAccessibleText(kit.text("deliberate.reason"));
    reason.textProperty().bindBidirectional(given);
    fields = new VBox(8, labelled, reason);
    why.setGraphic(Icons.BLOCKED.node());
    why.setId(id + "-blocked");
    button.setId(id);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setWrapText(true);
    button.setTextAlignment(TextAlignment.CENTER);
    button.setMinHeight(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> act.run());
    addEventFilter(KeyEvent.KEY_PRESSED, DeliberateAct::sift);
    getChildren().addAll(why, fields, button);
  }

  private static void sift(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      event.consume();
    }
  }

  /// Shows what it is.
  ///
  /// @param words of the button
  /// @param ask what is to be typed
  /// @param blocked why it cannot be done now; empty: nothing blocks it
  public void show(String words, String ask, String blocked) {
    button.setText(words);
    gesture.setText(ask);
    number.setAccessibleText(ask);
    why.setText(blocked);
    Fields.shown(why, !blocked.isEmpty());
    Fields.shown(fields, blocked.isEmpty());
  }

  /// Lets it be done, or not; it is red only once it is meant.
  public void enable(boolean can) {
    button.setDisable(!can);
    button.getStyleClass().remove("danger");
    if (can) {
      button.getStyleClass().add("danger");
    }
  }
}
