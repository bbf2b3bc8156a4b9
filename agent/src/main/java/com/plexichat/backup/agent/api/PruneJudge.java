package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.planning.PrunePlanner.Verdict;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Whether a plan may run now, as it was shown. A run asks it, and so does a check: what keeps one
/// of them keeps the other.
record PruneJudge(
    PruneGates gates, PruneCandidates candidates, PruneConsents consents, TrashBudget budget) {

  /// All that keeps it from running, as a run is refused; the first one is what a run says.
  List<OperationFailed> refusals(PrunePlan plan, String name) {
    List<OperationFailed> all = new ArrayList<>(gates.refusals());
    consents.refusal(plan, name).ifPresent(all::add);
    budget.refusal(plan, name).ifPresent(all::add);
    if (plan.getEpoch() != gates.cluster().epoch()) {
      all.add(stale(name, "another coordinator took over."));
    }
    Map<String, Verdict> now =
        candidates.judge(candidates.rows(), PruneConsents.endsEarly(plan)).stream()
            .collect(Collectors.toMap(Verdict::id, Function.identity()));
    for (PlannedBackup planned : plan.getRemovedList()) {
      Verdict verdict = now.get(planned.getBackupId());
      if (verdict == null || !verdict.goes()) {
        String why = verdict == null ? "It is gone." : verdict.reason();
        all.add(stale(name, "backup %s stays. %s".formatted(planned.getBackupId(), why)));
      }
    }
    return all;
  }

  void require(PrunePlan plan, String name) {
    refusals(plan, name).stream()
        .findFirst()
        .ifPresent(no -> {
          throw no;
        });
  }

  private static OperationFailed stale(String name, String why) {
    return new OperationFailed(FailureCode.PLAN_STALE, name, why);
  }
}
