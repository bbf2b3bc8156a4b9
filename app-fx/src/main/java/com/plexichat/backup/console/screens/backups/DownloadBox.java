package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Banner;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.ProgressLine;
import com.plexichat.backup.console.kit.ProgressLine.Progress;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/// A download as it goes on, and what came of it. Takes no room while there is none.
final class DownloadBox {
  private static final double MILLIS = 1_000;

  private final Kit kit;
  private final DownloadModel model;
  private final SavePlace place;
  private final ProgressLine line = new ProgressLine();
  private final Button cancel = new Button();
  private final VBox root = new VBox(8);

  DownloadBox(Kit kit, DownloadModel model, SavePlace place) {
    this.kit = kit;
    this.model = model;
    this.place = place;
    cancel.setText(kit.text("download.cancel"));
    cancel.setId("cancel-download");
    cancel.setOnAction(_ -> model.cancel());
    model.stateProperty().subscribe(this::show);
  }

  Node root() {
    return root;
  }

  /// Asks where to, and starts.
  void ask(Entry entry) {
    place.choose(DownloadModel.name(entry)).ifPresent(to -> model.start(entry, to));
  }

  private void show(DownloadModel.State state) {
    switch (state) {
      case DownloadModel.Idle _ -> root.getChildren().clear();
      case DownloadModel.Running running -> {
        line.show(progress(running));
        if (!root.getChildren().contains(line)) {
          root.getChildren().setAll(line, cancel);
        }
      }
      case DownloadModel.Whole(var to, var bytes) ->
          root.getChildren().setAll(saved(to.toString(), bytes));
      case DownloadModel.Failed(var why) -> {
        FailureNote note = new FailureNote();
        note.show(Optional.of(why));
        root.getChildren().setAll(List.of(note));
      }
    }
    root.setVisible(!root.getChildren().isEmpty());
    root.setManaged(root.isVisible());
  }

  private Banner saved(String to, long bytes) {
    Banner banner =
        new Banner(Health.OK, kit.text("download.saved", to, kit.figures().bytes(bytes)))
            .action(kit.text("download.close"), model::forget);
    banner.setId("saved");
    return banner;
  }

  /// What came, and how fast it came until now.
  private Progress progress(DownloadModel.Running running) {
    double seconds = Duration.between(running.since(), kit.clock().instant()).toMillis() / MILLIS;
    String amount =
        running.total() > 0
            ? kit.text(
                "job.of",
                kit.figures().bytes(running.bytes()),
                kit.figures().bytes(running.total()))
            : kit.figures().bytes(running.bytes());
    return new Progress(
        kit.text("download.running"),
        running.total() > 0 ? running.bytes() / (double) running.total() : Double.NaN,
        amount,
        seconds >= 1 ? kit.figures().rate(running.bytes() / seconds) : "",
        "");
  }
}
