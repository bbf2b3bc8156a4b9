package com.plexichat.backup.console.screens.newset;

import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.JobPane;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.StepRail;
import com.plexichat.backup.console.kit.Wizard;
import com.plexichat.backup.console.kit.Wizard.Mark;
import com.plexichat.backup.console.kit.Wizard.Press;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.newset.NewSetModel.Step;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.FilePath;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;

/// The new-set wizard.
public final class NewSetView extends Screen {
  private final Kit kit;
  private final NewSetModel model;
  private final LiveCluster live;
  private final Navigator navigator;
  private final Wizard<Step> wizard;
  private final WhatPane what;
  private final ProtectionPane protection;
  private final CountPane count;
  private final VerdictPane verdict;
  private final Page page;

  public NewSetView(Kit kit, NewSetModel model, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    this.navigator = navigator;
    what = new WhatPane(kit, model);
    protection = new ProtectionPane(kit, model);
    count = new CountPane(kit, model.counting());
    verdict = new VerdictPane(kit, model);
    wizard = new Wizard<>(kit, new FailureNote(model.failureProperty()), model::go);
    wizard
        .step(Step.WHAT, kit.text("newSet.what"), kit.text("newSet.whatWhy"), what)
        .step(
            Step.PROTECTION,
            kit.text("newSet.protection"),
            kit.text("newSet.protectionWhy"),
            protection)
        .step(
            Step.REVIEW,
            kit.text("newSet.review"),
            kit.text("newSet.reviewWhy"),
            new ReviewPane(kit, model))
        .step(
            Step.PROGRESS,
            kit.text("newSet.progress"),
            kit.text("newSet.progressWhy"),
            new JobPane(kit, model.run()))
        .step(
            Step.REPORT,
            kit.text("newSet.report"),
            kit.text("newSet.reportWhy"),
            new ReportPane(kit, model));
    wizard.leave().setOnAction(_ -> navigator.back());
    page = new Page(kit.text("newSet.title")).sentence(kit.text("newSet.sentence")).content(wizard);
    model.stepProperty().subscribe(this::turn);
    model.draftProperty().subscribe(_ -> foot());
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

  private void turn(Step step) {
    wizard.turn(step);
    switch (step) {
      case WHAT -> wizard.side(count.card());
      case PROTECTION -> wizard.side(verdict.card());
      default -> wizard.side(verdict.card(), count.card());
    }
    if (step == Step.REPORT && ReportPane.backup(model).isEmpty()) {
      boolean saved = model.savedProperty().get().isPresent();
      wizard.marks(
          Map.of(
              Step.PROGRESS, new Mark(saved ? StepRail.State.SKIPPED : StepRail.State.FAILED, "")));
    }
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

  private void foot() {
    Step step = model.stepProperty().get();
    boolean complete = model.isComplete();
    switch (step) {
      case WHAT, PROTECTION ->
          wizard.foot(step != Step.WHAT, new Press(kit.text("wizard.next"), model::next, complete));
      case REVIEW ->
          wizard.foot(
              true,
              Optional.of(new Press(kit.text("newSet.saveOnly"), model::saveOnly, complete)),
              new Press(kit.text("newSet.backUpNow"), model::backUpNow, complete));
      case PROGRESS -> wizard.foot(false, new Press(kit.text("wizard.toJobs"), this::toJobs, true));
      case REPORT -> reportFoot();
    }
    wizard.safe(safe(step));
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
    navigator.go(new Target.Jobs(model.run().jobId()));
  }

  private void reportFoot() {
    Optional<Backup> made = ReportPane.backup(model).filter(backup -> backup.state().isListed());
    if (made.isPresent()) {
      Backup backup = made.get();
      wizard.foot(
          false,
          Optional.of(
              new Press(
                  kit.text("newSet.openBackup"),
                  () -> navigator.go(new Target.Backups(backup.set(), backup.id())),
                  true)),
          new Press(
              kit.text("newSet.testRestore"),
              () -> navigator.go(new Target.Restore(backup.id(), FilePath.NONE)),
              true));
    } else if (model.savedProperty().get().isPresent()) {
      String set = model.draftProperty().get().name();
      wizard.foot(
          false,
          Optional.of(new Press(kit.text("newSet.another"), model::renew, true)),
          new Press(
              kit.text("newSet.openSet"), () -> navigator.go(new Target.Backups(set, "")), true));
    } else {
      wizard.foot(false, new Press(kit.text("newSet.mend"), model::mend, true));
    }
  }
}
