package com.plexichat.backup.agent.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.JobTable;
import com.plexichat.backup.proto.CertificateAnswer;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.shared.model.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How fast this cluster gave data back lately, from the jobs that did: restores, and deep
/// verifications, which read and open everything a restore does.
///
/// @param bytesPerSecond one a job, from its first to its last moment, newest first
record RestoreRates(List<Double> bytesPerSecond) {
  private static final int JOBS_LOOKED_AT = 200;
  private static final int MOST = 20;

  /// Less says more of the latency than of the throughput.
  private static final long BYTES_LEAST = 1 << 20;

  private static final double MIB = 1 << 20;
  private static final double MS = 1000;

  RestoreRates {
    bytesPerSecond = List.copyOf(bytesPerSecond);
  }

  static RestoreRates of(JobTable jobs) {
    List<Double> rates = new ArrayList<>();
    for (JobEntry job : jobs.newest(JOBS_LOOKED_AT)) {
      long took = job.getEndedMs() - job.getStartedMs();
      if (rates.size() < MOST && took > 0 && job.getBytesDone() >= BYTES_LEAST && isReading(job)) {
        rates.add(job.getBytesDone() * MS / took);
      }
    }
    return new RestoreRates(rates);
  }

  private static boolean isReading(JobEntry job) {
    boolean done = job.getState().equals(JobState.DONE.name().toLowerCase(Locale.ROOT));
    boolean mayBe = job.getKind().equals("restore") || job.getKind().equals("verify");
    if (!done || !mayBe) {
      return false;
    }
    try {
      RunOrder order = RunOrder.parseFrom(job.getParameters());
      return order.hasRestore()
          ? !order.getRestore().getDryRun()
          : order.getVerify().getDepth().equals("deep");
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("the parameters of job " + job.getJobId(), notOurs);
    }
  }

  /// What so many bytes would take; −1 where nothing was measured, with the reason.
  void estimate(long bytes, CertificateAnswer.Builder answer) {
    if (bytesPerSecond.isEmpty()) {
      answer
          .setEtaLowMs(-1)
          .setEtaHighMs(-1)
          .setEtaBasis("No restore or deep verification of at least 1 MiB was measured yet.");
      return;
    }
    double slowest = bytesPerSecond.stream().mapToDouble(rate -> rate).min().orElseThrow();
    double fastest = bytesPerSecond.stream().mapToDouble(rate -> rate).max().orElseThrow();
    answer
        .setEtaLowMs(Math.round(bytes / fastest * MS))
        .setEtaHighMs(Math.round(bytes / slowest * MS))
        .setEtaBasis(
            bytesPerSecond.size() == 1
                ? "Measured once, at %s MiB/s.".formatted(mib(slowest))
                : "Measured in the last %d restores and deep verifications, at %s to %s MiB/s."
                    .formatted(bytesPerSecond.size(), mib(slowest), mib(fastest)));
  }

  private static String mib(double rate) {
    return String.format(Locale.ROOT, rate < 10 * MIB ? "%.1f" : "%.0f", rate / MIB);
  }
}
