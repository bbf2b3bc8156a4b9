package com.plexichat.backup.console.screens.restore;

import com.plexichat.backup.console.kit.CopyField;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.JobWords;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.Peer;
import java.io.File;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

/// The last step: whether all of it came, each file that did not, from whom it came, where it lies.
final class ResultPane extends VBox {
  private final Kit kit;
  private final RestoreModel model;
  private final CopyWords words;

  ResultPane(Kit kit, RestoreModel model) {
    super(16);
    this.kit = kit;
    this.model = model;
    this.words = new CopyWords(kit.text("copy.do"), kit.text("copy.done"));
    setId("result");
    model.run().overProperty().subscribe(_ -> show());
  }

  private void show() {
    getChildren().setAll(new FailureNote(model.run().failureProperty()));
    Optional<Job> job = model.run().jobProperty().get();
    job.flatMap(Job::failure)
        .ifPresent(why -> {
          FailureNote note = new FailureNote();
          note.tell(Optional.of(why));
          getChildren().add(note);
        });
    Optional<JobResult.Restored> restored = Outcome.restored(model.run());
    restored.ifPresentOrElse(
        this::restored,
        () ->
            job.ifPresent(one ->
                getChildren()
                    .add(
                        new HBox(
                            new StateBadge(
                                JobWords.health(one.state()),
                                new JobWords(kit).state(one.state()))))));
    String typed = model.wishProperty().get().commandLine();
    CopyField line = new CopyField(kit.text("restore.line"), typed, words);
    line.setId("command-line");
    getChildren().add(new VBox(4, Fields.sentence(kit.text("restore.line")), line));
  }

  private void restored(JobResult.Restored result) {
    boolean whole = result.state().equals("complete") && result.failures() == 0;
    getChildren()
        .add(
            new HBox(
                whole
                    ? new StateBadge(Health.OK, kit.text("result.complete"))
                    : new StateBadge(Health.AT_RISK, kit.text("result.incomplete"))));
    Wish wish = model.wishProperty().get();
    FactList facts = new FactList(words);
    facts.fact(
        kit.text("restore.lies"),
        kit.text("restore.place", wish.host().map(Peer::name).orElse(""), wish.folder()));
    facts.fact(kit.text("result.files"), kit.figures().count(result.files()));
    facts.fact(kit.text("result.directories"), kit.figures().count(result.directories()));
    facts.fact(kit.text("result.bytes"), kit.figures().bytes(result.bytes()));
    facts.fact(kit.text("result.took"), kit.figures().duration(result.duration()));
    getChildren().add(facts);
    if (result.failures() > 0) {
      getChildren().add(new NotWhole(kit, words).of(result, save()));
    }
    sources(result);
  }

  private Button save() {
    Button save = new Button(kit.text("restore.save"));
    save.setId("save-list");
    save.setOnAction(_ -> {
      FileChooser chooser = new FileChooser();
      chooser.setTitle(kit.text("restore.save"));
      chooser.setInitialFileName("not-whole.txt");
      File file = chooser.showSaveDialog(getScene().getWindow());
      if (file != null) {
        model.save(file.toPath(), () -> save.setText(kit.text("restore.saved", file.getName())));
      }
    });
    return save;
  }

  private void sources(JobResult.Restored result) {
    if (result.sources().isEmpty()) {
      return;
    }
    VBox list = new VBox(8);
    result.sources().entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(one ->
            list.getChildren()
                .add(Fields.pair(model.name(one.getKey()), kit.figures().bytes(one.getValue()))));
    Label head = Fields.sentence(kit.text("restore.sources"));
    head.getStyleClass().add("strong");
    VBox box = new VBox(8, head, list);
    box.setId("sources");
    getChildren().add(box);
  }
}
