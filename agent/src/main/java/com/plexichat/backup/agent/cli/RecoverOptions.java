package com.plexichat.backup.agent.cli;

import java.nio.file.Path;
import java.util.List;

/// How a lost coordinator is replaced: a new agent, the recovery kit and the peers that are left.
///
/// @param peers host:port of peers that belong to the cluster; at least one
/// @param withoutCapsules rebuild from headers and records even where capsules are found
public record RecoverOptions(
    AgentOptions agent, Path kit, List<String> peers, boolean withoutCapsules) {
  public RecoverOptions {
    peers = List.copyOf(peers);
  }
}
