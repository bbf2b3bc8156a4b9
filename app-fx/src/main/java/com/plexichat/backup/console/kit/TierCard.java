package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.Tier;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A tier in a few lines, and what it would get on the peers that are there now.
public final class TierCard extends VBox {
  private final Kit kit;
  private final Tier tier;
  private final StateBadge badge = new StateBadge(Health.UNKNOWN, "");
  private final Label owners = new Label();

  /// A tier of which nobody has judged yet whether it can be placed.
  public TierCard(Kit kit, Tier tier) {
    super(6);
    this.kit = kit;
    this.tier = tier;
    Label name = new Label(tier.name());
    name.getStyleClass().add("card-title");
    name.setMinWidth(USE_PREF_SIZE);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(8, name, space, badge);
    head.setAlignment(Pos.CENTER_LEFT);
    Label kept = new Label(kit.text("tierCard.kept", kit.figures().days(tier.days())));
    Label copies = new Label(kit.text("tierCard.copies", tier.copies()));
    Label stripes = new Label(kit.text("tierCard.stripes", tier.dataShards(), tier.parityShards()));
    for (Label label : new Label[] {kept, copies, stripes, owners}) {
      label.getStyleClass().addAll("note", "small");
      label.setWrapText(true);
      label.setMinHeight(USE_PREF_SIZE);
    }
    getChildren().addAll(head, kept, copies, stripes, owners);
    show(Optional.empty());
  }

  /// Shows what the coordinator judged.
  public void show(Optional<Preflight> found) {
    badge.show(
        found.map(TierCard::health).orElse(Health.UNKNOWN),
        found.map(one -> outcome(kit, one)).orElse(kit.text("tierCard.asking")));
    owners.setText(
        found
            .map(one -> kit.text("tierCard.owners", one.ownersPresent(), one.ownersNeeded()))
            .orElse(kit.text("tierCard.needs", tier.ownersNeeded())));
  }

  /// What the outcome is in a word.
  public static String outcome(Kit kit, Preflight found) {
    return switch (found.outcome()) {
      case COMPLETE -> kit.text("tierCard.placeable");
      case UNDER_PROTECTED -> kit.text("tierCard.under");
      default -> kit.text("tierCard.impossible");
    };
  }

  /// How good the outcome is.
  public static Health health(Preflight found) {
    return found.outcome() == BackupState.COMPLETE
        ? Health.OK
        : found.outcome() == BackupState.UNDER_PROTECTED ? Health.DEGRADED : Health.AT_RISK;
  }

  /// All that a screen reader says of it.
  public String spoken() {
    StringBuilder all = new StringBuilder(tier.name());
    lookupAll(".label").stream()
        .map(Label.class::cast)
        .map(Label::getText)
        .filter(text -> !text.equals(tier.name()))
        .forEach(text -> all.append(", ").append(text));
    return all.toString();
  }
}
