package com.plexichat.backup.console;

import com.plexichat.backup.console.screens.prune.PruneView;
import com.plexichat.backup.console.screens.schedule.ScheduleView;
import java.util.List;
import javafx.scene.control.Button;

/// A walk through the screens of what runs by itself and of what leaves.
record WorkWalk(Walk walk) {
  private RealAgents agents() {
    return walk.agents();
  }

  void schedule() throws Exception {
    int at = 0;
    for (ScheduleView.Listed list : ScheduleView.Listed.values()) {
      walk.choose("#schedule-lists", at++);
      walk.agrees("schedule-" + list, () -> scheduled().shows(list, windows()));
    }
  }

  private ScheduleClaims scheduled() throws Exception {
    List<Told> all = agents().told("schedule", "list").list("schedules");
    return new ScheduleClaims(
        walk,
        all,
        agents().told("schedule", "calendar", "--days", "1"),
        agents().tried("backup", "exposure"),
        agents().told("schedule", "show", all.getFirst().text("schedule")));
  }

  private long windows() throws Exception {
    return agents().told("window", "list").list("windows").size();
  }

  /// What goes and what stays; then what went, once it did.
  void prune() throws Exception {
    int at = 0;
    for (PruneView.Listed list : PruneView.Listed.values()) {
      if (list == PruneView.Listed.TRASH) {
        String plan = agents().told("prune", "plan").text("plan_id");
        agents().told("prune", "run", plan, "--confirm", "--wait");
      }
      walk.choose("#prune-lists", at++);
      walk.agrees(
          "prune-" + list,
          () -> {
            putAway();
            return pruned().shows(list);
          });
    }
  }

  /// A job that somebody else began is shown here once it is heard of, until it is put away.
  private void putAway() {
    walk.rig()
        .robot()
        .interact(() -> {
          if (walk.rig().scene().getRoot().lookup("#after-run") instanceof Button shown) {
            shown.fire();
          }
        });
  }

  private PruneClaims pruned() throws Exception {
    return new PruneClaims(
        walk,
        ToldCluster.ask(agents(), ToldCluster.Part.BACKUPS),
        agents().told("prune", "plan"),
        agents().told("prune", "list").list("prunes"));
  }
}
