package com.plexichat.backup.console;

import com.plexichat.backup.console.screens.prune.PruneView;
import com.plexichat.backup.console.screens.schedule.ScheduleView;
import java.util.List;

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
        // The job that somebody else began is shown here until it is put away.
        walk.rig().fire("#after-run");
      }
      walk.choose("#prune-lists", at++);
      walk.agrees("prune-" + list, () -> pruned().shows(list));
    }
  }

  private PruneClaims pruned() throws Exception {
    return new PruneClaims(
        walk,
        ToldCluster.ask(agents(), ToldCluster.Part.BACKUPS),
        agents().told("prune", "plan"),
        agents().told("prune", "list").list("prunes"));
  }
}
