package com.plexichat.backup.console.screens.prune;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.screens.prune.TwoPeople.Kind;
import java.util.List;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What a plan that takes two people is made of: how much is to come free, of which tier backups
/// end early, or the id of what another person planned.
final class AskPane {
  private final Kit kit;
  private final PruneModel model;
  private final TwoPeople two;
  private final TextField size = new TextField();
  private final TextField id = new TextField();
  private final ComboBox<String> tier = Fields.choice(name -> name);
  private final Button ask = new Button();
  private final Button leave = new Button();
  private final Card root = new Card("");

  AskPane(Kit kit, PruneModel model) {
    this.kit = kit;
    this.model = model;
    two = model.two();
    root.setId("plan-ask");
    field(size, "plan-size", two.sizeProperty());
    field(id, "plan-open", two.idProperty());
    id.getStyleClass().add("mono");
    tier.setId("plan-tier");
    tier.valueProperty()
        .subscribe(chosen -> {
          if (chosen != null) {
            two.tierProperty().set(chosen);
            enable();
          }
        });
    ask.setId("plan-two");
    ask.setMinWidth(Region.USE_PREF_SIZE);
    ask.setOnAction(_ -> model.plan());
    leave.setId("plan-usual");
    leave.setText(kit.text("prune.backToUsual"));
    leave.setMinWidth(Region.USE_PREF_SIZE);
    leave.setOnAction(_ -> model.take(Kind.USUAL));
    two.kindProperty().subscribe(this::show);
  }

  private void field(TextField field, String name, StringProperty words) {
    field.setId(name);
    field.textProperty().bindBidirectional(words);
    field.textProperty().subscribe(this::enable);
    // A plan changes nothing.
    field.setOnAction(_ -> {
      if (two.isComplete()) {
        model.plan();
      }
    });
  }

  Node root() {
    return root;
  }

  private void show(Kind kind) {
    Fields.shown(root, kind != Kind.USUAL);
    ask.setDefaultButton(kind != Kind.USUAL);
    switch (kind) {
      case USUAL -> {}
      case EARLY -> {
        List<String> all = model.allTiers();
        if (!tier.getItems().equals(all)) {
          tier.getItems().setAll(all);
        }
        two.tierProperty().set("");
        tier.setValue(null);
        ask(kit.text("prune.early"), kit.text("prune.earlyWhy"), kit.text("prune.earlyTier"), tier);
      }
      case EMERGENCY ->
          ask(
              kit.text("prune.emergency"),
              kit.text("prune.emergencyWhy"),
              kit.text("prune.emergencySize"),
              size);
      case OPENED ->
          ask(kit.text("prune.open"), kit.text("prune.openWhy"), kit.text("prune.openId"), id);
    }
    ask.setText(kind == Kind.OPENED ? kit.text("prune.openIt") : kit.text("prune.planIt"));
    enable();
  }

  private void ask(String title, String why, String name, Control field) {
    root.title(title);
    Label note = Fields.note(why);
    VBox labelled = Fields.labelled(name, field, "");
    HBox.setHgrow(labelled, Priority.ALWAYS);
    HBox row = new HBox(8, labelled, ask, leave);
    row.setAlignment(Pos.BOTTOM_LEFT);
    root.content(note, row);
    field.requestFocus();
  }

  void enable() {
    boolean can = model.answers() && model.isIdle();
    ask.setDisable(!can || !two.isComplete());
    leave.setDisable(!can);
  }
}
