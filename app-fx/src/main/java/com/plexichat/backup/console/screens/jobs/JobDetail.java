package com.plexichat.backup.console.screens.jobs;

import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.JobWords;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.MonoId;
import com.plexichat.backup.console.kit.ProgressLine;
import com.plexichat.backup.console.kit.ResultView;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.Job;
import java.time.Duration;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// One job: progress while it runs, then its result or why there is none; what can be done with it
/// at the foot. Made anew only when the job stands otherwise, so that the focus stays.
final class JobDetail {
  private final Kit kit;
  private final JobWords words;
  private final JobsModel model;
  private final Navigator navigator;
  private final JobControls controls;
  private final DiagnosisBox diagnosis;
  private ProgressLine progress = new ProgressLine();
  private Node shown = new VBox();
  private List<Object> standing = List.of();

  JobDetail(Kit kit, JobsModel model, Navigator navigator) {
    this.kit = kit;
    this.words = new JobWords(kit);
    this.model = model;
    this.navigator = navigator;
    controls = new JobControls(kit, model);
    diagnosis = new DiagnosisBox(kit);
    model.diagnosisProperty().subscribe(diagnosis::show);
  }

  Node of(Job job) {
    List<Object> now =
        List.of(
            job.id(),
            job.state(),
            job.turn(),
            job.reason(),
            job.result().isPresent(),
            model.diagnosisProperty().get().isPresent());
    if (!now.equals(standing)) {
      standing = now;
      shown = made(job);
    }
    progress.show(words.progress(job)).health(JobWords.health(job.state()));
    controls.show(job);
    return shown;
  }

  private Node made(Job job) {
    StateBadge badge = new StateBadge(JobWords.health(job.state()), words.state(job));
    badge.setId("job-state");
    DetailPanel panel = new DetailPanel(words.kind(job), badge);
    if (!job.state().isFinal()) {
      progress = new ProgressLine();
      panel.add(progress);
    }
    keptBy(panel, job);
    job.failure().ifPresent(trouble -> panel.add(trouble(trouble)));
    panel.add(new FailureNote(model.failureProperty()));
    panel.add(facts(job));
    if (model.diagnosisProperty().get().isPresent()) {
      panel.section(kit.text("jobs.whyNot"), diagnosis);
    }
    job.result()
        .ifPresent(result ->
            panel.section(
                kit.text("jobs.result"), new ResultView(kit, model::peerName).of(result)));
    if (!job.backupId().isEmpty()) {
      Button backup = new Button(kit.text("jobs.backup"));
      backup.setOnAction(_ -> navigator.go(new Target.Backups("", job.backupId())));
      panel.action(backup);
    }
    panel.foot(controls);
    return panel;
  }

  /// Who keeps it from working, where somebody does.
  private void keptBy(DetailPanel panel, Job job) {
    String why = words.standing(job);
    if (!why.isEmpty()) {
      Label sentence = Fields.sentence(why);
      sentence.setId("job-standing");
      panel.add(sentence);
    }
    for (String id : job.state().isFinal() ? List.<String>of() : job.turn().waitsFor()) {
      String kind = model.job(id).map(words::kind).orElse(kit.text("jobs.aJob"));
      Hyperlink link = new Hyperlink(kit.text("jobs.behind", kind, MonoId.shortened(id)));
      link.getStyleClass().add("fact-link");
      link.setWrapText(true);
      link.setId("behind-" + id);
      link.setOnAction(_ -> navigator.go(new Target.Jobs(id)));
      panel.add(link);
    }
  }

  private static Node trouble(Job.Trouble trouble) {
    Label what = Fields.sentence(trouble.sentence());
    what.getStyleClass().add("strong");
    return new VBox(4, what, Fields.sentence(trouble.nextAct()));
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
    if (!job.turn().restartOf().isEmpty()) {
      facts.id(kit.text("jobs.again"), job.turn().restartOf());
    }
    if (!job.reason().isEmpty() && words.standing(job).isEmpty()) {
      facts.fact(kit.text("jobs.reason"), job.reason());
    }
    return facts;
  }
}
