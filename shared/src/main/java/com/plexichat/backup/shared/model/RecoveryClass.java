package com.plexichat.backup.shared.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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

  /// As a tier's version says; of numbers that are no version, as the product's tier of the name.
  public static RecoveryClass of(Tier tier) {
    return tier.version() > 0
        ? tier.edition().recovery()
        : Tier.ofProduct(tier.name()).map(first -> first.edition().recovery()).orElse(STANDARD);
  }

  /// By its word.
  public static Optional<RecoveryClass> find(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
