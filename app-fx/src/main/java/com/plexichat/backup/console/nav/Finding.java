package com.plexichat.backup.console.nav;

import com.plexichat.backup.console.kit.Icons;
import java.util.Locale;

/// A line of the palette: somewhere to go or something to do.
///
/// @param title what it is called
/// @param kind in a word: screen, peer, set, backup, job, action
/// @param also what else it is found by: ids, owners, regions
public record Finding(String title, String kind, String also, Icons icon, Runnable choose) {
  /// How well it fits what was typed: the lower the better, −1 not at all. Every word typed must be
  /// in the title or in what else it is found by.
  int rank(String typed) {
    String sought = typed.strip().toLowerCase(Locale.ROOT);
    String name = title.toLowerCase(Locale.ROOT);
    if (sought.isEmpty() || name.equals(sought)) {
      return 0;
    }
    if (name.startsWith(sought)) {
      return 1;
    }
    String all = name + ' ' + kind.toLowerCase(Locale.ROOT) + ' ' + also.toLowerCase(Locale.ROOT);
    for (String word : sought.split("\\s+", -1)) {
      if (!all.contains(word)) {
        return -1;
      }
    }
    return name.contains(sought) ? 2 : 3;
  }
}
