package com.plexichat.backup.console.screens.prune;

import com.plexichat.backup.console.kit.Ends;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.PrunePlan;
import com.plexichat.backup.shared.model.PrunePlan.Consent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// The two people that a plan takes: who has allowed it, and who is still missing.
final class ConsentBox extends VBox {
  private final Kit kit;
  private final TwoPeople two;
  private final VBox people = new VBox(8);
  private final Label next = Fields.note("");
  private final Button again = new Button();

  /// @param look asks how the plan stands now
  ConsentBox(Kit kit, TwoPeople two, Runnable look) {
    super(12);
    setId("consent");
    this.kit = kit;
    this.two = two;
    Label head = new Label(kit.text("prune.twoPeople"));
    head.getStyleClass().add("card-title");
    again.setText(kit.text("prune.lookAgain"));
    again.setGraphic(Icons.RETRY.node());
    again.setId("look-again");
    again.setMaxWidth(Double.MAX_VALUE);
    again.setOnAction(_ -> look.run());
    next.setId("consent-next");
    getChildren().setAll(head, people, next, new FailureNote(two.failureProperty()), again);
  }

  void show(PrunePlan plan, Consent consent) {
    people.getChildren().clear();
    consent
        .approvedBy()
        .forEach(
            one -> people.getChildren().add(person(one, Health.OK, kit.text("prune.hasAllowed"))));
    for (int at = consent.approvedBy().size(); at < Consent.PEOPLE; at++) {
      String who = at == 0 ? kit.text("prune.onePerson") : kit.text("prune.another");
      people.getChildren().add(person(who, Health.AT_RISK, kit.text("prune.notAllowed")));
    }
    next.setText(
        consent.isGiven()
            ? kit.text("prune.allowedNext")
            : two.isMine(plan)
                ? kit.text("prune.otherNext", plan.id())
                : kit.text("prune.mineNext"));
    Fields.shown(again, !consent.isGiven());
  }

  private static Node person(String name, Health health, String says) {
    return new Ends(8, Fields.sentence(name), new StateBadge(health, says));
  }

  void enable(boolean can) {
    again.setDisable(!can);
  }
}
