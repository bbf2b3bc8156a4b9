package com.plexichat.backup.agent.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.JobTable;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.planning.Durability;
import com.plexichat.backup.agent.planning.FailureRate;
import com.plexichat.backup.proto.DurabilityBasis;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.RepairIntegrityRequest;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.PeerState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What this cluster knows of failures, repairs and rot, and what is assumed where it knows
/// nothing.
///
/// Lost machines are those that are down or removed now: one that came back with its copies lost
/// nothing. Their own years do not count, because the catalogue does not keep when they went; fewer
/// years make the rate larger, never smaller.
record KnownRates(DurabilityBasis basis) {
  /// Assumed until enough repairs were measured: so many of them, or so many bytes. A few tiny ones
  /// say nothing of what a lost machine takes; what they take longer than this is believed at once.
  static final Duration REPAIR = Duration.ofHours(24);

  /// Assumed until a person brings a machine.
  static final Duration WAIT = Duration.ofDays(7);

  /// Disks of which a sector cannot be read any more, in a year (Bairavasundaram and others 2007,
  /// "An analysis of latent sector errors in disk drives": 1.4 % of enterprise disks).
  static final double ROT_PERCENT = 1.4;

  /// One event in ten thousand years.
  static final double COMMON_PERCENT = 0.01;

  private static final int REPAIRS_ENOUGH = 20;
  private static final long BYTES_ENOUGH = 1L << 30;
  private static final int JOBS_LOOKED_AT = 200;
  private static final double MOSTLY = 0.95;

  /// Less says more of the latency than of the throughput.
  private static final long BYTES_LEAST = 1 << 20;

  private static final double YEAR_MS = 8766 * 3_600_000.0;
  private static final double HOUR_MS = 3_600_000.0;

  /// Years are told in thousandths, so that they are not told anew with every second.
  private static final double YEARS_STEP = 1000;

  private static final double HUNDRED = 100;

  static KnownRates of(List<PeerRow> peers, JobTable jobs, PeerFigures figures, long nowMs) {
    double years = 0;
    int lost = 0;
    for (PeerRow peer : peers) {
      if (peer.state().counts()) {
        years += Math.max(0, nowMs - peer.joinedMs()) / YEAR_MS;
      } else {
        lost += peer.state() == PeerState.INVITED ? 0 : 1;
      }
    }
    years = Math.floor(years * YEARS_STEP) / YEARS_STEP;
    FailureRate rate = new FailureRate(lost, years);
    List<JobEntry> repairs =
        jobs.newest(JOBS_LOOKED_AT).stream().filter(KnownRates::isRepair).toList();
    long fullest =
        peers.stream()
            .filter(peer -> peer.state().counts())
            .mapToLong(PeerRow::bytes)
            .max()
            .orElse(0);
    DurabilityBasis.Builder basis =
        DurabilityBasis.newBuilder()
            .setMachineLossPct(HUNDRED * rate.perYear())
            .setMachineLossLowPct(HUNDRED * rate.low())
            .setMachineLossHighPct(HUNDRED * rate.high())
            .setMachinesLost(lost)
            .setMachineYears(years)
            .setRepairsMeasured(repairs.size())
            .setRepairKnown(isEnough(repairs))
            .setRepairMs(repairMs(repairs, figures.pace().noticeMs(), fullest))
            .setWaitMs(WAIT.toMillis())
            .setRotPct(ROT_PERCENT)
            .setCommonPct(COMMON_PERCENT);
    scrub(basis, peers, figures, nowMs);
    return new KnownRates(basis.build());
  }

  /// In whole hours, so that it is not told anew with every second; never less than one.
  private static void scrub(
      DurabilityBasis.Builder basis, List<PeerRow> peers, PeerFigures figures, long nowMs) {
    long oldest = 0;
    for (PeerRow peer : peers) {
      if (!peer.state().counts() || peer.copies() == 0) {
        continue;
      }
      basis.setMachines(basis.getMachines() + 1);
      long read = figures.scrubbedMs(peer.id());
      if (read > 0) {
        basis.setScrubsTold(basis.getScrubsTold() + 1);
        oldest = Math.max(oldest, nowMs - read);
      } else {
        // No copy is older than its holder.
        oldest = Math.max(oldest, Math.min(figures.pace().scrubMs(), nowMs - peer.joinedMs()));
      }
    }
    long hours = Math.max(1, (long) Math.ceil(oldest / HOUR_MS));
    basis.setScrubMs(Duration.ofHours(hours).toMillis());
  }

  private static boolean isEnough(List<JobEntry> repairs) {
    return repairs.size() >= REPAIRS_ENOUGH
        || repairs.stream().mapToLong(JobEntry::getBytesDone).sum() >= BYTES_ENOUGH;
  }

  private static long repairMs(List<JobEntry> repairs, long noticeMs, long fullest) {
    long measured = repairs.isEmpty() ? 0 : noticeMs + lasting(repairs, fullest);
    return isEnough(repairs) ? measured : Math.max(REPAIR.toMillis(), measured);
  }

  /// How long 95 of 100 repairs take at most, and what the copies of the fullest machine take at
  /// the rate that 95 of 100 reach: most repairs mend less than a machine.
  private static long lasting(List<JobEntry> repairs, long fullest) {
    List<Long> took = repairs.stream().map(KnownRates::took).sorted().toList();
    List<Double> msPerByte =
        repairs.stream()
            .filter(job -> job.getBytesDone() >= BYTES_LEAST)
            .map(job -> (double) took(job) / job.getBytesDone())
            .sorted()
            .toList();
    long whole = msPerByte.isEmpty() ? 0 : Math.round(fullest * mostly(msPerByte));
    return Math.max(mostly(took), whole);
  }

  private static long took(JobEntry job) {
    return Math.max(1, job.getEndedMs() - job.getStartedMs());
  }

  private static boolean isRepair(JobEntry job) {
    if (!job.getKind().equals("repair")
        || !job.getState().equals(JobState.DONE.name().toLowerCase(Locale.ROOT))) {
      return false;
    }
    try {
      return !RepairIntegrityRequest.parseFrom(job.getParameters()).getDryRun()
          && RepairResult.parseFrom(job.getResult()).getRepaired() > 0;
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("what job " + job.getJobId() + " came to", notOurs);
    }
  }

  private static <T> T mostly(List<T> sorted) {
    return sorted.get((int) Math.ceil(MOSTLY * sorted.size()) - 1);
  }

  /// The same, to reckon with.
  Durability.Basis toReckonWith() {
    return new Durability.Basis(
        new FailureRate(basis.getMachinesLost(), basis.getMachineYears()),
        basis.getRepairMs() / HOUR_MS,
        Math.max(basis.getRepairMs(), basis.getWaitMs()) / HOUR_MS,
        basis.getScrubMs() / HOUR_MS,
        basis.getRotPct() / HUNDRED,
        basis.getCommonPct() / HUNDRED);
  }

  /// From the loss of a machine until its copies are there again.
  long repairMs(boolean isSpare) {
    return isSpare ? basis.getRepairMs() : Math.max(basis.getRepairMs(), basis.getWaitMs());
  }
}
