package com.plexichat.backup.console.screens.newset;

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
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// The second step: a choice of tiers, each with what it would get now.
final class ProtectionPane extends VBox {
  private final ToggleGroup group = new ToggleGroup();

  ProtectionPane(Kit kit, NewSetModel model) {
    super(16);
    TierChecks checks = model.checks();
    GridPane grid = new GridPane(16, 16);
    for (int i = 0; i < 2; i++) {
      ColumnConstraints half = new ColumnConstraints();
      half.setPercentWidth(50);
      grid.getColumnConstraints().add(half);
    }
    int place = 0;
    for (Tier tier : Tier.DEFAULTS) {
      grid.add(choice(kit, model, tier), place % 2, place / 2);
      place++;
    }
    getChildren().addAll(new FailureNote(checks.failureProperty()), grid);
  }

  private RadioButton choice(Kit kit, NewSetModel model, Tier tier) {
    TierCard card = new TierCard(kit, tier);
    RadioButton button = new RadioButton();
    button.setId("tier-" + tier.name());
    button.setToggleGroup(group);
    button.setGraphic(card);
    button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    button.getStyleClass().addAll("card", "tier-choice");
    button.setMaxWidth(Double.MAX_VALUE);
    card.prefWidthProperty().bind(button.widthProperty().subtract(34));
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
