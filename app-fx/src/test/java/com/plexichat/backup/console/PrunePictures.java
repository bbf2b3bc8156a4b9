package com.plexichat.backup.console;

import com.plexichat.backup.console.PictureViews.State;
import com.plexichat.backup.console.PictureViews.View;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.prune.PruneView.Listed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobState;
import java.time.Instant;
import java.util.List;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ToggleButton;

/// The screen of prunes in all that it can show, and what changes how long a backup is kept.
final class PrunePictures {
  private static final String ROW = " .table-row-cell:filled";

  private PrunePictures() {}

  static void add(List<View> all) {
    SampleFacts facts = new SampleFacts(Instant.now());
    all.add(
        PictureViews.view("prune", (rig, _) -> goes(rig, Listed.GOES), "#goes" + ROW)
            .in(State.LOADING, ".empty-note .progress-bar")
            .in(State.EMPTY, "#goes .empty-note")
            .failing(".empty-note")
            .in(State.STALE, "#stale-notice > .banner"));
    all.add(PictureViews.view("prune-stays", (rig, _) -> goes(rig, Listed.STAYS), "#stays" + ROW));
    all.add(
        PictureViews.view("prune-trash", (rig, _) -> goes(rig, Listed.TRASH), "#trash" + ROW)
            .in(State.EMPTY, "#trash .empty-note")
            .failing(".empty-note"));
    ofTwo(all, facts);
    all.add(
        PictureViews.view(
            "prune-blocked",
            (rig, _) -> {
              rig.sample().answer("planPrune", _ -> SamplePrunes.blocked(facts));
              goes(rig, Listed.GOES);
              rig.fire("#plan-prune");
            },
            "#run-prune-blocked"));
    all.add(
        PictureViews.view(
            "prune-refused",
            (rig, _) -> {
              rig.sample()
                  .answer("planPrune", _ -> SamplePrunes.plan(facts))
                  .answer(
                      "runPrune",
                      _ -> {
                        throw new OperationFailed(
                            FailureCode.PLAN_STALE,
                            "7c1f0a9be24d5368",
                            "backup 4be1 stays. Its retention goes on.");
                      });
              rig.fire("#plan-prune");
              runs(rig);
            },
            "#outdated-plan"));
    all.add(
        PictureViews.view(
            "prune-running",
            (rig, _) -> {
              SamplePrunes.answering(rig.sample(), facts)
                  .answer("job", _ -> facts.job("j-prune", "prune", JobState.RUNNING, "", 5));
              rig.fire("#plan-prune");
              runs(rig);
            },
            "#prune-job #cancel-job"));
    all.add(
        PictureViews.view(
            "prune-over",
            (rig, _) -> PictureViews.ends(rig, SamplePrunes.done(facts, "j-prune", "prune")),
            "#after-run"));
  }

  /// Plans that two people allow; the last one leaves them.
  private static void ofTwo(List<View> all, SampleFacts facts) {
    all.add(
        PictureViews.view(
            "prune-two-waiting",
            (rig, _) -> {
              goes(rig, Listed.GOES);
              kind(rig, "prune-emergency");
            },
            "#plan-size"));
    all.add(
        PictureViews.view(
            "prune-two-emergency",
            (rig, _) -> {
              goes(rig, Listed.GOES);
              rig.sample()
                  .answer("pruning.planAtOnce", _ -> SamplePrunes.atOnce(facts))
                  .answer("pruning.planOf", _ -> SamplePrunes.atOnce(facts, "oskar"));
              kind(rig, "prune-emergency");
              rig.type("#plan-size", "20 GB");
              rig.fire("#plan-two");
            },
            "#allow-plan-number"));
    all.add(
        PictureViews.view(
            "prune-two-opened",
            (rig, _) -> {
              goes(rig, Listed.STAYS);
              kind(rig, "prune-opened");
              rig.type("#plan-open", "c41d9be07a35f682");
              rig.fire("#plan-two");
              rig.type("#allow-plan-number", "3");
            },
            "#allow-plan"));
    all.add(
        PictureViews.view(
            "prune-two-early",
            (rig, _) -> {
              goes(rig, Listed.GOES);
              rig.sample()
                  .answer("pruning.planOf", _ -> SamplePrunes.early(facts, "margit", "oskar"));
              kind(rig, "prune-opened");
              rig.type("#plan-open", "c41d9be07a35f682");
              rig.fire("#plan-two");
            },
            "#run-prune-number"));
    all.add(
        PictureViews.view(
            "prune-two-left",
            (rig, _) -> {
              goes(rig, Listed.GOES);
              rig.fire("#plan-usual");
            },
            "#run-prune-number"));
  }

  private static void kind(ConsoleRig rig, String item) {
    MenuButton menu = (MenuButton) rig.awaitUsable("#prune-categories");
    rig.robot()
        .interact(() ->
            menu.getItems().stream()
                .filter(one -> item.equals(one.getId()))
                .findFirst()
                .orElseThrow()
                .fire());
  }

  /// The changes of how long a backup is kept, beside the backup.
  static void retention(List<View> all) {
    all.add(keeping("retention-extend", "documents", 4, "retention-extend"));
    all.add(keeping("retention-hold", "documents", 4, "retention-hold"));
    all.add(keeping("retention-release", "documents", 3, "retention-release-0"));
    all.add(keeping("retention-lock", "documents", 4, "retention-lock"));
    all.add(keeping("retention-end", SampleFacts.LONG_SET, 1, "retention-end"));
  }

  private static View keeping(String name, String set, int number, String change) {
    return PictureViews.view(
        name,
        (rig, _) -> {
          rig.go(new Target.Backups(set, SampleFacts.backupId(set, number)));
          choose(rig, change);
        },
        "#retention-do");
  }

  /// Takes one change from the menu.
  static void choose(ConsoleRig rig, String change) {
    MenuButton menu = (MenuButton) rig.awaitUsable("#retention");
    rig.robot()
        .interact(() -> {
          menu.show();
          menu.getItems().stream()
              .filter(item -> change.equals(item.getId()))
              .findFirst()
              .orElseThrow()
              .fire();
          menu.hide();
        });
  }

  private static void goes(ConsoleRig rig, Listed list) {
    rig.go(new Target.Prune());
    rig.awaitNode("#prune-lists");
    List<ToggleButton> buttons =
        rig.robot().lookup("#prune-lists > .toggle-button").queryAll().stream()
            .map(ToggleButton.class::cast)
            .toList();
    rig.robot().interact(buttons.get(List.of(Listed.values()).indexOf(list))::fire);
  }

  private static void runs(ConsoleRig rig) {
    goes(rig, Listed.GOES);
    rig.type("#run-prune-number", "3");
    rig.fire("#run-prune");
  }
}
