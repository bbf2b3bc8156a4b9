package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.jobs.JobClass;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.proto.JobDiagnosis;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobFinding;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Failures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Names what keeps a job from going on, each time with what it is known from.
///
/// Nothing is guessed: where no cause is known it says so, and how long nothing has moved.
public final class JobDoctor {
  private static final Duration STILL = Duration.ofMinutes(1);

  /// Stripes of a backup whose holders are looked at.
  private static final int STRIPES_AT_MOST = 5_000;

  private static final long ROOM_LEAST = 64L << 20;

  private static final Set<String> BLOCKING =
      Set.of("paused", "waits", "machine_silent", "peer_silent", "no_space", "failed", "idle");

  private final Catalogue catalogue;
  private final Jobs jobs;
  private final PeerFigures figures;
  private final InstantSource time;

  public JobDoctor(Catalogue catalogue, Jobs jobs, PeerFigures figures, InstantSource time) {
    this.catalogue = catalogue;
    this.jobs = jobs;
    this.figures = figures;
    this.time = time;
  }

  JobDiagnosis diagnose(JobEntry job) {
    List<JobFinding> found = new ArrayList<>();
    if (Jobs.isFinal(job)) {
      found.add(ended(job));
    } else {
      asked(job, found);
      machine(job, found);
      boolean isStill = isStill(job);
      List<JobFinding> peers = peers(job);
      if (found.isEmpty() && isStill) {
        found.addAll(peers);
        found.add(course(job, true));
      } else {
        if (found.isEmpty() || !job.getPhase().isEmpty()) {
          found.add(course(job, isStill));
        }
        found.addAll(peers);
      }
    }
    return JobDiagnosis.newBuilder()
        .setJob(job.toBuilder().clearParameters().clearResult())
        .setBlocked(BLOCKING.contains(found.getFirst().getCode()))
        .addAllFindings(found)
        .setAtMs(time.millis())
        .build();
  }

  private static JobFinding ended(JobEntry job) {
    return switch (Jobs.state(job)) {
      case FAILED -> {
        OperationFailed failure = Failures.failed(job.getFailure());
        yield finding("failed", "It failed: " + failure.sentence())
            .setNextAct(failure.nextAct())
            .addEvidence("failure " + failure.code() + " at " + at(job.getEndedMs()))
            .build();
      }
      case CANCELLED ->
          finding("cancelled", "It was cancelled.")
              .setNextAct("Start it again with `plexichat job restart " + job.getJobId() + "`.")
              .addEvidence("ended at " + at(job.getEndedMs()))
              .build();
      case ROLLED_BACK ->
          finding("done", "What it did was taken back.").addEvidence(job.getReason()).build();
      default ->
          finding("done", "It is done.").addEvidence("ended at " + at(job.getEndedMs())).build();
    };
  }

  /// What somebody, or the order of the jobs, keeps it from.
  private void asked(JobEntry job, List<JobFinding> found) {
    if (job.getPausedMs() > 0) {
      boolean isResting = Jobs.state(job) == JobState.PAUSED;
      found.add(
          finding(isResting ? "paused" : "pausing", job.getReason())
              .setNextAct("Let it go on with `plexichat job resume " + job.getJobId() + "`.")
              .addEvidence("paused by " + job.getPausedBy() + " at " + at(job.getPausedMs()))
              .build());
    }
    for (String id : job.getWaitsForList()) {
      jobs.find(id)
          .filter(other -> !Jobs.isFinal(other))
          .ifPresent(other ->
              found.add(
                  finding(
                          "waits",
                          "It waits for job %s (%s), which is %s."
                              .formatted(id, other.getKind(), other.getState()))
                      .setNextAct(
                          "It begins by itself; why that one takes so long: `plexichat job diagnose"
                              + " "
                              + id
                              + "`.")
                      .addEvidence(
                          "%s jobs and %s jobs do not work on stripes at the same time"
                              .formatted(job.getKind(), other.getKind()))
                      .addEvidence(moved(other))
                      .build()));
    }
  }

  private void machine(JobEntry job, List<JobFinding> found) {
    if (job.getHost().isEmpty()) {
      return;
    }
    PeerEntry host = live(catalogue.peers().get(job.getHost()));
    boolean isSilent =
        host.getState() == com.plexichat.backup.proto.PeerState.SUSPECT
            || host.getState() == com.plexichat.backup.proto.PeerState.DOWN;
    if (Jobs.state(job) == JobState.STALLED || isSilent) {
      String sentence =
          isSilent ? "Its machine, " + host.getName() + ", does not answer." : job.getReason();
      found.add(
          finding("machine_silent", sentence)
              .setNextAct(
                  "Check that the agent runs there; the job goes on by itself when it is heard.")
              .addEvidence("peer " + host.getName() + " is " + host.getState())
              .addEvidence("peer last heard " + at(host.getLastSeenMs()))
              .addEvidence("job last heard " + at(job.getHeartbeatMs()))
              .build());
    }
  }

  /// Peers that it needs and that do not do their part.
  private List<JobFinding> peers(JobEntry job) {
    JobClass kind = JobClass.of(job.getKind());
    Set<String> needed = new TreeSet<>();
    if (kind == JobClass.READ && !job.getBackupId().isEmpty()) {
      needed.addAll(holders(job.getBackupId()));
    }
    List<JobFinding> found = new ArrayList<>();
    for (PeerRow row : catalogue.peers().all()) {
      boolean isNeeded = needed.isEmpty() ? row.copies() > 0 : needed.contains(row.id().hex());
      PeerEntry peer = live(row);
      if ((row.state() == PeerState.SUSPECT || row.state() == PeerState.DOWN)
          && isNeeded
          && !row.id().hex().equals(job.getHost())) {
        found.add(
            finding("peer_silent", "Peer " + row.name() + ", which it needs, does not answer.")
                .setNextAct("See `plexichat peer status " + row.name() + "`.")
                .addEvidence("state " + row.state() + ", " + row.copies() + " copies")
                .addEvidence("last heard " + at(peer.getLastSeenMs()))
                .build());
      }
      if (kind != JobClass.READ && row.state().takesShards()) {
        room(peer, found);
      }
    }
    return found;
  }

  private static void room(PeerEntry peer, List<JobFinding> found) {
    long free = peer.getCapacity() - peer.getUsed();
    if (!peer.getTrouble().isEmpty() || free < ROOM_LEAST) {
      found.add(
          finding("no_space", "Peer " + peer.getName() + " takes no shards.")
              .setNextAct("Free space there, raise its capacity, or mend its disk.")
              .addEvidence(
                  peer.getTrouble().isEmpty() ? free + " bytes are free" : peer.getTrouble())
              .build());
    }
  }

  private Set<String> holders(String backup) {
    List<StripeId> stripes = new ArrayList<>();
    catalogue
        .stripes()
        .neededBy(
            backup,
            stripe -> {
              if (stripes.size() < STRIPES_AT_MOST) {
                stripes.add(stripe);
              }
            });
    Set<String> holders = new TreeSet<>();
    catalogue.stripes().get(stripes, time.millis()).stream()
        .flatMap(stripe -> stripe.shards().stream())
        .flatMap(shard -> shard.copies().stream())
        .filter(copy -> copy.state().isCounted())
        .map(CopyRow::peer)
        .map(PeerId::hex)
        .forEach(holders::add);
    return holders;
  }

  private boolean isStill(JobEntry job) {
    return Jobs.state(job) == JobState.RUNNING
        && time.millis() - Math.max(job.getProgressedMs(), job.getStartedMs()) > STILL.toMillis();
  }

  private JobFinding course(JobEntry job, boolean isStill) {
    String what = job.getPhase().isEmpty() ? job.getState() : job.getPhase();
    JobFinding.Builder found =
        isStill
            ? finding("idle", "Nothing of it has moved for a minute or longer, at: " + what + ".")
                .setNextAct(
                    "A large file or a slow disk takes long; see the log of its machine, or"
                        + " `plexichat job cancel "
                        + job.getJobId()
                        + "`.")
            : finding("moving", "It is at: " + what + ".");
    return found
        .addEvidence(moved(job))
        .addEvidence("last heard " + at(job.getHeartbeatMs()))
        .addEvidence("%.0f bytes a second".formatted(job.getRate()))
        .build();
  }

  private static String moved(JobEntry job) {
    return "job %s last moved %s".formatted(job.getJobId(), at(job.getProgressedMs()));
  }

  private PeerEntry live(PeerRow row) {
    return figures.live(Messages.peer(row));
  }

  private static JobFinding.Builder finding(String code, String sentence) {
    return JobFinding.newBuilder().setCode(code).setSentence(sentence);
  }

  private static String at(long ms) {
    return ms == 0 ? "never" : Instant.ofEpochMilli(ms).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
