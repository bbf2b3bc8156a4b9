package com.plexichat.backup.shared.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A way in which a backup is kept whatever its tier says.
public enum KeepKind {
  /// Somebody wants it; one to a backup.
  PIN,
  /// It must not be lost, for a case that has a name, an owner and a reason; any number of them.
  HOLD;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<KeepKind> find(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
