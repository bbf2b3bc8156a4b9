package com.plexichat.backup.agent.planning;

import java.util.Collection;
import java.util.List;

/// Which owners together could rebuild a stripe, and which losses a stripe survives.
public final class Collusion {
  private Collusion() {}

  /// Fewest owners that together may hold k distinct shards; 0 when not even all of them do.
  public static int number(int k, Collection<IndexSet> heldPerOwner) {
    throw new UnsupportedOperationException();
  }

  /// Most owners that may be lost, whichever they are, with k distinct shards left; −1 when there
  /// are fewer than k now.
  public static int lossesSurvived(int k, int shards, List<IndexSet> heldPerOwner) {
    throw new UnsupportedOperationException();
  }
}
