package com.plexichat.backup.console.kit;

import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;

/// Words that may be cut where room is short: while they are, the tooltip has them whole.
public final class WholeWords {
  private WholeWords() {}

  /// Lets a control tell what is cut of it.
  public static <L extends Labeled> L of(L labeled) {
    labeled.textTruncatedProperty().subscribe(() -> tell(labeled));
    labeled.textProperty().subscribe(() -> tell(labeled));
    return labeled;
  }

  private static void tell(Labeled labeled) {
    if (!labeled.isTextTruncated()) {
      labeled.setTooltip(null);
    } else if (labeled.getTooltip() == null) {
      labeled.setTooltip(new Tooltip(labeled.getText()));
    } else {
      labeled.getTooltip().setText(labeled.getText());
    }
  }
}
