package com.plexichat.backup.console.kit;

import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.util.Duration;

/// A small button that puts a text on the clipboard and says for a moment that it did.
final class CopyButton extends Button {
  private static final Duration MOMENT = Duration.seconds(2);

  private final CopyWords words;
  private final Supplier<String> text;
  private final PauseTransition moment = new PauseTransition(MOMENT);

  CopyButton(CopyWords words, Supplier<String> text) {
    this.words = words;
    this.text = text;
    getStyleClass().setAll("button", "quiet-button");
    setMinSize(USE_PREF_SIZE, USE_PREF_SIZE);
    setTooltip(new Tooltip());
    setOnAction(_ -> copy());
    moment.setOnFinished(_ -> say(Icons.COPY, words.copy()));
    say(Icons.COPY, words.copy());
  }

  private void copy() {
    toClipboard(text.get());
    say(Icons.COPIED, words.copied());
    moment.playFromStart();
  }

  private void say(Icons icon, String word) {
    setGraphic(icon.node());
    setAccessibleText(word);
    getTooltip().setText(word);
  }

  static void toClipboard(String text) {
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }
}
