package com.plexichat.backup.agent.planning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which backups a prune removes, each with the reason why it goes or stays.
///
/// ```
/// deleted ──────────────────────────────────────────────→ goes
/// ended ─ held? read? its vault busy? the last that its
///         set can restore? a newer one damaged? ── no ──→ goes
/// ```
///
/// A set never loses its last backup because time passed: the machine that would make the next one
/// may be the one that was lost. Whoever does not want it deletes it.
public final class PrunePlanner {
  private PrunePlanner() {}

  /// One backup as the planner sees it.
  ///
  /// @param number counts up per set
  /// @param isDeleted by a person
  /// @param hasEnded whether its retention is over
  /// @param keeps names of what keeps it beyond that
  /// @param isRestorable whether enough of every stripe is left
  public record Candidate(
      String id,
      String set,
      String vault,
      long number,
      boolean isDeleted,
      boolean hasEnded,
      List<String> keeps,
      boolean isRestorable) {
    public Candidate {
      keeps = List.copyOf(keeps);
    }
  }

  /// What is under way.
  ///
  /// @param busyVaults of which a backup runs: it may count on what it saw when it began
  /// @param readers ids of jobs that read backups, by backup
  public record UnderWay(Set<String> busyVaults, Map<String, String> readers) {
    public UnderWay {
      busyVaults = Set.copyOf(busyVaults);
      readers = Map.copyOf(readers);
    }
  }

  /// What becomes of a backup, in a whole sentence.
  public record Verdict(String id, boolean goes, String reason) {}

  /// A verdict for each, in the order given.
  public static List<Verdict> judge(List<Candidate> all, UnderWay underWay) {
    Map<String, Candidate> newest = new TreeMap<>();
    Set<String> damaged = new TreeSet<>();
    for (Candidate one : all) {
      boolean stays = !one.isDeleted() && (!one.hasEnded() || !one.keeps().isEmpty());
      if (stays && !one.isRestorable()) {
        damaged.add(one.set());
      }
      if (!one.isDeleted() && one.isRestorable()) {
        newest.merge(one.set(), one, (a, b) -> a.number() > b.number() ? a : b);
      }
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Candidate one : all) {
      String stays = whyItStays(one, underWay);
      if (stays.isEmpty() && !one.isDeleted()) {
        stays = whyItsSetNeedsIt(one, newest, damaged);
      }
      verdicts.add(
          stays.isEmpty()
              ? new Verdict(
                  one.id(), true, one.isDeleted() ? "It was deleted." : "Its retention has ended.")
              : new Verdict(one.id(), false, stays));
    }
    return verdicts;
  }

  private static String whyItStays(Candidate one, UnderWay underWay) {
    if (!one.keeps().isEmpty()) {
      return "It is kept: " + String.join(", ", one.keeps()) + ".";
    }
    if (!one.isDeleted() && !one.hasEnded()) {
      return "Its retention goes on.";
    }
    String reader = underWay.readers().get(one.id());
    if (reader != null) {
      return "Job " + reader + " reads it.";
    }
    if (underWay.busyVaults().contains(one.vault())) {
      return "A backup of its machine runs and may count on its contents.";
    }
    return "";
  }

  private static String whyItsSetNeedsIt(
      Candidate one, Map<String, Candidate> newest, Set<String> damaged) {
    if (damaged.contains(one.set())) {
      return "A backup of its set that stays cannot be restored as a whole.";
    }
    Candidate last = newest.get(one.set());
    if (last != null && last.id().equals(one.id())) {
      return "It is the newest that its set can be restored from.";
    }
    return "";
  }
}
