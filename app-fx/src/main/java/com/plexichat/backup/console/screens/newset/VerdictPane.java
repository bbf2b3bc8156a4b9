package com.plexichat.backup.console.screens.newset;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.kit.TierCard;
import com.plexichat.backup.shared.model.Preflight;
import java.util.Optional;
import javafx.scene.layout.VBox;

/// What the chosen tier would get on today's peers, in the coordinator's words.
final class VerdictPane {
  private final Kit kit;
  private final NewSetModel model;
  private final Card card;

  VerdictPane(Kit kit, NewSetModel model) {
    this.kit = kit;
    this.model = model;
    card = new Card("");
    card.setId("verdict");
    model.checks().foundProperty().subscribe(_ -> show());
    model.tierProperty().subscribe(_ -> show());
  }

  Card card() {
    return card;
  }

  private void show() {
    String tier = model.tierProperty().get().name();
    card.title(kit.text("verdict.title", tier));
    Optional<Preflight> found = Optional.ofNullable(model.checks().foundProperty().get().get(tier));
    if (found.isEmpty()) {
      card.content(Fields.note(kit.text("verdict.asking")));
      return;
    }
    Preflight one = found.get();
    FactList facts = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    facts.fact(
        kit.text("verdict.owners"),
        kit.text(
            "job.of",
            kit.figures().count(one.ownersPresent()),
            kit.figures().count(one.ownersNeeded())));
    facts.fact(
        kit.text("verdict.copies"),
        kit.text(
            "job.of",
            kit.figures().count(one.copiesPossible()),
            kit.figures().count(one.tier().copies())));
    facts.fact(
        kit.text("verdict.collusion"),
        one.collusionNumber() == 0
            ? kit.text("verdict.none")
            : kit.figures().count(one.collusionNumber()));
    card.content(
        new VBox(
            12,
            new StateBadge(TierCard.health(one), TierCard.outcome(kit, one)),
            Fields.sentence(one.sentence()),
            facts,
            Fields.note(kit.text("verdict.collusionWhy"))));
  }
}
