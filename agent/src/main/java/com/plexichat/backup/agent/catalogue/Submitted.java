package com.plexichat.backup.agent.catalogue;

/// What became of one submission: its entries are durable and applied.
///
/// @param first index of the entry of its first command
/// @param last index of the entry of its last command
/// @param head the last of its entries, which is what an order to a peer names
public record Submitted(long first, long last, LogHead head) {}
