package com.plexichat.backup.shared.wire;

import java.util.Optional;

/// Constants that are spelled out on the wire, in whatever case.
final class Spellings {
  private Spellings() {}

  /// The constant with this name; empty for one that this version does not know.
  static <E extends Enum<E>> Optional<E> find(Class<E> type, String name) {
    for (E one : type.getEnumConstants()) {
      if (one.name().equalsIgnoreCase(name)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
