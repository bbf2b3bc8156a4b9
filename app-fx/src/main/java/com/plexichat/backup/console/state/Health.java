package com.plexichat.backup.console.state;

/// How well something stands, from good to bad: the one scale behind every colour.
public enum Health {
  /// Not known now, because what is known is stale or nobody answered. Never shown as good.
  UNKNOWN,
  OK,
  /// Work goes on that was asked for.
  WORKING,
  /// Copies are being made that were missing.
  REPAIRING,
  /// Fewer copies than asked; nothing is in danger yet.
  DEGRADED,
  /// One more loss may lose data.
  AT_RISK,
  LOST;

  /// The worse of two.
  public Health worse(Health other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
