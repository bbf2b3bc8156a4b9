package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.failure.OperationFailed;
import java.time.Instant;
import java.util.Optional;

/// How far what is shown can be trusted.
public sealed interface Freshness {
  /// Nothing was heard yet.
  record Loading() implements Freshness {}

  /// The agent answers.
  record Current() implements Freshness {}

  /// The agent does not answer: all of it is as it was then.
  ///
  /// @param since when something was heard last; empty: never
  /// @param why what the connection broke with; empty: silence
  record Stale(Optional<Instant> since, Optional<OperationFailed> why) implements Freshness {
    /// What happened, in one sentence; empty: silence.
    public Optional<String> sentence() {
      return why.map(OperationFailed::sentence);
    }
  }

  default boolean isCurrent() {
    return this instanceof Current;
  }
}
