package com.plexichat.backup.agent.catalogue;

/// Which capsule of a cluster: a later one has a higher epoch, within an epoch a higher number.
///
/// @param epoch fencing epoch of the coordinator that writes it
/// @param number rises; seconds since 1970 when it was begun, so that a coordinator that forgot its
///   last one does not meet it again
public record CapsuleGeneration(long epoch, long number) {
  public CapsuleGeneration {
    if (epoch < 1 || number < 0 || epoch >= 10_000_000_000L || number >= 10_000_000_000L) {
      throw new IllegalArgumentException("not a generation: " + epoch + ", " + number);
    }
  }

  /// As peers name its file: text order is age.
  public String name() {
    return "%010d-%010d".formatted(epoch, number);
  }
}
