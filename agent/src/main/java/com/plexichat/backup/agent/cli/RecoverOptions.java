package com.plexichat.backup.agent.cli;

import java.nio.file.Path;
import java.util.List;

/// How a lost coordinator is replaced: a new agent, the recovery kit and the peers that are left.
///
/// @param enrolListen host:port of the enrolment listener
/// @param place owner, region and site of this machine; its owner is the lost one's where one party
///   controls both
/// @param peers host:port of peers that belong to the cluster; at least one
/// @param withoutCapsules rebuild from headers and records even where capsules are found
/// @param contextHome where a new administrator context is written
public record RecoverOptions(
    AgentOptions agent,
    String enrolListen,
    InitOptions.AgentPlace place,
    Path kit,
    List<String> peers,
    boolean withoutCapsules,
    Path contextHome) {
  public RecoverOptions {
    peers = List.copyOf(peers);
  }
}
