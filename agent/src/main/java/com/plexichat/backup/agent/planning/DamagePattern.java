package com.plexichat.backup.agent.planning;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What damaged and missing copies have in common.
///
/// A machine, or else a tier, stands out when it has at least three of the bad copies, three fifths
/// of them, and twice as many bad ones for what it holds as all others together: who holds most has
/// most that is bad, and that says nothing. Else the last day stands out when four fifths of them
/// were first seen in it on more than one machine.
///
/// @param machines each with what it holds
/// @param tiers each with what is kept of it
/// @param proven copies that were proven whole lately
/// @param sinceYesterday bad ones that were first seen within the last 24 hours
public record DamagePattern(
    List<Part> machines, List<Part> tiers, long proven, long sinceYesterday) {
  private static final long FEWEST = 3;

  /// Of a hundred that were verified, more than these are an outbreak.
  private static final long OUTBREAK = 5;

  public DamagePattern {
    machines = List.copyOf(machines);
    tiers = List.copyOf(tiers);
  }

  /// Copies of one machine or tier.
  ///
  /// @param damaged there, and not what they should be
  /// @param missing not there
  /// @param good all others
  public record Part(String name, long damaged, long missing, long good) {
    long bad() {
      return damaged + missing;
    }

    long all() {
      return bad() + good;
    }
  }

  /// Whether so much is bad that something spreads.
  public enum Outbreak {
    YES,
    NO,
    /// Something is bad, and nothing was proven whole lately to hold it against.
    UNKNOWN
  }

  public long bad() {
    return machines.stream().mapToLong(Part::bad).sum();
  }

  private long all() {
    return machines.stream().mapToLong(Part::all).sum();
  }

  private Part together() {
    return new Part(
        "",
        machines.stream().mapToLong(Part::damaged).sum(),
        machines.stream().mapToLong(Part::missing).sum(),
        0);
  }

  /// Of those that somebody looked at: what is bad, and what was proven whole. Empty where nothing
  /// was proven.
  public OptionalDouble badOfVerified() {
    return proven == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(100.0 * bad() / (proven + bad()));
  }

  /// Of all there are, looked at or not; 0 where there is none.
  public double badOfAll() {
    return all() == 0 ? 0 : 100.0 * bad() / all();
  }

  public Outbreak outbreak() {
    if (bad() == 0) {
      return Outbreak.NO;
    }
    if (proven == 0) {
      return Outbreak.UNKNOWN;
    }
    return 100 * bad() > OUTBREAK * (proven + bad()) ? Outbreak.YES : Outbreak.NO;
  }

  /// In one sentence, with what to look at where something stands out.
  public String sentence() {
    long bad = bad();
    if (bad == 0) {
      return "No copy is damaged or missing.";
    }
    if (bad < FEWEST) {
      return bad == 1
          ? "One bad copy is too few to tell a pattern."
          : bad + " bad copies are too few to tell a pattern.";
    }
    Optional<Part> machine = standsOut(machines);
    if (machine.isPresent()) {
      return ofMachine(machine.get());
    }
    Optional<Part> tier = standsOut(tiers);
    if (tier.isPresent()) {
      return "%d of %d %s copies are of tier %s: see what its backups have in common."
          .formatted(tier.get().bad(), bad, kind(together()), tier.get().name());
    }
    long on = machines.stream().filter(one -> one.bad() > 0).count();
    if (on > 1 && 5 * sinceYesterday >= 4 * bad) {
      return "%d of %d %s copies were first seen in the last 24 hours, on %d machines: see what happened to them together."
          .formatted(sinceYesterday, bad, kind(together()), on);
    }
    return "%d %s copies on %s: no machine, tier or day stands out."
        .formatted(bad, kind(together()), on == 1 ? "one machine" : on + " machines");
  }

  private String ofMachine(Part machine) {
    String look =
        machine.damaged() == 0
            ? "see whether its disk was changed or files were removed there."
            : "look at that machine's disk.";
    return "%d of %d %s copies lie on %s: %s"
        .formatted(machine.bad(), bad(), kind(together()), machine.name(), look);
  }

  private static String kind(Part of) {
    if (of.missing() == 0) {
      return "damaged";
    }
    return of.damaged() == 0 ? "missing" : "damaged or missing";
  }

  private Optional<Part> standsOut(List<Part> parts) {
    long bad = parts.stream().mapToLong(Part::bad).sum();
    long all = parts.stream().mapToLong(Part::all).sum();
    return parts.stream()
        .max(Comparator.comparingLong(Part::bad))
        .filter(one -> one.bad() >= FEWEST && 5 * one.bad() >= 3 * bad)
        .filter(one -> one.all() < all)
        .filter(one -> one.bad() * (all - one.all()) >= 2 * (bad - one.bad()) * one.all());
  }
}
