package com.plexichat.backup.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.GridPane;
import javafx.scene.text.Text;

/// What a window shows, text by text in the order of its nodes, as a person reads it. What is
/// hidden, and what is an icon, is no text.
final class Seen {
  private Seen() {}

  /// One text and where it stands.
  record Words(Node node, String words) {}

  /// Every text below a node.
  static List<Words> in(Node root) {
    List<Words> all = new ArrayList<>();
    collect(root, all);
    return all;
  }

  static List<String> words(List<Words> all) {
    return all.stream().map(Words::words).toList();
  }

  private static void collect(Node node, List<Words> all) {
    if (!node.isVisible() || node.getStyleClass().contains("ikonli-font-icon")) {
      return;
    }
    switch (node) {
      case Labeled labeled -> {
        add(labeled, labeled.getText(), all);
        Optional.ofNullable(labeled.getGraphic()).ifPresent(graphic -> collect(graphic, all));
        if (labeled instanceof TableRow<?>) {
          labeled.getChildrenUnmodifiable().forEach(child -> collect(child, all));
        }
      }
      case TextInputControl input -> add(input, input.getText(), all);
      case Text text -> add(text, text.getText(), all);
      case Parent parent -> parent.getChildrenUnmodifiable().forEach(one -> collect(one, all));
      default -> {}
    }
  }

  private static void add(Node node, String words, List<Words> all) {
    if (words != null && !words.isBlank()) {
      all.add(new Words(node, words));
    }
  }

  /// The first node of a query that is shown.
  static Optional<Node> node(Node root, String query) {
    return root.lookupAll(query).stream().filter(Seen::isShown).findFirst();
  }

  static boolean isShown(Node node) {
    for (Node one = node; one != null; one = one.getParent()) {
      if (!one.isVisible()) {
        return false;
      }
    }
    return true;
  }

  /// The values beside a name in lists of facts.
  static List<Words> fact(Node within, String name) {
    return within.lookupAll(".fact-list").stream()
        .filter(Seen::isShown)
        .map(GridPane.class::cast)
        .flatMap(grid ->
            grid.getChildren().stream()
                .filter(one -> one instanceof Labeled label && label.getText().equals(name))
                .flatMap(one ->
                    grid.getChildren().stream()
                        .filter(other ->
                            GridPane.getRowIndex(other).equals(GridPane.getRowIndex(one))
                                && GridPane.getColumnIndex(other) == 1)))
        .flatMap(value -> in(value).stream())
        .toList();
  }

  /// The rows of a table that are drawn, from above.
  static List<TableRow<?>> rows(TableView<?> table) {
    return table.lookupAll(".table-row-cell").stream()
        .filter(Seen::isShown)
        .<TableRow<?>>map(row -> (TableRow<?>) row)
        .filter(row -> !row.isEmpty())
        .sorted(Comparator.comparingInt(TableRow::getIndex))
        .collect(Collectors.toList());
  }

  /// What a row shows in the column of a title.
  static List<Words> cell(TableRow<?> row, String column) {
    return row.getChildrenUnmodifiable().stream()
        .filter(one ->
            one instanceof TableCell<?, ?> cell && cell.getTableColumn().getText().equals(column))
        .flatMap(cell -> in(cell).stream())
        .toList();
  }

  /// The titles of the columns for which there is room.
  static Set<String> columns(TableView<?> table) {
    return table.getVisibleLeafColumns().stream()
        .map(column -> column.getText())
        .collect(Collectors.toSet());
  }
}
