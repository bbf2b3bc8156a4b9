package com.plexichat.backup.console.screens.jobs;

import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.JobWords;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.ProgressLine;
import com.plexichat.backup.console.kit.ResultView;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.Job;
import java.time.Duration;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// One job: progress while it runs, then its result or why there is none.
final class JobDetail {
  private final Kit kit;
  private final JobWords words;
  private final JobsModel model;
  private final Navigator navigator;

  JobDetail(Kit kit, JobsModel model, Navigator navigator) {
    this.kit = kit;
    this.words = new JobWords(kit);
    this.model = model;
    this.navigator = navigator;
  }

  Node of(Job job) {
    StateBadge badge = new StateBadge(JobWords.health(job.state()), words.state(job.state()));
    DetailPanel panel = new DetailPanel(words.kind(job), badge);
    if (!job.state().isFinal()) {
      panel.add(new ProgressLine().show(words.progress(job)));
    }
    job.failure().ifPresent(trouble -> panel.add(trouble(trouble)));
    panel.add(new FailureNote(model.failureProperty()));
    panel.add(facts(job));
    job.result()
        .ifPresent(result ->
            panel.section(
                kit.text("jobs.result"), new ResultView(kit, model::peerName).of(result)));
    if (!job.backupId().isEmpty()) {
      Button backup = new Button(kit.text("jobs.backup"));
      backup.setOnAction(_ -> navigator.go(new Target.Backups("", job.backupId())));
      panel.action(backup);
    }
    if (JobsModel.canCancel(job)) {
      Button cancel = new Button(kit.text("jobs.cancel"));
      cancel.setId("cancel-job");
      cancel.setOnAction(_ -> model.cancel(job));
      panel.action(cancel);
    }
    return panel;
  }

  private static Node trouble(Job.Trouble trouble) {
    Label what = new Label(trouble.sentence());
    what.getStyleClass().add("strong");
    Label next = new Label(trouble.nextAct());
    for (Label label : new Label[] {what, next}) {
      label.setWrapText(true);
    }
    return new VBox(4, what, next);
  }

  private Node facts(Job job) {
    FactList facts = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    facts.id(kit.text("jobs.id"), job.id());
    job.started()
        .ifPresent(when -> facts.fact(kit.text("jobs.started"), kit.figures().exact(when)));
    job.ended().ifPresent(when -> facts.fact(kit.text("jobs.ended"), kit.figures().exact(when)));
    job.started()
        .flatMap(start -> job.ended().map(end -> Duration.between(start, end)))
        .ifPresent(took -> facts.fact(kit.text("jobs.took"), kit.figures().duration(took)));
    facts.fact(kit.text("jobs.by"), JobWords.by(job));
    if (!job.reason().isEmpty()) {
      facts.fact(kit.text("jobs.reason"), job.reason());
    }
    return facts;
  }
}
