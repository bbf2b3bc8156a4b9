package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.backup.SetMessages;
import com.plexichat.backup.agent.catalogue.AppliedListener;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.proto.Change;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.LogEntry;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.StripesChanged;
import com.plexichat.backup.shared.model.PeerId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Looks at what may have changed, and puts what did among the values that are watched.
///
/// What the log and the jobs tell only sets flags; everything else happens when [#look] and
/// [#count] are called, never at the same time as themselves. Looking is cheap; counting goes over
/// all stripes.
final class WatchSource implements AppliedListener {
  static final WatchValues.Key STATUS = WatchValues.Key.one("status");
  static final WatchValues.Key KIT = WatchValues.Key.one("kit");
  static final WatchValues.Key DISTRIBUTION = WatchValues.Key.one("distribution");
  static final WatchValues.Key STRIPES = WatchValues.Key.one("stripes");

  /// Newest jobs that are told.
  static final int JOBS = 100;

  private static final int CLUSTER = 1;
  private static final int PEERS = 1 << 1;
  private static final int SETS = 1 << 2;
  private static final int SOME_JOBS = 1 << 3;
  private static final int ALL_JOBS = 1 << 4;
  private static final int TOUCHED = 1 << 5;
  private static final int COUNT = 1 << 6;
  private static final int LOOKED_AT = COUNT - 1;

  private static final Duration FIGURES = Duration.ofSeconds(1);

  /// What is counted ages by itself: how long ago copies were read.
  private static final Duration AGES = Duration.ofHours(1);

  private static final Duration LAST_SEEN = Duration.ofSeconds(2);

  private final Catalogue catalogue;
  private final Jobs jobs;
  private final PeerFigures figures;
  private final InstantSource time;
  private final WatchValues values;
  private final DistributionDesk distribution;
  private final AtomicInteger flags = new AtomicInteger();
  private final AtomicLong touchedAt;
  private final Set<String> movedJobs = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> toldSeen = new HashMap<>();

  /// Those that told when they last read all their copies: of others that is guessed.
  private final Set<PeerId> scrubbed = new HashSet<>();

  private volatile Runnable onChange = () -> {};
  private volatile long nextExpiryMs = Long.MAX_VALUE;
  private Optional<Long> figuresAt = Optional.empty();

  WatchSource(
      Catalogue catalogue, Jobs jobs, PeerFigures figures, InstantSource time, WatchValues values) {
    this.catalogue = catalogue;
    this.jobs = jobs;
    this.figures = figures;
    this.time = time;
    this.values = values;
    this.distribution = new DistributionDesk(catalogue, figures);
    this.touchedAt = new AtomicLong(catalogue.head().index());
  }

  DistributionDesk distribution() {
    return distribution;
  }

  /// Everything is to be counted anew.
  void recount() {
    raise(COUNT);
  }

  /// What is called, on whatever thread and without waiting for it, when something may have
  /// changed.
  void onChange(Runnable wake) {
    onChange = wake;
  }

  @Override
  public void applied(long index, LogEntry entry) {
    Command command = entry.getCommand();
    int flag = CLUSTER | flags(command);
    if (command.hasJobChanged()) {
      movedJobs.add(command.getJobChanged().getJob().getJobId());
    }
    if (Catalogue.touchesStripes(command)) {
      touchedAt.accumulateAndGet(index, Math::max);
      flag |= TOUCHED;
    }
    raise(flag);
  }

  private static int flags(Command command) {
    return switch (command.getActCase()) {
      case PEER_JOINED, PEER_CHANGED, EPOCH_TAKEN -> PEERS | COUNT;
      case SET_DEFINED -> SETS;
      // How long it took is part of what is counted.
      case JOB_CHANGED ->
          isEndOfRepair(command.getJobChanged().getJob()) ? SOME_JOBS | COUNT : SOME_JOBS;
      case BACKUP_OPENED,
          BACKUP_CLOSED,
          BACKUP_DELETED,
          RETENTION_MOVED,
          BACKUP_KEPT,
          BACKUP_LOCKED,
          BACKUP_RELEASED,
          BACKUP_RETIERED,
          BACKUP_RAISED,
          BACKUP_PRUNED,
          BACKUP_BROUGHT_BACK,
          BACKUP_TESTED,
          STRIPES_RESERVED,
          STRIPES_COMMITTED,
          STRIPES_FOLDED,
          COPIES_RESERVED,
          COPIES_CHANGED,
          MAY_HOLD_CLEARED ->
          COUNT;
      default -> 0;
    };
  }

  private static boolean isEndOfRepair(JobEntry job) {
    return job.getKind().equals("repair") && Jobs.isFinal(job);
  }

  /// A job came or went on.
  void moved(JobEntry job) {
    movedJobs.add(job.getJobId());
    raise(SOME_JOBS);
  }

  /// Everything may have changed.
  void all() {
    raise(LOOKED_AT | COUNT);
  }

  private void raise(int flag) {
    if ((flags.getAndAccumulate(flag, (a, b) -> a | b) & flag) != flag) {
      onChange.run();
    }
  }

  /// Whether there is something to look at.
  boolean hasChanged() {
    return (flags.get() & LOOKED_AT) != 0;
  }

  /// Whether there is something to count.
  boolean isCountDue() {
    return (flags.get() & COUNT) != 0;
  }

  private int take(int which) {
    return flags.getAndAccumulate(which, (a, b) -> a & ~b) & which;
  }

  /// Looks at everything that is cheap to look at and may have changed.
  ///
  /// @param nanos of a clock that only goes forward
  void look(long nanos) {
    if (time.millis() >= nextExpiryMs) {
      nextExpiryMs = Long.MAX_VALUE;
      touchedAt.accumulateAndGet(catalogue.head().index(), Math::max);
      values.repeat(STRIPES, stripes(touchedAt.get()), time.millis());
      raise(COUNT);
    }
    int flag = take(LOOKED_AT);
    try {
      if ((flag & CLUSTER) != 0) {
        cluster();
      }
      if ((flag & SETS) != 0) {
        catalogue
            .sets()
            .all()
            .forEach(row ->
                put("set", row.name(), Change.newBuilder().setSet(SetMessages.message(row))));
      }
      boolean due = figuresAt.map(at -> nanos - at >= FIGURES.toNanos()).orElse(true);
      if ((flag & PEERS) != 0 || due) {
        figuresAt = Optional.of(nanos);
        catalogue.peers().all().forEach(row -> peer(row, nanos));
      }
      if ((flag & (SOME_JOBS | ALL_JOBS)) != 0) {
        jobs((flag & ALL_JOBS) != 0);
      }
      if ((flag & TOUCHED) != 0) {
        put(STRIPES, stripes(touchedAt.get()));
      }
    } catch (RuntimeException failed) {
      flags.accumulateAndGet(flag | ALL_JOBS, (a, b) -> a | b);
      throw failed;
    }
  }

  private static Change stripes(long index) {
    return Change.newBuilder().setStripes(StripesChanged.newBuilder().setLogIndex(index)).build();
  }

  private void cluster() {
    ClusterRow cluster = catalogue.cluster().find().orElseThrow();
    put(
        STATUS,
        Change.newBuilder().setStatus(Messages.status(cluster, catalogue.head().index())).build());
    put(KIT, Change.newBuilder().setKit(Messages.kit(cluster.kit())).build());
  }

  /// What a peer says of itself is told at once; that it was heard of again, now and then.
  private void peer(PeerRow row, long nanos) {
    boolean told = figures.scrubbedMs(row.id()) > 0;
    if (told ? scrubbed.add(row.id()) : scrubbed.remove(row.id())) {
      raise(COUNT);
    }
    // Keys and certificates are for machines, and long; the room of a disk changes all the time.
    PeerEntry entry =
        figures.live(Messages.peer(row)).toBuilder()
            .clearSealingKey()
            .clearCertificate()
            .clearRoom()
            .build();
    WatchValues.Key key = new WatchValues.Key("peer", entry.getPeerId());
    Optional<PeerEntry> before = values.value(key).map(Change::getPeer);
    boolean isOnlySeen =
        before
            .filter(known ->
                known.toBuilder()
                    .setLastSeenMs(entry.getLastSeenMs())
                    .setProvenMs(entry.getProvenMs())
                    .build()
                    .equals(entry))
            .isPresent();
    long seen = toldSeen.getOrDefault(entry.getPeerId(), nanos - LAST_SEEN.toNanos());
    if (before.filter(entry::equals).isPresent()
        || (isOnlySeen && nanos - seen < LAST_SEEN.toNanos())) {
      return;
    }
    toldSeen.put(entry.getPeerId(), nanos);
    put(key, Change.newBuilder().setPeer(entry).build());
  }

  private void jobs(boolean all) {
    Set<String> told = new LinkedHashSet<>(values.names("job"));
    Set<String> moved = Set.copyOf(movedJobs);
    movedJobs.removeAll(moved);
    if (!all && told.containsAll(moved)) {
      moved.forEach(id -> jobs.find(id).ifPresent(this::job));
      return;
    }
    for (JobEntry entry : jobs.newest(JOBS).reversed()) {
      told.remove(entry.getJobId());
      job(entry);
    }
    told.forEach(id -> values.remove(new WatchValues.Key("job", id), time.millis()));
  }

  private void job(JobEntry entry) {
    put(
        "job",
        entry.getJobId(),
        Change.newBuilder().setJob(entry.toBuilder().clearParameters().clearResult().clearTold()));
  }

  /// Goes over all stripes: which backups can be restored, and how everything is spread.
  void count() {
    int flag = take(COUNT);
    try {
      long now = time.millis();
      List<BackupRow> rows = catalogue.backups().all();
      List<String> listed =
          rows.stream().filter(row -> row.state().isListed()).map(BackupRow::id).toList();
      DistributionDesk.Counted counted = distribution.count(rows, listed, now);
      Map<String, String> hosts = new HashMap<>();
      long expiry = now + AGES.toMillis();
      for (BackupRow row : rows.reversed()) {
        String host = hosts.computeIfAbsent(row.host(), peer -> catalogue.peers().get(peer).name());
        boolean restorable = row.state().isListed() && !counted.unreadable().contains(row.id());
        put(
            "backup",
            row.id(),
            Change.newBuilder()
                .setBackup(Messages.backup(row, host).toBuilder().setRestorable(restorable)));
        if (row.state().isListed() && row.expiresMs() > now) {
          expiry = Math.min(expiry, row.expiresMs());
        }
      }
      nextExpiryMs = expiry;
      put(DISTRIBUTION, Change.newBuilder().setDistribution(counted.answer()).build());
    } catch (RuntimeException failed) {
      flags.accumulateAndGet(flag, (a, b) -> a | b);
      throw failed;
    }
  }

  private void put(String kind, String name, Change.Builder change) {
    put(new WatchValues.Key(kind, name), change.build());
  }

  private void put(WatchValues.Key key, Change change) {
    values.put(key, change, time.millis());
  }
}
