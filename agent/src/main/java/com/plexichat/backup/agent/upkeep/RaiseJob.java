package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.agent.policy.Retiering;
import com.plexichat.backup.proto.RaiseTier;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Tier;
import java.util.Map;
import java.util.Optional;

/// Makes the copies that a raised backup asks for; when it has them, its tier is the new one.
///
/// The copies are made by a repair of all that is short: the backup asks for them already. Run
/// again after a restart, it goes on with what is short then. A backup that got another tier
/// meanwhile, or is gone, is left as it is.
public final class RaiseJob implements Work {
  private final UpkeepBase base;
  private final Work repair;
  private final RaiseTier order;

  public RaiseJob(UpkeepBase base, Work repair, RaiseTier order) {
    this.base = base;
    this.repair = repair;
    this.order = order;
  }

  @Override
  public byte[] run(JobControl control) throws InterruptedException {
    byte[] result = repair.run(control);
    BackupRow backup = base.catalogue().backups().get(order.getBackupId());
    Optional<Tier> wanted = backup.retention().wanted();
    if (wanted.isEmpty() || !backup.state().isListed()) {
      return result;
    }
    int copies = wanted.get().copies();
    if (!base.catalogue().use().shortOf(Map.of(backup.id(), copies), base.now()).isEmpty()) {
      throw new OperationFailed(
          FailureCode.RAISE_UNDONE, backup.id(), wanted.get().name(), sentence(result));
    }
    base.catalogue()
        .submit(
            control.entry().getAskedBy(),
            order.getWhy(),
            "",
            new Retiering(backup, wanted.get()).command());
    return result;
  }

  private static String sentence(byte[] result) {
    try {
      return RepairResult.parseFrom(result).getSentence();
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("the result of a repair", notOurs);
    }
  }
}
