package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.screens.tiers.TierFields.Amount;
import com.plexichat.backup.shared.model.RecoveryClass;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// All that a tier says, in fields.
final class TierForm extends VBox {
  private static final int HALF = 50;

  private final Kit kit;
  private final TierEditModel model;
  private final TextField name = new TextField();
  private final VBox named;

  TierForm(Kit kit, TierEditModel model) {
    super(16);
    setId("tier-fields");
    this.kit = kit;
    this.model = model;
    name.setId("tier-name");
    name.textProperty().bindBidirectional(model.fields().nameProperty());
    named = Fields.labelled(kit.text("tierEdit.name"), name, "");
    ComboBox<RecoveryClass> recovery = Fields.choice(this::recovery);
    recovery.setId("tier-recovery");
    recovery.getItems().setAll(RecoveryClass.values());
    recovery.valueProperty().bindBidirectional(model.fields().recoveryProperty());
    getChildren()
        .addAll(
            named,
            grid(List.of(Amount.DAYS, Amount.COPIES, Amount.DATA, Amount.PARITY)),
            grid(List.of(Amount.REGION, Amount.NEWEST, Amount.LOCK)),
            Fields.labelled(kit.text("tierEdit.recovery"), recovery, ""),
            head(kit.text("tierEdit.keep"), kit.text("tierEdit.keepWhy")),
            grid(
                List.of(
                    Amount.LAST,
                    Amount.HOURLY,
                    Amount.DAILY,
                    Amount.WEEKLY,
                    Amount.MONTHLY,
                    Amount.YEARLY)));
  }

  /// Comes to a tier; only a new one has a name to be written.
  void begin(String tier) {
    Fields.shown(named, tier.isEmpty());
  }

  /// Where one begins to write.
  void focus() {
    if (model.isNew()) {
      name.requestFocus();
    }
  }

  private static Node head(String title, String why) {
    Label name = new Label(title);
    name.getStyleClass().add("card-title");
    return new VBox(4, name, Fields.note(why));
  }

  private GridPane grid(List<Amount> numbers) {
    GridPane grid = new GridPane();
    grid.setHgap(12);
    grid.setVgap(12);
    for (int i = 0; i < 2; i++) {
      ColumnConstraints half = new ColumnConstraints();
      half.setPercentWidth(HALF);
      grid.getColumnConstraints().add(half);
    }
    for (int i = 0; i < numbers.size(); i++) {
      grid.add(field(numbers.get(i)), i % 2, i / 2);
    }
    return grid;
  }

  private Node field(Amount number) {
    TextField field = new TextField();
    field.setId("tier-" + number.name().toLowerCase(java.util.Locale.ROOT));
    field.textProperty().bindBidirectional(model.fields().numberProperty(number));
    return Fields.labelled(words(number), field, "");
  }

  String words(Amount number) {
    return switch (number) {
      case DAYS -> kit.text("tierEdit.days");
      case COPIES -> kit.text("tierEdit.copies");
      case DATA -> kit.text("tierEdit.data");
      case PARITY -> kit.text("tierEdit.parity");
      case REGION -> kit.text("tierEdit.region");
      case NEWEST -> kit.text("tierEdit.newest");
      case LOCK -> kit.text("tierEdit.lock");
      case LAST -> kit.text("tierEdit.last");
      case HOURLY -> kit.text("tierEdit.hourly");
      case DAILY -> kit.text("tierEdit.daily");
      case WEEKLY -> kit.text("tierEdit.weekly");
      case MONTHLY -> kit.text("tierEdit.monthly");
      case YEARLY -> kit.text("tierEdit.yearly");
    };
  }

  private String recovery(RecoveryClass one) {
    String name =
        switch (one) {
          case CRITICAL -> kit.text("tierEdit.critical");
          case IMPORTANT -> kit.text("tierEdit.important");
          case STANDARD -> kit.text("tierEdit.standard");
          case ARCHIVAL -> kit.text("tierEdit.archival");
        };
    return kit.text(
        "tierEdit.recoveryOf",
        name,
        kit.figures().duration(one.rpo()),
        kit.figures().duration(one.rto()));
  }
}
