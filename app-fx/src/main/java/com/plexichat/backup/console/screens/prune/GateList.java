package com.plexichat.backup.console.screens.prune;

import com.plexichat.backup.console.kit.Ends;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.PrunePlan.Gate;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// What has to hold before anything is pruned: each gate with its state and why it is so.
final class GateList extends VBox {
  private final Kit kit;
  private final PruneWords words;

  GateList(Kit kit, PruneWords words) {
    super(12);
    this.kit = kit;
    this.words = words;
    setId("gates");
  }

  void show(List<Gate> gates) {
    getChildren().setAll(gates.stream().map(this::gate).toList());
  }

  private Node gate(Gate gate) {
    Label name = Fields.sentence(words.name(gate));
    name.getStyleClass().add("strong");
    StateBadge badge =
        gate.open()
            ? new StateBadge(Health.OK, kit.text("prune.gateOpen"))
            : new StateBadge(Health.AT_RISK, kit.text("prune.gateClosed"));
    VBox all = new VBox(4, new Ends(8, name, badge), Fields.note(gate.sentence()));
    all.setId("gate-" + gate.name());
    return all;
  }
}
