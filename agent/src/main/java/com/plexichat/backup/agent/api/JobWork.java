package com.plexichat.backup.agent.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.CheckIntegrityRequest;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.LockCopies;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.RaiseTier;
import com.plexichat.backup.proto.RepairIntegrityRequest;
import com.plexichat.backup.proto.RollBackPruneRequest;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;

/// What a job does, by its kind and its parameters.
record JobWork(JobMachines machines) {
  Work of(JobEntry job) {
    try {
      ByteString parameters = job.getParameters();
      return switch (job.getKind()) {
        case "check" -> machines.check(CheckIntegrityRequest.parseFrom(parameters));
        case "repair" -> machines.repair(RepairIntegrityRequest.parseFrom(parameters));
        case "prune" -> machines.prune(PrunePlan.parseFrom(parameters));
        case "rollback" -> machines.rollBack(RollBackPruneRequest.parseFrom(parameters));
        case "sweep" -> machines.sweep();
        case "lock" -> machines.lock(LockCopies.parseFrom(parameters));
        case "raise" -> machines.raise(RaiseTier.parseFrom(parameters));
        default -> remote(job, order(job));
      };
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the parameters of job " + job.getJobId(), e);
    }
  }

  /// What a job on another machine was asked for.
  static RunOrder order(JobEntry job) {
    try {
      return RunOrder.parseFrom(job.getParameters());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the parameters of job " + job.getJobId(), e);
    }
  }

  /// The prune that a rollback takes back.
  static String prune(JobEntry rollback) {
    try {
      return RollBackPruneRequest.parseFrom(rollback.getParameters()).getJobId();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the parameters of job " + rollback.getJobId(), e);
    }
  }

  private Work remote(JobEntry job, RunOrder order) {
    if (order.hasVerify() && isKeyless(order.getVerify().getDepth())) {
      return machines.verify(order.getVerify().getBackupId(), order.getVerify().getDepth());
    }
    return machines.remote(new PeerId(job.getHost()), order);
  }

  /// Whether verifying that deep takes no key.
  static boolean isKeyless(String depth) {
    return switch (depth) {
      case "presence", "hash" -> true;
      case "deep", "reconstruct" -> false;
      default ->
          throw new OperationFailed(FailureCode.USAGE, "There is no depth \"" + depth + "\".");
    };
  }
}
