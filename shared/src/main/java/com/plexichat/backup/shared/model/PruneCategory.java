package com.plexichat.backup.shared.model;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a prune takes, by why it may go.
public enum PruneCategory {
  /// Backups that were deleted or have ended, and what nothing needs then.
  EXPIRED("expired"),
  /// What lies with holders and nothing needs already.
  ORPHANED("orphaned"),
  /// Good copies over what is asked, of stripes that are needed.
  REDUNDANT("redundant"),
  /// Bad copies of shards that have all the good ones that are asked.
  CORRUPTED("corrupted"),
  /// Backups of sets of low priority that have not ended: by themselves, and with two people only.
  LOW_VALUE("low-value");

  /// What is pruned when nobody says what.
  public static final Set<PruneCategory> USUAL = Set.of(EXPIRED, ORPHANED);

  private final String word;

  PruneCategory(String word) {
    this.word = word;
  }

  /// As people say it.
  public String word() {
    return word;
  }

  public static Optional<PruneCategory> of(String word) {
    return Arrays.stream(values()).filter(category -> category.word.equals(word)).findFirst();
  }

  /// All words, for people.
  public static String words() {
    return EnumSet.allOf(PruneCategory.class).stream()
        .map(PruneCategory::word)
        .collect(Collectors.joining(", "));
  }
}
