package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.Entry;
import com.plexichat.backup.shared.model.FilePath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// One folder of a backup at a time, read when it is opened.
public final class ContentsModel {
  private static final int FOLDER_MODE = 0755;

  private final Session session;
  private final ObservableList<Entry> entries = FXCollections.observableArrayList();
  private final Streamed<Entry> reading;
  private final ReadOnlyObjectWrapper<FilePath> folder =
      new ReadOnlyObjectWrapper<>(this, "folder", FilePath.NONE);
  private String backupId = "";
  private Optional<FilePath> cameFrom = Optional.empty();
  private int folders;

  public ContentsModel(Kit kit, Session session) {
    this.session = session;
    this.reading = new Streamed<>(kit.tasks(), this::add);
  }

  /// Folders first, else as they come: by name.
  public ObservableList<Entry> entries() {
    return entries;
  }

  Streamed<Entry> stream() {
    return reading;
  }

  public ReadOnlyObjectProperty<FilePath> folderProperty() {
    return folder.getReadOnlyProperty();
  }

  public String backupId() {
    return backupId;
  }

  public Optional<Backup> backup() {
    return session.live().state().get().backup(backupId);
  }

  public ClusterState state() {
    return session.live().state().get();
  }

  /// The entry of the folder that was left upwards, once it came.
  Optional<Entry> cameFrom() {
    return cameFrom.flatMap(
        path -> entries.stream().filter(entry -> entry.path().equals(path)).findFirst());
  }

  /// Whether something of the folder that is open came, or that it is empty.
  boolean isRead() {
    return !entries.isEmpty() || reading.stateProperty().get() instanceof Streamed.Done;
  }

  /// Opens a folder. What is open already stays as it is.
  public void open(String backup, FilePath path) {
    FilePath wanted = path.isEmpty() ? PathTrail.ROOT : path;
    if (backup.equals(backupId) && wanted.equals(folder.get()) && reading.isGood()) {
      return;
    }
    cameFrom =
        Optional.of(folder.get())
            .filter(left -> backup.equals(backupId) && PathTrail.parent(left).equals(wanted));
    backupId = backup;
    entries.clear();
    folders = 0;
    folder.set(wanted);
    read();
  }

  /// Reads the folder anew.
  public void read() {
    entries.clear();
    folders = 0;
    String backup = backupId;
    FilePath path = folder.get();
    reading.start(pages -> session.cluster().browse(backup, path, pages));
  }

  private void add(List<Entry> came) {
    List<Entry> more = came.stream().filter(Entry::isDirectory).toList();
    entries.addAll(folders, more);
    folders += more.size();
    entries.addAll(came.stream().filter(entry -> !entry.isDirectory()).toList());
  }

  /// The folder that is open, as something that can be restored or downloaded.
  Entry here() {
    return new Entry(
        backupId, folder.get(), "directory", 0, Instant.EPOCH, FOLDER_MODE, 0, 0, FilePath.NONE);
  }
}
