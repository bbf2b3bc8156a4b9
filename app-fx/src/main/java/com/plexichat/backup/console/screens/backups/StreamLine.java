package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// The line below a table that fills while it is read: how many came, whether more do, and the way
/// to end it. It also says in the table itself why there is no row.
final class StreamLine extends HBox {
  private final Kit kit;
  private final TableView<?> table;
  private final Streamed<?> stream;
  private final Runnable retries;
  private final Label words = new Label();
  private final ProgressBar bar = new ProgressBar();
  private final Button stop = new Button();
  private final Button retry = new Button();
  private Function<Streamed.State, EmptyNote> note =
      _ -> new EmptyNote(EmptyNote.Kind.EMPTY, "", "");
  private Supplier<String> remark = () -> "";

  /// A line that follows what is read into the table.
  StreamLine(Kit kit, TableView<?> table, Streamed<?> stream, Runnable retries) {
    super(12);
    this.kit = kit;
    this.table = table;
    this.stream = stream;
    this.retries = retries;
    getStyleClass().add("stream-line");
    words.getStyleClass().addAll("note", "small");
    words.setId("stream-words");
    words.setMinWidth(0);
    words.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(words, Priority.ALWAYS);
    stop.setText(kit.text("stream.stop"));
    stop.setId("stop");
    stop.setOnAction(_ -> stream.stop());
    retry.setText(kit.text("backups.retry"));
    retry.setId("retry");
    retry.setOnAction(_ -> retries.run());
    bar.setAccessibleText(kit.text("stream.reading", ""));
    getChildren().addAll(words, bar, stop, retry);
    stream.stateProperty().subscribe(_ -> show());
    stream.countProperty().subscribe(_ -> show());
  }

  /// Tells what stands in the table while no row does; that it could not be read needs no telling.
  StreamLine note(Function<Streamed.State, EmptyNote> told) {
    note = told;
    show();
    return this;
  }

  /// Tells what there is to remark about what is not shown; empty: nothing.
  StreamLine remark(Supplier<String> told) {
    remark = told;
    show();
    return this;
  }

  /// The table between what is above it and this line.
  Card card(Node... above) {
    Card card = new Card("").content(table);
    card.getChildren().addAll(0, List.of(above));
    card.getChildren().add(this);
    return card;
  }

  /// Shows where it stands.
  void show() {
    Streamed.State state = stream.stateProperty().get();
    long count = stream.countProperty().get();
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
    words.setText(told ? (said + " " + remark.get()).strip() : "");
    boolean reading = state instanceof Streamed.Reading;
    Fields.shown(bar, told && reading);
    Fields.shown(stop, reading);
    Fields.shown(
        retry, told && (state instanceof Streamed.Failed || state instanceof Streamed.Stopped));
    table.setPlaceholder(
        state instanceof Streamed.Failed(var why)
            ? FailedNote.of(kit, why, retries)
            : note.apply(state));
  }
}
