package com.plexichat.backup.agent.cli.remote;

import com.plexichat.backup.agent.cli.PruneAccess;
import com.plexichat.backup.proto.ApprovePruneRequest;
import com.plexichat.backup.proto.CheckPlanAnswer;
import com.plexichat.backup.proto.CheckPlanRequest;
import com.plexichat.backup.proto.CheckRollbackRequest;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.PruneReport;
import com.plexichat.backup.proto.PrunesGrpc;
import com.plexichat.backup.proto.PrunesGrpc.PrunesBlockingStub;
import com.plexichat.backup.proto.ReportPruneRequest;
import com.plexichat.backup.proto.RollbackOutlook;
import com.plexichat.backup.shared.client.AgentClient;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.wire.Consents;
import java.time.Duration;
import java.util.function.Function;

/// The calls of the service `Prunes`, and what is signed here, over a connection that is open.
///
/// @param person whose key signs
/// @param deadline of each call
record PruneCalls(Identity person, AgentClient client, Duration deadline) implements PruneAccess {
  private <A> A ask(Function<PrunesBlockingStub, A> question) {
    return client.ask(deadline, PrunesGrpc::newBlockingStub, question);
  }

  @Override
  public CheckPlanAnswer checkPlan(CheckPlanRequest request) {
    return ask(stub -> stub.checkPlan(request));
  }

  @Override
  public PruneReport reportPrune(ReportPruneRequest request) {
    return ask(stub -> stub.reportPrune(request));
  }

  @Override
  public RollbackOutlook checkRollback(CheckRollbackRequest request) {
    return ask(stub -> stub.checkRollback(request));
  }

  @Override
  public PlanPruneAnswer approvePrune(PrunePlan shown, String planId, String reason) {
    ApprovePruneRequest request =
        ApprovePruneRequest.newBuilder()
            .setPlanId(planId)
            .setApproval(person.consent(Consents.of(shown)))
            .setReason(reason)
            .build();
    return client.ask(deadline, stub -> stub.approvePrune(request));
  }
}
