package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which backups a prune removes, each with the reason why it goes or stays.
///
/// ```
/// deleted ──────────────────────────────────────────────→ goes
/// ended, or named by no keep rule of its tier
///       ─ held? read? its vault busy? the last that its
///         set can restore? a newer one damaged? ── no ──→ goes
/// ```
///
/// A set never loses its last backup because time passed: the machine that would make the next one
/// may be the one that was lost. Whoever does not want it deletes it. A tier may ask that for more
/// than the last one.
public final class PrunePlanner {
  /// Why a backup goes whose retention goes on, in a word.
  public static final String EARLY = "early";

  private PrunePlanner() {}

  /// One backup as the planner sees it.
  ///
  /// @param number counts up per set
  /// @param isDeleted by a person
  /// @param hasEnded whether its retention is over
  /// @param keeps names of what keeps it beyond that
  /// @param isRestorable whether enough of every stripe is left
  /// @param createdMs by the catalogue
  /// @param tier as it was made under, or got since
  public record Candidate(
      String id,
      String set,
      String vault,
      long number,
      boolean isDeleted,
      boolean hasEnded,
      List<String> keeps,
      boolean isRestorable,
      long createdMs,
      Tier tier) {
    public Candidate {
      keeps = List.copyOf(keeps);
    }

    /// The same at a time at which its retention is over, or is not.
    Candidate ended(boolean hasEnded) {
      return new Candidate(
          id, set, vault, number, isDeleted, hasEnded, keeps, isRestorable, createdMs, tier);
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

  /// What becomes of a backup.
  ///
  /// @param code why it goes, in a word: deleted, ended, thinned, early; empty: it stays
  /// @param reason the same, or why it stays, in a whole sentence
  public record Verdict(String id, String code, String reason) {
    public boolean goes() {
      return !code.isEmpty();
    }
  }

  /// A verdict for each, in the order given.
  public static List<Verdict> judge(List<Candidate> all, UnderWay underWay) {
    Set<String> damaged = new TreeSet<>();
    Map<String, List<Long>> restorable = new TreeMap<>();
    for (Candidate one : all) {
      boolean stays = !one.isDeleted() && (!one.hasEnded() || !one.keeps().isEmpty());
      if (stays && !one.isRestorable()) {
        damaged.add(one.set());
      }
      if (!one.isDeleted() && one.isRestorable()) {
        restorable.computeIfAbsent(one.set(), _ -> new ArrayList<>()).add(one.number());
      }
    }
    restorable.values().forEach(numbers -> numbers.sort(Comparator.reverseOrder()));
    Map<String, String> named = Thinning.named(all).why();
    List<Verdict> verdicts = new ArrayList<>();
    for (Candidate one : all) {
      String stays = whyItStays(one, named, underWay);
      if (stays.isEmpty() && !one.isDeleted()) {
        stays = whyItsSetNeedsIt(one, restorable.getOrDefault(one.set(), List.of()), damaged);
      }
      verdicts.add(stays.isEmpty() ? whyItGoes(one) : new Verdict(one.id(), "", stays));
    }
    return verdicts;
  }

  /// The same when those of low priority may end before their time: by the rules of what has ended,
  /// so that a set keeps its newest, and what is held, read or needed stays. More copies than
  /// silver asks were asked for because it is worth them: such a backup ends in its time. So does a
  /// damaged one, which a repair may make whole.
  ///
  /// @param low sets of low priority
  public static List<Verdict> judgeEarly(List<Candidate> all, Set<String> low, UnderWay underWay) {
    Set<String> early = new TreeSet<>();
    List<Candidate> meant = new ArrayList<>();
    for (Candidate one : all) {
      boolean isEarly =
          !one.hasEnded()
              && !one.isDeleted()
              && one.isRestorable()
              && low.contains(one.set())
              && one.tier().copies() <= Tier.SILVER.copies();
      if (isEarly) {
        early.add(one.id());
      }
      meant.add(isEarly ? one.ended(true) : one);
    }
    return judge(meant, underWay).stream()
        .map(verdict ->
            verdict.goes() && early.contains(verdict.id())
                ? new Verdict(
                    verdict.id(), EARLY, "Its set is of low priority, and it may end early.")
                : verdict)
        .toList();
  }

  private static Verdict whyItGoes(Candidate one) {
    if (one.isDeleted()) {
      return new Verdict(one.id(), "deleted", "It was deleted.");
    }
    return one.hasEnded()
        ? new Verdict(one.id(), "ended", "Its retention has ended.")
        : new Verdict(
            one.id(),
            "thinned",
            "Thinned: no keep rule of tier %s names it.".formatted(one.tier().label()));
  }

  private static String whyItStays(Candidate one, Map<String, String> named, UnderWay underWay) {
    if (!one.keeps().isEmpty()) {
      return "It is kept: " + String.join(", ", one.keeps()) + ".";
    }
    if (!one.isDeleted() && !one.hasEnded()) {
      String rule =
          one.tier().keep().isNone() ? "Its retention goes on." : named.getOrDefault(one.id(), "");
      if (!rule.isEmpty()) {
        return rule;
      }
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

  /// @param restorable numbers of its set's that can be restored, newest first
  private static String whyItsSetNeedsIt(
      Candidate one, List<Long> restorable, Set<String> damaged) {
    if (damaged.contains(one.set())) {
      return "A backup of its set that stays cannot be restored as a whole.";
    }
    int kept = one.tier().edition().newestKept();
    List<Long> newest = restorable.subList(0, Math.min(kept, restorable.size()));
    if (one.isRestorable() && newest.contains(one.number())) {
      return newest.getFirst() == one.number()
          ? "It is the newest that its set can be restored from."
          : "It is one of the %d newest that its set can be restored from.".formatted(kept);
    }
    return "";
  }
}
