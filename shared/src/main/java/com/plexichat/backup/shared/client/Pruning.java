package com.plexichat.backup.shared.client;

import com.plexichat.backup.shared.model.PrunePlan;
import java.util.List;

/// Prunes that take two people, as one of them works with them; fails as [Cluster] does.
public interface Pruning {
  /// What would go at once, and for good, so that so much comes free; nothing is changed.
  ///
  /// @param tiers only of these; empty: of all
  /// @param set only of this one; empty: of all
  /// @param bytes above 0
  PrunePlan planAtOnce(List<String> tiers, String set, long bytes);

  /// A plan that somebody made, and how it stands now; what stays is not told of it. Fails with
  /// PLAN_UNKNOWN.
  PrunePlan planOf(String planId);

  /// Consents to a plan that takes two people, as who asks, signed with their own key: to what was
  /// shown, and to nothing else that has its id. Fails with APPROVAL_REFUSED, PLAN_STALE or
  /// PLAN_UNKNOWN.
  PrunePlan approve(PrunePlan shown, String reason);
}
