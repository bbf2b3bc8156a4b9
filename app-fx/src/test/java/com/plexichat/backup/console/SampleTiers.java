package com.plexichat.backup.console;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.KeepRules;
import com.plexichat.backup.shared.model.KeptBy;
import com.plexichat.backup.shared.model.LifecycleRules;
import com.plexichat.backup.shared.model.LifecycleRules.Match;
import com.plexichat.backup.shared.model.LifecycleRules.Rule;
import com.plexichat.backup.shared.model.RecoveryClass;
import com.plexichat.backup.shared.model.RetentionFindings;
import com.plexichat.backup.shared.model.RetentionForecast;
import com.plexichat.backup.shared.model.RetentionForecast.Cadence;
import com.plexichat.backup.shared.model.RetentionForecast.Day;
import com.plexichat.backup.shared.model.RetentionForecast.Kept;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.model.TierDraft;
import com.plexichat.backup.shared.model.TierVersion;
import com.plexichat.backup.shared.model.TierVersion.Applied;
import com.plexichat.backup.shared.model.TierVersion.Defined;
import com.plexichat.backup.shared.model.TierVersion.Retiered;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// The tiers of the made-up cluster, which can be given further versions, and what follows from
/// them.
public final class SampleTiers {
  private final SampleFacts facts;
  private final Map<String, List<TierVersion>> versions = new TreeMap<>();
  private final List<Rule> rules =
      new ArrayList<>(
          List.of(new Rule("*/critical/*", "critical", 10), new Rule("/var/log/*", "bronze", 20)));
  private boolean applied;

  private SampleTiers(SampleFacts facts) {
    this.facts = facts;
    Tier.DEFAULTS.forEach(tier ->
        versions.put(
            tier.name(),
            List.of(
                new TierVersion(
                    tier,
                    Optional.empty(),
                    "",
                    "",
                    tier.equals(Tier.SILVER) ? 12 : 0,
                    tier.equals(Tier.SILVER) ? 2 : 0,
                    List.of()))));
  }

  /// Answers to everything about tiers.
  public static Sample answering(Sample sample, SampleFacts facts) {
    return new SampleTiers(facts).answers(sample);
  }

  private Sample answers(Sample sample) {
    return sample
        .answer("tiering.tiers", _ -> versions.values().stream().map(List::getFirst).toList())
        .answer("tiering.versions", args -> versions.get((String) args[0]))
        .answer("tiering.previewTier", args -> defined((TierDraft) args[0], false))
        .answer("tiering.defineTier", args -> define((TierDraft) args[0], (String) args[1]))
        .answer(
            "tiering.previewApply",
            args -> args[0] instanceof TierDraft ? changes(2) : behind((String) args[0]))
        .answer(
            "tiering.applyTier",
            args -> {
              applied = true;
              return behind((String) args[0]);
            })
        .answer(
            "tiering.forecast",
            args ->
                args[1] instanceof TierDraft draft
                    ? year(draft.days(), draft.keep())
                    : year(365, new TierDraft.Keep(0, 0, 0, 0, 0, 0)))
        .answer("tiering.rules", _ -> rules())
        .answer(
            "tiering.putRule",
            args -> {
              Rule one = (Rule) args[0];
              if (!one.pattern().startsWith("/") && !one.pattern().startsWith("*")) {
                throw new OperationFailed(
                    FailureCode.USAGE,
                    "A rule's pattern is laid over absolute paths: it begins with / or *, not"
                        + " like \"%s\".".formatted(one.pattern()));
              }
              return put(one, (Boolean) args[2]);
            })
        .answer(
            "tiering.removeRule",
            args -> {
              rules.removeIf(rule -> rule.pattern().equals(args[0]));
              return rules();
            })
        .answer("tiering.audit", _ -> findings());
  }

  private static Tier tier(TierDraft draft, int version) {
    if (draft.days() < 1) {
      throw new OperationFailed(
          FailureCode.USAGE,
          "A tier has %d to %,d days, not %,d.".formatted(1, Tier.DAYS_MAX, draft.days()));
    }
    TierDraft.Keep keep = draft.keep();
    return new Tier(
        draft.name(),
        draft.days(),
        draft.copies(),
        draft.dataShards(),
        draft.parityShards(),
        draft.maxCopiesPerRegion(),
        new Tier.Edition(
            version,
            RecoveryClass.find(draft.recovery()).orElseThrow(),
            draft.colour(),
            new KeepRules(
                keep.last(),
                keep.hourly(),
                keep.daily(),
                keep.weekly(),
                keep.monthly(),
                keep.yearly()),
            draft.newestKept(),
            draft.lockDays()));
  }

  private Defined defined(TierDraft draft, boolean is) {
    Tier next = tier(draft, draft.version() + 1);
    List<String> changes = new ArrayList<>();
    List<String> weaker = new ArrayList<>();
    Optional.ofNullable(versions.get(draft.name()))
        .map(all -> all.getFirst().tier())
        .ifPresentOrElse(
            now -> {
              if (now.days() != next.days()) {
                changes.add("days %d to %d".formatted(now.days(), next.days()));
              }
              if (next.days() < now.days()) {
                weaker.add(changes.getFirst());
              }
              if (!now.keep().equals(next.keep())) {
                changes.add("keep %s to %s".formatted(now.keep().words(), next.keep().words()));
              }
            },
            () -> changes.add("new"));
    return new Defined(
        next,
        changes,
        weaker,
        next.ownersNeeded() > 6
            ? "Tier %s with %d copies needs %d owners beside the source's, and 6 are there: backups"
                    .formatted(next.name(), next.copies(), next.ownersNeeded())
                + " are under-protected until more come."
            : "",
        2,
        12,
        is);
  }

  private Defined define(TierDraft draft, String why) {
    Defined done = defined(draft, true);
    List<TierVersion> all = new ArrayList<>(versions.getOrDefault(draft.name(), List.of()));
    all.addFirst(
        new TierVersion(
            done.tier(), Optional.of(facts.ago(0)), "person:margit", why, 0, 2, done.changes()));
    versions.put(draft.name(), all);
    return done;
  }

  private Applied behind(String name) {
    int newest = versions.getOrDefault(name, List.of()).size();
    return newest > 1 && !applied ? changes(newest) : new Applied(List.of(), 0, newest, false, 0);
  }

  private Applied changes(int version) {
    return new Applied(
        List.of(
            retiered("documents", 4, 300, ""),
            retiered("documents", 3, -2, ""),
            retiered(SampleFacts.LONG_SET, 1, 900, "extended")),
        1,
        version,
        false,
        12);
  }

  private Retiered retiered(String set, int number, long endsInDays, String decided) {
    return new Retiered(
        SampleFacts.backupId(set, number),
        set,
        1,
        Optional.of(facts.ago(-60 * 24 * 365)),
        Optional.of(facts.ago(-60 * 24 * endsInDays)),
        3,
        3,
        decided,
        endsInDays < 0);
  }

  /// One backup a day that stays for its days.
  private RetentionForecast year(int days, TierDraft.Keep keep) {
    List<Day> all = new ArrayList<>();
    for (int day = 0; day <= 365; day++) {
      int backups = Math.min(12 + day, Math.max(12, days));
      all.add(
          new Day(
              day,
              facts.ago(-60L * 24 * day),
              backups,
              120_000_000_000L + backups * 1_500_000_000L,
              day == 0 ? 0 : 1,
              backups < 12 + day ? 1 : 0));
    }
    return new RetentionForecast(
        facts.ago(0),
        all,
        List.of(
            new Cadence(
                "documents",
                "silver 1",
                Optional.of(Duration.ofDays(1)),
                1_500_000_000L,
                "its last 10 backups"),
            new Cadence(
                SampleFacts.LONG_SET,
                "silver 1",
                Optional.empty(),
                0,
                "not known: it has one backup; none to come is counted")),
        kept(days, keep));
  }

  /// What rules leave of one backup a day in a year; without any it is its last days.
  private List<Kept> kept(int days, TierDraft.Keep keep) {
    LocalDate end = LocalDate.ofInstant(facts.ago(-60L * 24 * 365), ZoneOffset.UTC);
    NavigableMap<LocalDate, KeptBy> kept = new TreeMap<>();
    boolean hasRules = !keep.equals(new TierDraft.Keep(0, 0, 0, 0, 0, 0));
    if (hasRules) {
      name(kept, end, keep.last(), KeptBy.LAST, LocalDate::toString);
      name(kept, end, keep.daily(), KeptBy.DAILY, LocalDate::toString);
      name(
          kept,
          end,
          keep.weekly(),
          KeptBy.WEEKLY,
          day ->
              day.get(IsoFields.WEEK_BASED_YEAR)
                  + "-"
                  + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      name(kept, end, keep.monthly(), KeptBy.MONTHLY, day -> YearMonth.from(day).toString());
      name(kept, end, keep.yearly(), KeptBy.YEARLY, day -> String.valueOf(day.getYear()));
      kept.put(end.minusDays(300), KeptBy.OTHER);
    }
    for (int day = 0; day < days && !hasRules; day++) {
      kept.put(end.minusDays(day), KeptBy.TERM);
    }
    return kept.entrySet().stream()
        .filter(one -> one.getKey().isAfter(end.minusDays(Math.max(days, 301))))
        .map(one -> new Kept(one.getKey(), one.getKey().equals(end) ? 2 : 1, one.getValue()))
        .toList();
  }

  private static void name(
      Map<LocalDate, KeptBy> kept,
      LocalDate end,
      int count,
      KeptBy by,
      Function<LocalDate, String> time) {
    Set<String> times = new HashSet<>();
    for (LocalDate day = end; day.isAfter(end.minusDays(400)) && times.size() < count; ) {
      if (times.add(time.apply(day))) {
        kept.put(day, by);
      }
      day = day.minusDays(1);
    }
  }

  private LifecycleRules rules() {
    return rules(rules, true);
  }

  private LifecycleRules put(Rule one, boolean preview) {
    List<Rule> changed = new ArrayList<>(rules);
    changed.removeIf(rule -> rule.pattern().equals(one.pattern()));
    changed.add(new Rule(one.pattern(), one.tier(), one.rank() == 0 ? 30 : one.rank()));
    if (!preview) {
      rules.clear();
      rules.addAll(changed);
    }
    return rules(changed, false);
  }

  private static LifecycleRules rules(List<Rule> all, boolean seeds) {
    return new LifecycleRules(
        all,
        SampleFacts.sets().stream()
            .map(set ->
                all.stream()
                    .filter(
                        rule -> set.name().equals("photos") && rule.pattern().startsWith("/srv"))
                    .findFirst()
                    .map(rule ->
                        new Match(set.name(), set.tier().name(), rule.pattern(), rule.tier(), ""))
                    .orElseGet(() -> new Match(set.name(), set.tier().name(), "", "silver", "")))
            .toList(),
        "silver",
        seeds);
  }

  private RetentionFindings findings() {
    return new RetentionFindings(
        facts.ago(0),
        List.of(
            new RetentionFindings.Finding(
                "overdue",
                SampleFacts.backupId("documents", 3),
                "documents",
                "Its retention ended 41 days ago, and no prune took it.",
                "Run a prune, or find out in its plan why it stays."),
            new RetentionFindings.Finding(
                "too_few_copies",
                SampleFacts.backupId(SampleFacts.LONG_SET, 1),
                SampleFacts.LONG_SET,
                "1,204 shards have fewer than 3 copies.",
                "Run plexichat integrity repair.")),
        List.of("overdue", "too_few_copies", "hold_without_owner"),
        2);
  }
}
