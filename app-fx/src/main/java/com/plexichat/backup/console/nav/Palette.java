package com.plexichat.backup.console.nav;

import com.plexichat.backup.console.kit.Kit;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Search over every screen, object and action: one field, one list, all by keys.
final class Palette {
  private static final int MOST = 50;

  private final Kit kit;
  private final Supplier<List<Finding>> findings;
  private final Runnable closed;
  private final TextField field = new TextField();
  private final ListView<Finding> list = new ListView<>();
  private final StackPane root = new StackPane();
  private List<Finding> all = List.of();

  /// @param findings everything there is to find, asked for at each opening
  /// @param closed runs when it goes away
  Palette(Kit kit, Supplier<List<Finding>> findings, Runnable closed) {
    this.kit = kit;
    this.findings = findings;
    this.closed = closed;
    field.setId("palette-field");
    field.setPromptText(kit.text("palette.prompt"));
    field.setAccessibleText(kit.text("palette.prompt"));
    field.textProperty().addListener((_, _, typed) -> search(typed));
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    list.setId("palette-list");
    list.setFocusTraversable(false);
    list.setCellFactory(_ -> new Line());
    list.setPlaceholder(new Label(kit.text("palette.nothing")));
    VBox box = new VBox(field, list);
    box.getStyleClass().add("palette");
    box.setMaxSize(640, Region.USE_PREF_SIZE);
    StackPane.setAlignment(box, Pos.TOP_CENTER);
    root.getStyleClass().add("palette-veil");
    root.getChildren().add(box);
    root.setOnMousePressed(press -> {
      if (root.equals(press.getTarget())) {
        close();
      }
    });
    root.setVisible(false);
  }

  Region root() {
    return root;
  }

  void open() {
    all = findings.get();
    field.clear();
    search("");
    root.setVisible(true);
    field.requestFocus();
  }

  boolean isOpen() {
    return root.isVisible();
  }

  void close() {
    root.setVisible(false);
    closed.run();
  }

  private void search(String typed) {
    list.getItems()
        .setAll(
            all.stream()
                .filter(one -> one.rank(typed) >= 0)
                .sorted(Comparator.comparingInt(one -> one.rank(typed)))
                .limit(MOST)
                .toList());
    list.getSelectionModel().selectFirst();
    list.setPrefHeight(Math.clamp(list.getItems().size() * 40L + 8, 96, 408));
  }

  private void key(KeyEvent event) {
    KeyCode code = event.getCode();
    switch (code) {
      case DOWN, UP, PAGE_DOWN, PAGE_UP -> {
        int step =
            code == KeyCode.DOWN ? 1 : code == KeyCode.UP ? -1 : code == KeyCode.PAGE_DOWN ? 8 : -8;
        int last = list.getItems().size() - 1;
        int next =
            Math.clamp(list.getSelectionModel().getSelectedIndex() + step, 0, Math.max(0, last));
        list.getSelectionModel().select(next);
        list.scrollTo(Math.max(0, next - 4));
        event.consume();
      }
      case ENTER -> {
        choose();
        event.consume();
      }
      case ESCAPE -> {
        close();
        event.consume();
      }
      default -> {}
    }
  }

  private void choose() {
    Finding chosen = list.getSelectionModel().getSelectedItem();
    if (chosen != null) {
      close();
      chosen.choose().run();
    }
  }

  /// One finding.
  private final class Line extends ListCell<Finding> {
    @Override
    protected void updateItem(Finding one, boolean empty) {
      super.updateItem(one, empty);
      if (empty || one == null) {
        setGraphic(null);
        setAccessibleText("");
        return;
      }
      Label title = new Label(one.title(), one.icon().node());
      title.setGraphicTextGap(12);
      Label kind = new Label(one.kind());
      kind.getStyleClass().add("note");
      Region gap = new Region();
      HBox.setHgrow(gap, Priority.ALWAYS);
      HBox line = new HBox(8, title, gap, kind);
      line.setAlignment(Pos.CENTER_LEFT);
      setGraphic(line);
      setAccessibleText(kit.text("palette.line", one.title(), one.kind()));
      setOnMouseClicked(_ -> choose());
    }
  }
}
