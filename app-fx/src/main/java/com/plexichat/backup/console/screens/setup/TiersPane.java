package com.plexichat.backup.console.screens.setup;

import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.TierCard;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.Tier;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// The third step: what each tier would get now, and what one more machine adds.
final class TiersPane extends VBox {
  TiersPane(Kit kit, GuideModel model) {
    super(16);
    getChildren().add(new FailureNote(model.checks().failureProperty()));
    for (Tier tier : Tier.DEFAULTS) {
      TierCard card = new TierCard(kit, tier);
      Label sentence = Fields.sentence("");
      VBox box = new VBox(8, card, sentence);
      box.getStyleClass().add("card");
      model
          .checks()
          .foundProperty()
          .subscribe((Map<String, Preflight> found) -> {
            Optional<Preflight> one = Optional.ofNullable(found.get(tier.name()));
            card.show(one);
            sentence.setText(one.map(Preflight::sentence).orElse(""));
          });
      getChildren().add(box);
    }
  }
}
