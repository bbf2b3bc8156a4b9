package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What became of copies of a stripe at one moment, as the command log has it.
///
/// @param entry its index in the log
/// @param at the coordinator's clock
/// @param peer whose copies they are; empty: of the stripe as a whole
/// @param indexes of their shards within the stripe, ascending; empty: of the stripe as a whole
public record StripeEvent(
    long entry,
    Instant at,
    StripeEventKind kind,
    Optional<PeerId> peer,
    List<Integer> indexes,
    Cause cause) {
  public StripeEvent {
    indexes = List.copyOf(indexes);
  }

  /// What brought it about; empty texts where the log does not tell.
  ///
  /// @param jobKind such as `repair`; empty: no job, or one that is not known any more
  /// @param why in the coordinator's words
  public record Cause(String backupId, String jobId, String jobKind, String why) {
    public static Cause backup(String id) {
      return new Cause(id, "", "", "");
    }
  }
}
