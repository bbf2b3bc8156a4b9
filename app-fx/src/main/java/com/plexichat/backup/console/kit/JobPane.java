package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Job;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// A running job of a wizard: state, phase, amount, rate, time left, and an end to it that is asked
/// for twice.
public final class JobPane extends VBox {
  private final Kit kit;
  private final JobRun run;
  private final JobWords words;
  private final StateBadge badge;
  private final ProgressLine line = new ProgressLine();
  private final Label reason = new Label();
  private final Button cancel = new Button();
  private boolean sure;

  /// A pane that follows a run.
  public JobPane(Kit kit, JobRun run) {
    super(16);
    this.kit = kit;
    this.run = run;
    this.words = new JobWords(kit);
    this.badge = new StateBadge(Health.WORKING, "");
    reason.setWrapText(true);
    reason.getStyleClass().add("note");
    cancel.setId("cancel-job");
    cancel.setOnAction(_ -> cancel());
    getChildren()
        .addAll(
            new HBox(badge),
            line,
            reason,
            new FailureNote(run.failureProperty()),
            new HBox(cancel));
    run.jobProperty().subscribe(this::show);
  }

  private void show(Optional<Job> told) {
    boolean can = run.canCancel();
    cancel.setVisible(can);
    if (!can || told.isEmpty()) {
      ask(false);
    }
    String text = told.map(Job::reason).orElse("");
    reason.setText(text);
    reason.setManaged(!text.isEmpty());
    badge.setVisible(told.isPresent());
    told.ifPresentOrElse(
        job -> {
          badge.show(JobWords.health(job.state()), words.state(job.state()));
          line.health(JobWords.health(job.state())).show(words.progress(job));
        },
        () ->
            line.show(
                new ProgressLine.Progress(kit.text("jobPane.asking"), Double.NaN, "", "", "")));
  }

  private void cancel() {
    if (sure) {
      run.cancel();
    } else {
      ask(true);
    }
  }

  private void ask(boolean again) {
    sure = again;
    cancel.setText(again ? kit.text("jobPane.cancelSure") : kit.text("jobPane.cancel"));
    cancel.getStyleClass().remove("danger");
    if (again) {
      cancel.getStyleClass().add("danger");
    }
  }
}
