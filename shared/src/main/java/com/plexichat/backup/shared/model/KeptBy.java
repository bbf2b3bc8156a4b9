package com.plexichat.backup.shared.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What keeps a backup, the strongest first: the keep rule of the longest time that names it, or
/// what keeps it without one.
public enum KeptBy {
  YEARLY,
  MONTHLY,
  WEEKLY,
  DAILY,
  HOURLY,
  LAST,
  /// Its tier has no keep rule, and its days go on.
  TERM,
  /// It is pinned or held, or its set needs it.
  OTHER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<KeptBy> find(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
