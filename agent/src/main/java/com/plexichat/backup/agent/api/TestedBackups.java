package com.plexichat.backup.agent.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.proto.BackupTested;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.RestoreWork;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.proto.VerifyResult;
import com.plexichat.backup.proto.VerifyWork;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes in the log that a backup was tested: that everything in it was read from its holders.
///
/// The agent that did so is believed as far as the coordinator can know: this job is its own order
/// to that agent, and the agent was given a ticket for all of the backup. Who was given none read
/// nothing, whatever it says.
public final class TestedBackups {
  private static final Logger LOG = LoggerFactory.getLogger(TestedBackups.class);

  private final Catalogue catalogue;
  private final TicketBook tickets;

  public TestedBackups(Catalogue catalogue, TicketBook tickets) {
    this.catalogue = catalogue;
    this.tickets = tickets;
  }

  /// A job has ended well, with this result. That its test cannot be noted does not fail it.
  void ended(JobEntry job, byte[] result) {
    try {
      RunOrder order =
          switch (job.getKind()) {
            case "restore", "verify" -> RunOrder.parseFrom(job.getParameters());
            default -> RunOrder.getDefaultInstance();
          };
      switch (order.getWorkCase()) {
        case RESTORE -> {
          if (isTest(order.getRestore(), RestoreResult.parseFrom(result))) {
            note(job, order.getRestore().getBackupId(), "restore", "Everything was restored.");
          }
        }
        case VERIFY -> {
          if (isTest(order.getVerify(), VerifyResult.parseFrom(result))) {
            note(job, order.getVerify().getBackupId(), "verify", "Everything was read well.");
          }
        }
        default -> {}
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the order or result of job " + job.getJobId(), e);
    }
  }

  /// Files that were kept were not read. Only a restore into an empty folder keeps what it restored
  /// itself, before it was broken off.
  private static boolean isTest(RestoreWork work, RestoreResult result) {
    return !work.getDryRun()
        && work.getIncludesCount() == 0
        && result.getState().equals("complete")
        && (result.getKept() == 0 || work.getOverwrite().isEmpty());
  }

  /// A deep verification is a restore but for the writing. One that met damage is none: it calls
  /// for a repair, and the date would say that all is well.
  private static boolean isTest(VerifyWork work, VerifyResult result) {
    return (work.getDepth().equals("deep") || work.getDepth().equals("reconstruct"))
        && result.getState().equals("ok");
  }

  private void note(JobEntry job, String backup, String purpose, String reason) {
    PeerId reader = new PeerId(job.getHost());
    if (!mayHaveRead(reader, job, backup, purpose)) {
      LOG.warn(
          "job {} is no test of backup {}: {} had no ticket", job.getJobId(), backup, reader.hex());
      return;
    }
    BackupTested tested =
        BackupTested.newBuilder().setBackupId(backup).setJobId(job.getJobId()).build();
    try {
      catalogue.submit(
          "peer:" + reader.hex(), reason, "", Command.newBuilder().setBackupTested(tested).build());
    } catch (OperationFailed e) {
      LOG.warn("the test of backup {} is not noted: {}", backup, e.sentence());
    }
  }

  /// A job may be older than the memory of tickets, when the coordinator was started again. Then it
  /// counts whether its agent would be given one.
  private boolean mayHaveRead(PeerId reader, JobEntry job, String backup, String purpose) {
    return job.getStartedMs() >= tickets.sinceMs()
        ? tickets.wasGiven(reader, backup, purpose, job.getStartedMs())
        : catalogue
            .backups()
            .find(backup)
            .flatMap(row -> catalogue.vaults().find(row.vault()))
            .filter(vault -> vault.recipients().contains(reader.hex()))
            .isPresent();
  }
}
