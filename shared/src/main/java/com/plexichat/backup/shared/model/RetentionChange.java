package com.plexichat.backup.shared.model;

import java.time.Instant;

/// What is to become of how long one backup is kept.
public sealed interface RetentionChange {
  /// It ends so many days later.
  record Extend(int days) implements RetentionChange {}

  /// It ends later, at this time.
  record Until(Instant end) implements RetentionChange {}

  /// It ends now.
  record End() implements RetentionChange {}

  /// It is kept whatever its tier says.
  ///
  /// @param name of a hold: its case; empty for a pin
  /// @param owner of a hold: who answers for it; empty for a pin
  record Place(KeepKind kind, String name, String owner) implements RetentionChange {}

  /// It is not kept by this any more.
  ///
  /// @param name of a hold: its case; empty for a pin
  record Release(KeepKind kind, String name) implements RetentionChange {}
}
