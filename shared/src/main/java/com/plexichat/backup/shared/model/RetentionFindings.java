package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.util.List;

/// Where retention is not as tiers and people say.
///
/// @param checked kinds that were looked for
/// @param total all of them; `findings` has as many as fit into one answer
public record RetentionFindings(
    Instant at, List<Finding> findings, List<String> checked, int total) {
  public RetentionFindings {
    findings = List.copyOf(findings);
    checked = List.copyOf(checked);
  }

  /// One place where it is not.
  ///
  /// @param backup empty: not of one backup
  /// @param nextAct what to do
  public record Finding(String kind, String backup, String set, String sentence, String nextAct) {}
}
