package com.plexichat.backup.agent.cli;

/// How an agent joins a cluster: with the token of `peer invite`, which also fixes its owner,
/// region and site.
public record JoinOptions(AgentOptions agent, String token) {}
