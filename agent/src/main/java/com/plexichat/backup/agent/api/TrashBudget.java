package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TrashTable.Heap;
import com.plexichat.backup.agent.policy.ConfigBook;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.Parameter;
import java.util.Optional;

/// What the trash may hold. It takes space until it is swept, and nothing is swept sooner for it:
/// so a prune takes no more backups than fit.
record TrashBudget(Catalogue catalogue) {
  /// How much more may go there.
  long room() {
    long budget = bytes();
    return budget == 0 ? Long.MAX_VALUE : Math.max(0, budget - held());
  }

  /// Why a backup stays that would go otherwise.
  String sentence() {
    return "The trash may hold %s (trash.budget), and there is no room for it."
        .formatted(new ByteSize(bytes()));
  }

  /// PLAN_STALE when the trash was filled since a plan was made. What no backup needs goes whatever
  /// there is.
  Optional<OperationFailed> refusal(PrunePlan plan, String name) {
    boolean isFull =
        plan.getRemovedCount() > 0 && plan.getReclaimBytes() == 0 && plan.getBytes() > room();
    return isFull
        ? Optional.of(
            new OperationFailed(
                FailureCode.PLAN_STALE, name, "the trash has no room for it (trash.budget)."))
        : Optional.empty();
  }

  private long bytes() {
    return new ConfigBook(catalogue).tuning().size(Parameter.TRASH_BUDGET);
  }

  private long held() {
    return catalogue.trash().heaps().stream().mapToLong(Heap::bytes).sum();
  }
}
