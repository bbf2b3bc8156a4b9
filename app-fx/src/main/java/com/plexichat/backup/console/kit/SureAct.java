package com.plexichat.backup.console.kit;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The button of something that ends for good: pressed once it says what that means and asks why,
/// pressed again it does it. Enter does neither.
public final class SureAct extends VBox {
  private final Button ask = new Button();
  private final VBox sure;
  private final BooleanProperty asks;

  /// What it says.
  ///
  /// @param ask of the first button
  /// @param means what comes of it
  /// @param yes of the second button
  public record Says(String ask, String means, String yes) {}

  /// An act that nobody asked for yet.
  ///
  /// @param id of the first button; the others are `ID-reason`, `ID-not` and `ID-sure`
  /// @param asks whether it is asked for
  /// @param reason for the audit chain; may stay empty
  public SureAct(
      Kit kit, String id, Says says, BooleanProperty asks, StringProperty reason, Runnable act) {
    super(8);
    this.asks = asks;
    ask.setId(id);
    ask.setText(says.ask());
    ask.setWrapText(true);
    ask.setMaxWidth(Double.MAX_VALUE);
    ask.setMinHeight(Region.USE_PREF_SIZE);
    ask.setOnAction(_ -> asks.set(true));
    TextField field = new TextField();
    field.setId(id + "-reason");
    field.textProperty().bindBidirectional(reason);
    Button leave = new Button(kit.text("sure.leave"));
    leave.setId(id + "-not");
    leave.setMinWidth(Region.USE_PREF_SIZE);
    leave.setOnAction(_ -> asks.set(false));
    Button yes = new Button(says.yes());
    yes.setId(id + "-sure");
    yes.getStyleClass().add("danger");
    yes.setMaxWidth(Double.MAX_VALUE);
    yes.setMinWidth(Region.USE_PREF_SIZE);
    yes.setOnAction(_ -> act.run());
    HBox.setHgrow(yes, Priority.ALWAYS);
    sure =
        new VBox(
            8,
            Fields.sentence(says.means()),
            Fields.labelled(kit.text("sure.reason"), field, ""),
            new HBox(8, leave, yes));
    getChildren().addAll(ask, sure);
    addEventFilter(KeyEvent.KEY_PRESSED, SureAct::sift);
    asks.subscribe(is -> {
      Fields.shown(sure, is);
      Fields.shown(ask, !is);
      if (is) {
        reason.set("");
        field.requestFocus();
      }
    });
  }

  /// Puts a sign before the words of the first button.
  public SureAct icon(Icons icon) {
    ask.setGraphic(icon.node());
    return this;
  }

  private static void sift(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      event.consume();
    }
  }

  /// Whether it is asked for now.
  public boolean asks() {
    return asks.get();
  }
}
