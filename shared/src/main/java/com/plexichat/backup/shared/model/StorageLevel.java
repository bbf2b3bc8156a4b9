package com.plexichat.backup.shared.model;

/// How full a machine is: the one ladder that everything goes by which looks at that.
public enum StorageLevel {
  OK(0),
  /// Others should take what comes.
  LOAD(70),
  /// What is meant to stay free is begun.
  WARN(80),
  /// A prune is proposed.
  PRUNE(85),
  CRITICAL(90),
  /// An emergency prune is offered.
  EMERGENCY(95);

  private final int percent;

  StorageLevel(int percent) {
    this.percent = percent;
  }

  /// From how many percent on it holds.
  public int percent() {
    return percent;
  }

  /// The highest that so many bytes of all have reached, to the byte.
  ///
  /// @param all 0: nothing fits, so it is full
  public static StorageLevel of(long taken, long all) {
    StorageLevel reached = OK;
    for (StorageLevel level : values()) {
      if (taken >= level.from(all)) {
        reached = level;
      }
    }
    return reached;
  }

  /// The least number of bytes that is so many percent of all, without ever overflowing.
  private long from(long all) {
    return all / 100 * percent + Math.ceilDiv(all % 100 * percent, 100);
  }
}
