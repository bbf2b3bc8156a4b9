package com.plexichat.backup.agent.planning;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a schedule runs, in the order in which those that are due together start: what makes space
/// first, then what looks for damage, then backups.
public enum ScheduleKind {
  PRUNE,
  SWEEP,
  CHECK,
  VERIFY,
  BACKUP;

  /// Whether it excludes every other job that works on the trash.
  public boolean worksOnTrash() {
    return this == PRUNE || this == SWEEP;
  }

  /// Whether it is about one set.
  public boolean isOfSet() {
    return this == BACKUP || this == VERIFY;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ScheduleKind> find(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
