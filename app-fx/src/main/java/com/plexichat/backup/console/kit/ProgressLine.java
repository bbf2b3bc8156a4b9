package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Health;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// How far long work is: phase and amount, a bar, rate and time left. What is not known is left
/// out, and the bar of an unknown share runs on without an end.
public final class ProgressLine extends VBox {
  /// How far it is. The share is from 0 to 1, or NaN when the whole is not known; an empty text is
  /// left out.
  public record Progress(String phase, double share, String amount, String rate, String left) {}

  private final Label phase = new Label();
  private final Label amount = new Label();
  private final ProgressBar bar = new ProgressBar();
  private final Label pace = new Label();

  /// A line of work that has not reported yet.
  public ProgressLine() {
    getStyleClass().add("progress-line");
    HealthColours.mark(this, Health.WORKING);
    phase.getStyleClass().add("strong");
    amount.getStyleClass().addAll("note", "small");
    amount.setWrapText(true);
    amount.setMinHeight(USE_PREF_SIZE);
    pace.getStyleClass().addAll("note", "small");
    pace.managedProperty().bind(pace.textProperty().isNotEmpty());
    pace.setWrapText(true);
    pace.setMinHeight(USE_PREF_SIZE);
    bar.setMaxWidth(Double.MAX_VALUE);
    getChildren().addAll(new Ends(8, phase, amount), bar, pace);
  }

  /// Shows how far it is now.
  public ProgressLine show(Progress now) {
    phase.setText(now.phase());
    amount.setText(now.amount());
    bar.setProgress(
        Double.isNaN(now.share())
            ? ProgressBar.INDETERMINATE_PROGRESS
            : Math.clamp(now.share(), 0, 1));
    String between = now.rate().isEmpty() || now.left().isEmpty() ? "" : " · ";
    pace.setText(now.rate() + between + now.left());
    bar.setAccessibleText(now.phase() + ", " + now.amount() + ", " + pace.getText());
    return this;
  }

  /// The same for the cell of a table: the bar and its share, all else in the tooltip.
  public static Node brief(Progress now, String share) {
    ProgressBar bar = new ProgressBar();
    bar.setProgress(
        Double.isNaN(now.share())
            ? ProgressBar.INDETERMINATE_PROGRESS
            : Math.clamp(now.share(), 0, 1));
    bar.setMinWidth(0);
    bar.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(bar, Priority.ALWAYS);
    Label words = new Label(share);
    words.getStyleClass().add("small");
    words.setMinWidth(USE_PREF_SIZE);
    HBox line = new HBox(8, bar, words);
    line.getStyleClass().add("progress-line");
    line.setAlignment(Pos.CENTER_LEFT);
    HealthColours.mark(line, Health.WORKING);
    List<String> all = new ArrayList<>(List.of(now.phase(), now.amount(), now.rate(), now.left()));
    all.removeIf(String::isEmpty);
    Tooltip.install(line, new Tooltip(String.join(" · ", all)));
    bar.setAccessibleText(String.join(", ", all));
    return line;
  }

  /// Takes the colour of how the work goes: a failed one is not blue.
  public ProgressLine health(Health health) {
    HealthColours.mark(this, health);
    return this;
  }
}
