package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.shared.model.KeepRules;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.List;

/// Which backups of a tier stay when there are newer ones, in words.
final class TierKeeps {
  private TierKeeps() {}

  static String of(Kit kit, Tier tier) {
    KeepRules keep = tier.keep();
    if (keep.isNone()) {
      return kit.text("tiers.keepsAll");
    }
    List<String> all = new ArrayList<>();
    add(all, kit.text("tierEdit.last"), keep.last());
    add(all, kit.text("tierEdit.hourly"), keep.hourly());
    add(all, kit.text("tierEdit.daily"), keep.daily());
    add(all, kit.text("tierEdit.weekly"), keep.weekly());
    add(all, kit.text("tierEdit.monthly"), keep.monthly());
    add(all, kit.text("tierEdit.yearly"), keep.yearly());
    return String.join(", ", all);
  }

  private static void add(List<String> all, String name, int count) {
    if (count > 0) {
      all.add(name + " " + count);
    }
  }
}
