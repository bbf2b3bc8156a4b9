package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.List;

/// Where the copies go that a stripe still needs.
///
/// @param copies new copies, first copies of all shards before second copies
/// @param reached copies of each shard, by index, when all of these are made: those that counted
///   before and the new ones
/// @param missing copies that the tier asks and no owner may take now
/// @param crowded shards that have more copies in one region than the tier allows, because there
///   was no other way to have as many copies
/// @param sentence why it is not complete; empty when it is
public record Assignment(
    StripeId stripe,
    List<Assigned> copies,
    List<Integer> reached,
    int missing,
    IndexSet crowded,
    Outcome outcome,
    String sentence) {

  /// One new copy: shard `index` to `peer`.
  public record Assigned(int index, PeerId peer) {}

  public Assignment {
    copies = List.copyOf(copies);
    reached = List.copyOf(reached);
  }
}
