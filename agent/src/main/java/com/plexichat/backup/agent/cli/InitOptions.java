package com.plexichat.backup.agent.cli;

import java.nio.file.Path;
import java.util.Optional;

/// How a cluster is founded: its first agent, which coordinates.
///
/// @param clusterName how people call the cluster
/// @param enrolListen host:port of the enrolment listener
/// @param place owner, region and site of this first agent
/// @param kit where the recovery kit is written; must not exist
/// @param contextHome where the founder's administrator context is written
/// @param quiet the schedules that a cluster begins with are suspended
public record InitOptions(
    AgentOptions agent,
    String clusterName,
    String enrolListen,
    AgentPlace place,
    Path kit,
    Path contextHome,
    boolean quiet) {
  /// Who could read a machine's disk, and which failures it shares. Empty owner: the machine is its
  /// own.
  public record AgentPlace(Optional<String> owner, Optional<String> region, Optional<String> site) {
    public static final AgentPlace UNNAMED =
        new AgentPlace(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
