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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What the made-up cluster tells, as a coordinator would: plausible peers, sets, backups and jobs
/// in all their states, some with long names.
public final class SampleFacts {
  public static final Instant NOW = Instant.parse("2026-11-25T21:00:00Z");
  public static final String LONG_SET = "mail-archive-of-the-whole-organisation";
  public static final String LONG_PEER = "maple-storage-node-with-a-long-name";
  private static final List<String> PEERS =
      List.of("alder", "birch", "cedar", "hazel", "larch", LONG_PEER, "rowan");
  private static final List<String> REGIONS = List.of("eu-central", "eu-north", "eu-west");
  private static final long GB = 1_000_000_000L;

  private final Instant now;

  public SampleFacts(Instant now) {
    this.now = now;
  }

  /// A cluster that was just founded: one peer, nothing else.
  public List<Change.What> empty() {
    return List.of(
        facts(true),
        kit(true),
        new Change.OfDistribution(
            new Distribution("ok", 0, 0, 0, 0, 0, 0, 0, unused(), Optional.empty())),
        new Change.OfPeer(peer(0, PeerState.ACTIVE, 0)));
  }

  /// One where all is well.
  public List<Change.What> healthy() {
    List<Change.What> all = new ArrayList<>();
    all.add(facts(true));
    all.add(kit(true));
    all.add(new Change.OfDistribution(distribution(0, 0)));
    for (int i = 0; i < PEERS.size(); i++) {
      all.add(new Change.OfPeer(peer(i, PeerState.ACTIVE, 0.07 * (i + 1))));
    }
    for (int number = 12; number > 9; number--) {
      all.add(set("databases"));
      all.add(of(backup("databases", number, BackupState.COMPLETE, hours(6L * (13 - number)))));
      all.add(set("documents"));
      all.add(of(backup("documents", number, BackupState.COMPLETE, hours(24L * (13 - number)))));
    }
    all.add(new Change.OfJob(job("j-9", "backup", JobState.DONE, backupId("documents", 12), 39)));
    return all;
  }

  /// One with trouble of many kinds.
  public List<Change.What> troubled() {
    List<Change.What> all = new ArrayList<>();
    all.add(facts(false));
    all.add(kit(false));
    all.add(new Change.OfDistribution(distribution(1_284, 3)));
    all.add(new Change.OfPeer(peer(0, PeerState.ACTIVE, 0.41)));
    all.add(new Change.OfPeer(peer(1, PeerState.ACTIVE, 0.93)));
    all.add(new Change.OfPeer(peer(2, PeerState.CORDONED, 0.62)));
    all.add(new Change.OfPeer(peer(3, PeerState.SUSPECT, 0.38)));
    all.add(new Change.OfPeer(peer(4, PeerState.DOWN, 0.55)));
    all.add(new Change.OfPeer(peer(5, PeerState.ACTIVE, 0.1)));
    all.add(new Change.OfPeer(peer(6, PeerState.DRAINING, 0.22)));
    all.add(new Change.OfPeer(peer(7, "spruce", PeerState.INVITED, "", 0)));
    all.add(new Change.OfPeer(peer(8, "willow", PeerState.PROBATION, "eu-west", 0.01)));
    all.add(new Change.OfPeer(peer(9, "yew", PeerState.BANNED, "eu-west", 0.3)));
    for (BackupSet set : sets()) {
      all.add(new Change.OfSet(set));
    }
    backups().forEach(backup -> all.add(of(backup)));
    jobs().forEach(job -> all.add(new Change.OfJob(job)));
    return all;
  }

  private Change.What kit(boolean stored) {
    return new Change.OfKit(
        stored
            ? new KitStatus(true, Optional.of(ago(60)), "margit", "safe, 2nd floor")
            : new KitStatus(false, Optional.empty(), "", ""));
  }

  public static Change.What facts(boolean kitStored) {
    return new Change.OfCluster(
        new ClusterFacts(
            "c1",
            "prod-eu",
            3,
            4_711,
            Optional.of(peerId(0)),
            kitStored,
            "margit",
            List.of(Role.values())));
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
        of(told, Change.OfSet.class).map(Change.OfSet::set).distinct().toList(),
        of(told, Change.OfBackup.class)
            .map(Change.OfBackup::backup)
            .sorted(java.util.Comparator.comparing(Backup::created).reversed())
            .toList(),
        of(told, Change.OfJob.class).map(Change.OfJob::job).toList(),
        0);
  }

  private static <T> Stream<T> of(List<Change.What> told, Class<T> type) {
    return told.stream().filter(type::isInstance).map(type::cast);
  }

  public Instant ago(long minutes) {
    return now.minus(Duration.ofMinutes(minutes));
  }

  private static Duration hours(long hours) {
    return Duration.ofHours(hours);
  }

  private static List<TierCoverage> unused() {
    return Tier.DEFAULTS.stream()
        .map(tier -> new TierCoverage(tier.name(), 100, 0, tier.copies(), Optional.empty()))
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
            SampleDurability.bronze(well),
            SampleDurability.silver(well),
            SampleDurability.gold(),
            SampleDurability.critical(well)),
        Optional.of(SampleDurability.basis(well)));
  }

  public static PeerId peerId(int number) {
    return new PeerId(String.format(Locale.ROOT, "%032x", 0xa1b2c3d4e5f6L + number));
  }

  /// The peers of a healthy cluster; the first is the coordinator.
  public List<Peer> peers() {
    return of(healthy(), Change.OfPeer.class).map(Change.OfPeer::peer).toList();
  }

  /// A peer that was heard of just now.
  Change.What peerHeard() {
    return new Change.OfPeer(peer(1, PeerState.ACTIVE, 0.14));
  }

  private Peer peer(int number, PeerState state, double full) {
    return peer(number, PEERS.get(number), state, REGIONS.get(number % REGIONS.size()), full);
  }

  private Peer peer(int number, String name, PeerState state, String region, double full) {
    boolean answers = state != PeerState.DOWN && state != PeerState.INVITED;
    long capacity = (number + 1L) * 500 * GB;
    return new Peer(
        peerId(number),
        name,
        state,
        name + ".example.org:7443",
        "owner-" + number,
        region,
        region.isEmpty() ? "" : region + "-" + (number + 1),
        new ByteSize(capacity),
        new ByteSize((long) (capacity * full)),
        (long) (12_000 * full),
        number == 0,
        answers ? Optional.of(Duration.ofMillis(4L * (number + 1))) : Optional.empty(),
        state == PeerState.INVITED ? Optional.empty() : Optional.of(answers ? now : ago(26)),
        "");
  }

  public static List<BackupSet> sets() {
    return List.of(
        new BackupSet(
            "databases",
            peerId(0).hex(),
            paths("/var/lib/postgresql", "/etc/postgresql"),
            List.of("*.tmp"),
            Tier.CRITICAL),
        new BackupSet(
            "documents",
            peerId(1).hex(),
            paths("/srv/share/documents"),
            List.of("*.tmp"),
            Tier.SILVER),
        new BackupSet(
            "home",
            peerId(5).hex(),
            paths("/home"),
            List.of(".cache", "node_modules", "*.iso"),
            Tier.GOLD),
        new BackupSet(LONG_SET, peerId(2).hex(), paths("/var/mail"), List.of(), Tier.SILVER),
        new BackupSet(
            "photos", peerId(4).hex(), paths("/srv/photos"), List.of(), Tier.BRONZE, true));
  }

  private static List<FilePath> paths(String... paths) {
    return Stream.of(paths).map(FilePath::of).toList();
  }

  private static BackupSet setNamed(String name) {
    return sets().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  /// That a set is there.
  public static Change.What set(String name) {
    return new Change.OfSet(setNamed(name));
  }

  public static Change.What of(Backup backup) {
    return new Change.OfBackup(backup);
  }

  public static String backupId(String set, int number) {
    return String.format(
        Locale.ROOT, "%032x", (long) set.hashCode() * 1_000 + number & 0xffffffffffL);
  }

  private List<Backup> backups() {
    List<Backup> all = new ArrayList<>();
    for (int number = 13; number > 0; number--) {
      BackupState state =
          switch (number) {
            case 13 -> BackupState.RUNNING;
            case 11 -> BackupState.UNDER_PROTECTED;
            case 7 -> BackupState.FAILED;
            case 5 -> BackupState.INTERRUPTED;
            default -> BackupState.COMPLETE;
          };
      Duration age = number == 13 ? Duration.ofMinutes(4) : hours(6L * (13 - number));
      Backup one = backup("databases", number, state, age);
      all.add(number == 2 ? lost(one) : one);
    }
    all.add(backup("documents", 4, BackupState.COMPLETE, Duration.ofMinutes(47)));
    all.add(backup("documents", 3, BackupState.COMPLETE, hours(25)));
    all.add(backup("home", 2, BackupState.INTERRUPTED, hours(3)));
    all.add(backup("home", 1, BackupState.COMPLETE, Duration.ofDays(9)));
    all.add(lost(backup(LONG_SET, 1, BackupState.COMPLETE, Duration.ofDays(31))));
    return all;
  }

  public Backup backup(String set, int number, BackupState state, Duration age) {
    BackupSet of = setNamed(set);
    boolean listed = state.isListed();
    Instant made = now.minus(age);
    return new Backup(
        backupId(set, number),
        set,
        PEERS.stream()
            .filter(name -> peerId(PEERS.indexOf(name)).hex().equals(of.host()))
            .findFirst()
            .orElseThrow(),
        number,
        made,
        of.tier().name(),
        state,
        new Backup.Counts(
            184_223 + number * 17L,
            9_411,
            48_318_382_080L + number * 1_048_576L,
            734_003_200L / (number % 3 + 1),
            number % 4 == 0 ? 41_943_040L : 0,
            120_259_084_288L,
            9_663_676_416L,
            1_288_490_188L),
        Duration.ofSeconds(412 + number),
        listed ? Optional.of(made.plus(Duration.ofDays(of.tier().days()))) : Optional.empty(),
        number == 3 && listed ? List.of(SampleAnswers.held(made)) : List.of(),
        number == 3 && listed ? Optional.of(made.plus(Duration.ofDays(60))) : Optional.empty(),
        listed,
        listed ? 3 : 0,
        number % 2 == 0 && listed ? Optional.of(made.plus(age.dividedBy(3))) : Optional.empty(),
        List.of(),
        "job-" + set + "-" + number,
        switch (state) {
          case UNDER_PROTECTED ->
              "2 of 3 copies of 1,204 shards were made: larch is down and no other owner has room.";
          case FAILED -> "The source did not answer.";
          default -> "";
        });
  }

  /// The same, some of whose shards are nowhere.
  private static Backup lost(Backup of) {
    return new Backup(
        of.id(),
        of.set(),
        of.host(),
        of.number(),
        of.created(),
        of.tier(),
        of.state(),
        of.counts(),
        of.duration(),
        of.expires(),
        of.keeps(),
        of.locked(),
        false,
        of.collusionNumber(),
        of.tested(),
        of.warnings(),
        of.jobId(),
        of.sentence());
  }

  private List<Job> jobs() {
    return List.of(
        job("job-databases-13", "backup", JobState.RUNNING, backupId("databases", 13), 4),
        job("j-19", "repair", JobState.RUNNING, "", 6),
        job("j-18", "verify", JobState.STALLED, backupId("documents", 3), 14),
        job("j-17", "backup", JobState.DONE, backupId("documents", 4), 30),
        job("j-16", "backup", JobState.FAILED, backupId("databases", 7), 70),
        job("j-15", "restore", JobState.CANCELLED, backupId("documents", 3), 200),
        job("j-14", "check", JobState.FAILED, "", 300),
        job("j-13", "backup", JobState.DONE, backupId("databases", 12), 400));
  }

  /// One that was told, or a backup that runs.
  public Job jobNamed(String id) {
    return jobs().stream()
        .filter(job -> job.id().equals(id))
        .findFirst()
        .orElseGet(() -> job(id, "backup", JobState.RUNNING, "", 4));
  }

  /// A job that began so many minutes ago.
  public Job job(String id, String kind, JobState state, String backupId, long minutes) {
    boolean ended = state.isFinal();
    return new Job(
        id,
        kind,
        state,
        "",
        ended ? "" : kind.equals("backup") ? "Storing" : "Sending shards",
        new Job.Progress(
            21_300,
            ended ? 21_300 : 48_210,
            3_140_000_000L,
            ended ? 3_140_000_000L : 7_340_032_000L,
            state != JobState.RUNNING ? 0 : kind.equals("repair") ? 18 << 20 : 81_000_000,
            ended ? Optional.empty() : Optional.of(Duration.ofSeconds(52))),
        Optional.of(ago(minutes)),
        ended ? Optional.of(ago(minutes - minutes / 5)) : Optional.empty(),
        "margit",
        Optional.of(peerId(0)),
        backupId,
        state == JobState.FAILED
            ? Optional.of(
                new Job.Trouble(
                    "UNREACHABLE",
                    "larch does not answer: connection refused.",
                    "Check that the agent runs there."))
            : Optional.empty(),
        Optional.empty());
  }
}
