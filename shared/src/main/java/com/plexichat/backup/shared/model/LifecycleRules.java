package com.plexichat.backup.shared.model;

import java.util.List;

/// Which tier a new set gets by its paths; the lowest rank that matches counts.
///
/// @param usual tier of what no rule matches
/// @param seeds whether they are those that came with the product
public record LifecycleRules(List<Rule> rules, List<Match> matches, String usual, boolean seeds) {
  public LifecycleRules {
    rules = List.copyOf(rules);
    matches = List.copyOf(matches);
  }

  /// One rule.
  ///
  /// @param rank 0: after all others
  public record Rule(String pattern, String tier, int rank) {}

  /// What the rules would say of a set, were it new.
  ///
  /// @param pattern that decides; empty: none matches
  /// @param conflict why they say nothing, in a sentence
  public record Match(String set, String tier, String pattern, String wouldBe, String conflict) {}
}
