package com.plexichat.backup.console.screens.newset;

import com.plexichat.backup.console.kit.CardColumns;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.TierCard;
import com.plexichat.backup.console.kit.TierChecks;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.Tier;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

/// The second step: a choice of tiers, each with what it would get now.
final class ProtectionPane extends VBox {
  private final ToggleGroup group = new ToggleGroup();

  ProtectionPane(Kit kit, NewSetModel model) {
    super(16);
    TierChecks checks = model.checks();
    CardColumns cards = new CardColumns(2);
    cards.show(Tier.DEFAULTS.stream().map(tier -> choice(kit, model, tier)).toList());
    getChildren().addAll(new FailureNote(checks.failureProperty()), cards);
  }

  private RadioButton choice(Kit kit, NewSetModel model, Tier tier) {
    TierCard card = new TierCard(kit, tier);
    RadioButton button = new RadioButton();
    button.setId("tier-" + tier.name());
    button.setToggleGroup(group);
    button.setGraphic(card);
    button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    // Only what wraps is asked how high it is at its width.
    button.setWrapText(true);
    button.getStyleClass().addAll("card", "tier-choice");
    button.setMaxWidth(Double.MAX_VALUE);
    card.prefWidthProperty().bind(button.widthProperty().subtract(32));
    button
        .selectedProperty()
        .subscribe(is -> {
          if (is) {
            model.tierProperty().set(tier);
          }
        });
    model.tierProperty().subscribe(chosen -> button.setSelected(chosen.equals(tier)));
    model
        .checks()
        .foundProperty()
        .subscribe((Map<String, Preflight> found) -> {
          card.show(Optional.ofNullable(found.get(tier.name())));
          button.setAccessibleText(card.spoken());
        });
    return button;
  }

  /// The tier that is chosen.
  Node chosen() {
    return group.getSelectedToggle() instanceof RadioButton chosen ? chosen : this;
  }
}
