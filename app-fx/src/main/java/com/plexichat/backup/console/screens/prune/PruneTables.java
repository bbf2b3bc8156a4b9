package com.plexichat.backup.console.screens.prune;

import com.plexichat.backup.console.kit.DataTable;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Room;
import com.plexichat.backup.shared.model.Prune;
import com.plexichat.backup.shared.model.PrunePlan.Planned;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// The tables of what goes, what stays, and what lies in the trash.
final class PruneTables {
  private static final double NAME_LEAST = 116;
  private static final double WHY_LEAST = 220;
  private static final double SOME_ROOM = 50;
  private static final double MORE_ROOM = 60;
  private static final double MUCH_ROOM = 74;

  private final Kit kit;

  PruneTables(Kit kit) {
    this.kit = kit;
  }

  /// Backups with what becomes of them.
  TableView<Planned> planned(String id, String name, EmptyNote none, Consumer<Planned> open) {
    TableView<Planned> table = DataTable.of(name, none, open);
    table.setId(id);
    TableColumn<Planned, String> backup =
        DataTable.text(
            kit.text("prune.backup"),
            170,
            one -> kit.text("backups.name", one.set(), one.number()));
    backup.setMinWidth(NAME_LEAST);
    TableColumn<Planned, String> tier = DataTable.text(kit.text("prune.tier"), 84, Planned::tier);
    TableColumn<Planned, Instant> created =
        DataTable.number(kit.text("prune.created"), 92, Planned::created, this::ago);
    TableColumn<Planned, Instant> ends =
        DataTable.number(
            kit.text("prune.ends"), 92, one -> one.ends().orElse(Instant.EPOCH), this::ago);
    TableColumn<Planned, String> why =
        DataTable.text(kit.text("prune.why"), 380, Planned::reason);
    why.setMinWidth(WHY_LEAST);
    table.getColumns().setAll(List.of(backup, tier, created, ends, why));
    Room.needs(table, SOME_ROOM, List.of(ends));
    Room.needs(table, MORE_ROOM, List.of(tier));
    Room.needs(table, MUCH_ROOM, List.of(created));
    return table;
  }

  /// Prunes with until when they can be taken back.
  TableView<Prune> trash(EmptyNote none) {
    TableView<Prune> table = DataTable.of(kit.text("prune.trash"), none, _ -> {});
    table.setId("trash");
    TableColumn<Prune, Instant> at =
        DataTable.number(kit.text("prune.at"), 110, Prune::at, this::ago);
    TableColumn<Prune, Instant> until =
        DataTable.number(kit.text("prune.untilShort"), 150, Prune::until, this::until);
    TableColumn<Prune, Integer> backups =
        DataTable.number(
            kit.text("prune.backups"),
            96,
            one -> one.backups().size(),
            number -> kit.figures().count(number));
    TableColumn<Prune, Long> copies =
        DataTable.number(
            kit.text("prune.copies"), 96, one -> one.amount().copies(), kit.figures()::count);
    TableColumn<Prune, Long> size =
        DataTable.number(
            kit.text("prune.size"), 96, one -> one.amount().bytes(), kit.figures()::bytes);
    table.getColumns().setAll(List.of(at, until, backups, copies, size));
    return table;
  }

  private String ago(Instant when) {
    return when.equals(Instant.EPOCH) ? "–" : kit.figures().ago(when);
  }

  private String until(Instant when) {
    return kit.clock().instant().isBefore(when) ? kit.figures().ago(when) : kit.text("prune.isDue");
  }
}
