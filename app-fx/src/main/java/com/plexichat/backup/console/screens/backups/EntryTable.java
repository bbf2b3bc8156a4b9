package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.DataTable;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Room;
import com.plexichat.backup.shared.model.Entry;
import com.plexichat.backup.shared.model.FilePath;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// Tables of what is in backups: a folder's, and what a search found.
final class EntryTable {
  /// Width in em from which on there is room for every column.
  private static final double SOME_ROOM = 42;

  private final Kit kit;

  EntryTable(Kit kit) {
    this.kit = kit;
  }

  /// What lies in one folder.
  TableView<Entry> folder(Consumer<Entry> open) {
    TableView<Entry> table = table(kit.text("contents.table"), open);
    table.setId("entries");
    TableColumn<Entry, String> mode = DataTable.text(kit.text("contents.mode"), 100, ModeBits::of);
    TableColumn<Entry, String> owner =
        DataTable.text(kit.text("contents.owner"), 90, EntryTable::owner);
    table
        .getColumns()
        .setAll(
            List.of(
                Cells.middle(
                    DataTable.text(kit.text("contents.name"), 270, EntryTable::name),
                    EntryTable::icon),
                size(),
                modified(),
                mode,
                owner));
    Room.needs(table, SOME_ROOM, List.of(mode, owner));
    return table;
  }

  /// What a search found.
  ///
  /// @param backup names the backup of an entry
  TableView<Entry> found(Function<Entry, String> backup, Consumer<Entry> open) {
    TableView<Entry> table = table(kit.text("find.table"), open);
    table.setId("found");
    table
        .getColumns()
        .setAll(
            List.of(
                Cells.middle(
                    DataTable.text(kit.text("contents.path"), 460, entry -> entry.path().shown()),
                    EntryTable::icon),
                Cells.middle(DataTable.text(kit.text("find.backup"), 200, backup)),
                size(),
                modified()));
    return table;
  }

  private static TableView<Entry> table(String name, Consumer<Entry> open) {
    return DataTable.of(name, new EmptyNote(EmptyNote.Kind.EMPTY, name, ""), open);
  }

  private TableColumn<Entry, Long> size() {
    TableColumn<Entry, Long> column =
        DataTable.number(
            kit.text("contents.size"),
            90,
            entry -> entry.isDirectory() ? -1L : entry.size(),
            this::bytes);
    return Cells.exact(
        column,
        this::bytes,
        bytes -> bytes < 0 ? "" : kit.text("contents.bytes", kit.figures().count(bytes)));
  }

  private String bytes(long bytes) {
    return bytes < 0 ? "" : kit.figures().bytes(bytes);
  }

  private TableColumn<Entry, Instant> modified() {
    TableColumn<Entry, Instant> column =
        DataTable.number(kit.text("contents.modified"), 110, Entry::modified, kit.figures()::ago);
    return Cells.exact(column, kit.figures()::ago, kit.figures()::exact);
  }

  /// "current → ../releases/7" of a link.
  private static String name(Entry entry) {
    return entry.target().isEmpty()
        ? entry.path().name()
        : entry.path().name() + " → " + entry.target().shown();
  }

  static String owner(Entry entry) {
    return Integer.toUnsignedString(entry.uid()) + ":" + Integer.toUnsignedString(entry.gid());
  }

  static Node icon(Entry entry) {
    return switch (entry.kind()) {
      case "directory" -> Icons.FOLDER.node();
      case "symlink" -> Icons.OPEN.node();
      case "file" -> Icons.FILE.node();
      default -> Icons.TERMINAL.node();
    };
  }

  /// How a path is told on one line.
  static String place(FilePath path) {
    return PathTrail.isRoot(path) ? "/" : path.shown();
  }
}
