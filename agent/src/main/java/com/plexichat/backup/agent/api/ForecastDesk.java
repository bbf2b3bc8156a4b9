package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.SetRow;
import com.plexichat.backup.agent.catalogue.StripeUse;
import com.plexichat.backup.agent.planning.RetentionSimulation;
import com.plexichat.backup.agent.planning.RetentionSimulation.Day;
import com.plexichat.backup.agent.planning.RetentionSimulation.Rhythm;
import com.plexichat.backup.agent.planning.RetentionSimulation.Standing;
import com.plexichat.backup.agent.policy.TierBook;
import com.plexichat.backup.proto.KeptDay;
import com.plexichat.backup.proto.SetCadence;
import com.plexichat.backup.proto.SimulateAnswer;
import com.plexichat.backup.proto.SimulateRequest;
import com.plexichat.backup.proto.SimulatedDay;
import com.plexichat.backup.proto.TierCount;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Tiers;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What would exist on each day to come, from what is there and how often each set was backed up of
/// late. Nothing is assumed of a set of which that cannot be measured.
public final class ForecastDesk {
  private static final int DAYS = 365;
  private static final int DAYS_MAX = 3_660;

  /// Of so many last backups the rhythm is measured.
  private static final int MEASURED = 10;

  private static final long TO_COME_MAX = 50_000;

  private final Catalogue catalogue;
  private final TierBook book;
  private final InstantSource time;

  public ForecastDesk(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.book = new TierBook(catalogue);
    this.time = time;
  }

  SimulateAnswer simulate(SimulateRequest ask) {
    int days = ask.getDays() == 0 ? DAYS : ask.getDays();
    if (days < 1 || days > DAYS_MAX) {
      throw new OperationFailed(
          FailureCode.USAGE, "It looks 1 to %,d days ahead, not %,d.".formatted(DAYS_MAX, days));
    }
    String tier = ask.getTier().isEmpty() ? "" : book.newest(ask.getTier()).name();
    long now = time.millis();
    SimulateAnswer.Builder answer = SimulateAnswer.newBuilder().setFromMs(now);
    List<Rhythm> rhythms = new ArrayList<>();
    Optional<Tier> draft =
        ask.hasDraft() ? Optional.of(TierDesk.checked(ask.getDraft())) : Optional.empty();
    for (SetRow set : catalogue.sets().all()) {
      Tier follows = book.meant(Tiers.message(set.tier()));
      Tier next =
          draft
              .filter(one -> follows.version() > 0 && one.name().equals(follows.name()))
              .orElse(follows);
      if (tier.isEmpty() || next.name().equals(tier)) {
        answer.addSets(cadence(set.name(), next, rhythms));
      } else {
        cadence(set.name(), next, rhythms);
      }
    }
    requireFeasible(rhythms, days);
    RetentionSimulation.Course course =
        RetentionSimulation.run(
            new RetentionSimulation.Start(now, standing(now), rhythms, used(now)),
            days,
            name -> tier.isEmpty() || name.equals(tier));
    course.days().forEach(day -> answer.addDays(message(day)));
    course
        .kept()
        .forEach((day, kept) ->
            answer.addKept(
                KeptDay.newBuilder()
                    .setAtMs(day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli())
                    .setBackups(kept.backups())
                    .setBy(kept.by().word())));
    return answer.build();
  }

  private static void requireFeasible(List<Rhythm> rhythms, int days) {
    long ahead = Duration.ofDays(days).toMillis();
    long toCome = rhythms.stream().mapToLong(rhythm -> ahead / rhythm.intervalMs()).sum();
    if (toCome > TO_COME_MAX) {
      throw new OperationFailed(
          FailureCode.USAGE,
          "%,d backups would be made in %,d days, and at most %,d are looked at: ask for fewer days."
              .formatted(toCome, days, TO_COME_MAX));
    }
  }

  private List<Standing> standing(long now) {
    Map<String, BackupRow> rows = PruneCandidates.rows(catalogue);
    List<String> listed =
        rows.values().stream().filter(row -> row.state().isListed()).map(BackupRow::id).toList();
    Set<String> unreadable = catalogue.stripes().unreadable(listed, now);
    return rows.values().stream()
        .map(row ->
            new Standing(
                PruneCandidates.candidate(row, unreadable.contains(row.id()), now),
                row.retention().endsMs()))
        .toList();
  }

  private List<RetentionSimulation.Used> used(long now) {
    return catalogue.use().bytes(now).stream()
        .map(used ->
            new RetentionSimulation.Used(
                used.runs().stream().map(ForecastDesk::run).toList(), used.bytes()))
        .toList();
  }

  private static RetentionSimulation.Run run(StripeUse.Run run) {
    return new RetentionSimulation.Run(run.set(), run.from(), run.to());
  }

  /// How often a set was backed up, and what a backup of it added: the middle interval and the mean
  /// of its last backups, the set's first left out, because it brought everything.
  private SetCadence cadence(String set, Tier tier, List<Rhythm> rhythms) {
    List<BackupRow> closed =
        catalogue.backups().ofSet(set).stream()
            .filter(row -> row.retention().closedMs() > 0 && row.retention().endsMs() > 0)
            .limit(MEASURED)
            .toList();
    SetCadence.Builder cadence = SetCadence.newBuilder().setSet(set).setTier(tier.label());
    List<Long> intervals = new ArrayList<>();
    for (int at = 0; at + 1 < closed.size(); at++) {
      long interval = closed.get(at).createdMs() - closed.get(at + 1).createdMs();
      if (interval > 0) {
        intervals.add(interval);
      }
    }
    if (intervals.isEmpty()) {
      String why = closed.isEmpty() ? "it has no backup" : "it has one backup";
      return cadence
          .setBasis(
              "not known: "
                  + (closed.size() < 2 ? why : "its backups are of one time")
                  + "; none to come is counted")
          .build();
    }
    Collections.sort(intervals);
    long interval = intervals.get(intervals.size() / 2);
    long bytes =
        (long)
            closed.stream()
                .filter(row -> row.number() > 1 && row.number() > closed.getLast().number())
                .mapToLong(row -> row.figures().storedBytes() + row.figures().parityBytes())
                .average()
                .orElse(0);
    BackupRow newest = closed.getFirst();
    long number = catalogue.backups().nextNumber(set) - 1;
    rhythms.add(
        new Rhythm(set, newest.vault().hex(), tier, newest.createdMs(), number, interval, bytes));
    return cadence
        .setIntervalMs(interval)
        .setBytes(bytes)
        .setBasis("its last %d backups".formatted(closed.size()))
        .build();
  }

  private static SimulatedDay message(Day day) {
    SimulatedDay.Builder message =
        SimulatedDay.newBuilder()
            .setDay(day.day())
            .setAtMs(day.atMs())
            .setBackups(day.backups())
            .setBytes(day.bytes())
            .setMade(day.made())
            .setGone(day.gone());
    day.tiers()
        .forEach((tier, count) ->
            message.addTiers(TierCount.newBuilder().setTier(tier).setBackups(count)));
    return message.build();
  }
}
