package com.plexichat.backup.console.kit;

import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Fields of forms: each with its name above it and a line of help below.
public final class Fields {
  private Fields() {}

  /// A field with its name and, unless it is empty, a line that helps.
  public static VBox labelled(String name, Control field, String help) {
    Label label = wrapped(new Label(name));
    label.setLabelFor(field);
    label.getStyleClass().add("strong");
    field.setAccessibleText(name);
    field.setAccessibleHelp(help);
    VBox box = new VBox(4, label, field);
    if (!help.isEmpty()) {
      box.getChildren().add(note(help));
    }
    return box;
  }

  /// A quiet sentence that wraps.
  public static Label note(String words) {
    Label note = new Label(words);
    note.getStyleClass().addAll("note", "small");
    return wrapped(note);
  }

  /// A sentence that wraps.
  public static Label sentence(String words) {
    return wrapped(new Label(words));
  }

  private static Label wrapped(Label label) {
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  /// A field of several lines that the key Tab leaves instead of writing into it.
  public static TextArea lines(int rows) {
    TextArea area = new TextArea();
    area.setPrefRowCount(rows);
    area.getStyleClass().add("mono");
    area.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.TAB && !event.isControlDown()) {
            event.consume();
            area.requestFocusTraversal(
                event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
          }
        });
    return area;
  }

  /// A choice whose items are told in these words.
  public static <T> ComboBox<T> choice(Function<? super T, String> words) {
    ComboBox<T> box = new ComboBox<>();
    box.setMaxWidth(Double.MAX_VALUE);
    box.setCellFactory(_ -> cell(words));
    ListCell<T> chosen = new ChosenCell<>(box, words);
    box.setButtonCell(WholeWords.of(chosen));
    return box;
  }

  /// What is chosen, or what there is to choose.
  private static final class ChosenCell<T> extends ListCell<T> {
    private final ComboBox<T> box;
    private final Function<? super T, String> words;

    ChosenCell(ComboBox<T> box, Function<? super T, String> words) {
      this.box = box;
      this.words = words;
      box.promptTextProperty().subscribe(() -> updateItem(getItem(), isEmpty()));
    }

    @Override
    protected void updateItem(T item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty || item == null ? box.getPromptText() : words.apply(item));
    }
  }

  private static <T> ListCell<T> cell(Function<? super T, String> words) {
    return new ListCell<>() {
      @Override
      protected void updateItem(T item, boolean empty) {
        super.updateItem(item, empty);
        setText(empty || item == null ? "" : words.apply(item));
      }
    };
  }

  /// A name and a figure at the right; a name that is too long loses its middle.
  public static HBox pair(String name, String figure) {
    Label left = new Label(name);
    left.getStyleClass().add("note");
    left.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    left.setTooltip(new Tooltip(name));
    left.setMinWidth(0);
    left.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(left, Priority.ALWAYS);
    Label right = new Label(figure);
    right.setMinWidth(Region.USE_PREF_SIZE);
    return new HBox(12, left, right);
  }

  /// Shows or takes away a node with its room.
  public static void shown(Node node, boolean is) {
    node.setVisible(is);
    node.setManaged(is);
  }
}
