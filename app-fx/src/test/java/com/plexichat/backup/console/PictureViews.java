package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.ShardMapView;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.scene.control.ToggleButton;

/// Every screen, how one gets there, and what is there in each state that it can be in.
final class PictureViews {
  private static final String NOTE = ".empty-note";
  private static final String LOADING = ".empty-note .progress-bar";
  private static final String FAILURE = ".failure-note";
  private static final String STALE = "#stale-notice > .banner";
  private static final String NEXT = "#next";
  private static final String BACKUP = SampleFacts.backupId("documents", 4);
  private static final String OLDER = SampleFacts.backupId("documents", 3);
  private static final FilePath SRV = FilePath.of("/srv");

  private PictureViews() {}

  /// States of a cluster.
  enum State {
    LOADING,
    EMPTY,
    NORMAL,
    ERROR,
    NO_PERMISSION,
    STALE
  }

  /// One screen, or one thing that it shows.
  ///
  /// @param go leads there
  /// @param signs what is there in the states that it can be in
  record View(String name, BiConsumer<ConsoleRig, State> go, Map<State, String> signs) {
    /// Goes there and waits for the sign of the state.
    void open(ConsoleRig rig, State state) {
      go.accept(rig, state);
      rig.awaitNode(signs.getOrDefault(state, "*"));
    }

    View in(State state, String sign) {
      signs.put(state, sign);
      return this;
    }

    View failing(String sign) {
      return in(State.ERROR, sign).in(State.NO_PERMISSION, sign);
    }
  }

  static View view(String name, BiConsumer<ConsoleRig, State> go, String normal) {
    Map<State, String> signs = new EnumMap<>(State.class);
    signs.put(State.NORMAL, normal);
    return new View(name, go, signs);
  }

  private static View view(String name, Target target, String normal) {
    return view(name, (rig, _) -> rig.go(target), normal);
  }

  static List<View> withoutCluster() {
    return List.of(
        view("welcome", new Target.Welcome(), "#try"),
        view(
            "welcome-failure",
            (rig, _) -> {
              rig.go(new Target.Welcome());
              rig.fire("#try");
            },
            FAILURE),
        view("connect", new Target.Connect(), "#token"),
        view("setup-1-coordinator", new Target.Setup(), "#passphrase"),
        view("settings", new Target.SettingsPage(), "#scale"),
        view("help", new Target.Help("Welcome"), "#help"));
  }

  static List<View> all() {
    List<View> all = new ArrayList<>();
    monitor(all);
    backups(all);
    contents(all);
    newSet(all);
    restore(all);
    setup(all);
    PrunePictures.add(all);
    WorkPictures.schedule(all);
    PrunePictures.retention(all);
    rest(all);
    overlays(all);
    return all;
  }

  private static void monitor(List<View> all) {
    all.add(
        view("dashboard", new Target.Dashboard(), "#fig-coverage")
            .in(State.LOADING, "#attention " + LOADING)
            .in(State.EMPTY, "#attention " + NOTE)
            .in(State.STALE, STALE));
    all.add(
        view("shard-map", new Target.ShardMap(Target.ShardFocus.ALL), "#shard-map")
            .in(State.LOADING, LOADING)
            .in(State.EMPTY, NOTE)
            .failing(NOTE + " .card-title")
            .in(State.STALE, STALE));
    all.add(view("shard-map-selected", (rig, _) -> select(rig, 12), "#history-more"));
    all.add(
        peers("peers", 0, Optional.empty())
            .in(State.LOADING, "#peers " + LOADING)
            .in(State.EMPTY, "#peers .table-row-cell:filled")
            .in(State.STALE, STALE));
    all.add(peers("peers-down", 0, Optional.of(4)));
    all.add(peers("peers-invited", 0, Optional.of(7)));
    all.add(peers("peers-cards", 1, Optional.of(5)).in(State.EMPTY, "#peer-cards"));
    all.add(peers("peers-map", 2, Optional.of(0)).in(State.EMPTY, "#peer-map"));
    all.add(
        view(
                "invite",
                (rig, state) -> {
                  rig.go(new Target.InvitePeer());
                  if (state != State.STALE && state != State.LOADING) {
                    rig.fire("#invite-now");
                  }
                },
                "#invitation")
            .in(State.LOADING, "#region:focused")
            .failing(FAILURE)
            .in(State.STALE, STALE));
  }

  private static void select(ConsoleRig rig, int cell) {
    rig.go(new Target.ShardMap(Target.ShardFocus.ALL));
    ShardMapView map = (ShardMapView) rig.awaitNode("#shard-map");
    rig.robot().interact(() -> map.select(cell));
  }

  private static View peers(String name, int shape, Optional<Integer> peer) {
    String[] signs = {"#peers", "#peer-cards", "#peer-map"};
    return view(
        name,
        (rig, _) -> {
          rig.go(new Target.Peers(peer.map(SampleFacts::peerId)));
          List<javafx.scene.Node> shapes =
              List.copyOf(rig.robot().lookup("#peers-shape > .toggle-button").queryAll());
          rig.robot().interact(() -> ((ToggleButton) shapes.get(shape)).fire());
        },
        signs[shape]);
  }

  private static void backups(List<View> all) {
    all.add(
        view("backups", new Target.Backups("", ""), "#sets")
            .in(State.LOADING, LOADING)
            .in(State.EMPTY, NOTE)
            .in(State.STALE, STALE));
    all.add(
        view(
                "backups-detail",
                new Target.Backups("databases", SampleFacts.backupId("databases", 11)),
                "#backup-detail")
            .failing("#backup-detail " + FAILURE)
            .in(State.STALE, STALE));
    all.add(
        view(
            "backups-running",
            new Target.Backups("databases", SampleFacts.backupId("databases", 13)),
            "#cancel-backup"));
    all.add(
        view(
            "backups-lost",
            new Target.Backups(SampleFacts.LONG_SET, SampleFacts.backupId(SampleFacts.LONG_SET, 1)),
            "#backup-detail"));
    all.add(view("backups-set", new Target.Backups("photos", ""), "#set-detail"));
  }

  private static void contents(List<View> all) {
    all.add(
        view("contents", new Target.Contents(BACKUP, SRV), "#entries .table-row-cell:filled")
            .in(State.LOADING, LOADING)
            .in(State.EMPTY, NOTE)
            .failing(NOTE)
            .in(State.STALE, STALE));
    all.add(view("contents-empty", new Target.Contents(BACKUP, FilePath.of("/srv/photos")), NOTE));
    all.add(view("find-nothing-asked", new Target.Find(""), NOTE));
    all.add(
        view("find", new Target.Find("*.pdf"), "#found .table-row-cell:filled")
            .in(State.LOADING, NOTE)
            .in(State.EMPTY, NOTE)
            .failing(NOTE)
            .in(State.STALE, STALE));
    all.add(view("compare-choose", new Target.Compare("", ""), NOTE).in(State.EMPTY, NOTE));
    all.add(
        view("compare", new Target.Compare(OLDER, BACKUP), "#differences .table-row-cell:filled")
            .in(State.LOADING, LOADING)
            .failing(NOTE)
            .in(State.STALE, STALE));
  }

  private static void newSet(List<View> all) {
    all.add(
        view("new-set-1-what", new Target.NewSet(), "#set-name")
            .in(State.LOADING, "#set-name")
            .in(State.EMPTY, "#set-name")
            .in(State.STALE, STALE));
    all.add(
        view(
                "new-set-1-filled",
                (rig, _) -> {
                  rig.go(new Target.NewSet());
                  rig.type("#set-name", "letters-of-the-whole-organisation-since-1998");
                  rig.type("#paths", "/srv/mail\n/var/lib/a-long-way/to/a/folder/of/letters");
                  rig.type("#excludes", "*.tmp\ncache/");
                },
                "#count .fact-list")
            .in(State.ERROR, "#count " + FAILURE)
            .in(State.NO_PERMISSION, "#count-refused"));
    all.add(view("new-set-2-protection", step("#tier-silver"), "#tier-silver"));
    all.add(view("new-set-3-review", step("#command-line"), "#command-line"));
    all.add(view("new-set-4-progress", step("#cancel-job"), "#cancel-job"));
    all.add(
        view(
            "new-set-5-report",
            (rig, _) -> {
              SampleFacts facts = new SampleFacts(Instant.now());
              Job done = facts.job("j1", "backup", JobState.DONE, BACKUP, 5);
              ends(
                  rig,
                  SampleAnswers.with(
                      done,
                      new JobResult.BackedUp(
                          facts.backup(
                              "databases", 14, BackupState.UNDER_PROTECTED, Duration.ZERO))));
            },
            "#report"));
  }

  private static BiConsumer<ConsoleRig, State> step(String sign) {
    return (rig, _) -> {
      rig.awaitUsable(NEXT);
      rig.fire(NEXT);
      rig.awaitNode(sign);
    };
  }

  /// Ends the job of a wizard so.
  static void ends(ConsoleRig rig, Job job) {
    rig.sample().answer("job", _ -> job);
    rig.sample()
        .tell(
            new Change.OfJob(
                new SampleFacts(Instant.now())
                    .job(job.id(), job.kind(), job.state(), job.backupId(), 5)));
  }

  private static void restore(List<View> all) {
    all.add(
        view(
                "restore-1-what",
                (rig, _) -> {
                  restores(rig);
                  rig.go(new Target.Restore(BACKUP, FilePath.of("/srv/docs/a[1].txt")));
                },
                "#certificate")
            .in(State.LOADING, "#certificate")
            .failing("#certificate")
            .in(State.STALE, STALE));
    all.add(
        view(
            "restore-2-where",
            (rig, _) -> {
              rig.fire(NEXT);
              rig.awaitNode("#folder");
              rig.type("#folder", "/srv/restored/documents-of-the-whole-organisation");
            },
            "#folder"));
    all.add(view("restore-3-preview", step("#command-line"), "#command-line"));
    all.add(view("restore-4-progress", step("#cancel-job"), "#cancel-job"));
    all.add(
        view(
            "restore-5-result",
            (rig, _) ->
                ends(
                    rig,
                    SampleAnswers.with(
                        new SampleFacts(Instant.now())
                            .job("wet", "restore", JobState.DONE, BACKUP, 5),
                        SampleAnswers.restored(23))),
            "#not-whole"));
  }

  /// What a look comes to, and a restore that goes on.
  private static void restores(ConsoleRig rig) {
    SampleFacts facts = new SampleFacts(Instant.now());
    rig.sample()
        .answer(
            "job",
            args ->
                args[0].equals("dry")
                    ? SampleAnswers.with(
                        facts.job("dry", "restore", JobState.DONE, BACKUP, 1),
                        SampleAnswers.restored(0))
                    : facts.job((String) args[0], "restore", JobState.RUNNING, BACKUP, 1));
  }

  private static void setup(List<View> all) {
    all.add(view("setup-2-peers", new Target.Setup(), "#joined").in(State.EMPTY, "#make-line"));
    all.add(
        view(
                "setup-2-line",
                (rig, _) -> {
                  rig.go(new Target.Setup());
                  rig.fire("#make-line");
                },
                "#join-line")
            .failing(FAILURE));
    all.add(view("setup-3-tiers", step(NEXT), NEXT));
    all.add(view("setup-4-kit", step("#kit-note"), "#mark-stored"));
    all.add(view("setup-5-backup", step(NEXT), NEXT));
    all.add(view("setup-6-restore", step(NEXT), NEXT));
  }

  private static void rest(List<View> all) {
    all.add(
        view("jobs", new Target.Jobs(""), "#jobs")
            .in(State.LOADING, "#jobs " + LOADING)
            .in(State.EMPTY, "#jobs " + NOTE)
            .in(State.STALE, STALE));
    all.add(view("jobs-running", new Target.Jobs("job-databases-13"), "#cancel-job"));
    all.add(view("jobs-failed", new Target.Jobs("j-14"), "#jobs"));
    WorkPictures.jobs(all);
    all.add(
        view("tiers", new Target.Tiers(), "#placeable-silver")
            .in(State.LOADING, LOADING)
            .failing("#placeable-silver")
            .in(State.STALE, STALE));
    WorkPictures.tiers(all);
    all.add(
        view("recovery-kit", new Target.RecoveryKit(), "#kit-note")
            .in(State.LOADING, LOADING)
            .in(State.EMPTY, "#kit-status")
            .in(State.STALE, STALE));
    all.add(
        view("audit", new Target.Audit(), "#audit .table-row-cell:filled")
            .in(State.LOADING, LOADING)
            .in(State.EMPTY, NOTE)
            .failing(NOTE)
            .in(State.STALE, STALE));
    all.add(view("settings", new Target.SettingsPage(), "#scale"));
    all.add(view("help", new Target.Help("Backups"), "#help"));
    all.add(view("help-shortcuts", new Target.Help("shortcuts"), "#shortcuts"));
  }

  private static void overlays(List<View> all) {
    all.add(
        view(
            "notices",
            (rig, _) -> {
              rig.go(new Target.Dashboard());
              rig.awaitNode("#fig-coverage");
              SampleFacts facts = new SampleFacts(Instant.now());
              rig.sample()
                  .tell(
                      new Change.OfJob(facts.job("j-19", "repair", JobState.FAILED, "", 6)),
                      SampleFacts.of(
                          facts.backup("home", 2, BackupState.FAILED, Duration.ofHours(3))));
              rig.fire("#notices");
            },
            ".notices .notice"));
    all.add(
        view(
            "palette",
            (rig, _) -> {
              rig.go(new Target.Dashboard());
              rig.fire("#search");
              rig.type("#palette-field", "a");
            },
            "#palette-list .list-cell:filled"));
  }
}
