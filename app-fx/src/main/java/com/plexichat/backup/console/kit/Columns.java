package com.plexichat.backup.console.kit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import javafx.scene.Node;
import javafx.scene.control.ConstrainedColumnResizeBase;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.util.Callback;

/// How wide the columns of a table are: together as wide as the table, each in the proportion that
/// was asked for, none below its least as long as there is room for it. The same width of the table
/// gives the same columns again: a window that was large and is small again has lost nothing.
@SuppressWarnings({"rawtypes", "unchecked"}) // as the table declares it
final class Columns extends ConstrainedColumnResizeBase
    implements Callback<TableView.ResizeFeatures, Boolean> {
  /// What was asked for, by who dragged a column last.
  private final Map<TableColumnBase<?, ?>, Double> dragged = new WeakHashMap<>();

  @Override
  public Boolean call(TableView.ResizeFeatures features) {
    return share(features);
  }

  private <T> boolean share(TableView.ResizeFeatures<T> features) {
    List<TableColumn<T, ?>> columns = features.getTable().getVisibleLeafColumns();
    double scale = scale(features.getTable());
    if (features.getColumn() != null) {
      boolean moved = TableView.CONSTRAINED_RESIZE_POLICY_SUBSEQUENT_COLUMNS.call(features);
      columns.forEach(column -> dragged.put(column, column.getWidth() / scale));
      return moved;
    }
    Map<TableColumnBase<?, ?>, Double> titles = titles(features.getTable());
    double[] least = new double[columns.size()];
    double[] wish = new double[columns.size()];
    double allLeast = 0;
    double all = 0;
    for (int i = 0; i < wish.length; i++) {
      TableColumn<T, ?> column = columns.get(i);
      wish[i] = scale * dragged.getOrDefault(column, column.getPrefWidth());
      least[i] =
          Math.max(
              Math.min(wish[i], scale * column.getMinWidth()), titles.getOrDefault(column, 0.0));
      wish[i] = Math.max(wish[i], least[i]);
      all += wish[i];
      allLeast += least[i];
    }
    double room = Math.floor(features.getContentWidth());
    double used = 0;
    for (int i = 0; i < wish.length; i++) {
      double width =
          room >= all
              ? wish[i] * room / all
              : room > allLeast
                  ? least[i] + (wish[i] - least[i]) * (room - allLeast) / (all - allLeast)
                  : least[i] * room / allLeast;
      boolean last = i == wish.length - 1;
      width = last ? room - used : Math.floor(width);
      features.setColumnWidth(columns.get(i), width);
      used += width;
    }
    return true;
  }

  /// What the titles take, with a pixel for the hairline.
  private static Map<TableColumnBase<?, ?>, Double> titles(TableView<?> table) {
    Map<TableColumnBase<?, ?>, Double> all = new HashMap<>();
    for (Node node : table.lookupAll(".column-header")) {
      if (node instanceof TableColumnHeader header
          && header.getTableColumn() != null
          && header.lookup(".label") instanceof Label title) {
        all.put(header.getTableColumn(), Math.ceil(title.prefWidth(-1)) + 1);
      }
    }
    return all;
  }

  /// Widths are asked for at the usual size of text.
  private static double scale(TableView<?> table) {
    return table.lookup(".column-header .label") instanceof Label title
        ? title.getFont().getSize() / Theme.BODY_PX
        : 1;
  }
}
