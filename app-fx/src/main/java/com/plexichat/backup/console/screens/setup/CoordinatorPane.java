package com.plexichat.backup.console.screens.setup;

import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.SegmentedChoice;
import com.plexichat.backup.console.state.PassphraseFile;
import java.util.List;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// The first step while there is no cluster: found one on this machine, or read what to do on
/// another.
final class CoordinatorPane extends VBox {
  private final Kit kit;
  private final FoundingModel model;
  private final SegmentedChoice<Boolean> here;
  private final TextField name;
  private final PasswordField passphrase = new PasswordField();
  private final PasswordField again = new PasswordField();
  private final Label verdict = Fields.note("");
  private final TextArea lines = script("lines");
  private final TextArea elsewhere = script("lines-elsewhere");
  private Runnable changed = () -> {};

  CoordinatorPane(Kit kit, FoundingModel model) {
    super(16);
    this.kit = kit;
    this.model = model;
    here =
        new SegmentedChoice<>(
            kit.text("setup.whichMachine"),
            List.of(true, false),
            is -> is ? kit.text("setup.thisMachine") : kit.text("setup.otherMachine"));
    name = field("cluster-name", model.clusterProperty());
    VBox form = form();
    VBox other =
        new VBox(
            12,
            Fields.sentence(kit.text("setup.elsewhere")),
            elsewhere,
            Fields.note(kit.text("setup.elsewhereNext")));
    here.valueProperty()
        .subscribe(is -> {
          Fields.shown(form, is);
          Fields.shown(other, !is);
          changed();
        });
    getChildren().addAll(here, running(), form, other);
    passphrase.setId("passphrase");
    again.setId("passphrase-again");
    passphrase.textProperty().subscribe(_ -> judge());
    again.textProperty().subscribe(_ -> judge());
    show();
  }

  /// Is told from now on when what can be done may be other.
  void onChange(Runnable told) {
    changed = told;
  }

  Node first() {
    return name;
  }

  boolean isHere() {
    return here.valueProperty().get();
  }

  boolean isComplete() {
    return model.isComplete() && judged() == PassphraseFile.Verdict.GOOD;
  }

  /// The passphrase; the fields are empty from then on.
  char[] take() {
    CharSequence typed = passphrase.getCharacters();
    char[] signs = new char[typed.length()];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = typed.charAt(i);
    }
    passphrase.clear();
    again.clear();
    return signs;
  }

  private Node running() {
    Label words = Fields.note("");
    words.textProperty().bind(model.progressProperty());
    ProgressBar bar = new ProgressBar();
    bar.setMaxWidth(Double.MAX_VALUE);
    VBox box = new VBox(8, words, bar);
    model
        .busyProperty()
        .subscribe(is -> {
          Fields.shown(box, is);
          changed();
        });
    return box;
  }

  private VBox form() {
    GridPane grid = new GridPane(16, 16);
    for (int i = 0; i < 2; i++) {
      ColumnConstraints half = new ColumnConstraints();
      half.setPercentWidth(50);
      grid.getColumnConstraints().add(half);
    }
    grid.add(labelled(kit.text("setup.cluster"), name), 0, 0);
    grid.add(labelled(kit.text("setup.machine"), field("machine", model.machineProperty())), 1, 0);
    grid.add(labelled(kit.text("setup.listen"), field("listen", model.listenProperty())), 0, 1);
    grid.add(labelled(kit.text("setup.enrol"), field("enrol", model.enrolProperty())), 1, 1);
    grid.add(
        labelled(kit.text("setup.capacity"), field("capacity", model.capacityProperty())), 0, 2);
    grid.add(
        labelled(kit.text("setup.agentHome"), field("agent-home", model.agentHomeProperty())),
        1,
        2);
    grid.add(labelled(kit.text("setup.data"), field("data", model.dataProperty())), 0, 3, 2, 1);
    grid.add(
        labelled(kit.text("setup.kitFile"), field("kit-file", model.kitFileProperty())),
        0,
        4,
        2,
        1);
    grid.add(labelled(kit.text("setup.passphrase"), passphrase), 0, 5);
    grid.add(labelled(kit.text("setup.passphraseAgain"), again), 1, 5);
    VBox form = new VBox(12, grid, verdict, Fields.sentence(kit.text("setup.willRun")), lines);
    form.disableProperty().bind(model.busyProperty());
    if (!model.isPossible()) {
      form.getChildren().addFirst(Fields.sentence(kit.text("setup.noCommand")));
    }
    return form;
  }

  private static VBox labelled(String name, TextField field) {
    return Fields.labelled(name, field, "");
  }

  private TextField field(String id, StringProperty value) {
    TextField field = new TextField();
    field.setId(id);
    field.textProperty().bindBidirectional(value);
    value.subscribe(_ -> show());
    return field;
  }

  private static TextArea script(String id) {
    TextArea area = Fields.lines(4);
    area.setId(id);
    area.setEditable(false);
    area.setWrapText(true);
    return area;
  }

  private void show() {
    lines.setText(model.lines());
    elsewhere.setText(model.linesElsewhere());
    changed();
  }

  private PassphraseFile.Verdict judged() {
    return PassphraseFile.judge(passphrase.getCharacters(), again.getCharacters());
  }

  private void judge() {
    verdict.setText(
        switch (judged()) {
          case SHORT -> kit.text("setup.passphraseShort", PassphraseFile.LEAST);
          case DIFFERENT -> kit.text("setup.passphraseDifferent");
          case GOOD -> kit.text("setup.passphraseGood");
        });
    changed();
  }

  private void changed() {
    changed.run();
  }
}
