package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.Entry;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// A search over all backups, or over those of one set.
public final class FindModel {
  /// More are not kept here: who gets so many asks for something narrower.
  static final int MOST = 100_000;

  private final Session session;
  private final ObservableList<Entry> found = FXCollections.observableArrayList();
  private final Streamed<Entry> search;
  private final StringProperty glob = new SimpleStringProperty(this, "glob", "");
  private final StringProperty set = new SimpleStringProperty(this, "set", "");
  private boolean cut;

  public FindModel(Kit kit, Session session) {
    this.session = session;
    this.search = new Streamed<>(kit.tasks(), this::add);
  }

  public ObservableList<Entry> found() {
    return found;
  }

  Streamed<Entry> stream() {
    return search;
  }

  /// What is looked for.
  public StringProperty globProperty() {
    return glob;
  }

  /// Only in this one's backups; empty: in all.
  public StringProperty setProperty() {
    return set;
  }

  /// Whether there was more than is kept.
  public boolean isCut() {
    return cut;
  }

  public List<String> sets() {
    return state().sets().stream().map(BackupSet::name).toList();
  }

  public Optional<Backup> backup(String id) {
    return state().backup(id);
  }

  public ClusterState state() {
    return session.live().state().get();
  }

  /// Searches anew.
  public void search() {
    String pattern = glob.get().strip();
    if (pattern.isEmpty()) {
      return;
    }
    found.clear();
    cut = false;
    String only = set.get();
    search.start(pages -> session.cluster().find(pattern, only, pages));
  }

  private void add(List<Entry> came) {
    int room = MOST - found.size();
    found.addAll(came.size() > room ? came.subList(0, room) : came);
    if (came.size() > room) {
      cut = true;
      search.stop();
    }
  }
}
