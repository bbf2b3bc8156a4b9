package com.plexichat.backup.agent.cli;

import com.plexichat.backup.shared.model.ByteSize;
import java.nio.file.Path;
import java.util.Optional;

/// What every agent is told when it is set up, however it comes into its cluster.
///
/// @param home settings and private key; one folder of its own for each agent
/// @param data what it holds for others, and its catalogue
/// @param name how people call it; unique in the cluster
/// @param listen host:port of the mutual-TLS listener, as others reach it
/// @param capacity bytes offered; empty: a share of the file system that the agent chooses
/// @param timing when silence means that a peer is gone
public record AgentOptions(
    Path home, Path data, String name, String listen, Optional<ByteSize> capacity, Timing timing) {}
