package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.shared.failure.OperationFailed;

/// Something that is asked for when it is looked at.
sealed interface Fetched<T> {
  /// Nothing is asked for.
  record None<T>() implements Fetched<T> {}

  /// It was asked for.
  record Asked<T>() implements Fetched<T> {}

  record Got<T>(T value) implements Fetched<T> {}

  record Refused<T>(OperationFailed why) implements Fetched<T> {}
}
