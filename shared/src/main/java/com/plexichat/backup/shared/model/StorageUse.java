package com.plexichat.backup.shared.model;

/// How much room a machine gives and what takes it, in bytes, as it told.
///
/// @param capacity offered
/// @param used by shards, the trash included
/// @param trash of `used`
/// @param reserved promised to shards that are arriving
/// @param diskFree what the file system still has
/// @param keptFree of `diskFree`, what is never stored on
public record StorageUse(
    long capacity, long used, long trash, long reserved, long diskFree, long keptFree) {
  /// What is in use.
  public long live() {
    return used - trash;
  }

  /// What is stored or promised.
  public long taken() {
    return used + reserved;
  }

  /// What may be stored there in all: what is offered, or less where the file system has less.
  public long usable() {
    return Math.min(capacity, used + Math.max(0, diskFree - keptFree));
  }

  /// What may still be stored.
  public long left() {
    return Math.max(0, usable() - taken());
  }

  /// A machine that offers nothing is not full.
  public StorageLevel level() {
    return capacity == 0 ? StorageLevel.OK : StorageLevel.of(taken(), usable());
  }

  /// How much of what may be stored is taken; 0 where nothing is offered, 100 where nothing fits.
  public double percent() {
    if (usable() > 0) {
      return 100.0 * taken() / usable();
    }
    return capacity == 0 ? 0 : 100;
  }
}
