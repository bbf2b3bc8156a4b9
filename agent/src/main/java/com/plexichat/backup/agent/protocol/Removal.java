package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.util.List;

/// An order to take shards away, or to bring them back from the trash (TrashRequest on the wire).
///
/// @param sequence from the same count as [Order#sequence]: nothing older than it is performed on
///   these shards afterwards
/// @param isAtOnce whether two people let what is deleted go without rest in the trash
public record Removal(
    String cluster,
    long epoch,
    Operation operation,
    PeerId target,
    long sequence,
    Kind kind,
    List<ShardId> shards,
    boolean isAtOnce) {

  /// What happens to the shards.
  public enum Kind {
    TRASH,
    RESTORE,
    DELETE
  }

  /// The target's answer, given after it is durable.
  ///
  /// @param done shards that are now where the order wants them; for DELETE: nowhere, and no older
  ///   order can bring them back
  /// @param unknown shards that are not (nothing was there to move)
  public record Done(
      PeerId peer,
      Operation operation,
      long sequence,
      Kind kind,
      List<ShardId> done,
      List<ShardId> unknown) {
    public Done {
      done = List.copyOf(done);
      unknown = List.copyOf(unknown);
    }
  }

  public Removal {
    shards = List.copyOf(shards);
  }
}
