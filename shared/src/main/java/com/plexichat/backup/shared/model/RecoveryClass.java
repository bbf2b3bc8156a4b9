package com.plexichat.backup.shared.model;

import java.time.Duration;
import java.util.Locale;

/// How fast something must be back, and how much of it may be missing then.
public enum RecoveryClass {
  CRITICAL(Duration.ofHours(1), Duration.ofMinutes(5)),
  IMPORTANT(Duration.ofHours(4), Duration.ofHours(1)),
  STANDARD(Duration.ofDays(1), Duration.ofDays(1)),
  ARCHIVAL(Duration.ofDays(3), Duration.ofDays(3));

  private final Duration rto;
  private final Duration rpo;

  RecoveryClass(Duration rto, Duration rpo) {
    this.rto = rto;
    this.rpo = rpo;
  }

  /// Longest time until it is restored.
  public Duration rto() {
    return rto;
  }

  /// Greatest age of the newest point that can be restored.
  public Duration rpo() {
    return rpo;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Of the tiers that come with the product; any other tier is standard.
  public static RecoveryClass of(Tier tier) {
    return switch (tier.name()) {
      case "critical" -> CRITICAL;
      case "gold" -> IMPORTANT;
      case "bronze" -> ARCHIVAL;
      default -> STANDARD;
    };
  }
}
