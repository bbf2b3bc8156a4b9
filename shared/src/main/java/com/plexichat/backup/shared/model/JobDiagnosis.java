package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.util.List;

/// What keeps a job from going on, with what that is known from.
///
/// @param blocked whether the first finding keeps it from going on
/// @param findings what was found, what matters most first
public record JobDiagnosis(Job job, boolean blocked, List<Finding> findings, Instant at) {
  public JobDiagnosis {
    findings = List.copyOf(findings);
  }

  /// One thing that was found.
  ///
  /// @param code waits, pausing, paused, machine_silent, peer_silent, no_space, failed, cancelled,
  ///   idle, moving, done
  /// @param nextAct what to do; empty: nothing
  public record Finding(String code, String sentence, String nextAct, List<String> evidence) {
    public Finding {
      evidence = List.copyOf(evidence);
    }
  }
}
