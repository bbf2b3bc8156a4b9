package com.plexichat.backup.console.screens.restore;

import com.plexichat.backup.console.kit.Banner;
import com.plexichat.backup.console.kit.CopyField;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.JobPane;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.Peer;
import java.util.Optional;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The third step: what a restore would bring, found out without writing anything; and the gesture
/// that one which overwrites takes.
final class PreviewPane extends VBox {
  private final Kit kit;
  private final RestoreModel model;
  private final JobPane looking;
  private final VBox found = new VBox(16);
  private final VBox gesture = new VBox(8);
  private final CopyWords words;

  PreviewPane(Kit kit, RestoreModel model) {
    super(16);
    this.kit = kit;
    this.model = model;
    this.words = new CopyWords(kit.text("copy.do"), kit.text("copy.done"));
    looking = new JobPane(kit, model.preview());
    getChildren().addAll(looking, found, gesture);
    model.preview().jobProperty().subscribe(_ -> show());
    model.preview().overProperty().subscribe(_ -> show());
    model.wishProperty().subscribe(_ -> show());
    model.stepProperty().subscribe(_ -> ask());
  }

  private void show() {
    Optional<JobResult.Restored> result = Outcome.restored(model.preview());
    Fields.shown(looking, result.isEmpty());
    found.getChildren().clear();
    result.ifPresent(this::found);
    Fields.shown(gesture, result.isPresent() && model.wishProperty().get().isDestructive());
  }

  private void found(JobResult.Restored result) {
    Wish wish = model.wishProperty().get();
    String host = wish.host().map(Peer::name).orElse("");
    StateBadge badge =
        result.failures() == 0
            ? new StateBadge(Health.OK, kit.text("restore.allThere"))
            : new StateBadge(
                Health.AT_RISK,
                kit.text(
                    "restore.notAll", result.failures(), kit.figures().count(result.failures())));
    FactList facts = new FactList(words);
    facts.fact(kit.text("result.files"), kit.figures().count(result.files()));
    facts.fact(kit.text("result.directories"), kit.figures().count(result.directories()));
    facts.fact(kit.text("result.bytes"), kit.figures().bytes(result.bytes()));
    facts.fact(kit.text("restore.to"), kit.text("restore.place", host, wish.folder()));
    found.getChildren().addAll(new HBox(badge), facts);
    if (result.failures() > 0) {
      found.getChildren().add(new NotWhole(kit, words).of(result));
    }
    CopyField line = new CopyField(kit.text("restore.line"), wish.commandLine(), words);
    line.setId("command-line");
    found.getChildren().add(new VBox(4, Fields.sentence(kit.text("restore.line")), line));
  }

  /// Made anew each time the step is come to, never while one types.
  private void ask() {
    if (model.stepProperty().get() != RestoreModel.Step.PREVIEW) {
      return;
    }
    gesture.getChildren().clear();
    model
        .wishProperty()
        .get()
        .host()
        .map(Peer::name)
        .ifPresent(host -> {
          TextField typed = new TextField();
          typed.setId("typed-host");
          typed.setPromptText(host);
          typed.textProperty().bindBidirectional(model.typedProperty());
          gesture
              .getChildren()
              .addAll(
                  new Banner(Health.AT_RISK, kit.text("restore.gestureWhy", host)),
                  Fields.labelled(
                      kit.text("restore.gesture", host), typed, kit.text("restore.gestureHelp")));
        });
    show();
  }
}
