package com.plexichat.backup.console.kit;

import java.util.Comparator;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;

/// Tables as all screens have them: rows of one height, numbers at the right and sorted as numbers,
/// Enter or a double click opens a row.
public final class DataTable {
  /// Lets the words in a table's cells stand flush with the title of the card about it.
  private static final Insets FLUSH = new Insets(0, -8, 0, -8);

  /// Where there is too little room.
  private static final double LEAST = 0.7;

  private DataTable() {}

  /// A table without columns; the note is shown while it has no rows.
  public static <T> TableView<T> of(String name, EmptyNote placeholder, Consumer<T> open) {
    TableView<T> table = new TableView<>();
    table.getStyleClass().add("data-table");
    table.setAccessibleText(name);
    table.setPlaceholder(placeholder);
    VBox.setMargin(table, FLUSH);
    table.setColumnResizePolicy(new Columns());
    table.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ENTER) {
        openSelected(table, open);
        event.consume();
      }
    });
    table.setOnMouseClicked(event -> {
      if (event.getClickCount() == 2) {
        openSelected(table, open);
      }
    });
    return table;
  }

  /// A column of words, sorted as words.
  public static <T> TableColumn<T, String> text(
      String title, double width, Function<T, String> words) {
    TableColumn<T, String> column = column(title, width, words);
    column.setComparator(String.CASE_INSENSITIVE_ORDER);
    column.setCellFactory(_ -> WholeWords.of(new WordCell<>(Function.identity())));
    return column;
  }

  /// A column at the right that is sorted by its values and shows them as these words.
  public static <T, V extends Comparable<? super V>> TableColumn<T, V> number(
      String title, double width, Function<T, V> value, Function<V, String> words) {
    TableColumn<T, V> column = column(title, width, value);
    column.getStyleClass().add("number");
    column.setComparator(Comparator.naturalOrder());
    column.setCellFactory(_ -> WholeWords.of(new WordCell<>(words)));
    return column;
  }

  /// A column of controls, sorted by a value. The control is made anew for each row that comes into
  /// sight.
  public static <T, V extends Comparable<? super V>> TableColumn<T, V> node(
      String title, double width, Function<T, V> value, Function<T, Node> node) {
    TableColumn<T, V> column = column(title, width, value);
    column.setComparator(Comparator.naturalOrder());
    column.setCellFactory(_ ->
        new TableCell<>() {
          @Override
          protected void updateItem(V item, boolean empty) {
            super.updateItem(item, empty);
            T row = empty ? null : getTableRow().getItem();
            setGraphic(row == null ? null : node.apply(row));
          }
        });
    return column;
  }

  private static final class WordCell<T, V> extends TableCell<T, V> {
    private final Function<V, String> words;

    WordCell(Function<V, String> words) {
      this.words = words;
      setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    }

    @Override
    protected void updateItem(V item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty || item == null ? "" : words.apply(item));
    }
  }

  private static <T, V> TableColumn<T, V> column(String title, double width, Function<T, V> value) {
    TableColumn<T, V> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setMinWidth(width * LEAST);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
    return column;
  }

  private static <T> void openSelected(TableView<T> table, Consumer<T> open) {
    T selected = table.getSelectionModel().getSelectedItem();
    if (selected != null) {
      open.accept(selected);
    }
  }
}
