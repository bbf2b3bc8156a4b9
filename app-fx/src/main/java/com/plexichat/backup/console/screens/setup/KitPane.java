package com.plexichat.backup.console.screens.setup;

import com.plexichat.backup.console.kit.Banner;
import com.plexichat.backup.console.kit.CopyField;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.KitStatus;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// The fourth step: the recovery kit on paper, and where it was put.
final class KitPane extends VBox {
  private final Kit kit;
  private final GuideModel model;
  private final FoundingModel founding;
  private final VBox status = new VBox(8);
  private final VBox printed = new VBox(8);
  private final PasswordField passphrase = new PasswordField();
  private final TextField note = new TextField();
  private boolean stored;

  KitPane(Kit kit, GuideModel model, FoundingModel founding) {
    super(16);
    this.kit = kit;
    this.model = model;
    this.founding = founding;
    getChildren().addAll(new FailureNote(model.failureProperty()), status);
    if (founding.isPossible()) {
      getChildren().add(print());
    } else {
      getChildren().add(Fields.note(kit.text("setup.printElsewhere")));
    }
    note.setId("kit-note");
    note.textProperty().bindBidirectional(model.noteProperty());
    Button mark = new Button(kit.text("setup.markStored"));
    mark.setId("mark-stored");
    mark.disableProperty().bind(note.textProperty().isEmpty().or(model.answersProperty().not()));
    mark.setOnAction(_ -> model.markStored());
    getChildren()
        .addAll(
            Fields.labelled(kit.text("setup.kitNote"), note, kit.text("setup.kitNoteHelp")), mark);
    show(ClusterState.LOADING);
    model.stateProperty().subscribe(this::told);
  }

  Node first() {
    return note;
  }

  private Node print() {
    TextField file = new TextField();
    file.setId("printed-kit");
    file.textProperty().bindBidirectional(founding.kitFileProperty());
    passphrase.setId("kit-passphrase");
    Button print = new Button(kit.text("setup.print"));
    print.setId("print-kit");
    print.disableProperty().bind(passphrase.textProperty().isEmpty().or(founding.busyProperty()));
    print.setOnAction(_ -> printNow());
    return new VBox(
        12,
        Fields.labelled(kit.text("setup.kitFile"), file, ""),
        Fields.labelled(kit.text("setup.passphrase"), passphrase, kit.text("setup.printHelp")),
        print,
        printed);
  }

  /// The page lies beside the kit.
  private void printNow() {
    CharSequence typed = passphrase.getCharacters();
    char[] signs = new char[typed.length()];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = typed.charAt(i);
    }
    passphrase.clear();
    Path page = page(founding.kitFileProperty().get().strip());
    CopyWords words = new CopyWords(kit.text("copy.do"), kit.text("copy.done"));
    founding.print(
        kit.texts(),
        signs,
        page,
        () ->
            printed
                .getChildren()
                .setAll(
                    Fields.sentence(kit.text("setup.printed")),
                    new CopyField(kit.text("setup.printed"), page.toString(), words)));
  }

  private static Path page(String kitFile) {
    int dot = kitFile.lastIndexOf('.');
    return Path.of((dot > kitFile.lastIndexOf('/') ? kitFile.substring(0, dot) : kitFile) + ".pdf");
  }

  private void told(ClusterState state) {
    boolean now = model.isDone(GuideModel.Step.KIT);
    if (now != stored) {
      stored = now;
      show(state);
    }
  }

  private void show(ClusterState state) {
    status.getChildren().clear();
    if (!stored) {
      status.getChildren().add(new Banner(Health.DEGRADED, kit.text("setup.kitWarning")));
      return;
    }
    status.getChildren().add(new Banner(Health.OK, kit.text("setup.kitStored")));
    state.kit().map(this::facts).ifPresent(status.getChildren()::add);
  }

  private FactList facts(KitStatus kept) {
    FactList facts = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    facts.fact(kit.text("setup.kitNote"), kept.note());
    facts.fact(kit.text("jobs.by"), kept.by());
    return facts;
  }
}
