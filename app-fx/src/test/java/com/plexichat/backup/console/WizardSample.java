package com.plexichat.backup.console;

import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.ClusterFacts;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.PathWarning;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.Role;
import com.plexichat.backup.shared.model.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A made-up but plausible cluster, for screens to be looked at without agents.
final class WizardSample {
  static final Instant NOW = Instant.parse("2026-11-25T21:00:00Z");

  static final Peer FIRST = peer(1, "berlin-storage-01", PeerState.ACTIVE, "eu-central", true);
  static final List<Peer> PEERS =
      List.of(
          FIRST,
          peer(2, "berlin-storage-02", PeerState.ACTIVE, "eu-central", false),
          peer(
              3,
              "madrid-archive-with-a-very-long-host-name-3",
              PeerState.ACTIVE,
              "eu-south",
              false),
          peer(4, "oslo-1", PeerState.ACTIVE, "eu-north", false),
          peer(5, "oslo-2", PeerState.DOWN, "eu-north", false));

  static final BackupSet DOCS =
      new BackupSet(
          "docs",
          FIRST.id().hex(),
          List.of(FilePath.of("/srv/docs")),
          List.of("*.tmp"),
          Tier.SILVER);

  private WizardSample() {}

  static ClusterFacts facts(boolean kitStored) {
    return new ClusterFacts(
        "c1f0",
        "harbour",
        3,
        812,
        Optional.of(FIRST.id()),
        kitStored,
        "ana",
        List.of(Role.ADMINISTRATOR));
  }

  static Peer peer(int number, String name, PeerState state, String region, boolean coordinator) {
    return new Peer(
        new PeerId(String.format("%032x", number)),
        name,
        state,
        "10.0.0." + number + ":7443",
        "owner-" + number,
        region,
        region + "-a",
        new ByteSize(500L << 30),
        new ByteSize(number * (9L << 30)),
        number * 1_200L,
        coordinator,
        Optional.of(Duration.ofMillis(number * 4L)),
        Optional.of(NOW));
  }

  static Backup backup(String id, long number, BackupState state, String sentence) {
    return new Backup(
        id,
        "docs",
        FIRST.name(),
        number,
        NOW.minus(Duration.ofHours(30 - number)),
        "silver",
        state,
        new Backup.Counts(
            48_210,
            3_104,
            7_340_032_000L,
            1_204_000_000L,
            3_612_000_000L,
            301_000_000L,
            3_913_000_000L),
        Duration.ofMinutes(7),
        Optional.empty(),
        state.isListed(),
        4,
        Optional.empty(),
        List.of(),
        "job-" + number,
        sentence);
  }

  static Job job(String id, String kind, JobState state, Job.Progress progress) {
    return new Job(
        id,
        kind,
        state,
        "",
        state.isFinal() ? "" : kind,
        progress,
        Optional.of(NOW),
        state.isFinal() ? Optional.of(NOW.plusSeconds(92)) : Optional.empty(),
        "ana",
        Optional.of(FIRST.id()),
        "",
        Optional.empty(),
        Optional.empty());
  }

  static Job with(Job job, JobResult result) {
    return new Job(
        job.id(),
        job.kind(),
        job.state(),
        job.reason(),
        job.phase(),
        job.progress(),
        job.started(),
        job.ended(),
        job.askedBy(),
        job.host(),
        job.backupId(),
        job.failure(),
        Optional.of(result));
  }

  static Job failed(String id, String kind, String code, String sentence) {
    Job job = job(id, kind, JobState.FAILED, half());
    return new Job(
        job.id(),
        job.kind(),
        job.state(),
        job.reason(),
        job.phase(),
        job.progress(),
        job.started(),
        job.ended(),
        job.askedBy(),
        job.host(),
        job.backupId(),
        Optional.of(new Job.Trouble(code, sentence, "Choose another one.")),
        Optional.empty());
  }

  static Job.Progress half() {
    return new Job.Progress(
        21_300,
        48_210,
        3_140_000_000L,
        7_340_032_000L,
        81_000_000,
        Optional.of(Duration.ofSeconds(52)));
  }

  static PathWarning notWhole(int number) {
    return new PathWarning(
        FilePath.of("/srv/docs/2026/plans/quarter-" + number + "/budget.ods"),
        "not_restorable",
        "2 shards of stripe 17." + number + " are left and it takes 8");
  }
}
