package com.plexichat.backup.shared.client;

import com.plexichat.backup.proto.ApprovePruneRequest;
import com.plexichat.backup.proto.ChangeRetentionRequest;
import com.plexichat.backup.proto.ListPrunesRequest;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlanPruneRequest;
import com.plexichat.backup.proto.RollBackPruneRequest;
import com.plexichat.backup.proto.RunPruneRequest;
import com.plexichat.backup.proto.ShowPruneRequest;
import com.plexichat.backup.proto.SweepTrashRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.Prune;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.PrunePlan;
import com.plexichat.backup.shared.model.RetentionChange;
import com.plexichat.backup.shared.wire.Backups;
import com.plexichat.backup.shared.wire.Consents;
import com.plexichat.backup.shared.wire.Jobs;
import com.plexichat.backup.shared.wire.Prunes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How long backups are kept, and what leaves the cluster.
final class PruneClient implements Pruning {
  /// How long an answer may take for which the coordinator goes over all stripes.
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(5);

  private final AgentClient agent;
  private final Identity person;

  PruneClient(AgentClient agent, Identity person) {
    this.agent = agent;
    this.person = person;
  }

  Backup changeRetention(String backupId, RetentionChange change, String reason) {
    ChangeRetentionRequest ask = Prunes.message(backupId, change, reason);
    return Backups.backup(agent.ask(stub -> stub.changeRetention(ask)));
  }

  PrunePlan plan(List<String> tiers, String set, Set<PruneCategory> categories) {
    PlanPruneRequest ask =
        PlanPruneRequest.newBuilder()
            .addAllTiers(tiers)
            .setSet(set)
            .addAllCategories(categories.stream().map(PruneCategory::word).sorted().toList())
            .setEarlyExpire(categories.contains(PruneCategory.LOW_VALUE))
            .build();
    return Prunes.plan(agent.ask(LONG_PATIENCE, stub -> stub.planPrune(ask)));
  }

  @Override
  public PrunePlan planAtOnce(List<String> tiers, String set, long bytes) {
    PlanPruneRequest ask =
        PlanPruneRequest.newBuilder().addAllTiers(tiers).setSet(set).setReclaimBytes(bytes).build();
    return Prunes.plan(agent.ask(LONG_PATIENCE, stub -> stub.planPrune(ask)));
  }

  @Override
  public PrunePlan planOf(String planId) {
    return Prunes.plan(message(planId));
  }

  private PlanPruneAnswer message(String planId) {
    ShowPruneRequest ask = ShowPruneRequest.newBuilder().setPlanId(planId).build();
    return agent.ask(stub -> stub.showPrune(ask));
  }

  @Override
  public PrunePlan approve(PrunePlan shown, String reason) {
    var plan = message(shown.id()).getPlan();
    if (!shown.consent().map(PrunePlan.Consent::hash).equals(Optional.of(Prunes.hash(plan)))) {
      throw new OperationFailed(
          FailureCode.PLAN_STALE, shown.id(), "what has its id is not what was shown.");
    }
    ApprovePruneRequest ask =
        ApprovePruneRequest.newBuilder()
            .setPlanId(shown.id())
            .setApproval(person.consent(Consents.of(plan)))
            .setReason(reason)
            .build();
    return Prunes.plan(agent.ask(stub -> stub.approvePrune(ask)));
  }

  JobStarted run(String planId, String reason) {
    RunPruneRequest ask = RunPruneRequest.newBuilder().setPlanId(planId).setReason(reason).build();
    return Jobs.started(agent.ask(stub -> stub.runPrune(ask)));
  }

  List<Prune> prunes() {
    ListPrunesRequest ask = ListPrunesRequest.getDefaultInstance();
    return agent.ask(stub -> stub.listPrunes(ask)).getPrunesList().stream()
        .map(Prunes::prune)
        .toList();
  }

  JobStarted rollBack(String jobId, String reason) {
    RollBackPruneRequest ask =
        RollBackPruneRequest.newBuilder().setJobId(jobId).setReason(reason).build();
    return Jobs.started(agent.ask(stub -> stub.rollBackPrune(ask)));
  }

  JobStarted sweep(String reason) {
    SweepTrashRequest ask = SweepTrashRequest.newBuilder().setReason(reason).build();
    return Jobs.started(agent.ask(stub -> stub.sweepTrash(ask)));
  }
}
