package com.plexichat.backup.agent.peers;

import com.plexichat.backup.proto.EpochGrant;
import java.util.Optional;

/// Where an agent keeps what it last knew of its cluster; implemented where the agent is wired.
public interface DirectoryStore {
  /// What survives a restart: the grant may be newer than the directory.
  record Known(Optional<KnownDirectory> directory, Optional<EpochGrant> grant) {
    public static final Known NOTHING = new Known(Optional.empty(), Optional.empty());
  }

  /// What was saved last, verified again.
  Known load();

  /// Returns when it is durable.
  void save(Known known);
}
