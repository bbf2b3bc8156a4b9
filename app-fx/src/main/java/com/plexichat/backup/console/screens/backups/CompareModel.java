package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.Difference;
import com.plexichat.backup.shared.model.FilePath;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What differs between two backups. All of it is counted; of each kind of change only the first
/// are kept.
public final class CompareModel {
  /// Kept of each kind.
  static final int MOST = 10_000;

  /// What became of a path.
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED,
    /// Owner, permissions or times; not the contents.
    METADATA;

    static Kind of(Difference one) {
      return switch (one.change()) {
        case "added" -> ADDED;
        case "removed" -> REMOVED;
        case "metadata" -> METADATA;
        default -> CHANGED;
      };
    }
  }

  private final Session session;
  private final Streamed<Difference> comparison;
  private final ObservableList<Difference> shown = FXCollections.observableArrayList();
  private final Map<Kind, List<Difference>> kept = new EnumMap<>(Kind.class);
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final ObjectProperty<Optional<Kind>> filter =
      new SimpleObjectProperty<>(this, "filter", Optional.empty());
  private String from = "";
  private String to = "";

  public CompareModel(Kit kit, Session session) {
    this.session = session;
    this.comparison = new Streamed<>(kit.tasks(), this::add);
    filter.subscribe(_ -> showKept());
  }

  /// Those of the kind that is chosen.
  public ObservableList<Difference> shown() {
    return shown;
  }

  Streamed<Difference> stream() {
    return comparison;
  }

  public long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /// Which kind is shown; empty: all.
  public ObjectProperty<Optional<Kind>> filterProperty() {
    return filter;
  }

  /// Whether some of what is chosen is counted only.
  public boolean isCut() {
    return filter
        .get()
        .map(this::isCut)
        .orElseGet(() -> counts.keySet().stream().anyMatch(this::isCut));
  }

  private boolean isCut(Kind kind) {
    return count(kind) > MOST;
  }

  public String from() {
    return from;
  }

  public String to() {
    return to;
  }

  public ClusterState state() {
    return session.live().state().get();
  }

  /// Those that can be compared, newest first.
  public List<Backup> backups() {
    return state().backups().stream().filter(one -> one.state().isListed()).toList();
  }

  /// Compares two backups; what is compared already stays.
  public void compare(String older, String newer) {
    if (older.equals(from) && newer.equals(to) && comparison.isGood()) {
      return;
    }
    from = older;
    to = newer;
    again();
  }

  public void again() {
    kept.clear();
    counts.clear();
    shown.clear();
    if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
      comparison.reset();
      return;
    }
    String older = from;
    String newer = to;
    comparison.start(pages -> session.cluster().compare(older, newer, FilePath.NONE, pages));
  }

  private void add(List<Difference> came) {
    List<Difference> fresh = new ArrayList<>();
    for (Difference one : came) {
      Kind kind = Kind.of(one);
      counts.merge(kind, 1L, Long::sum);
      List<Difference> same = kept.computeIfAbsent(kind, _ -> new ArrayList<>());
      if (same.size() < MOST) {
        same.add(one);
        if (filter.get().filter(chosen -> chosen != kind).isEmpty()) {
          fresh.add(one);
        }
      }
    }
    shown.addAll(fresh);
  }

  private void showKept() {
    List<Difference> all = new ArrayList<>();
    kept.forEach((kind, some) -> {
      if (filter.get().filter(chosen -> chosen != kind).isEmpty()) {
        all.addAll(some);
      }
    });
    all.sort((one, other) -> one.path().compareTo(other.path()));
    shown.setAll(all);
  }
}
