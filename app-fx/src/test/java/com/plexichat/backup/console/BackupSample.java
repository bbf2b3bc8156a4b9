package com.plexichat.backup.console;

import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.Certificate;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.ClusterFacts;
import com.plexichat.backup.shared.model.Entry;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.KitStatus;
import com.plexichat.backup.shared.model.PathWarning;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.Role;
import com.plexichat.backup.shared.model.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One made-up but plausible cluster, for tests that look at screens without agents.
public final class BackupSample {
  public static final Instant NOW = Instant.parse("2026-11-25T21:00:00Z");
  private static final String[] NAMES = {
    "alder", "birch", "cedar", "hazel", "larch", "maple-storage-node-with-a-long-name", "rowan"
  };

  private BackupSample() {}

  public static List<Change.What> all() {
    List<Change.What> all = new ArrayList<>();
    all.add(facts());
    all.add(new Change.OfKit(new KitStatus(true, Optional.of(NOW), "margit", "safe, 2nd floor")));
    peers().forEach(peer -> all.add(new Change.OfPeer(peer)));
    sets().forEach(set -> all.add(new Change.OfSet(set)));
    backups().forEach(backup -> all.add(new Change.OfBackup(backup)));
    jobs().forEach(job -> all.add(new Change.OfJob(job)));
    return all;
  }

  public static Change.What facts() {
    return new Change.OfCluster(
        new ClusterFacts(
            "c1",
            "prod-eu",
            3,
            4711,
            Optional.of(peerId(0)),
            true,
            "margit",
            List.of(Role.values())));
  }

  public static PeerId peerId(int number) {
    return new PeerId("%032x".formatted(0xa1b2c3d4e5f6L + number));
  }

  public static List<Peer> peers() {
    List<Peer> all = new ArrayList<>();
    for (int i = 0; i < NAMES.length; i++) {
      PeerState state =
          i == 3
              ? PeerState.SUSPECT
              : i == 4 ? PeerState.DOWN : i == 6 ? PeerState.DRAINING : PeerState.ACTIVE;
      all.add(
          new Peer(
              peerId(i),
              NAMES[i],
              state,
              NAMES[i] + ".example.org:7443",
              "owner-" + i,
              i % 2 == 0 ? "eu-central" : "eu-north",
              "site-" + i,
              new ByteSize((i + 1) * 100_000_000_000L),
              new ByteSize((i + 1) * 40_000_000_000L),
              10_000L * (i + 1),
              i == 0,
              Optional.of(Duration.ofMillis(12 + i)),
              Optional.of(NOW.minusSeconds(3 + i * 40L))));
    }
    return all;
  }

  public static List<BackupSet> sets() {
    return List.of(
        set(
            "databases",
            0,
            Tier.CRITICAL,
            List.of("*.tmp"),
            "/var/lib/postgresql",
            "/etc/postgresql"),
        set("documents", 1, Tier.SILVER, List.of(), "/srv/share/documents"),
        set("home", 5, Tier.GOLD, List.of(".cache", "node_modules", "*.iso"), "/home"),
        set("mail-archive-of-the-whole-organisation", 2, Tier.SILVER, List.of(), "/var/mail"),
        set("photos", 4, Tier.BRONZE, List.of(), "/srv/photos"));
  }

  private static BackupSet set(
      String name, int host, Tier tier, List<String> excludes, String... paths) {
    return new BackupSet(
        name,
        peerId(host).hex(),
        List.of(paths).stream().map(FilePath::of).toList(),
        excludes,
        tier);
  }

  public static String backupId(String set, int number) {
    return "%032x".formatted((long) set.hashCode() * 1_000 + number & 0xffffffffffL);
  }

  public static Backup backup(
      String set, int number, BackupState state, Duration age, boolean restorable) {
    BackupSet of = sets().stream().filter(one -> one.name().equals(set)).findFirst().orElseThrow();
    int host =
        Integer.parseInt(of.host().substring(31), 16)
            - Integer.parseInt(peerId(0).hex().substring(31), 16);
    boolean listed = state == BackupState.COMPLETE || state == BackupState.UNDER_PROTECTED;
    return new Backup(
        backupId(set, number),
        set,
        NAMES[Math.floorMod(host, 16)],
        number,
        NOW.minus(age),
        of.tier().name(),
        state,
        new Backup.Counts(
            184_223 + number * 17L,
            9_411,
            48_318_382_080L + number * 1_048_576L,
            734_003_200L / (number % 3 + 1),
            120_259_084_288L,
            9_663_676_416L,
            1_288_490_188L),
        Duration.ofSeconds(412 + number),
        listed
            ? Optional.of(NOW.plus(Duration.ofDays(of.tier().days())).minus(age))
            : Optional.empty(),
        restorable,
        listed ? 3 : 0,
        number % 2 == 0 && listed
            ? Optional.of(NOW.minus(age).plusSeconds(7_200))
            : Optional.empty(),
        List.of(),
        "job-" + set + "-" + number,
        state == BackupState.UNDER_PROTECTED
            ? "2 of 3 copies of 1,204 shards were made: larch is down and no other owner has room."
            : "");
  }

  public static List<Backup> backups() {
    List<Backup> all = new ArrayList<>();
    all.add(backup("databases", 13, BackupState.RUNNING, Duration.ofMinutes(4), false));
    for (int number = 12; number > 0; number--) {
      BackupState state =
          number == 11
              ? BackupState.UNDER_PROTECTED
              : number == 7
                  ? BackupState.FAILED
                  : number == 5 ? BackupState.INTERRUPTED : BackupState.COMPLETE;
      all.add(
          backup(
              "databases",
              number,
              state,
              Duration.ofHours(6L * (13 - number)),
              (state == BackupState.COMPLETE && number != 2)
                  || state == BackupState.UNDER_PROTECTED));
    }
    all.add(backup("documents", 4, BackupState.COMPLETE, Duration.ofMinutes(47), true));
    all.add(backup("documents", 3, BackupState.COMPLETE, Duration.ofHours(25), true));
    all.add(backup("home", 2, BackupState.INTERRUPTED, Duration.ofHours(3), false));
    all.add(backup("home", 1, BackupState.COMPLETE, Duration.ofDays(9), true));
    all.add(
        backup(
            "mail-archive-of-the-whole-organisation",
            1,
            BackupState.COMPLETE,
            Duration.ofDays(31),
            false));
    return all;
  }

  /// A backup as it is answered when it is asked for alone.
  public static Backup whole(String id) {
    Backup one = backups().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
    return new Backup(
        one.id(),
        one.set(),
        one.host(),
        one.number(),
        one.created(),
        one.tier(),
        one.state(),
        one.counts(),
        one.duration(),
        one.expires(),
        one.restorable(),
        one.collusionNumber(),
        one.tested(),
        List.of(
            new PathWarning(
                FilePath.of("/var/lib/postgresql/16/main/base/16384/pg_internal.init"),
                "CHANGED",
                "It changed while it was read; what was read last is kept."),
            new PathWarning(
                FilePath.of("/etc/postgresql/16/main/server.key"),
                "UNREADABLE",
                "It cannot be read: permission denied.")),
        one.jobId(),
        one.sentence());
  }

  public static Certificate certificate() {
    return new Certificate(
        true,
        0,
        List.of(
            new Certificate.Source("alder", 4_112, 17_246_978_048L),
            new Certificate.Source("birch", 3_902, 16_365_125_632L),
            new Certificate.Source("maple-storage-node-with-a-long-name", 3_505, 14_700_000_000L)),
        Optional.of(Duration.ofMinutes(11)),
        Optional.of(Duration.ofMinutes(19)),
        Duration.ofHours(6),
        true,
        List.of(),
        "the last 3 restores from these peers");
  }

  public static Certificate refusal() {
    return new Certificate(
        false,
        212,
        List.of(new Certificate.Source("alder", 4_112, 17_246_978_048L)),
        Optional.empty(),
        Optional.empty(),
        Duration.ofDays(31),
        false,
        List.of(
            "212 shards can be read from nowhere: larch is down and held the last copies.",
            "No machine that answers has the keys of the vault of cedar."),
        "nothing was restored from these peers yet");
  }

  public static List<Job> jobs() {
    return List.of(
        new Job(
            "job-databases-13",
            "backup",
            JobState.RUNNING,
            "",
            "Storing",
            new Job.Progress(
                81_200,
                184_240,
                21_474_836_480L,
                48_318_382_080L,
                96_468_992,
                Optional.of(Duration.ofSeconds(278))),
            Optional.of(NOW.minusSeconds(240)),
            Optional.empty(),
            "margit",
            Optional.of(peerId(0)),
            backupId("databases", 13),
            Optional.empty(),
            Optional.empty()));
  }

  public static Entry entry(String backup, FilePath path, String kind, long size) {
    return new Entry(
        backup,
        path,
        kind,
        size,
        NOW.minus(Duration.ofHours(5 + size % 900)),
        kind.equals("directory") ? 0755 : kind.equals("symlink") ? 0777 : 0640,
        1000,
        1000,
        kind.equals("symlink") ? FilePath.of("../releases/2026-11/current") : FilePath.NONE);
  }
}
