package com.plexichat.backup.console.screens.backups;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javafx.collections.ObservableList;

/// Brings the rows of a table to where they should be, touching only those that differ: scroll and
/// selection stay.
final class Rows {
  private Rows() {}

  /// Makes `rows` equal to `now`.
  ///
  /// @param key by which a row is the same one
  static <T> void bring(ObservableList<T> rows, List<T> now, Function<T, ?> key) {
    Set<Object> kept = new HashSet<>();
    now.forEach(row -> kept.add(key.apply(row)));
    rows.removeIf(row -> !kept.contains(key.apply(row)));
    for (int at = 0; at < now.size(); at++) {
      T next = now.get(at);
      if (at < rows.size() && key.apply(rows.get(at)).equals(key.apply(next))) {
        if (!rows.get(at).equals(next)) {
          rows.set(at, next);
        }
        continue;
      }
      drop(rows, at, key.apply(next), key);
      rows.add(at, next);
    }
    if (rows.size() > now.size()) {
      rows.remove(now.size(), rows.size());
    }
  }

  /// A row that moved up leaves its old place.
  private static <T> void drop(ObservableList<T> rows, int from, Object key, Function<T, ?> of) {
    for (int at = from; at < rows.size(); at++) {
      if (of.apply(rows.get(at)).equals(key)) {
        rows.remove(at);
        return;
      }
    }
  }
}
