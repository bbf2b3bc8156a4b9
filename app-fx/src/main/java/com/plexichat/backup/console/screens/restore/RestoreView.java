package com.plexichat.backup.console.screens.restore;

import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.JobPane;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.StepRail;
import com.plexichat.backup.console.kit.Wizard;
import com.plexichat.backup.console.kit.Wizard.Press;
import com.plexichat.backup.console.nav.Arriving;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.restore.RestoreModel.Step;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.JobStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/// The restore wizard.
public final class RestoreView extends Screen implements Arriving {
  private final Kit kit;
  private final RestoreModel model;
  private final LiveCluster live;
  private final Navigator navigator;
  private final Wizard wizard;
  private final WhatPane what;
  private final WherePane where;
  private final Node preview;
  private final Node progress;
  private final Node result;
  private final VBox steps = new VBox(16);
  private final FailureNote failure = new FailureNote();
  private final Page page;

  public RestoreView(Kit kit, RestoreModel model, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    this.navigator = navigator;
    wizard = new Wizard(kit, number -> model.go(RestoreModel.STEPS.get(number)));
    what = new WhatPane(kit, model);
    where = new WherePane(kit, model);
    preview = new PreviewPane(kit, model);
    progress = new JobPane(kit, model.run());
    result = new ResultPane(kit, model);
    wizard.leave().setOnAction(_ -> navigator.back());
    wizard.side(new CertificatePane(kit, model).card());
    page =
        new Page(kit.text("restore.title")).sentence(kit.text("restore.sentence")).content(wizard);
    model
        .troubleProperty()
        .subscribe(why -> {
          failure.tell(why);
          rail();
        });
    model.stepProperty().subscribe(_ -> turn());
    model.wishProperty().subscribe(_ -> foot());
    model.typedProperty().subscribe(_ -> foot());
    model.preview().jobProperty().subscribe(_ -> foot());
    model.preview().askingProperty().subscribe(_ -> foot());
    model.run().jobProperty().subscribe(_ -> foot());
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    follow(live.state(), this::show);
  }

  @Override
  public void arrive(Target target) {
    if (target instanceof Target.Restore(var backup, var path)) {
      model.begin(backup, path);
      focus();
    }
  }

  private void show(ClusterState state) {
    model.show(state);
    foot();
  }

  private void turn() {
    Step step = model.stepProperty().get();
    steps.getChildren().setAll(failure, content(step));
    wizard.step(name(step), why(step), steps);
    rail();
    foot();
    focus();
  }

  private void focus() {
    switch (model.stepProperty().get()) {
      case WHAT -> wizard.focus(what.first());
      case WHERE -> wizard.focus(where.first());
      default -> wizard.focus();
    }
  }

  private Node content(Step step) {
    return switch (step) {
      case WHAT -> what;
      case WHERE -> where;
      case PREVIEW -> preview;
      case PROGRESS -> progress;
      case RESULT -> result;
    };
  }

  private String name(Step step) {
    return switch (step) {
      case WHAT -> kit.text("restore.what");
      case WHERE -> kit.text("restore.where");
      case PREVIEW -> kit.text("restore.preview");
      case PROGRESS -> kit.text("restore.progress");
      case RESULT -> kit.text("restore.result");
    };
  }

  private String why(Step step) {
    return switch (step) {
      case WHAT -> kit.text("restore.whatWhy");
      case WHERE -> kit.text("restore.whereWhy");
      case PREVIEW -> kit.text("restore.previewWhy");
      case PROGRESS -> kit.text("restore.progressWhy");
      case RESULT -> kit.text("restore.resultWhy");
    };
  }

  private void rail() {
    Step now = model.stepProperty().get();
    boolean blocked = model.troubleProperty().get().isPresent();
    boolean came = Outcome.restored(model.run()).isPresent();
    List<StepRail.Step> all = new ArrayList<>();
    for (Step step : Step.values()) {
      StepRail.State state = StepRail.State.DONE;
      if (step.compareTo(now) > 0) {
        state = StepRail.State.AHEAD;
      } else if (step == now) {
        state = blocked ? StepRail.State.BLOCKED : StepRail.State.CURRENT;
      } else if (step == Step.PROGRESS && !came) {
        state = StepRail.State.FAILED;
      }
      all.add(new StepRail.Step(name(step), "", state));
    }
    wizard.steps(all);
  }

  private void foot() {
    Step step = model.stepProperty().get();
    boolean can = model.isComplete();
    Optional<Press> back = press(kit.text("wizard.back"), model::back, true);
    wizard.deliberate(step == Step.PREVIEW && model.wishProperty().get().isDestructive());
    switch (step) {
      case WHAT ->
          wizard.foot(
              Optional.empty(), Optional.empty(), press(kit.text("wizard.next"), model::next, can));
      case WHERE ->
          wizard.foot(
              back, Optional.empty(), press(kit.text("restore.toPreview"), model::next, can));
      case PREVIEW -> wizard.foot(back, again(), press(restoreWords(), model::restore, can));
      case PROGRESS ->
          wizard.foot(
              Optional.empty(),
              Optional.empty(),
              press(kit.text("wizard.toJobs"), this::toJobs, true));
      case RESULT -> resultFoot();
    }
    wizard.safe(safe(step));
  }

  private static Optional<Press> press(String words, Runnable run, boolean can) {
    return Optional.of(new Press(words, run, can));
  }

  /// A look that failed can be had again.
  private Optional<Press> again() {
    boolean over =
        model.preview().overProperty().get() || model.preview().failureProperty().get().isPresent();
    return over && Outcome.restored(model.preview()).isEmpty()
        ? press(kit.text("restore.again"), model::look, model.state().freshness().isCurrent())
        : Optional.empty();
  }

  private String restoreWords() {
    return Outcome.restored(model.preview()).filter(found -> found.failures() > 0).isPresent()
        ? kit.text("restore.doPart")
        : kit.text("restore.do");
  }

  private String safe(Step step) {
    if (step.compareTo(Step.PREVIEW) <= 0 && !model.state().freshness().isCurrent()) {
      return kit.text("wizard.noAnswer");
    }
    return switch (step) {
      case WHAT, WHERE, PREVIEW -> kit.text("restore.safe");
      case PROGRESS -> kit.text("wizard.safeRunning");
      case RESULT -> kit.text("restore.safeResult");
    };
  }

  private void toJobs() {
    String id = model.run().startedProperty().get().map(JobStarted::jobId).orElse("");
    navigator.go(new Target.Jobs(id));
  }

  private void resultFoot() {
    Optional<Step> mend =
        model
            .run()
            .jobProperty()
            .get()
            .flatMap(Job::failure)
            .flatMap(why -> Outcome.place(why.code()));
    Optional<JobResult.Restored> restored = Outcome.restored(model.run());
    wizard.foot(
        Optional.empty(),
        press(kit.text("restore.seeJob"), this::toJobs, true),
        restored.isPresent()
            ? press(kit.text("restore.finish"), navigator::back, true)
            : press(kit.text("restore.mend"), () -> model.go(mend.orElse(Step.WHERE)), true));
  }
}
