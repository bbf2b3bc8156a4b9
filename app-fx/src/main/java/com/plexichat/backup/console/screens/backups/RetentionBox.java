package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.screens.backups.RetentionModel.Form;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.Keep;
import com.plexichat.backup.shared.model.KeepKind;
import java.util.Arrays;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Changes of how long one backup is kept: a choice of what, and below it what that asks for. What
/// takes protection away, or is never taken back, is never done by Enter.
final class RetentionBox extends VBox {
  private final Kit kit;
  private final RetentionModel model;
  private final MenuButton choice = new MenuButton();
  private final VBox fields = new VBox(8);
  private final Button change = new Button();
  private final Button leave = new Button();
  private final HBox foot;
  private boolean pinned;
  private List<Keep> holds = List.of();

  RetentionBox(Kit kit, RetentionModel model) {
    super(12);
    this.kit = kit;
    this.model = model;
    choice.setText(kit.text("retention.change"));
    choice.setGraphic(Icons.CLOCK.node());
    choice.setId("retention");
    choice.setMaxWidth(Double.MAX_VALUE);
    choice.disableProperty().bind(model.answersProperty().not().or(model.busyProperty()));
    // Made when it is opened: pins and holds come and go meanwhile.
    choice.setOnShowing(_ -> offer());
    choice.getItems().setAll(new MenuItem());
    change.setId("retention-do");
    change.disableProperty().bind(model.completeProperty().not());
    change.setOnAction(_ -> model.change());
    change.setMaxWidth(Double.MAX_VALUE);
    change.setWrapText(true);
    change.setMinHeight(Region.USE_PREF_SIZE);
    HBox.setHgrow(change, Priority.ALWAYS);
    leave.setText(kit.text("retention.leave"));
    leave.setId("retention-leave");
    leave.setMinWidth(Region.USE_PREF_SIZE);
    leave.disableProperty().bind(model.busyProperty());
    leave.setOnAction(_ -> model.open(new Form.None()));
    foot = new HBox(8, leave, change);
    addEventFilter(KeyEvent.KEY_PRESSED, this::sift);
    getChildren().addAll(choice, fields, new FailureNote(model.failureProperty()), foot);
    model.formProperty().subscribe(this::show);
  }

  private boolean isDeliberate() {
    return model.formProperty().get() instanceof Form.End
        || model.formProperty().get() instanceof Form.Lock
        || model.formProperty().get() instanceof Form.Release
        || model.formProperty().get() instanceof Form.Unpin;
  }

  /// Enter in a field makes the change, but for one that is meant deliberately.
  private void sift(KeyEvent event) {
    if (event.getCode() != KeyCode.ENTER || event.getTarget() instanceof MenuButton) {
      return;
    }
    if (isDeliberate() && !leave.equals(event.getTarget())) {
      event.consume();
    } else if (event.getTarget() instanceof TextField) {
      model.change();
      event.consume();
    }
  }

  /// Takes how the backup is now.
  void show(Backup now) {
    pinned = now.keeps().stream().anyMatch(keep -> keep.kind() == KeepKind.PIN);
    holds = now.keeps().stream().filter(keep -> keep.kind() == KeepKind.HOLD).toList();
  }

  private void offer() {
    choice
        .getItems()
        .setAll(
            item("extend", kit.text("retention.extend"), new Form.Extend()),
            pinned
                ? item("unpin", kit.text("retention.unpin"), new Form.Unpin())
                : item("pin", kit.text("retention.pin"), new Form.Pin()),
            item("hold", kit.text("retention.hold"), new Form.Hold()),
            item("lock", kit.text("retention.lock"), new Form.Lock()));
    for (int i = 0; i < holds.size(); i++) {
      Keep hold = holds.get(i);
      choice
          .getItems()
          .add(
              item(
                  "release-" + i,
                  kit.text("retention.release", hold.name()),
                  new Form.Release(hold)));
    }
    choice.getItems().add(item("end", kit.text("retention.end"), new Form.End()));
  }

  private MenuItem item(String id, String words, Form form) {
    MenuItem item = new MenuItem(words);
    item.setId("retention-" + id);
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> model.open(form));
    return item;
  }

  private void show(Form form) {
    fields.getChildren().clear();
    change.getStyleClass().remove("danger");
    boolean is = !(form instanceof Form.None);
    Fields.shown(fields, is);
    Fields.shown(foot, is);
    switch (form) {
      case Form.None _ -> {}
      case Form.Extend _ ->
          ask(
              kit.text("retention.doExtend"),
              kit.text("retention.extendWhy"),
              field("days", kit.text("retention.days"), model.daysProperty()));
      case Form.Pin _ -> ask(kit.text("retention.doPin"), kit.text("retention.pinWhy"));
      case Form.Unpin _ -> {
        ask(kit.text("retention.doUnpin"), kit.text("retention.unpinWhy"));
        change.getStyleClass().add("danger");
      }
      case Form.Hold _ ->
          ask(
              kit.text("retention.doHold"),
              kit.text("retention.holdWhy"),
              field("case", kit.text("retention.case"), model.nameProperty()),
              field("owner", kit.text("retention.owner"), model.ownerProperty()),
              reason());
      case Form.Release(Keep hold) -> {
        ask(
            kit.text("retention.doRelease"),
            kit.text("retention.releaseWhy", hold.name()),
            reason());
        change.getStyleClass().add("danger");
      }
      case Form.Lock _ -> {
        lock();
        change.getStyleClass().add("danger");
      }
      case Form.End _ -> {
        ask(kit.text("retention.doEnd"), kit.text("retention.endWhy"), reason(), number());
        change.getStyleClass().add("danger");
      }
    }
  }

  private void ask(String act, String why, Node... asked) {
    change.setText(act);
    fields.getChildren().add(Fields.note(why));
    fields.getChildren().addAll(asked);
    Arrays.stream(asked)
        .filter(one -> one.lookup(".text-field") instanceof TextField)
        .findFirst()
        .ifPresent(first -> first.lookup(".text-field").requestFocus());
  }

  /// For days, or until a day; what both come to is told before it is meant.
  private void lock() {
    DatePicker until = new DatePicker();
    until.setId("retention-until");
    until.setMaxWidth(Double.MAX_VALUE);
    until.setEditable(false);
    until.valueProperty().bindBidirectional(model.untilProperty());
    Label told = Fields.sentence("");
    told.setId("retention-locked-until");
    told.textProperty().bind(Bindings.createStringBinding(this::lockedUntil, model.daysProperty()));
    Label forGood = Fields.sentence(kit.text("retention.lockForGood"));
    forGood.setGraphic(Icons.DEGRADED.stateNode());
    HealthColours.mark(forGood, Health.DEGRADED);
    ask(
        kit.text("retention.doLock"),
        kit.text("retention.lockWhy"),
        forGood,
        field("days", kit.text("retention.lockDays"), model.daysProperty()),
        Fields.labelled(kit.text("retention.lockUntil"), until, ""),
        told,
        reason(),
        number());
  }

  private String lockedUntil() {
    return model
        .lockedUntil()
        .map(when -> kit.text("retention.locksUntil", kit.figures().exact(when)))
        .orElseGet(() -> kit.text("retention.locksNot"));
  }

  private Node number() {
    return field("number", kit.text("retention.type", model.number()), model.typedProperty());
  }

  private Node reason() {
    return field("reason", kit.text("retention.reason"), model.reasonProperty());
  }

  private static Node field(String id, String name, StringProperty words) {
    TextField field = new TextField();
    field.setId("retention-" + id);
    field.textProperty().bindBidirectional(words);
    return Fields.labelled(name, field, "");
  }
}
