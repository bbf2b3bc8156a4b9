package com.plexichat.backup.console.screens.restore;

import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.JobPane;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.StepRail;
import com.plexichat.backup.console.kit.Wizard;
import com.plexichat.backup.console.kit.Wizard.Mark;
import com.plexichat.backup.console.kit.Wizard.Press;
import com.plexichat.backup.console.nav.Arriving;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.restore.RestoreModel.Step;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import java.util.Map;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.util.Duration;

/// The restore wizard.
public final class RestoreView extends Screen implements Arriving {
  /// What a certificate says grows old.
  private static final Duration CERTIFICATES = Duration.seconds(20);

  private final Kit kit;
  private final RestoreModel model;
  private final LiveCluster live;
  private final Navigator navigator;
  private final Wizard<Step> wizard;
  private final WhatPane what;
  private final WherePane where;
  private final Page page;
  private final Timeline certificates = new Timeline(new KeyFrame(CERTIFICATES, _ -> renew()));

  public RestoreView(Kit kit, RestoreModel model, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    this.navigator = navigator;
    what = new WhatPane(kit, model);
    where = new WherePane(kit, model);
    FailureNote failure = new FailureNote();
    model.troubleProperty().subscribe(failure::tell);
    wizard = new Wizard<>(kit, failure, model::go);
    wizard
        .step(Step.WHAT, kit.text("restore.what"), kit.text("restore.whatWhy"), what)
        .step(Step.WHERE, kit.text("restore.where"), kit.text("restore.whereWhy"), where)
        .step(
            Step.PREVIEW,
            kit.text("restore.preview"),
            kit.text("restore.previewWhy"),
            new PreviewPane(kit, model))
        .step(
            Step.PROGRESS,
            kit.text("restore.progress"),
            kit.text("restore.progressWhy"),
            new JobPane(kit, model.run()))
        .step(
            Step.RESULT,
            kit.text("restore.result"),
            kit.text("restore.resultWhy"),
            new ResultPane(kit, model));
    certificates.setCycleCount(Animation.INDEFINITE);
    wizard.leave().setOnAction(_ -> navigator.back());
    wizard.side(new CertificatePane(kit, model).card());
    page =
        new Page(kit.text("restore.title")).sentence(kit.text("restore.sentence")).content(wizard);
    model.stepProperty().subscribe(this::turn);
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
    certificates.play();
    follow(live.state(), this::show);
  }

  @Override
  protected void detached() {
    certificates.stop();
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
    what.age();
    foot();
  }

  private void renew() {
    model.renew();
  }

  private void turn(Step step) {
    wizard.turn(step);
    if (step == Step.RESULT && Outcome.restored(model.run()).isEmpty()) {
      wizard.marks(Map.of(Step.PROGRESS, new Mark(StepRail.State.FAILED, "")));
    }
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

  private void foot() {
    Step step = model.stepProperty().get();
    boolean can = model.isComplete();
    wizard.deliberate(step == Step.PREVIEW && model.wishProperty().get().isDestructive());
    switch (step) {
      case WHAT -> wizard.foot(false, new Press(kit.text("wizard.next"), model::next, can));
      case WHERE -> wizard.foot(true, new Press(kit.text("restore.toPreview"), model::next, can));
      case PREVIEW -> wizard.foot(true, again(), new Press(restoreWords(), model::restore, can));
      case PROGRESS -> wizard.foot(false, new Press(kit.text("wizard.toJobs"), this::toJobs, true));
      case RESULT -> resultFoot();
    }
    wizard.safe(safe(step));
  }

  /// A look that failed can be had again.
  private Optional<Press> again() {
    boolean over =
        model.preview().overProperty().get() || model.preview().failureProperty().get().isPresent();
    return over && Outcome.restored(model.preview()).isEmpty()
        ? Optional.of(
            new Press(
                kit.text("restore.again"), model::look, model.state().freshness().isCurrent()))
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
    navigator.go(new Target.Jobs(model.run().jobId()));
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
        false,
        Optional.of(new Press(kit.text("restore.seeJob"), this::toJobs, true)),
        restored.isPresent()
            ? new Press(kit.text("restore.finish"), navigator::back, true)
            : new Press(kit.text("restore.mend"), () -> model.go(mend.orElse(Step.WHERE)), true));
  }
}
