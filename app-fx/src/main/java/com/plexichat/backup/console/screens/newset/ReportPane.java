package com.plexichat.backup.console.screens.newset;

import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.JobWords;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.ResultView;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The last step: what came of it, and what that means.
final class ReportPane extends VBox {
  private final Kit kit;
  private final NewSetModel model;
  private final VBox all = new VBox(16);

  ReportPane(Kit kit, NewSetModel model) {
    super(16);
    this.kit = kit;
    this.model = model;
    setId("report");
    getChildren().addAll(new FailureNote(model.run().failureProperty()), all);
    model.run().jobProperty().subscribe(_ -> show());
    model.savedProperty().subscribe(_ -> show());
  }

  /// The backup that was made, when one was.
  static Optional<Backup> backup(NewSetModel model) {
    return model
        .run()
        .jobProperty()
        .get()
        .flatMap(Job::result)
        .filter(JobResult.BackedUp.class::isInstance)
        .map(JobResult.BackedUp.class::cast)
        .map(JobResult.BackedUp::backup);
  }

  private void show() {
    all.getChildren().clear();
    model.savedProperty().get().ifPresent(this::saved);
    model.run().jobProperty().get().filter(job -> job.state().isFinal()).ifPresent(this::job);
  }

  private void saved(BackupSet set) {
    all.getChildren()
        .addAll(
            new HBox(new StateBadge(Health.OK, kit.text("newSet.saved"))),
            Fields.sentence(kit.text("newSet.savedWhy", set.name())));
  }

  private void job(Job job) {
    Optional<Backup> backup = backup(model);
    all.getChildren().add(new HBox(badge(job, backup)));
    job.failure()
        .ifPresent(trouble -> {
          Label what = Fields.sentence(trouble.sentence());
          what.getStyleClass().add("strong");
          all.getChildren().addAll(what, Fields.sentence(trouble.nextAct()));
        });
    if (backup.filter(one -> one.state() == BackupState.UNDER_PROTECTED).isPresent()) {
      all.getChildren().add(Fields.sentence(kit.text("newSet.underWhy")));
    }
    job.result()
        .ifPresent(
            result -> all.getChildren().add(new ResultView(kit, model.state()::nameOf).of(result)));
  }

  private StateBadge badge(Job job, Optional<Backup> backup) {
    return backup
        .filter(one -> one.state().isListed())
        .map(one ->
            new StateBadge(
                one.state() == BackupState.COMPLETE ? Health.OK : Health.DEGRADED,
                kit.texts().of(one.state())))
        .orElseGet(() ->
            new StateBadge(JobWords.health(job.state()), new JobWords(kit).state(job.state())));
  }
}
