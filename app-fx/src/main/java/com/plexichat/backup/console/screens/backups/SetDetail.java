package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// The panel of one set: what is backed up, and the act that does it.
final class SetDetail {
  private final BackupsModel model;
  private final Kit kit;
  private final BackupFacts facts;
  private final String name;
  private final StateBadge badge;
  private final VBox known = new VBox();
  private final Button backUp = new Button();
  private final Button newest = new Button();
  private final Label why = new Label();
  private Optional<SetRow> shown = Optional.empty();

  SetDetail(Kit kit, BackupsModel model, Navigator navigator, SetRow first) {
    this.kit = kit;
    this.model = model;
    this.facts = new BackupFacts(kit);
    this.name = first.name();
    this.badge = new StateBadge(first.standing().health(), "");
    backUp.setText(kit.text("backups.backUp"));
    backUp.setId("back-up");
    backUp.setDefaultButton(true);
    backUp.setOnAction(_ -> model.backUp());
    newest.setText(kit.text("backups.openNewest"));
    newest.setId("open-newest");
    newest.setOnAction(_ ->
        shown
            .flatMap(SetRow::newest)
            .ifPresent(one -> navigator.go(new Target.Backups(name, one.id()))));
    why.getStyleClass().addAll("note", "small");
    why.setWrapText(true);
    why.setMinHeight(Label.USE_PREF_SIZE);
    why.setWrapText(true);
    why.managedProperty().bind(why.textProperty().isNotEmpty());
  }

  String name() {
    return name;
  }

  Node panel(Node notes) {
    DetailPanel panel = new DetailPanel(name, badge).add(notes).add(known);
    panel.setId("set-detail");
    return panel.foot(backUp).foot(newest).foot(why);
  }

  void show(SetRow row) {
    if (!Optional.of(row).equals(shown)) {
      shown = Optional.of(row);
      badge.show(row.standing().health(), new SetTable(kit).word(row.standing()));
      known.getChildren().setAll(facts.set(row));
    }
    backUp.setDisable(!model.canBackUp());
    newest.setDisable(row.newest().isEmpty());
    why.setText(why(row));
  }

  private String why(SetRow row) {
    if (!model.answers()) {
      return kit.text("backups.silent");
    }
    if (row.set().isEmpty()) {
      return kit.text("backups.setGone");
    }
    return model.canBackUp() ? "" : kit.text("backups.runs");
  }
}
