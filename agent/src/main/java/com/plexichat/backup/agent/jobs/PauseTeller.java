package com.plexichat.backup.agent.jobs;

import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PauseOrder;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the machine that executes a job whether it shall rest, until that machine says so itself:
/// after every change here, and whenever it is heard to do otherwise (it was started again, or the
/// coordinator was).
final class PauseTeller {
  private static final Logger LOG = LoggerFactory.getLogger(PauseTeller.class);

  private final RemoteWork.Agents agents;
  private final PeerId host;
  private final JobControl control;
  private boolean isTelling;
  private boolean isAgain;

  PauseTeller(RemoteWork.Agents agents, PeerId host, JobControl control) {
    this.agents = agents;
    this.host = host;
    this.control = control;
  }

  /// What the machine told last.
  void heard(JobEntry entry) {
    if (!Jobs.isFinal(entry) && (entry.getPausedMs() > 0) != control.isPaused()) {
      tell();
    }
  }

  /// One call at a time, the last one with what is wanted then.
  void tell() {
    synchronized (this) {
      isAgain = true;
      if (isTelling) {
        return;
      }
      isTelling = true;
    }
    Thread.ofVirtual().name("pause-" + control.jobId()).start(this::call);
  }

  private void call() {
    while (true) {
      synchronized (this) {
        if (!isAgain) {
          isTelling = false;
          return;
        }
        isAgain = false;
      }
      JobEntry wanted = control.entry();
      try {
        agents.pause(
            host,
            PauseOrder.newBuilder()
                .setJobId(wanted.getJobId())
                .setPaused(wanted.getPausedMs() > 0)
                .setReason(wanted.getPauseReason())
                .build());
      } catch (OperationFailed e) {
        LOG.info("whether job {} rests was not told: {}", wanted.getJobId(), e.sentence());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
