package com.plexichat.backup.console.screens.restore;

import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.PathWarning;
import javafx.collections.FXCollections;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Every file that is not whole, and why.
final class NotWhole {
  private static final double HEIGHT = 180;

  private final Kit kit;
  private final CopyWords words;

  NotWhole(Kit kit, CopyWords words) {
    this.kit = kit;
    this.words = words;
  }

  VBox of(JobResult.Restored result, Button... more) {
    Label head =
        Fields.sentence(
            kit.text(
                "result.count",
                kit.text("result.notWhole"),
                kit.figures().count(result.failures())));
    head.getStyleClass().add("strong");
    ListView<PathWarning> list = new ListView<>(FXCollections.observableList(result.failed()));
    list.setId("not-whole");
    list.setAccessibleText(head.getText());
    list.setMinHeight(HEIGHT);
    list.setPrefHeight(HEIGHT);
    list.setCellFactory(_ -> new Line());
    Button copy = new Button(words.copy());
    copy.setId("copy-list");
    copy.setOnAction(_ -> {
      ClipboardContent content = new ClipboardContent();
      content.putString(Outcome.list(result));
      Clipboard.getSystemClipboard().setContent(content);
      copy.setText(words.copied());
    });
    VBox box = new VBox(8, head, list);
    long left = result.failures() - result.failed().size();
    if (left > 0) {
      box.getChildren().add(Fields.note(kit.text("result.more", kit.figures().count(left))));
    }
    HBox acts = new HBox(8, copy);
    acts.getChildren().addAll(more);
    box.getChildren().add(acts);
    return box;
  }

  /// One file in two lines: its path, and what is wrong with it.
  private static final class Line extends ListCell<PathWarning> {
    private final Label path = Fields.sentence("");
    private final Label why = Fields.note("");
    private final VBox both = new VBox(2, path, why);

    Line() {
      path.getStyleClass().addAll("mono", "small");
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(PathWarning item, boolean empty) {
      super.updateItem(item, empty);
      boolean is = !empty && item != null;
      path.setText(is ? item.path().shown() : "");
      why.setText(is ? item.message() : "");
      setGraphic(is ? both : null);
    }
  }
}
