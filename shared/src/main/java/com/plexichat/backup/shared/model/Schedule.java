package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that starts by itself.
///
/// @param kind backup, prune, sweep, check, verify
/// @param set of a backup or a verify; empty: it is of none
/// @param tiers of a prune; empty: of all
/// @param depth of a check or a verify; empty: the usual one
/// @param rule minute hour day month weekday in UTC; a person may also write "every 15m" or "daily
///   at 02:00"
/// @param window in which alone it starts; empty: any time
public record Schedule(
    String name,
    String kind,
    String set,
    List<String> tiers,
    String depth,
    String rule,
    String window,
    boolean suspended) {
  public Schedule {
    tiers = List.copyOf(tiers);
  }

  /// A schedule as it stands.
  ///
  /// @param switchedBy who suspended or resumed it last; empty: nobody
  /// @param next its next start, as far as its rule and its window say; empty: suspended, or never
  /// @param coming the next ones, where they were asked for
  /// @param lastJob how the job of its last run stands; empty: there is none
  public record Standing(
      Schedule schedule,
      String definedBy,
      Instant defined,
      String switchedBy,
      Optional<Instant> switched,
      Optional<Instant> next,
      List<Instant> coming,
      Optional<Run> last,
      Optional<JobState> lastJob) {
    public Standing {
      coming = List.copyOf(coming);
    }
  }

  /// What became of one time that was due, or of one that a person asked for.
  ///
  /// @param due empty: a person asked
  /// @param at when it started, or was seen to wait
  /// @param outcome started, waiting, nothing, rebased
  /// @param cause of waiting: running, excluded, refused
  /// @param reason a sentence: why it waited, or why there was nothing to do
  /// @param jobId empty: none was started
  /// @param missed earlier due times that nobody looked at
  public record Run(
      Optional<Instant> due,
      Instant at,
      String outcome,
      String cause,
      String reason,
      String jobId,
      int missed) {}

  /// One with its next and its last runs, the newest first.
  public record Story(Standing standing, List<Run> runs) {
    public Story {
      runs = List.copyOf(runs);
    }
  }
}
