package com.plexichat.backup.agent;

import com.plexichat.backup.agent.RealCluster.Ended;

/// Something that agents do and that is broken off at every step. A new one joins the kill rounds
/// by being listed in [KillFlows#all].
interface KillFlow {
  String name();

  /// Makes ready what the act works on; no agent is struck yet.
  void prepare() throws Exception;

  /// Does it once, as a person would, and waits for its end.
  Ended act() throws Exception;

  /// Whether that was told to be done; what is told must be so.
  boolean isDone(Ended ended) throws Exception;

  /// After each attempt, when all agents run again: nothing half may show.
  void checkNothingHalf() throws Exception;

  /// When it was done and is done once more, because not all agents were struck yet.
  default void checkBeforeNext() throws Exception {}

  /// When it was done at last.
  void checkDone() throws Exception;

  /// Whether a holder may lie about syncs under it, and lose what it did not sync.
  default boolean bearsLies() {
    return false;
  }
}
