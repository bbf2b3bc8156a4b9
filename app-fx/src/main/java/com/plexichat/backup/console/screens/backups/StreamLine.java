package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.shared.failure.OperationFailed;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// The line below a table that fills while it is read: how many came, whether more do, and the way
/// to end it.
final class StreamLine extends HBox {
  private final Kit kit;
  private final Label words = new Label();
  private final ProgressBar bar = new ProgressBar();
  private final Button stop = new Button();
  private final Button retry = new Button();

  /// A line of what was not asked for yet.
  StreamLine(Kit kit, Runnable stops, Runnable retries) {
    super(12);
    this.kit = kit;
    getStyleClass().add("stream-line");
    words.getStyleClass().addAll("note", "small");
    words.setId("stream-words");
    words.setMinWidth(0);
    words.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(words, Priority.ALWAYS);
    stop.setText(kit.text("stream.stop"));
    stop.setId("stop");
    stop.setOnAction(_ -> stops.run());
    retry.setText(kit.text("backups.retry"));
    retry.setId("retry");
    retry.setOnAction(_ -> retries.run());
    bar.setAccessibleText(kit.text("stream.reading", ""));
    getChildren().addAll(words, bar, stop, retry);
    show(new Streamed.Idle(), 0, "");
  }

  /// Shows where it stands.
  ///
  /// @param count what came
  /// @param remark about what is not shown; empty: nothing to remark
  void show(Streamed.State state, long count, String remark) {
    String many = kit.figures().count(count);
    String said =
        switch (state) {
          case Streamed.Idle _ -> "";
          case Streamed.Reading _ -> kit.text("stream.reading", many);
          case Streamed.Done _ -> kit.text("stream.done", many, count);
          case Streamed.Stopped _ -> kit.text("stream.stopped", many, count);
          case Streamed.Failed(OperationFailed why) ->
              kit.text("stream.failed", many, why.sentence());
        };
    // While nothing came, the note in the table says it all.
    boolean told = count > 0;
    words.setText(!told ? "" : remark.isEmpty() ? said : said + " " + remark);
    boolean reading = state instanceof Streamed.Reading;
    shown(bar, reading);
    shown(stop, reading);
    shown(retry, told && (state instanceof Streamed.Failed || state instanceof Streamed.Stopped));
  }

  private static void shown(Node node, boolean is) {
    node.setVisible(is);
    node.setManaged(is);
  }
}
