package com.plexichat.backup.agent.planning;

import com.plexichat.backup.agent.planning.PrunePlanner.Candidate;
import com.plexichat.backup.agent.planning.PrunePlanner.UnderWay;
import com.plexichat.backup.agent.planning.PrunePlanner.Verdict;
import com.plexichat.backup.shared.model.KeptBy;
import com.plexichat.backup.shared.model.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What would exist on each day to come: sets go on in their rhythm, and once a day everything goes
/// that a prune would remove, by its own judge.
///
/// Bytes of what exists today follow from which backups need which stripes. A backup to come adds
/// what its set's last ones added, and that goes with it; what the newest tree of today needs stays
/// needed. So nothing is known of a tree that grows or shrinks, and nothing is said of it.
public final class RetentionSimulation {
  static final long DAY_MS = Duration.ofDays(1).toMillis();

  private RetentionSimulation() {}

  /// A backup that is there.
  ///
  /// @param judged as the prune sees it; whether it has ended follows from the day
  /// @param endsMs when it ends; 0: never
  public record Standing(Candidate judged, long endsMs) {}

  /// How a set goes on.
  ///
  /// @param intervalMs above 0
  /// @param bytes that one backup adds
  public record Rhythm(
      String set,
      String vault,
      Tier tier,
      long lastMs,
      long lastNumber,
      long intervalMs,
      long bytes) {
    /// The next time in this rhythm after another.
    long after(long ms) {
      return ms < lastMs
          ? lastMs + intervalMs
          : lastMs + ((ms - lastMs) / intervalMs + 1) * intervalMs;
    }
  }

  /// A run of backup numbers of a set; to −1: to the newest, and those to come.
  public record Run(String set, long from, long to) {}

  /// Bytes that any backup of these runs keeps.
  public record Used(List<Run> runs, long bytes) {
    public Used {
      runs = List.copyOf(runs);
    }
  }

  /// Where it begins.
  public record Start(long nowMs, List<Standing> backups, List<Rhythm> rhythms, List<Used> used) {
    public Start {
      backups = List.copyOf(backups);
      rhythms = List.copyOf(rhythms);
      used = List.copyOf(used);
    }
  }

  /// One day, after its prune; day 0 is now, before any.
  ///
  /// @param made since the day before
  /// @param gone by the day's prune
  public record Day(
      int day,
      long atMs,
      int backups,
      long bytes,
      int made,
      int gone,
      SortedMap<String, Integer> tiers) {}

  /// Backups made on one day (UTC).
  ///
  /// @param by the strongest that keeps one of them
  public record Kept(int backups, KeptBy by) {
    Kept and(Kept other) {
      return new Kept(backups + other.backups, by.compareTo(other.by) < 0 ? by : other.by);
    }
  }

  /// The days to come.
  ///
  /// @param days day 0 and those after it
  /// @param kept what exists on the last of them, by the day on which it was made
  public record Course(List<Day> days, SortedMap<LocalDate, Kept> kept) {}

  /// Lives through the days.
  ///
  /// @param counted which backups are told of, by their tier's name; all are judged
  public static Course run(Start start, int days, Predicate<String> counted) {
    World world = new World(start);
    List<Day> told = new ArrayList<>();
    told.add(world.told(0, start.nowMs(), 0, 0, counted));
    for (int day = 1; day <= days; day++) {
      long now = start.nowMs() + day * DAY_MS;
      Set<String> made = world.make(now - DAY_MS, now);
      Set<String> gone = world.prune(now);
      told.add(world.told(day, now, made.size(), gone.size(), counted));
    }
    return new Course(told, world.kept(start.nowMs() + days * DAY_MS, counted));
  }

  private static final class World {
    private final Start start;
    private final List<Standing> backups;
    private final Map<String, Rhythm> rhythmOf = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();

    /// All that was judged last, also what went then: rules look at it as a whole.
    private List<Candidate> judgedLast = List.of();

    World(Start start) {
      this.start = start;
      this.backups = new ArrayList<>(start.backups());
      start
          .rhythms()
          .forEach(rhythm -> {
            rhythmOf.put(rhythm.set(), rhythm);
            numbers.put(rhythm.set(), rhythm.lastNumber());
          });
    }

    Set<String> make(long after, long until) {
      Set<String> made = new HashSet<>();
      for (Rhythm rhythm : start.rhythms()) {
        for (long at = rhythm.after(after); at <= until; at += rhythm.intervalMs()) {
          long number = numbers.merge(rhythm.set(), 1L, Long::sum);
          String id = rhythm.set() + "/" + number;
          Candidate judged =
              new Candidate(
                  id,
                  rhythm.set(),
                  rhythm.vault(),
                  number,
                  false,
                  false,
                  List.of(),
                  true,
                  at,
                  rhythm.tier());
          backups.add(new Standing(judged, at + rhythm.tier().days() * DAY_MS));
          made.add(id);
        }
      }
      return made;
    }

    Set<String> prune(long now) {
      List<Candidate> candidates = backups.stream().map(one -> at(one, now)).toList();
      judgedLast = candidates;
      Set<String> gone = new HashSet<>();
      for (Verdict verdict : PrunePlanner.judge(candidates, new UnderWay(Set.of(), Map.of()))) {
        if (verdict.goes()) {
          gone.add(verdict.id());
        }
      }
      backups.removeIf(one -> gone.contains(one.judged().id()));
      return gone;
    }

    SortedMap<LocalDate, Kept> kept(long now, Predicate<String> counted) {
      Map<String, KeptBy> named = Thinning.named(judgedLast).strongest();
      SortedMap<LocalDate, Kept> kept = new TreeMap<>();
      for (Standing one : backups) {
        Candidate judged = at(one, now);
        if (counted.test(judged.tier().name())) {
          LocalDate day =
              Instant.ofEpochMilli(judged.createdMs()).atZone(ZoneOffset.UTC).toLocalDate();
          kept.merge(day, new Kept(1, by(judged, named)), Kept::and);
        }
      }
      return kept;
    }

    /// In the order in which the judge looks.
    private static KeptBy by(Candidate one, Map<String, KeptBy> named) {
      if (!one.keeps().isEmpty() || one.isDeleted() || one.hasEnded()) {
        return KeptBy.OTHER;
      }
      return one.tier().keep().isNone() ? KeptBy.TERM : named.getOrDefault(one.id(), KeptBy.OTHER);
    }

    private static Candidate at(Standing one, long now) {
      Candidate judged = one.judged();
      boolean hasEnded = judged.keeps().isEmpty() && one.endsMs() > 0 && one.endsMs() <= now;
      return judged.hasEnded() == hasEnded ? judged : judged.ended(hasEnded);
    }

    Day told(int day, long now, int made, int gone, Predicate<String> counted) {
      SortedMap<String, Integer> tiers = new TreeMap<>();
      Map<String, NavigableSet<Long>> alive = new HashMap<>();
      long bytes = 0;
      int count = 0;
      for (Standing one : backups) {
        Candidate judged = one.judged();
        if (!counted.test(judged.tier().name())) {
          continue;
        }
        count++;
        tiers.merge(judged.tier().name(), 1, Integer::sum);
        alive.computeIfAbsent(judged.set(), _ -> new TreeSet<>()).add(judged.number());
        Rhythm rhythm = rhythmOf.get(judged.set());
        if (rhythm != null && judged.number() > rhythm.lastNumber()) {
          bytes += rhythm.bytes();
        }
      }
      for (Used used : start.used()) {
        bytes += used.runs().stream().anyMatch(run -> isAlive(alive, run)) ? used.bytes() : 0;
      }
      return new Day(day, now, count, bytes, made, gone, tiers);
    }

    private static boolean isAlive(Map<String, NavigableSet<Long>> alive, Run run) {
      NavigableSet<Long> numbers = alive.get(run.set());
      Long next = numbers == null ? null : numbers.ceiling(run.from());
      return next != null && (run.to() < 0 || next <= run.to());
    }
  }
}
