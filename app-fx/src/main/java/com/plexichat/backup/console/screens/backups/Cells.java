package com.plexichat.backup.console.screens.backups;

import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/// Cells that tell more than there is room for: what is cut off or rounded is in the tooltip.
final class Cells {
  private Cells() {}

  /// Words of which the middle is left out when they do not fit.
  static <T> TableColumn<T, String> middle(TableColumn<T, String> column) {
    return middle(column, _ -> null);
  }

  /// As [#middle(TableColumn)], behind an icon.
  static <T> TableColumn<T, String> middle(
      TableColumn<T, String> column, Function<T, @Nullable Node> icon) {
    column.setCellFactory(_ ->
        new TableCell<>() {
          private final Tooltip whole = new Tooltip();

          @Override
          protected void updateItem(String words, boolean empty) {
            super.updateItem(words, empty);
            T row = empty ? null : getTableRow().getItem();
            boolean none = row == null || words == null;
            setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            setText(none ? null : words);
            setGraphic(row == null ? null : icon.apply(row));
            whole.setText(words);
            setTooltip(none || words.isEmpty() ? null : whole);
          }
        });
    return column;
  }

  /// A value whose exact spelling is in the tooltip.
  ///
  /// @param exact empty: no tooltip
  static <T, V> TableColumn<T, V> exact(
      TableColumn<T, V> column, Function<V, String> words, Function<V, String> exact) {
    column.setCellFactory(_ ->
        new TableCell<>() {
          private final Tooltip tip = new Tooltip();

          @Override
          protected void updateItem(V value, boolean empty) {
            super.updateItem(value, empty);
            boolean none = empty || value == null;
            setText(none ? null : words.apply(value));
            String more = none ? "" : exact.apply(value);
            tip.setText(more);
            setTooltip(more.isEmpty() ? null : tip);
          }
        });
    return column;
  }
}
