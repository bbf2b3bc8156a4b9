package com.plexichat.backup.shared.client;

import com.plexichat.backup.shared.model.LifecycleRules;
import com.plexichat.backup.shared.model.RetentionFindings;
import com.plexichat.backup.shared.model.RetentionForecast;
import com.plexichat.backup.shared.model.TierDraft;
import com.plexichat.backup.shared.model.TierVersion;
import java.time.Instant;
import java.util.List;

/// The tiers of a cluster and what follows from them, as a person works with it; fails as [Cluster]
/// does.
public interface Tiering {
  /// The newest version of each tier.
  List<TierVersion> tiers();

  /// Every version of one tier, the newest first.
  List<TierVersion> versions(String name);

  /// What a next version would come to, also where there are too few owners for it; nothing is
  /// changed. Fails with USAGE when its numbers make no tier.
  TierVersion.Defined previewTier(TierDraft draft);

  /// Gives a tier its next version, also one that keeps less and one for which there are too few
  /// owners. Existing backups keep theirs.
  TierVersion.Defined defineTier(TierDraft draft, String reason);

  /// What [#applyTier] would change; nothing is changed.
  TierVersion.Applied previewApply(String tier);

  /// The same, were this its newest version.
  TierVersion.Applied previewApply(TierDraft draft);

  /// Keeps existing backups as their tier's newest version says.
  TierVersion.Applied applyTier(String tier, String reason);

  /// Locks a backup: nobody ends, deletes or prunes it for so many days from now. That is never
  /// taken back, and an earlier lock never gets shorter. Fails with REASON_MISSING.
  ///
  /// @return until when it is locked
  Instant lock(String backupId, int days, String reason);

  LifecycleRules rules();

  /// Puts a rule, or changes the one of this pattern.
  ///
  /// @param preview nothing is changed
  LifecycleRules putRule(LifecycleRules.Rule rule, String reason, boolean preview);

  /// Removes the rule of a pattern.
  ///
  /// @param preview nothing is changed
  LifecycleRules removeRule(String pattern, String reason, boolean preview);

  /// What would exist on each of so many days to come.
  ///
  /// @param tier only of this one; empty: of all
  RetentionForecast forecast(int days, String tier);

  /// The same of one tier, as if its next version were this one from now on.
  RetentionForecast forecast(int days, TierDraft draft);

  /// Where retention is not as tiers and people say.
  RetentionFindings audit();
}
