package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.DataTable;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Room;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.state.Protection;
import com.plexichat.backup.shared.model.Backup;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// The table of a set's backups. What does not fit is left out from the least important column on;
/// the panel beside it has all of it.
final class BackupTable {
  /// Widths of a table, in em, from which on it has room for more columns.
  private static final double LEAST_ROOM = 27;

  private static final double LITTLE_ROOM = 36;
  private static final double SOME_ROOM = 44;
  private static final double MORE_ROOM = 55;
  private static final double MUCH_ROOM = 74;
  private static final double BADGE_WIDTH = 156;

  private final Kit kit;
  private final BackupFacts facts;

  BackupTable(Kit kit) {
    this.kit = kit;
    this.facts = new BackupFacts(kit);
  }

  TableView<Backup> of(Consumer<Backup> open) {
    EmptyNote none =
        new EmptyNote(EmptyNote.Kind.EMPTY, kit.text("backups.none"), kit.text("backups.noneWhy"));
    TableView<Backup> table = DataTable.of(kit.text("backups.table"), none, open);
    table.setId("backups");
    var collusion =
        DataTable.<Backup, Integer>number(
            kit.text("backups.collusion"),
            88,
            Backup::collusionNumber,
            number -> number == 0 ? "–" : kit.figures().count(number));
    var tested = moment(kit.text("backups.tested"), 100, one -> one.tested().orElse(Instant.EPOCH));
    var expires =
        moment(kit.text("backups.expires"), 90, one -> one.expires().orElse(Instant.EPOCH));
    var files =
        DataTable.<Backup, Long>number(
            kit.text("backups.files"), 76, one -> one.counts().files(), kit.figures()::count);
    TableColumn<Backup, Boolean> restorable = restorable();
    var source = bytes(kit.text("backups.source"), one -> one.counts().sourceBytes());
    var fresh = bytes(kit.text("backups.new"), one -> one.counts().newChunkBytes());
    table
        .getColumns()
        .setAll(
            List.of(
                DataTable.<Backup, Long>number(
                    kit.text("backups.number"), 48, Backup::number, kit.figures()::count),
                moment(kit.text("backups.created"), 92, Backup::created),
                state(),
                restorable,
                files,
                source,
                fresh,
                expires,
                tested,
                collusion));
    Room.needs(table, LEAST_ROOM, List.of(restorable));
    Room.needs(table, LITTLE_ROOM, List.of(files));
    Room.needs(table, SOME_ROOM, List.of(source, fresh));
    Room.needs(table, MORE_ROOM, List.of(expires));
    Room.needs(table, MUCH_ROOM, List.of(tested, collusion));
    return table;
  }

  private TableColumn<Backup, Instant> moment(
      String title, double width, Function<Backup, Instant> when) {
    return Cells.exact(
        DataTable.number(title, width, when, this::ago),
        this::ago,
        moment -> moment.equals(Instant.EPOCH) ? "" : kit.figures().exact(moment));
  }

  private String ago(Instant when) {
    return when.equals(Instant.EPOCH) ? "–" : kit.figures().ago(when);
  }

  private TableColumn<Backup, Long> bytes(String title, Function<Backup, Long> bytes) {
    return DataTable.number(title, 80, bytes, kit.figures()::bytes);
  }

  private TableColumn<Backup, String> state() {
    TableColumn<Backup, String> column =
        DataTable.node(
            kit.text("backups.state"),
            BADGE_WIDTH,
            facts::state,
            one -> new StateBadge(Protection.health(one), facts.state(one)));
    column.setMinWidth(BADGE_WIDTH);
    return column;
  }

  private TableColumn<Backup, Boolean> restorable() {
    return DataTable.node(
        kit.text("backups.restorable"), 96, Backup::restorable, this::restorableNode);
  }

  private Node restorableNode(Backup one) {
    boolean yes = one.restorable();
    Label label = new Label(yes ? kit.text("backups.yes") : kit.text("backups.no"));
    label.setGraphic(yes ? Icons.CHECK.node() : Icons.CLOSE.node());
    return label;
  }
}
