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
/// @param consent what it takes of two people; empty: nothing
public record PrunePlan(
    String id,
    Instant made,
    String askedBy,
    List<Planned> removed,
    List<Planned> kept,
    long keptTotal,
    Amount frees,
    List<Share> categories,
    List<Gate> gates,
    Optional<Consent> consent) {
  public PrunePlan {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
    categories = List.copyOf(categories);
    gates = List.copyOf(gates);
  }

  /// Whether running it would change anything.
  public boolean isEmpty() {
    return removed.isEmpty()
        && frees.stripes() == 0
        && consent.filter(two -> two.trashed() > 0).isEmpty();
  }

  /// The same plan as it stands now, by an answer that tells nothing of what stays.
  public PrunePlan standing(PrunePlan now) {
    return new PrunePlan(
        id, made, askedBy, removed, kept, keptTotal, frees, categories, now.gates(), now.consent());
  }

  /// The gates that keep anything from being pruned now.
  public List<Gate> closed() {
    return gates.stream().filter(gate -> !gate.open()).toList();
  }

  /// The consent of two people, without which a plan does not run.
  ///
  /// @param reclaims how much is to come free at once; 0: backups end before their time
  /// @param trashed bytes that lie in the trash and go at once as well
  /// @param approvedBy who has given it
  /// @param hash of all that the plan says, hex: what is signed
  public record Consent(long reclaims, long trashed, List<String> approvedBy, String hash) {
    /// How many different people it takes.
    public static final int PEOPLE = 2;

    public Consent {
      approvedBy = List.copyOf(approvedBy);
    }

    /// Whether what goes is deleted at once, and for good.
    public boolean isAtOnce() {
      return reclaims > 0;
    }

    public boolean isGiven() {
      return approvedBy.size() >= PEOPLE;
    }
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
