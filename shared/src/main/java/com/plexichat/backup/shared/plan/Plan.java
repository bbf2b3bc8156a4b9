package com.plexichat.backup.shared.plan;

import java.util.List;

/// Immutable list of actions with a reason each: the only thing that a dangerous job executes.
///
/// @param kind repair, prune, rebalance, drain, recovery, rotation
/// @param bytes that will cross the network
/// @param worstCopies fewest proven copies that any live shard has while the plan runs
/// @param blockers why it cannot run, in whole sentences; empty when it can
public record Plan(
    String kind, List<Action> actions, long bytes, int worstCopies, List<String> blockers) {
  public Plan {
    actions = List.copyOf(actions);
    blockers = List.copyOf(blockers);
  }
}
