package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.BackupActs.Known;
import com.plexichat.backup.proto.BackupRaised;
import com.plexichat.backup.proto.BackupRetiered;
import com.plexichat.backup.proto.LifecycleRule;
import com.plexichat.backup.proto.LifecycleRulesSet;
import com.plexichat.backup.proto.TierDefined;
import com.plexichat.backup.shared.model.Tier;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Applies versions of tiers, what tier a backup has, and the lifecycle rules.
final class TierActs {
  private TierActs() {}

  static void defined(Work work, TierDefined act) {
    Tier tier = Tiers.of(act.getTier());
    Demand.wellFormed(!tier.name().isEmpty() && tier.version() > 0, "a tier has name and version");
    int newest = newest(work, tier.name());
    Demand.fits(
        tier.version() == newest + 1,
        "Version %d of tier %s".formatted(tier.version(), tier.name()),
        "its newest is " + newest);
    work.handle()
        .execute(
            "INSERT INTO tier VALUES (?, ?, ?, ?, ?, ?)",
            tier.name(),
            tier.version(),
            act.getTier().toByteArray(),
            work.atMs(),
            work.actor(),
            act.getWhy());
  }

  private static int newest(Work work, String name) {
    int ofProduct = Tier.ofProduct(name).map(Tier::version).orElse(0);
    return work.handle()
        .select("SELECT COALESCE(MAX(version), ?) FROM tier WHERE name = ?", ofProduct, name)
        .mapTo(Integer.class)
        .one();
  }

  /// The tier's end, and the backup's: who submits keeps what a person decided.
  static void retiered(Work work, BackupRetiered act) {
    Tiers.of(act.getTier());
    Known known = RetentionActs.listed(work, act.getBackupId(), "Changing the tier of");
    Demand.wellFormed(
        act.getTierEndsMs() > 0 && act.getEndsMs() > 0, "a retention that ends at no time");
    work.handle()
        .execute(
            "UPDATE backup SET tier = ?, tier_ends_ms = ?, ends_ms = ?, wanted = X'' WHERE no = ?",
            act.getTier().toByteArray(),
            act.getTierEndsMs(),
            act.getEndsMs(),
            known.number());
    RetentionActs.settle(work, known);
  }

  static void raised(Work work, BackupRaised act) {
    Tiers.of(act.getWanted());
    Known known = RetentionActs.listed(work, act.getBackupId(), "Raising the tier of");
    work.handle()
        .execute(
            "UPDATE backup SET wanted = ? WHERE no = ?",
            act.getWanted().toByteArray(),
            known.number());
  }

  static void rules(Work work, LifecycleRulesSet act) {
    Set<String> patterns = new HashSet<>();
    for (LifecycleRule rule : act.getRulesList()) {
      Demand.wellFormed(
          !rule.getPattern().isEmpty() && !rule.getTier().isEmpty() && rule.getRank() > 0,
          "a lifecycle rule has pattern, tier and rank");
      Demand.wellFormed(patterns.add(rule.getPattern()), "%s is there twice", rule.getPattern());
    }
    work.handle().execute("MERGE INTO lifecycle KEY (id) VALUES (1, ?)", act.toByteArray());
  }

  static Optional<Tier> wanted(byte[] stored) {
    return stored.length == 0 ? Optional.empty() : Optional.of(Tiers.of(stored));
  }
}
