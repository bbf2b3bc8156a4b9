package com.plexichat.backup.agent.cli.local;

import java.nio.file.Path;

/// One agent of a local cluster.
///
/// @param pid of its process when it was last started; 0: never
/// @param startedMs when that process started, in epoch milliseconds: with the pid it names one
///   process, whatever the system gave the number to since
public record LocalAgent(
    String name,
    String peerId,
    String endpoint,
    long pid,
    long startedMs,
    Path home,
    Path dataDir,
    String region,
    String site,
    String owner,
    boolean coordinator) {
  LocalAgent running(AgentProcesses.Running process) {
    return new LocalAgent(
        name,
        peerId,
        endpoint,
        process.pid(),
        process.startedMs(),
        home,
        dataDir,
        region,
        site,
        owner,
        coordinator);
  }

  LocalAgent ownedBy(String owning) {
    return new LocalAgent(
        name, peerId, endpoint, pid, startedMs, home, dataDir, region, site, owning, coordinator);
  }

  Path log() {
    Path folder = home.getParent();
    return (folder == null ? home : folder).resolve("agent.log");
  }
}
