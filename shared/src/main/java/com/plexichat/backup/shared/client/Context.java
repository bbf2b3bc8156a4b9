package com.plexichat.backup.shared.client;

/// A cluster that a person can talk to from this machine.
///
/// @param endpoint host:port of the agent that is asked
public record Context(
    String name,
    String clusterId,
    String clusterName,
    String endpoint,
    String person,
    boolean used) {}
