package com.plexichat.backup.console;

import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Freshness;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.ClusterFacts;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Distribution.TierCoverage;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.KitStatus;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.Role;
import com.plexichat.backup.shared.model.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A made-up but plausible cluster, as a coordinator would tell it: peers in several states, sets,
/// backups, jobs that run, are done and failed, long names.
public final class SampleFacts {
  public static final String LONG_SET =
      "finance-department-quarterly-archive-of-scanned-invoices-and-contracts";
  private static final long GIB = 1L << 30;

  private final Instant now;

  public SampleFacts(Instant now) {
    this.now = now;
  }

  /// A cluster that was just founded: one peer, nothing else.
  public List<Change.What> empty() {
    return List.of(
        new Change.OfCluster(cluster(true)),
        new Change.OfKit(new KitStatus(true, Optional.of(ago(60)), "ops", "safe, room 12")),
        new Change.OfDistribution(new Distribution("ok", 0, 0, 0, 0, 0, 0, 0, unused())),
        new Change.OfPeer(peer(1, "agent-1", PeerState.ACTIVE, "north", 0)));
  }

  /// One where all is well.
  public List<Change.What> healthy() {
    List<Change.What> all = new ArrayList<>();
    all.add(new Change.OfCluster(cluster(true)));
    all.add(new Change.OfKit(new KitStatus(true, Optional.of(ago(60)), "ops", "safe, room 12")));
    all.add(new Change.OfDistribution(distribution(0, 0)));
    for (int i = 1; i <= 6; i++) {
      all.add(new Change.OfPeer(peer(i, "agent-" + i, PeerState.ACTIVE, region(i), 0.07 * i)));
    }
    set(all, "docs", Tier.SILVER, 12, 40);
    set(all, "erp-db", Tier.GOLD, 31, 190);
    all.add(new Change.OfJob(job("j-9", "backup", JobState.DONE, "docs-12", 39)));
    return all;
  }

  /// One with trouble of many kinds.
  public List<Change.What> troubled() {
    List<Change.What> all = new ArrayList<>();
    all.add(new Change.OfCluster(cluster(false)));
    all.add(new Change.OfKit(new KitStatus(false, Optional.empty(), "", "")));
    all.add(new Change.OfDistribution(distribution(1_284, 3)));
    all.add(new Change.OfPeer(peer(1, "agent-1", PeerState.ACTIVE, "north", 0.41)));
    all.add(new Change.OfPeer(peer(2, "agent-2", PeerState.DOWN, "north", 0.38)));
    all.add(new Change.OfPeer(peer(3, "agent-3", PeerState.SUSPECT, "south", 0.62)));
    all.add(new Change.OfPeer(peer(4, "agent-4", PeerState.ACTIVE, "south", 0.93)));
    all.add(new Change.OfPeer(peer(5, "agent-5", PeerState.DRAINING, "west", 0.22)));
    all.add(
        new Change.OfPeer(
            peer(6, "backup-host-in-the-basement-of-building-7", PeerState.ACTIVE, "west", 0.1)));
    all.add(new Change.OfPeer(peer(7, "agent-10", PeerState.INVITED, "", 0)));
    set(all, "docs", Tier.SILVER, 12, 40);
    set(all, "erp-db", Tier.GOLD, 31, 190);
    set(all, LONG_SET, Tier.CRITICAL, 4, 60 * 30);
    set(all, "mail", Tier.BRONZE, 208, 60 * 50);
    all.add(new Change.OfSet(backupSet("photos", Tier.BRONZE)));
    all.add(new Change.OfBackup(backup("docs", 13, Tier.SILVER, BackupState.UNDER_PROTECTED, 9)));
    all.add(new Change.OfBackup(backup("mail", 209, Tier.BRONZE, BackupState.FAILED, 70)));
    all.add(new Change.OfJob(job("j-20", "backup", JobState.RUNNING, "erp-db-31", 3)));
    all.add(new Change.OfJob(job("j-19", "repair", JobState.RUNNING, "", 6)));
    all.add(new Change.OfJob(job("j-18", "verify", JobState.STALLED, "docs-12", 14)));
    all.add(new Change.OfJob(job("j-17", "backup", JobState.DONE, "docs-13", 30)));
    all.add(new Change.OfJob(job("j-16", "backup", JobState.FAILED, "mail-209", 70)));
    all.add(new Change.OfJob(job("j-15", "restore", JobState.CANCELLED, "docs-12", 200)));
    all.add(new Change.OfJob(job("j-14", "check", JobState.FAILED, "", 300)));
    all.add(new Change.OfJob(job("j-13", "backup", JobState.DONE, "erp-db-31", 400)));
    return all;
  }

  /// What a console knows once all of it was told.
  public static ClusterState state(Freshness freshness, List<Change.What> told) {
    return new ClusterState(
        freshness,
        Duration.ZERO,
        of(told, Change.OfCluster.class).map(Change.OfCluster::facts).findFirst(),
        of(told, Change.OfKit.class).map(Change.OfKit::kit).findFirst(),
        of(told, Change.OfDistribution.class).map(Change.OfDistribution::distribution).findFirst(),
        of(told, Change.OfPeer.class).map(Change.OfPeer::peer).toList(),
        of(told, Change.OfSet.class).map(Change.OfSet::set).toList(),
        of(told, Change.OfBackup.class)
            .map(Change.OfBackup::backup)
            .sorted(Comparator.comparing(Backup::created).reversed())
            .toList(),
        of(told, Change.OfJob.class).map(Change.OfJob::job).toList(),
        0);
  }

  private static <T> Stream<T> of(List<Change.What> told, Class<T> type) {
    return told.stream().filter(type::isInstance).map(type::cast);
  }

  Instant ago(long minutes) {
    return now.minus(Duration.ofMinutes(minutes));
  }

  public static ClusterFacts cluster(boolean kitStored) {
    return new ClusterFacts(
        "c1", "docks", 3, 4_711, Optional.of(id(1)), kitStored, "ops", List.of(Role.values()));
  }

  private static List<TierCoverage> unused() {
    return Tier.DEFAULTS.stream()
        .map(tier -> new TierCoverage(tier.name(), 100, 0, tier.copies()))
        .toList();
  }

  private static Distribution distribution(long under, long lost) {
    boolean well = under == 0;
    return new Distribution(
        well ? "ok" : lost > 0 ? "critical" : "degraded",
        26_010,
        well ? 68_412 : 66_901,
        under,
        0,
        lost,
        0,
        4.2,
        List.of(
            new TierCoverage("bronze", well ? 100 : 93.18, well ? 2 : 1.91, 2),
            new TierCoverage("silver", well ? 100 : 96.74, well ? 3 : 2.93, 3),
            new TierCoverage("gold", 100, 5, 5),
            well
                ? new TierCoverage("critical", 100, 0, 7)
                : new TierCoverage("critical", 99.96, 6.99, 7)));
  }

  public static PeerId id(int number) {
    return new PeerId(String.format(Locale.ROOT, "%032x", number * 0x9e3779b97fL));
  }

  private static String region(int number) {
    return number % 2 == 0 ? "north" : "south";
  }

  public Peer peer(int number, String name, PeerState state, String region, double full) {
    boolean down = state == PeerState.DOWN;
    return new Peer(
        id(number),
        name,
        state,
        "10.0.0." + number + ":7400",
        "owner-" + number,
        region,
        region.isEmpty() ? "" : region + "-1",
        new ByteSize(500 * GIB),
        new ByteSize((long) (500 * GIB * full)),
        (long) (12_000 * full),
        number == 1,
        down ? Optional.empty() : Optional.of(Duration.ofMillis(4L * number)),
        Optional.of(down ? ago(26) : now));
  }

  public static BackupSet backupSet(String name, Tier tier) {
    FilePath path = FilePath.of("/srv/" + name);
    return new BackupSet(name, "agent-1", List.of(path), List.of("*.tmp"), tier);
  }

  private void set(List<Change.What> all, String name, Tier tier, long number, long minutes) {
    all.add(new Change.OfSet(backupSet(name, tier)));
    all.add(new Change.OfBackup(backup(name, number, tier, BackupState.COMPLETE, minutes)));
    all.add(
        new Change.OfBackup(
            backup(name, number - 1, tier, BackupState.COMPLETE, minutes + 60L * 24)));
  }

  public Backup backup(String set, long number, Tier tier, BackupState state, long minutes) {
    long bytes = 3 * GIB * set.length() + number;
    return new Backup(
        set + "-" + number,
        set,
        "agent-1",
        number,
        ago(minutes),
        tier.name(),
        state,
        new Backup.Counts(12_345, 678, bytes, bytes / 20, bytes / 2, bytes / 8, bytes / 16),
        Duration.ofMinutes(7),
        Optional.of(now.plus(Duration.ofDays(tier.days()))),
        state.isListed(),
        3,
        Optional.empty(),
        List.of(),
        "",
        state.isListed() ? "" : "The source did not answer.");
  }

  public Job job(String id, String kind, JobState state, String backupId, long minutes) {
    boolean ended = state.isFinal();
    return new Job(
        id,
        kind,
        state,
        "",
        ended || kind.isEmpty() ? "" : "Sending shards",
        new Job.Progress(
            3_100,
            ended ? 3_100 : 9_800,
            3 * GIB,
            ended ? 3 * GIB : 11 * GIB,
            state == JobState.RUNNING ? (kind.equals("repair") ? 18 : 61) * (1L << 20) : 0,
            ended ? Optional.empty() : Optional.of(Duration.ofSeconds(134))),
        Optional.of(ago(minutes)),
        ended ? Optional.of(ago(minutes - minutes / 5)) : Optional.empty(),
        "ops",
        Optional.of(id(1)),
        backupId,
        state == JobState.FAILED
            ? Optional.of(
                new Job.Trouble(
                    "UNREACHABLE",
                    "agent-2 does not answer: connection refused.",
                    "Check that the agent runs there."))
            : Optional.empty(),
        Optional.empty());
  }
}
