package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.PeerId;

/// How a shard came to this agent, for `received.log`.
public record Arrival(Way way, PeerId from) {
  /// The three ways in which bytes of a shard reach a holder.
  public enum Way {
    PUT,
    FORWARD,
    REBUILD
  }
}
