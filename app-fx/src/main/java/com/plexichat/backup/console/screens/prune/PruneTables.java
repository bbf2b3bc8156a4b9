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
import java.util.function.Function;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// The tables of what goes, what stays, and what lies in the trash.
final class PruneTables {
  private static final double SIZE_LEAST = 72;
  private static final double NAME_LEAST = 100;

  /// Why backups go is told in few words, why they stay in many.
  private static final double WHY_GOES = 180;

  private static final double WHY_STAYS = 400;
  private static final double LESS = 0.8;
  private static final double EM = 13;

  /// Room in em that all but the reason take, with the least important column and without.
  private static final double ROOM_ENDS = 21;

  private static final double ROOM_TIER = 28;
  private static final double ROOM_CREATED = 35;

  private static final double LITTLE_ROOM = 36;

  private final Kit kit;

  PruneTables(Kit kit) {
    this.kit = kit;
  }

  /// Backups that go.
  TableView<Planned> goes(EmptyNote none, Consumer<Planned> open) {
    TableView<Planned> table = DataTable.of(kit.text("prune.goes"), none, open);
    table.setId("goes");
    return planned(table, WHY_GOES);
  }

  /// Backups that stay.
  TableView<Planned> stays(EmptyNote none, Consumer<Planned> open) {
    TableView<Planned> table = DataTable.of(kit.text("prune.stays"), none, open);
    table.setId("stays");
    return planned(table, WHY_STAYS);
  }

  private TableView<Planned> planned(TableView<Planned> table, double reason) {
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
        DataTable.text(kit.text("prune.why"), reason, Planned::reason);
    why.setMinWidth(reason * LESS);
    table.getColumns().setAll(List.of(backup, why, tier, created, ends));
    Room.needs(table, reason / EM + ROOM_ENDS, List.of(ends));
    Room.needs(table, reason / EM + ROOM_TIER, List.of(tier));
    Room.needs(table, reason / EM + ROOM_CREATED, List.of(created));
    return table;
  }

  /// Prunes with until when they can be taken back.
  ///
  /// @param names what people call the backups of a prune
  TableView<Prune> trash(EmptyNote none, Function<Prune, String> names) {
    TableView<Prune> table = DataTable.of(kit.text("prune.trash"), none, _ -> {});
    table.setId("trash");
    TableColumn<Prune, String> backups = DataTable.text(kit.text("prune.backups"), 220, names);
    backups.setMinWidth(NAME_LEAST);
    TableColumn<Prune, Instant> at =
        DataTable.number(kit.text("prune.since"), 96, Prune::at, this::ago);
    TableColumn<Prune, Instant> until =
        DataTable.number(kit.text("prune.untilShort"), 96, Prune::until, this::until);
    TableColumn<Prune, Long> copies =
        DataTable.number(
            kit.text("prune.copies"), 80, one -> one.amount().copies(), kit.figures()::count);
    TableColumn<Prune, Long> size =
        DataTable.number(
            kit.text("prune.size"), 84, one -> one.amount().bytes(), kit.figures()::bytes);
    size.setMinWidth(SIZE_LEAST);
    table.getColumns().setAll(List.of(backups, at, until, copies, size));
    Room.needs(table, LITTLE_ROOM, List.of(copies));
    return table;
  }

  private String ago(Instant when) {
    return when.equals(Instant.EPOCH) ? "–" : kit.figures().ago(when);
  }

  private String until(Instant when) {
    return kit.clock().instant().isBefore(when) ? kit.figures().ago(when) : kit.text("prune.isDue");
  }
}
