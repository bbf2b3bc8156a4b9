package com.plexichat.backup.console.screens.jobs;

import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.shared.model.Job;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What can be done with the selected job now. Enter does none of it; that it shall end is asked
/// twice, because no job that was cancelled goes on.
final class JobControls extends VBox {
  private final Kit kit;
  private final JobsModel model;
  private final Button pause = new Button();
  private final Button resume = new Button();
  private final Button restart = new Button();
  private final Button why = new Button();
  private final Button cancel = new Button();
  private final VBox sure;
  private Optional<Job> job = Optional.empty();

  JobControls(Kit kit, JobsModel model) {
    super(8);
    this.kit = kit;
    this.model = model;
    act(pause, "pause-job", kit.text("jobs.pause"), Icons.PAUSE, model::pause);
    act(resume, "resume-job", kit.text("jobs.resume"), Icons.RUN, model::resume);
    act(restart, "restart-job", kit.text("jobs.restart"), Icons.RETRY, model::restart);
    act(why, "why-job", kit.text("jobs.whyNot"), Icons.HELP, model::diagnose);
    act(cancel, "cancel-job", kit.text("jobs.cancel"), Icons.STOP, () -> model.end(true));
    sure = sure();
    getChildren().addAll(why, pause, resume, restart, cancel, sure);
    addEventFilter(KeyEvent.KEY_PRESSED, JobControls::sift);
    model.busyProperty().subscribe(this::enable);
    model.answersProperty().subscribe(this::enable);
    model
        .endingProperty()
        .subscribe(asks -> {
          enable();
          if (asks) {
            // What is asked is at the foot; nothing there is pressed by mistake.
            sure.lookup("#cancel-reason").requestFocus();
          }
        });
  }

  private static void sift(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      event.consume();
    }
  }

  private static void act(Button button, String id, String words, Icons icon, Runnable run) {
    button.setId(id);
    button.setText(words);
    button.setGraphic(icon.node());
    button.setWrapText(true);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setMinHeight(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> run.run());
  }

  private VBox sure() {
    TextField reason = new TextField();
    reason.setId("cancel-reason");
    reason.textProperty().bindBidirectional(model.reasonProperty());
    reason.setPromptText(kit.text("jobs.cancelReason"));
    reason.setAccessibleText(kit.text("jobs.cancelReason"));
    Button leave = new Button(kit.text("jobs.cancelNot"));
    leave.setId("cancel-not");
    leave.setMinWidth(Region.USE_PREF_SIZE);
    leave.setOnAction(_ -> model.end(false));
    Button yes = new Button(kit.text("jobs.cancelSure"));
    yes.setId("cancel-sure");
    yes.getStyleClass().add("danger");
    yes.setMaxWidth(Double.MAX_VALUE);
    yes.setMinWidth(Region.USE_PREF_SIZE);
    yes.setOnAction(_ -> model.cancel());
    HBox.setHgrow(yes, Priority.ALWAYS);
    return new VBox(
        8, Fields.sentence(kit.text("jobs.cancelWhy")), reason, new HBox(8, leave, yes));
  }

  /// Shows what can be done with this job.
  void show(Job now) {
    job = Optional.of(now);
    enable();
  }

  private void enable() {
    boolean can = model.answersProperty().get() && !model.busyProperty().get();
    boolean asks = model.endingProperty().get();
    shown(pause, !asks && job.filter(JobsModel::canPause).isPresent(), can);
    shown(resume, !asks && job.filter(JobsModel::canResume).isPresent(), can);
    shown(restart, job.filter(JobsModel::canRestart).isPresent(), can);
    shown(why, !asks && job.filter(one -> !one.state().isFinal()).isPresent(), can);
    shown(cancel, !asks && job.filter(JobsModel::canCancel).isPresent(), can);
    Fields.shown(sure, asks);
    sure.setDisable(!can);
    Fields.shown(
        this, getChildren().stream().anyMatch(one -> one.isManaged()));
  }

  private static void shown(Button button, boolean is, boolean can) {
    Fields.shown(button, is);
    button.setDisable(!can);
  }
}
