package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a prune would remove and keep, each with why, and whether it may. It never changes: what
/// runs is what was shown.
///
/// @param id by which it is run: the beginning of its SHA-256
/// @param askedBy who had it made
/// @param removed backups that go
/// @param kept backups that stay, as many as the answer holds
/// @param keptTotal all of them
/// @param frees what nothing needs any more then
/// @param categories what was asked for, each with what it comes to
public record PrunePlan(
    String id,
    Instant made,
    String askedBy,
    List<Planned> removed,
    List<Planned> kept,
    long keptTotal,
    Amount frees,
    List<Share> categories,
    List<Gate> gates) {
  public PrunePlan {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
    categories = List.copyOf(categories);
    gates = List.copyOf(gates);
  }

  /// Whether running it would change anything.
  public boolean isEmpty() {
    return removed.isEmpty() && frees.stripes() == 0;
  }

  /// The gates that keep anything from being pruned now.
  public List<Gate> closed() {
    return gates.stream().filter(gate -> !gate.open()).toList();
  }

  /// Copies of shards as they lie with their holders.
  ///
  /// @param copies of all shards of the stripes
  /// @param bytes of all those copies
  public record Amount(long stripes, long copies, long bytes) {
    public static final Amount NONE = new Amount(0, 0, 0);

    public Amount plus(Amount other) {
      return new Amount(stripes + other.stripes, copies + other.copies, bytes + other.bytes);
    }
  }

  /// What goes of one category.
  ///
  /// @param stay copies of this category that stay
  public record Share(PruneCategory category, long copies, long bytes, long stay) {}

  /// One backup and what becomes of it.
  ///
  /// @param ends of its retention; empty: it has none, or not yet known
  /// @param reason why it goes, stays or was left out, in a whole sentence
  public record Planned(
      String backup,
      String set,
      long number,
      String tier,
      Instant created,
      Optional<Instant> ends,
      String reason) {}

  /// Something that has to hold before anything is pruned.
  ///
  /// @param name G3, G10, G15 …
  /// @param sentence how it stands
  public record Gate(String name, boolean open, String sentence) {}
}
