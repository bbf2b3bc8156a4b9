package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.DataTable;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Room;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.shared.model.Backup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// The table of sets: which, where, under which tier, and what is lost when the machine goes now.
final class SetTable {
  /// Width in em from which on there is room for every column.
  private static final double ALL_ROOM = 48;

  private static final double SOME_ROOM = 40;
  private static final double LEAST_ROOM = 29;

  private static final double BADGE_WIDTH = 156;
  private static final double COUNT_WIDTH = 84;
  private static final double EXPOSURE_WIDTH = 120;

  private final Kit kit;

  SetTable(Kit kit) {
    this.kit = kit;
  }

  TableView<SetRow> of(Consumer<SetRow> open) {
    EmptyNote none =
        new EmptyNote(
            EmptyNote.Kind.EMPTY, kit.text("backups.noSets"), kit.text("backups.noSetsWhy"));
    TableView<SetRow> table = DataTable.of(kit.text("backups.setTable"), none, open);
    table.setId("sets");
    TableColumn<SetRow, String> host =
        Cells.middle(DataTable.text(kit.text("backups.host"), 96, SetRow::host));
    var count =
        DataTable.<SetRow, Integer>number(
            kit.text("backups.count"),
            COUNT_WIDTH,
            SetRow::backups,
            number -> kit.figures().count(number));
    count.setMinWidth(COUNT_WIDTH);
    TableColumn<SetRow, String> tier = DataTable.text(kit.text("backups.tier"), 76, SetRow::tier);
    TableColumn<SetRow, Instant> exposure = exposure();
    table
        .getColumns()
        .setAll(
            List.of(
                Cells.middle(DataTable.text(kit.text("backups.set"), 140, SetRow::name)),
                host,
                tier,
                standing(),
                count,
                exposure));
    Room.needs(table, LEAST_ROOM, List.of(exposure));
    Room.needs(table, SOME_ROOM, List.of(host, count));
    Room.needs(table, ALL_ROOM, List.of(tier));
    return table;
  }

  private TableColumn<SetRow, String> standing() {
    TableColumn<SetRow, String> column =
        DataTable.node(
            kit.text("backups.standing"),
            BADGE_WIDTH,
            row -> word(row.standing()),
            row -> new StateBadge(row.standing().health(), word(row.standing())));
    column.setMinWidth(BADGE_WIDTH);
    return column;
  }

  /// How much would be lost: all that changed since the newest backup that can be restored.
  private TableColumn<SetRow, Instant> exposure() {
    TableColumn<SetRow, Instant> column =
        DataTable.number(
            kit.text("backups.exposure"),
            EXPOSURE_WIDTH,
            row -> row.newest().map(Backup::created).orElse(Instant.EPOCH),
            this::exposure);
    column.setMinWidth(EXPOSURE_WIDTH);
    return Cells.exact(
        column,
        this::exposure,
        when -> when.equals(Instant.EPOCH) ? "" : kit.figures().exact(when));
  }

  private String exposure(Instant since) {
    return since.equals(Instant.EPOCH)
        ? kit.text("backups.exposureAll")
        : kit.figures().duration(Duration.between(since, kit.clock().instant()));
  }

  String word(SetRow.Standing standing) {
    return switch (standing) {
      case RESTORABLE -> kit.text("backups.standingOk");
      case RUNNING -> kit.text("backups.standingRunning");
      case UNDER_PROTECTED -> kit.text("backups.standingUnder");
      case UNFINISHED -> kit.text("backups.standingUnfinished");
      case NEWEST_LOST -> kit.text("backups.standingNewestLost");
      case NOTHING_RESTORABLE -> kit.text("backups.standingNothing");
      case NO_BACKUP -> kit.text("backups.standingNone");
    };
  }
}
