package com.plexichat.backup.agent.planning;

import com.plexichat.backup.agent.planning.PrunePlanner.Candidate;
import com.plexichat.backup.shared.model.KeepRules;
import com.plexichat.backup.shared.model.KeptBy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Which backups keep rules name, and why.
///
/// A rule looks at the backups of one set and tier that can be restored and have not ended, newest
/// number first: numbers are the order that the catalogue saw, clocks only say which hour, day … a
/// backup is of. Of each such time the newest stands for all, and the rule names those of the
/// newest times that have any. Backups of different versions of a tier are looked at together, so
/// that newer ones push older ones out; each is judged by the rules of its own version, and a rule
/// names what stands for a time that a backup of its version is of, whichever version that is. So
/// no time loses all its backups because two versions rely on each other.
///
/// Whatever leaves the list can only bring further ones to be named: a clock that jumps ahead lets
/// backups end, and never thins more.
final class Thinning {
  private Thinning() {}

  /// Those that rules name; whoever is not in them is named by none.
  ///
  /// @param why a sentence, by id
  /// @param strongest the rule of the longest time that names it, by id
  record Named(Map<String, String> why, Map<String, KeptBy> strongest) {
    void add(String id, KeptBy rule, String reason) {
      why.putIfAbsent(id, reason);
      strongest.merge(id, rule, (one, other) -> one.compareTo(other) < 0 ? one : other);
    }
  }

  static Named named(List<Candidate> all) {
    Map<String, List<Candidate>> groups = new TreeMap<>();
    for (Candidate one : all) {
      if (!one.isDeleted() && one.isRestorable() && (!one.hasEnded() || !one.keeps().isEmpty())) {
        groups
            .computeIfAbsent(one.set() + "\n" + one.tier().name(), _ -> new ArrayList<>())
            .add(one);
      }
    }
    Named named = new Named(new TreeMap<>(), new TreeMap<>());
    groups.values().forEach(group -> name(group, named));
    return named;
  }

  private static void name(List<Candidate> group, Named named) {
    group.sort(Comparator.comparingLong(Candidate::number).reversed());
    Set<KeepRules> rules = new LinkedHashSet<>();
    group.forEach(one -> rules.add(one.tier().keep()));
    for (KeepRules rule : rules) {
      List<Candidate> own = group.stream().filter(one -> one.tier().keep().equals(rule)).toList();
      Look look = new Look(group, own, named);
      look.name(KeptBy.LAST, rule.last(), Candidate::id, _ -> newest(rule.last()));
      look.name(
          KeptBy.HOURLY,
          rule.hourly(),
          one -> time(one, "%tF %<tH:00"),
          time -> "the last of " + time);
      look.name(KeptBy.DAILY, rule.daily(), one -> time(one, "%tF"), time -> "the last of " + time);
      look.name(KeptBy.WEEKLY, rule.weekly(), Thinning::week, time -> "the last of week " + time);
      look.name(
          KeptBy.MONTHLY,
          rule.monthly(),
          one -> time(one, "%tY-%<tm"),
          time -> "the last of month " + time);
      look.name(
          KeptBy.YEARLY,
          rule.yearly(),
          one -> time(one, "%tY"),
          time -> "the last of year " + time);
    }
  }

  private static String newest(int count) {
    return count == 1 ? "the newest" : "one of the " + count + " newest";
  }

  private static String time(Candidate one, String form) {
    return String.format(Locale.ROOT, form, utc(one));
  }

  private static String week(Candidate one) {
    ZonedDateTime utc = utc(one);
    return String.format(
        Locale.ROOT,
        "%04d-W%02d",
        utc.get(IsoFields.WEEK_BASED_YEAR),
        utc.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  private static ZonedDateTime utc(Candidate one) {
    return Instant.ofEpochMilli(one.createdMs()).atZone(ZoneOffset.UTC);
  }

  /// One version's rules over a group.
  private record Look(List<Candidate> group, List<Candidate> own, Named named) {
    void name(
        KeptBy rule, int count, Function<Candidate, String> time, Function<String, String> why) {
      if (count == 0) {
        return;
      }
      Map<String, Candidate> newestOf = new LinkedHashMap<>();
      group.forEach(one -> newestOf.putIfAbsent(time.apply(one), one));
      Set<String> ownTimes = new LinkedHashSet<>();
      own.forEach(one -> ownTimes.add(time.apply(one)));
      newestOf.entrySet().stream()
          .limit(count)
          .filter(entry -> ownTimes.contains(entry.getKey()))
          .forEach(entry ->
              named.add(entry.getValue().id(), rule, "It is " + why.apply(entry.getKey()) + "."));
    }
  }
}
