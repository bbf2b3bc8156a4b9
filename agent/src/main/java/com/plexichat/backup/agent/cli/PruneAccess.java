package com.plexichat.backup.agent.cli;

import com.plexichat.backup.proto.CheckPlanAnswer;
import com.plexichat.backup.proto.CheckPlanRequest;
import com.plexichat.backup.proto.CheckRollbackRequest;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.PruneReport;
import com.plexichat.backup.proto.ReportPruneRequest;
import com.plexichat.backup.proto.RollbackOutlook;

/// The calls of the service `Prunes`, and what is signed here; they fail as those of
/// [ClusterAccess] do.
public interface PruneAccess {
  CheckPlanAnswer checkPlan(CheckPlanRequest request);

  PruneReport reportPrune(ReportPruneRequest request);

  RollbackOutlook checkRollback(CheckRollbackRequest request);

  /// Signs the plan that was shown, as the context's person.
  PlanPruneAnswer approvePrune(PrunePlan shown, String planId, String reason);
}
