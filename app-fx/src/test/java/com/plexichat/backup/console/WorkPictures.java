package com.plexichat.backup.console;

import com.plexichat.backup.console.PictureViews.State;
import com.plexichat.backup.console.PictureViews.View;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.schedule.ScheduleView.Listed;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.Job;
import java.time.Instant;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;

/// The screens of everyday work in what they can show beyond a plain list.
final class WorkPictures {
  private WorkPictures() {}

  static void jobs(List<View> all) {
    SampleFacts facts = new SampleFacts(Instant.now());
    all.add(
        PictureViews.view(
            "jobs-paused",
            (rig, _) -> {
              Job paused = SampleJobs.paused(facts);
              rig.sample().answer("diagnose", _ -> SampleJobs.diagnosis(facts, paused));
              opens(rig, paused);
              rig.fire("#why-job");
            },
            "#diagnosis"));
    all.add(
        PictureViews.view(
            "jobs-waiting", (rig, _) -> opens(rig, SampleJobs.waiting(facts)), "#behind-j-21"));
    all.add(
        PictureViews.view(
            "jobs-cancel",
            (rig, _) -> {
              opens(rig, SampleJobs.waiting(facts));
              rig.fire("#cancel-job");
            },
            "#cancel-job-sure"));
  }

  static void tiers(List<View> all) {
    all.add(
        PictureViews.view("tiers-edit", (rig, _) -> rig.go(new Target.Tier("silver")), "#forecast")
            .in(State.LOADING, ".empty-note .progress-bar")
            .failing(".empty-note")
            .in(State.STALE, "#stale-notice > .banner"));
    all.add(
        PictureViews.view(
            "tiers-edit-less",
            (rig, _) -> {
              rig.go(new Target.Tier("silver"));
              rig.type("#tier-days", "90");
              rig.type("#tier-daily", "7");
            },
            "#keeps-less"));
    all.add(
        PictureViews.view(
            "tiers-edit-calendar",
            (rig, _) -> {
              rig.go(new Target.Tier("silver"));
              rig.type("#tier-last", "3");
              rig.type("#tier-daily", "14");
              rig.type("#tier-weekly", "8");
              rig.type("#tier-monthly", "9");
              rig.type("#tier-yearly", "2");
              rig.awaitNode("#kept-calendar .kept-yearly");
              Node at = rig.awaitNode("#kept-calendar");
              while (!(at instanceof ScrollPane)) {
                at = at.getParent();
              }
              ScrollPane scroll = (ScrollPane) at;
              rig.robot().interact(() -> scroll.setVvalue(0.6));
            },
            "#kept-calendar .kept-yearly"));
    all.add(
        PictureViews.view(
            "tiers-edit-bad",
            (rig, _) -> {
              rig.go(new Target.Tier("gold"));
              rig.type("#tier-days", "0");
            },
            "#consequence .failure-note"));
    all.add(
        PictureViews.view(
                "tiers-rules",
                (rig, _) -> {
                  rig.go(new Target.Tiers());
                  choose(rig, "#tiers-lists", 1);
                },
                "#matches .table-row-cell:filled")
            .failing(".empty-note"));
    all.add(
        PictureViews.view(
            "tiers-violations",
            (rig, _) -> {
              rig.go(new Target.Tiers());
              choose(rig, "#tiers-lists", 2);
            },
            "#findings .table-row-cell:filled"));
  }

  static void schedule(List<View> all) {
    all.add(
        PictureViews.view(
                "schedule",
                (rig, _) -> list(rig, Listed.SCHEDULES),
                "#schedules .table-row-cell:filled")
            .in(State.LOADING, ".empty-note .progress-bar")
            .in(State.EMPTY, "#schedules .empty-note")
            .failing(".empty-note")
            .in(State.STALE, "#stale-notice > .banner"));
    all.add(
        PictureViews.view(
            "schedule-meetings",
            (rig, _) -> {
              list(rig, Listed.MEETINGS);
              span(rig, 1);
            },
            "#meetings .table-row-cell:filled"));
    all.add(
        PictureViews.view(
            "schedule-windows",
            (rig, _) -> {
              list(rig, Listed.WINDOWS);
              TableView<?> windows = (TableView<?>) rig.awaitNode("#windows");
              rig.robot().interact(() -> windows.getSelectionModel().select(0));
            },
            "#window-read"));
    all.add(
        PictureViews.view(
            "schedule-exposure",
            (rig, _) -> {
              list(rig, Listed.EXPOSURE);
              rig.go(new Target.Schedule("sweep"));
              list(rig, Listed.EXPOSURE);
            },
            "#exposure .table-row-cell:filled"));
    all.add(
        PictureViews.view(
            "schedule-new",
            (rig, _) -> {
              list(rig, Listed.SCHEDULES);
              rig.fire("#new-schedule");
              rig.type("#schedule-name", "a-second-backup-of-the-databases");
              rig.awaitUsable("#save-schedule");
            },
            "#schedule-coming"));
  }

  private static void list(ConsoleRig rig, Listed list) {
    if (!(rig.target() instanceof Target.Schedule)) {
      rig.go(new Target.Schedule(""));
    }
    rig.await(
        "the lists",
        () ->
            !rig.robot().lookup("#schedule-lists").queryAll().isEmpty()
                || !rig.robot().lookup(".empty-note").queryAll().isEmpty());
    choose(rig, "#schedule-lists", List.of(Listed.values()).indexOf(list));
  }

  private static void span(ConsoleRig rig, int at) {
    choose(rig, "#schedule-span", at);
  }

  private static void choose(ConsoleRig rig, String group, int at) {
    List<ToggleButton> buttons =
        rig.robot().lookup(group + " > .toggle-button").queryAll().stream()
            .map(ToggleButton.class::cast)
            .toList();
    if (!buttons.isEmpty()) {
      rig.robot().interact(buttons.get(at)::fire);
    }
  }

  private static void opens(ConsoleRig rig, Job job) {
    rig.sample().answer("job", _ -> job);
    rig.sample().tell(new Change.OfJob(job));
    rig.go(new Target.Jobs(job.id()));
  }
}
