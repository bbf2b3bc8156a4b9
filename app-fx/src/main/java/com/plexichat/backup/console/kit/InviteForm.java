package com.plexichat.backup.console.kit;

import java.time.Duration;
import javafx.beans.property.Property;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;

/// The fields of an invitation: where the machine will stand, how long the token is good and for
/// how many machines.
public final class InviteForm extends GridPane {
  private static final int COLUMNS = 3;
  private static final int MOST_USES = 1_000;

  private final TextField region;

  /// The fields of what is in the making.
  public InviteForm(Kit kit, InviteModel model) {
    super(16, 16);
    for (int i = 0; i < COLUMNS; i++) {
      ColumnConstraints column = new ColumnConstraints();
      column.setPercentWidth(100.0 / COLUMNS);
      getColumnConstraints().add(column);
    }
    region = field("region", model.regionProperty());
    ComboBox<Duration> life = Fields.choice(kit.figures()::duration);
    life.getItems().setAll(InviteModel.LIVES);
    life.valueProperty().bindBidirectional(model.lifeProperty());
    Spinner<Integer> uses = new Spinner<>(1, MOST_USES, model.usesProperty().get());
    uses.setId("uses");
    uses.setEditable(true);
    uses.setMaxWidth(Double.MAX_VALUE);
    uses.valueProperty().subscribe(value -> model.usesProperty().set(value));
    addRow(
        0,
        Fields.labelled(kit.text("invite.region"), region, ""),
        Fields.labelled(kit.text("invite.site"), field("site", model.siteProperty()), ""),
        Fields.labelled(kit.text("invite.owner"), field("owner", model.ownerProperty()), ""));
    add(Fields.note(kit.text("invite.domainsWhy")), 0, 1, COLUMNS, 1);
    add(Fields.labelled(kit.text("invite.life"), life, ""), 0, 2);
    add(Fields.labelled(kit.text("invite.uses"), uses, ""), 1, 2, COLUMNS - 1, 1);
  }

  /// Where typing begins.
  public Node first() {
    return region;
  }

  private static TextField field(String id, Property<String> value) {
    TextField field = new TextField();
    field.setId(id);
    field.textProperty().bindBidirectional(value);
    return field;
  }
}
