package com.plexichat.backup.console.kit;

import java.util.List;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// Leaves out of a table what there is no room for, at any size of text.
public final class Room {
  /// Height of a row in em, as the style sheet has it.
  private static final double ROW_EM = 3.077;

  private static final double ROW_PX = 40;

  private Room() {}

  /// Shows columns only in a table that is so wide.
  ///
  /// @param ems width from which on they are shown, in em
  public static <T> void needs(TableView<T> table, double ems, List<TableColumn<T, ?>> columns) {
    Runnable divide =
        () -> {
          double row = table.getFixedCellSize() > 0 ? table.getFixedCellSize() : ROW_PX;
          boolean wide = table.getWidth() >= ems * row / ROW_EM;
          columns.forEach(column -> column.setVisible(wide));
        };
    table.widthProperty().subscribe(divide);
    table.fixedCellSizeProperty().subscribe(divide);
    divide.run();
  }
}
