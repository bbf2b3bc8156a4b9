package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.DataTable;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.screens.backups.CompareModel.Kind;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Difference;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// The table of what differs. A change is neither good nor bad: its badge has no colour of a state.
final class DifferenceTable {
  private static final double BADGE_WIDTH = 128;
  private static final double PATH_WIDTH = 240;
  private static final long NONE = -1;

  private final Kit kit;

  DifferenceTable(Kit kit) {
    this.kit = kit;
  }

  TableView<Difference> of(Consumer<Difference> open) {
    EmptyNote none = new EmptyNote(EmptyNote.Kind.EMPTY, kit.text("compare.none"), "");
    TableView<Difference> table = DataTable.of(kit.text("compare.table"), none, open);
    table.setId("differences");
    TableColumn<Difference, String> change =
        DataTable.node(
            kit.text("compare.change"),
            BADGE_WIDTH,
            one -> word(Kind.of(one)),
            one -> badge(Kind.of(one)));
    change.setMinWidth(BADGE_WIDTH);
    TableColumn<Difference, String> path =
        Cells.middle(DataTable.text(kit.text("contents.path"), 480, one -> one.path().shown()));
    path.setMinWidth(PATH_WIDTH);
    table
        .getColumns()
        .setAll(
            List.of(
                change,
                path,
                DataTable.<Difference, Long>number(
                    kit.text("compare.before"),
                    96,
                    one -> Kind.of(one) == Kind.ADDED ? NONE : one.fromSize(),
                    this::bytes),
                DataTable.<Difference, Long>number(
                    kit.text("compare.after"),
                    96,
                    one -> Kind.of(one) == Kind.REMOVED ? NONE : one.toSize(),
                    this::bytes),
                DataTable.<Difference, Long>number(
                    kit.text("compare.delta"), 96, DifferenceTable::delta, this::signed)));
    return table;
  }

  /// By how much the source's bytes grew.
  static long delta(Difference one) {
    return switch (Kind.of(one)) {
      case ADDED -> one.toSize();
      case REMOVED -> -one.fromSize();
      case CHANGED, METADATA -> one.toSize() - one.fromSize();
    };
  }

  private String bytes(long bytes) {
    return bytes == NONE ? "–" : kit.figures().bytes(bytes);
  }

  private String signed(long bytes) {
    return bytes == 0
        ? kit.figures().bytes(0)
        : (bytes > 0 ? "+" : "−") + kit.figures().bytes(Math.abs(bytes));
  }

  String word(Kind kind) {
    return switch (kind) {
      case ADDED -> kit.text("compare.added");
      case REMOVED -> kit.text("compare.removed");
      case CHANGED -> kit.text("compare.changed");
      case METADATA -> kit.text("compare.metadata");
    };
  }

  static Node icon(Kind kind) {
    return switch (kind) {
      case ADDED -> Icons.ADD.node();
      case REMOVED -> Icons.REMOVE.node();
      case CHANGED -> Icons.EDIT.node();
      case METADATA -> Icons.INFO.node();
    };
  }

  private Node badge(Kind kind) {
    Label badge = new Label(word(kind), icon(kind));
    badge.getStyleClass().add("state-badge");
    badge.setMinWidth(Label.USE_PREF_SIZE);
    HealthColours.mark(badge, Health.UNKNOWN);
    return badge;
  }
}
