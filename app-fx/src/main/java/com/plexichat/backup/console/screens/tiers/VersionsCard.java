package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.Ends;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.SureAct;
import com.plexichat.backup.console.screens.tiers.TierEditModel.Known;
import com.plexichat.backup.shared.model.TierVersion;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Every version of a tier with what changed; an earlier one can be written into the fields again.
/// Where backups are of earlier versions, the newest is brought to them from here.
final class VersionsCard {
  private final Kit kit;
  private final TierEditModel model;
  private final Card card;
  private final VBox versions = new VBox(12);
  private final VBox behind;
  private final Label says = Fields.sentence("");

  VersionsCard(Kit kit, TierEditModel model) {
    this.kit = kit;
    this.model = model;
    SureAct apply =
        new SureAct(
            kit,
            "apply-tier",
            new SureAct.Says(
                kit.text("tierEdit.apply"),
                kit.text("tierEdit.applyWhy"),
                kit.text("tierEdit.applySure")),
            model.applyingProperty(),
            model.applyReasonProperty(),
            model::apply);
    says.setId("behind");
    behind = new VBox(8, says, apply);
    versions.setId("versions");
    card = new Card(kit.text("tierEdit.versions")).content(new VBox(16, behind, versions));
    model.knownProperty().subscribe(this::show);
    model.busyProperty().subscribe(apply::setDisable);
  }

  Card card() {
    return card;
  }

  private void show(Known known) {
    if (!(known instanceof Known.Told told)) {
      return;
    }
    List<TierVersion> all = told.versions();
    Fields.shown(card, !all.isEmpty());
    versions.getChildren().setAll(all.stream().map(one -> version(one, all)).toList());
    int total = told.behind().map(TierVersion.Applied::total).orElse(0);
    Fields.shown(behind, total > 0);
    says.setText(
        kit.text(
            "tierEdit.behind",
            total,
            kit.figures().count(total),
            told.behind().map(TierVersion.Applied::ended).orElse(0)));
  }

  private Node version(TierVersion one, List<TierVersion> all) {
    Label name = Fields.sentence(kit.text("tierEdit.version", one.tier().version()));
    name.getStyleClass().add("strong");
    Label when =
        Fields.note(
            one.at()
                .map(at ->
                    kit.text(
                        "tierEdit.byAt",
                        one.by().replaceFirst("^(person|agent):", ""),
                        kit.figures().ago(at)))
                .orElseGet(() -> kit.text("tierEdit.ofProduct")));
    String changes =
        one.changes().isEmpty() ? kit.text("tierEdit.first") : String.join(", ", one.changes());
    VBox whole =
        new VBox(
            4,
            new Ends(8, name, when),
            Fields.sentence(changes),
            Fields.note(
                kit.text("tierEdit.isOf", one.backups(), kit.figures().count(one.backups()))));
    if (!one.why().isEmpty()) {
      whole.getChildren().add(Fields.note(one.why()));
    }
    if (!one.equals(all.getFirst())) {
      Button take = new Button(kit.text("tierEdit.take"));
      take.setId("take-version-" + one.tier().version());
      take.setOnAction(_ -> model.take(one.tier()));
      whole.getChildren().add(new HBox(take));
    }
    whole.setId("version-" + one.tier().version());
    return whole;
  }
}
