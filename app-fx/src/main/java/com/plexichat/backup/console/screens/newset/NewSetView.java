package com.plexichat.backup.console.screens.newset;

import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.JobPane;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.StepRail;
import com.plexichat.backup.console.kit.Wizard;
import com.plexichat.backup.console.kit.Wizard.Press;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.newset.NewSetModel.Step;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.JobStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/// The new-set wizard.
public final class NewSetView extends Screen {
  private final Kit kit;
  private final NewSetModel model;
  private final LiveCluster live;
  private final Navigator navigator;
  private final Wizard wizard;
  private final WhatPane what;
  private final ProtectionPane protection;
  private final Node review;
  private final Node progress;
  private final Node report;
  private final CountPane count;
  private final VerdictPane verdict;
  private final VBox steps = new VBox(16);
  private final Page page;

  public NewSetView(Kit kit, NewSetModel model, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    this.navigator = navigator;
    wizard = new Wizard(kit, number -> model.go(NewSetModel.STEPS.get(number)));
    what = new WhatPane(kit, model);
    protection = new ProtectionPane(kit, model);
    review = new ReviewPane(kit, model);
    progress = new JobPane(kit, model.run());
    report = new ReportPane(kit, model);
    count = new CountPane(kit, model.counting());
    verdict = new VerdictPane(kit, model);
    wizard.leave().setOnAction(_ -> navigator.back());
    page = new Page(kit.text("newSet.title")).sentence(kit.text("newSet.sentence")).content(wizard);
    model.stepProperty().subscribe(_ -> turn());
    model.draftProperty().subscribe(_ -> foot());
    model.failureProperty().subscribe(_ -> rail());
    model.run().jobProperty().subscribe(_ -> foot());
    model.run().askingProperty().subscribe(_ -> foot());
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    if (model.stepProperty().get() == Step.REPORT) {
      model.renew();
    }
    follow(live.state(), this::show);
    focus();
  }

  private void show(ClusterState state) {
    model.show(state);
    foot();
  }

  private void turn() {
    Step step = model.stepProperty().get();
    steps.getChildren().setAll(new FailureNote(model.failureProperty()), content(step));
    wizard.step(name(step), why(step), steps);
    switch (step) {
      case WHAT -> wizard.side(count.card());
      case PROTECTION -> wizard.side(verdict.card());
      default -> wizard.side(verdict.card(), count.card());
    }
    rail();
    foot();
    focus();
  }

  private void focus() {
    switch (model.stepProperty().get()) {
      case WHAT -> wizard.focus(what.first());
      case PROTECTION -> wizard.focus(protection.chosen());
      default -> wizard.focus();
    }
  }

  private Node content(Step step) {
    return switch (step) {
      case WHAT -> what;
      case PROTECTION -> protection;
      case REVIEW -> review;
      case PROGRESS -> progress;
      case REPORT -> report;
    };
  }

  private String name(Step step) {
    return switch (step) {
      case WHAT -> kit.text("newSet.what");
      case PROTECTION -> kit.text("newSet.protection");
      case REVIEW -> kit.text("newSet.review");
      case PROGRESS -> kit.text("newSet.progress");
      case REPORT -> kit.text("newSet.report");
    };
  }

  private String why(Step step) {
    return switch (step) {
      case WHAT -> kit.text("newSet.whatWhy");
      case PROTECTION -> kit.text("newSet.protectionWhy");
      case REVIEW -> kit.text("newSet.reviewWhy");
      case PROGRESS -> kit.text("newSet.progressWhy");
      case REPORT -> kit.text("newSet.reportWhy");
    };
  }

  private void rail() {
    Step now = model.stepProperty().get();
    boolean failed = model.failureProperty().get().isPresent();
    List<StepRail.Step> all = new ArrayList<>();
    for (Step step : Step.values()) {
      StepRail.State state =
          step.compareTo(now) > 0
              ? StepRail.State.AHEAD
              : step != now
                  ? StepRail.State.DONE
                  : failed ? StepRail.State.BLOCKED : StepRail.State.CURRENT;
      if (step == Step.PROGRESS && now == Step.REPORT && ReportPane.backup(model).isEmpty()) {
        state =
            model.savedProperty().get().isPresent()
                ? StepRail.State.SKIPPED
                : StepRail.State.FAILED;
      }
      all.add(new StepRail.Step(name(step), "", state));
    }
    wizard.steps(all);
  }

  private void foot() {
    Step step = model.stepProperty().get();
    boolean complete = model.isComplete();
    Optional<Press> back = Optional.of(new Press(kit.text("wizard.back"), model::back, true));
    switch (step) {
      case WHAT, PROTECTION ->
          wizard.foot(
              step == Step.WHAT ? Optional.empty() : back,
              Optional.empty(),
              press(kit.text("wizard.next"), model::next, complete));
      case REVIEW ->
          wizard.foot(
              back,
              press(kit.text("newSet.saveOnly"), model::saveOnly, complete),
              press(kit.text("newSet.backUpNow"), model::backUpNow, complete));
      case PROGRESS ->
          wizard.foot(
              Optional.empty(),
              Optional.empty(),
              press(kit.text("wizard.toJobs"), this::toJobs, true));
      case REPORT -> reportFoot();
    }
    wizard.safe(safe(step));
  }

  private static Optional<Press> press(String words, Runnable run, boolean can) {
    return Optional.of(new Press(words, run, can));
  }

  private String safe(Step step) {
    return switch (step) {
      case WHAT, PROTECTION -> kit.text("newSet.safe");
      case REVIEW ->
          model.state().freshness().isCurrent()
              ? kit.text("newSet.safe")
              : kit.text("wizard.noAnswer");
      case PROGRESS -> kit.text("wizard.safeRunning");
      case REPORT -> kit.text("newSet.safeReport");
    };
  }

  private void toJobs() {
    String id = model.run().startedProperty().get().map(JobStarted::jobId).orElse("");
    navigator.go(new Target.Jobs(id));
  }

  private void reportFoot() {
    Optional<Backup> made = ReportPane.backup(model).filter(backup -> backup.state().isListed());
    if (made.isPresent()) {
      Backup backup = made.get();
      wizard.foot(
          Optional.empty(),
          press(
              kit.text("newSet.openBackup"),
              () -> navigator.go(new Target.Backups(backup.set(), backup.id())),
              true),
          press(
              kit.text("newSet.testRestore"),
              () -> navigator.go(new Target.Restore(backup.id(), FilePath.NONE)),
              true));
    } else if (model.savedProperty().get().isPresent()) {
      String set = model.draftProperty().get().name();
      wizard.foot(
          Optional.empty(),
          press(kit.text("newSet.another"), model::renew, true),
          press(kit.text("newSet.openSet"), () -> navigator.go(new Target.Backups(set, "")), true));
    } else {
      wizard.foot(
          Optional.empty(), Optional.empty(), press(kit.text("newSet.mend"), model::mend, true));
    }
  }
}
