package com.plexichat.backup.console.screens.schedule;

import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.Ends;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.kit.SureAct;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.Schedule;
import com.plexichat.backup.shared.model.Schedule.Run;
import com.plexichat.backup.shared.model.Schedule.Standing;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// One schedule: what it runs and when, its next starts, what became of the last ones, and what can
/// be done with it.
final class ScheduleDetail {
  private static final int RUNS_SHOWN = 8;

  private final Kit kit;
  private final ScheduleModel model;
  private final ScheduleWords words;
  private final Navigator navigator;
  private final Button toggle = new Button();
  private final Button run = new Button();
  private final Button edit = new Button();
  private final SureAct remove;
  private final VBox acts;
  private List<Object> standing = List.of();
  private Node shown = new VBox();

  ScheduleDetail(Kit kit, ScheduleModel model, ScheduleWords words, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.words = words;
    this.navigator = navigator;
    act(toggle, "suspend-schedule", () -> model.suspend(!isSuspended()));
    act(run, "run-schedule", model::runNow);
    run.setText(kit.text("schedule.runNow"));
    run.setGraphic(Icons.RUN.node());
    act(edit, "edit-schedule", () -> model.edit(model.standing().map(Standing::schedule)));
    edit.setText(kit.text("schedule.edit"));
    edit.setGraphic(Icons.EDIT.node());
    remove =
        new SureAct(
                kit,
                "remove-schedule",
                new SureAct.Says(
                    kit.text("schedule.remove"),
                    kit.text("schedule.removeWhy"),
                    kit.text("schedule.removeSure")),
                model.removingProperty(),
                model.reasonProperty(),
                model::remove)
            .icon(Icons.TRASH);
    acts = new VBox(8, row(toggle, run), edit, remove);
    acts.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            event.consume();
          }
        });
    model.busyProperty().subscribe(this::enable);
    model.answersProperty().subscribe(this::enable);
    model.removingProperty().subscribe(this::enable);
  }

  private static HBox row(Button left, Button right) {
    HBox.setHgrow(left, Priority.ALWAYS);
    HBox.setHgrow(right, Priority.ALWAYS);
    return new HBox(8, left, right);
  }

  private static void act(Button button, String id, Runnable act) {
    button.setId(id);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setMinWidth(Button.USE_PREF_SIZE);
    button.setOnAction(_ -> act.run());
  }

  private boolean isSuspended() {
    return model.standing().filter(one -> one.schedule().suspended()).isPresent();
  }

  private void enable() {
    boolean can = model.answersProperty().get() && !model.busyProperty().get();
    toggle.setText(isSuspended() ? kit.text("schedule.resume") : kit.text("schedule.suspend"));
    toggle.setGraphic((isSuspended() ? Icons.RUN : Icons.PAUSE).node());
    boolean asks = remove.asks();
    Fields.shown(toggle.getParent(), !asks);
    Fields.shown(edit, !asks);
    for (Node one : List.of(toggle, run, edit, remove)) {
      one.setDisable(!can);
    }
  }

  /// The selected schedule as it is told; made anew only when it is told otherwise.
  Node of(Standing one) {
    Optional<Schedule.Story> story = model.storyProperty().get();
    List<Object> now = List.of(one, story, model.ranProperty().get(), minute());
    if (!now.equals(standing)) {
      standing = now;
      shown = made(one, story);
    }
    enable();
    return shown;
  }

  /// Relative times stay true.
  private long minute() {
    return kit.clock().instant().getEpochSecond() / 60;
  }

  private Node made(Standing one, Optional<Schedule.Story> story) {
    StateBadge badge =
        one.schedule().suspended()
            ? new StateBadge(Health.UNKNOWN, kit.text("schedule.suspendedBadge"))
            : new StateBadge(Health.OK, kit.text("schedule.active"));
    badge.setId("schedule-state");
    DetailPanel panel = new DetailPanel(one.schedule().name(), badge);
    panel.setId("schedule-detail");
    panel.add(new FailureNote(model.failureProperty()));
    model.ranProperty().get().ifPresent(run -> panel.add(ran(run)));
    panel.add(facts(one));
    story
        .map(told -> told.standing().coming())
        .filter(next -> !next.isEmpty())
        .ifPresent(next -> {
          VBox all = new VBox(4);
          next.forEach(when ->
              all.getChildren()
                  .add(Fields.pair(kit.figures().dayAndClock(when), kit.figures().ago(when))));
          panel.section(kit.text("schedule.nextOnes"), all);
        });
    story
        .map(Schedule.Story::runs)
        .filter(runs -> !runs.isEmpty())
        .ifPresent(runs -> {
          VBox all = new VBox(12);
          runs.stream().limit(RUNS_SHOWN).forEach(run -> all.getChildren().add(run(run)));
          panel.section(kit.text("schedule.lastOnes"), all);
        });
    panel.foot(acts);
    return panel;
  }

  /// What became of a run that was asked for here.
  private Node ran(Run run) {
    if (run.jobId().isEmpty()) {
      return Fields.sentence(kit.text("schedule.ranNothing", run.reason()));
    }
    Hyperlink job = new Hyperlink(kit.text("schedule.ranJob"));
    job.getStyleClass().add("fact-link");
    job.setId("ran-job");
    job.setOnAction(_ -> navigator.go(new Target.Jobs(run.jobId())));
    return job;
  }

  private Node facts(Standing one) {
    Schedule schedule = one.schedule();
    String rule = words.rule(schedule.rule());
    FactList facts = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    facts.fact(kit.text("schedule.what"), words.runs(schedule));
    facts.fact(
        kit.text("schedule.rule"),
        rule.equals(schedule.rule())
            ? kit.text("schedule.ruleUtc", rule)
            : kit.text("schedule.ruleBoth", rule, schedule.rule()));
    facts.fact(
        kit.text("schedule.window"),
        schedule.window().isEmpty() ? kit.text("schedule.anyTime") : schedule.window());
    facts.fact(kit.text("schedule.next"), one.next().map(kit.figures()::dayAndClock).orElse("–"));
    facts.fact(
        kit.text("schedule.defined"),
        kit.text("schedule.byAt", person(one.definedBy()), kit.figures().exact(one.defined())));
    one.switched()
        .ifPresent(when ->
            facts.fact(
                schedule.suspended()
                    ? kit.text("schedule.suspendedAt")
                    : kit.text("schedule.resumedAt"),
                kit.text("schedule.byAt", person(one.switchedBy()), kit.figures().exact(when))));
    return facts;
  }

  private static String person(String actor) {
    return actor.replaceFirst("^(person|agent):", "");
  }

  private Node run(Run run) {
    Optional<JobState> job = model.jobState(run.jobId());
    String when =
        run.due()
            .map(kit.figures()::dayAndClock)
            .orElseGet(() -> kit.text("schedule.byHand", kit.figures().dayAndClock(run.at())));
    Label time = Fields.sentence(when);
    StateBadge badge = new StateBadge(words.health(run, job), words.outcome(run, job));
    VBox all = new VBox(4, new Ends(8, time, badge));
    String story = words.story(run);
    if (!story.isEmpty()) {
      all.getChildren().add(Fields.note(story));
    }
    if (!run.jobId().isEmpty()) {
      Hyperlink link = new Hyperlink(kit.text("schedule.openJob"));
      link.getStyleClass().addAll("fact-link", "small");
      link.setOnAction(_ -> navigator.go(new Target.Jobs(run.jobId())));
      all.getChildren().add(link);
    }
    return all;
  }
}
