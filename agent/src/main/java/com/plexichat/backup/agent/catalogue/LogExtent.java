package com.plexichat.backup.agent.catalogue;

/// How far a log goes.
///
/// @param head its last entry
/// @param epoch that the last entry was written under; 0 for an empty log
public record LogExtent(LogHead head, long epoch) implements Comparable<LogExtent> {
  public static final LogExtent NONE = new LogExtent(LogHead.NONE, 0);

  /// A higher epoch goes further, whatever its length: a coordinator that was replaced may have
  /// written on for a while.
  @Override
  public int compareTo(LogExtent other) {
    int epochs = Long.compare(epoch, other.epoch);
    return epochs != 0 ? epochs : Long.compare(head.index(), other.head.index());
  }
}
