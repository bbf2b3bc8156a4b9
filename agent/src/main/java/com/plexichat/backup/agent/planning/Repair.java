package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.plan.Plan;
import java.util.List;

/// What a repair does, and what it cannot do.
///
/// @param plan actions that can run now, fewest copies first; its blockers say what has no target,
///   and do not keep the actions from running
/// @param lost shards that cannot be brought back from what is left now
/// @param unplaced copies that no owner may take now
/// @param later further copies of rebuilt shards: the next plan makes them from the rebuilt ones
public record Repair(Plan plan, List<LostShard> lost, int unplaced, int later) {
  public Repair {
    lost = List.copyOf(lost);
  }
}
