package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.security.Approvals;
import com.plexichat.backup.proto.Approval;
import com.plexichat.backup.proto.Gate;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.wire.Consents;
import java.util.List;
import java.util.Optional;

/// Two people's consent to an emergency plan, or to one that ends backups early. It lies with the
/// plan. That to an emergency goes with each order to delete, because machines do not take the
/// coordinator's word for it.
record PruneConsents(Approvals approvals) {
  private static final String NAME = "G6";

  static boolean isEmergency(PrunePlan plan) {
    return plan.getReclaimBytes() > 0;
  }

  /// Whether it takes backups whose retention goes on.
  static boolean endsEarly(PrunePlan plan) {
    return plan.getCategoriesList().stream()
        .anyMatch(one -> one.getCategory().equals(PruneCategory.LOW_VALUE.word()));
  }

  /// Whether a plan takes two people.
  static boolean isAsked(PrunePlan plan) {
    return isEmergency(plan) || endsEarly(plan);
  }

  /// Who has approved a plan.
  List<String> people(PrunePlan plan) {
    return plan.getApprovalsList().stream().map(one -> approvals.given(one).person()).toList();
  }

  Gate gate(PrunePlan plan) {
    List<String> people = people(plan);
    String by = people.isEmpty() ? "nobody has" : String.join(" and ", people) + " approved it";
    return Gate.newBuilder()
        .setGate(NAME)
        .setOpen(people.size() >= Approvals.PEOPLE)
        .setSentence(
            "What %s takes two people, and %s."
                .formatted(isEmergency(plan) ? "goes at once" : "ends early", by))
        .build();
  }

  /// The plan with one more approval. Fails with APPROVAL_REFUSED.
  ///
  /// @param actor who shows it
  PrunePlan approved(PrunePlan plan, Approval approval, String actor) {
    if (!isAsked(plan)) {
      throw refused("only what goes at once or ends early is approved, and this plan does neither");
    }
    Approvals.Given given = approvals.given(approval);
    if (!actor.equals("person:" + given.person())) {
      throw refused("it is %s's and %s shows it".formatted(given.person(), actor));
    }
    if (!given.consent().equals(Consents.of(plan))) {
      throw refused("it is of another plan");
    }
    if (people(plan).contains(given.person())) {
      throw refused(given.person() + " has approved it already, and it takes two people");
    }
    return plan.toBuilder().addApprovals(approval).build();
  }

  /// APPROVAL_MISSING when a plan lacks its two people.
  Optional<OperationFailed> refusal(PrunePlan plan, String name) {
    return isAsked(plan) && !gate(plan).getOpen()
        ? Optional.of(
            new OperationFailed(FailureCode.APPROVAL_MISSING, name, gate(plan).getSentence()))
        : Optional.empty();
  }

  private static OperationFailed refused(String why) {
    return new OperationFailed(FailureCode.APPROVAL_REFUSED, why);
  }
}
