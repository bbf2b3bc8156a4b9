package com.plexichat.backup.console.screens.jobs;

import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.SureAct;
import com.plexichat.backup.shared.model.Job;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What can be done with the selected job now. Enter does none of it; that it shall end is asked
/// twice, because no job that was cancelled goes on.
final class JobControls extends VBox {
  private final JobsModel model;
  private final Button pause = new Button();
  private final Button resume = new Button();
  private final Button restart = new Button();
  private final Button why = new Button();
  private final SureAct cancel;
  private Optional<Job> job = Optional.empty();

  JobControls(Kit kit, JobsModel model) {
    super(8);
    this.model = model;
    act(pause, "pause-job", kit.text("jobs.pause"), Icons.PAUSE, model::pause);
    act(resume, "resume-job", kit.text("jobs.resume"), Icons.RUN, model::resume);
    act(restart, "restart-job", kit.text("jobs.restart"), Icons.RETRY, model::restart);
    act(why, "why-job", kit.text("jobs.whyNot"), Icons.HELP, model::diagnose);
    cancel =
        new SureAct(
                kit,
                "cancel-job",
                new SureAct.Says(
                    kit.text("jobs.cancel"),
                    kit.text("jobs.cancelWhy"),
                    kit.text("jobs.cancelSure")),
                model.endingProperty(),
                model.reasonProperty(),
                model::cancel)
            .icon(Icons.STOP);
    getChildren().addAll(why, pause, resume, restart, cancel);
    addEventFilter(KeyEvent.KEY_PRESSED, JobControls::sift);
    model.busyProperty().subscribe(this::enable);
    model.answersProperty().subscribe(this::enable);
    model.endingProperty().subscribe(this::enable);
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

  /// Shows what can be done with this job.
  void show(Job now) {
    job = Optional.of(now);
    enable();
  }

  private void enable() {
    boolean can = model.answersProperty().get() && !model.busyProperty().get();
    boolean asks = cancel.asks();
    shown(pause, !asks && job.filter(JobsModel::canPause).isPresent(), can);
    shown(resume, !asks && job.filter(JobsModel::canResume).isPresent(), can);
    shown(restart, job.filter(JobsModel::canRestart).isPresent(), can);
    shown(why, !asks && job.filter(one -> !one.state().isFinal()).isPresent(), can);
    shown(cancel, job.filter(JobsModel::canCancel).isPresent(), can);
    Fields.shown(this, getChildren().stream().anyMatch(Node::isManaged));
  }

  private static void shown(Node act, boolean is, boolean can) {
    Fields.shown(act, is);
    act.setDisable(!can);
  }
}
