package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import java.util.List;

/// A holder's word that it holds these shards durably: given after fsync, never after a failed one.
///
/// @param epoch highest that the holder obeyed when it gave it
public record Receipt(PeerId peer, Operation operation, List<ShardSpec> shards, long epoch) {
  public Receipt {
    shards = List.copyOf(shards);
  }
}
