package com.plexichat.backup.console.screens.prune;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.PrunePlan;
import com.plexichat.backup.shared.model.PrunePlan.Amount;
import com.plexichat.backup.shared.model.PrunePlan.Gate;
import com.plexichat.backup.shared.model.PrunePlan.Share;
import java.util.List;

/// How plans, gates and what lies in the trash are told.
final class PruneWords {
  private final Kit kit;

  PruneWords(Kit kit) {
    this.kit = kit;
  }

  /// A plan in one line.
  ///
  /// @param isOpened what stays is not told of it
  String sentence(PrunePlan plan, boolean isOpened) {
    if (isOpened) {
      return kit.text(
          "prune.sentenceOpened",
          plan.removed().size(),
          count(plan.removed().size()),
          bytes(plan.frees()),
          copies(plan.frees()));
    }
    if (plan.isEmpty()) {
      return kit.text("prune.sentenceNothing", plan.keptTotal(), count(plan.keptTotal()));
    }
    return kit.text(
        "prune.sentence",
        plan.removed().size(),
        count(plan.removed().size()),
        count(plan.keptTotal()),
        bytes(plan.frees()),
        copies(plan.frees()));
  }

  String bytes(Amount amount) {
    return kit.figures().bytes(amount.bytes());
  }

  /// "412 copies"
  String copies(Amount amount) {
    return kit.text("prune.copiesOf", amount.copies(), count(amount.copies()));
  }

  /// "412 copies of 36 stripes"
  String copiesAndStripes(Amount amount) {
    return kit.text("prune.copiesIn", copies(amount), amount.stripes(), count(amount.stripes()));
  }

  String category(PruneCategory category) {
    return switch (category) {
      case EXPIRED -> kit.text("prune.categoryExpired");
      case ORPHANED -> kit.text("prune.categoryOrphaned");
      case REDUNDANT -> kit.text("prune.categoryRedundant");
      case CORRUPTED -> kit.text("prune.categoryCorrupted");
      case LOW_VALUE -> kit.text("prune.categoryLowValue");
    };
  }

  /// "412 copies, 1.2 GiB; 3 stay"
  String share(Share share) {
    return kit.text(
        "prune.share",
        kit.text("prune.copiesOf", share.copies(), count(share.copies())),
        kit.figures().bytes(share.bytes()),
        share.stay(),
        count(share.stay()));
  }

  /// What a gate is called; one that is unknown here by its number alone.
  String name(Gate gate) {
    return switch (gate.name()) {
      case "G2" -> kit.text("prune.gateSurvivors", gate.name());
      case "G6" -> kit.text("prune.gateConsent", gate.name());
      case "G3" -> kit.text("prune.gateQuorum", gate.name());
      case "G10" -> kit.text("prune.gateBinding", gate.name());
      case "G15" -> kit.text("prune.gateInterlock", gate.name());
      default -> gate.name();
    };
  }

  /// Why nothing can be pruned now; empty: no gate is closed.
  String blocked(List<Gate> closed) {
    return closed.stream()
        .findFirst()
        .map(gate -> kit.text("prune.blocked", name(gate), gate.sentence()))
        .orElse("");
  }

  private String count(long number) {
    return kit.figures().count(number);
  }
}
