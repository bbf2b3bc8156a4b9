package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.newset.NewSetModel;
import com.plexichat.backup.console.screens.newset.NewSetView;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.PathWarning;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.SetPreview;
import com.plexichat.backup.shared.model.Tier;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The new-set wizard by keys alone, over a cluster that a script plays.
class NewSetTest {
  private static final Job RUNNING =
      WizardSample.job("j1", "backup", JobState.RUNNING, WizardSample.half());
  private static final Job DONE =
      WizardSample.job("j1", "backup", JobState.DONE, WizardSample.half());

  private ScriptedSession script;
  private FrameRig rig;

  @BeforeEach
  void open() throws TimeoutException {
    script =
        new ScriptedSession(
            new Change.OfCluster(WizardSample.facts(true)), new Change.OfSet(WizardSample.DOCS));
    WizardSample.PEERS.forEach(peer -> script.tell(new Change.OfPeer(peer)));
    script
        .answer("preflight", args -> preflight((Tier) args[0]))
        .answer("preview", args -> preview((BackupSet) args[0]))
        .answer("backUp", _ -> new JobStarted("j1", "b1", false))
        .answer("define", args -> args[0])
        .answer("cancel", _ -> RUNNING)
        .answer("job", _ -> RUNNING);
    rig =
        FrameRig.open(
            new Target.NewSet(),
            Optional.of(script.session()),
            (kit, navigator) ->
                new NewSetView(
                    kit,
                    new NewSetModel(kit, script.session()),
                    script.session().live(),
                    navigator));
  }

  @AfterEach
  void close() throws TimeoutException {
    rig.close();
    script.close();
  }

  private static Preflight preflight(Tier tier) {
    int needed = tier.ownersNeeded();
    return switch (tier.name()) {
      case "bronze" ->
          new Preflight(BackupState.COMPLETE, "4 machines hold every copy.", needed, 4, 2, 3, tier);
      case "silver" ->
          new Preflight(
              BackupState.UNDER_PROTECTED,
              "These machines hold 2 of 3 copies. One more owner adds the third.",
              needed,
              3,
              2,
              3,
              tier);
      default ->
          new Preflight(BackupState.FAILED, "Too few owners for one copy.", needed, 3, 0, 0, tier);
    };
  }

  private static SetPreview preview(BackupSet set) {
    if (set.paths().contains(FilePath.of("/missing"))) {
      throw new OperationFailed(FailureCode.PATH_MISSING, "/missing", WizardSample.FIRST.name());
    }
    return new SetPreview(
        48_210,
        3_104,
        7_340_032_000L,
        1_022,
        set.excludes().stream()
            .map(glob ->
                new SetPreview.Exclude(
                    glob,
                    glob.equals("*.tmp") ? 1_022 : 0,
                    glob.equals("*.tmp")
                        ? List.of(FilePath.of("/srv/mail/queue/a-rather-long-name-of-a-file.tmp"))
                        : List.of()))
            .toList(),
        true,
        List.of(new PathWarning(FilePath.of("/srv/mail/secret"), "denied", "permission denied")));
  }

  private void type(String words) {
    rig.robot.write(words, 0);
  }

  /// Name, host, paths, excludes by Tab, and Enter on Next.
  private void fill(String name, String path) {
    rig.await("the name has the focus", () -> rig.isFocused("set-name"));
    type(name);
    rig.robot.push(KeyCode.TAB).push(KeyCode.TAB);
    rig.await("paths", () -> rig.isFocused("paths"));
    type(path);
    rig.robot.push(KeyCode.TAB);
    rig.await("excludes", () -> rig.isFocused("excludes"));
    type("*.tmp\ncache/");
    rig.robot.push(KeyCode.TAB).push(KeyCode.TAB);
    rig.await("next", () -> rig.isFocused("next"));
  }

  @Test
  void byKeysAloneFromNothingToTheReport() {
    rig.awaitWords("berlin-storage-01 (coordinator)");
    rig.shots("new-set-0-empty");
    fill("mail", "/srv/mail");
    rig.awaitWords("at least 48\u202f210");
    rig.shots("new-set-1-what");
    rig.robot.push(KeyCode.ENTER);
    rig.await("the tier has the focus", () -> rig.isFocused("tier-silver"));
    rig.awaitWords("These machines hold 2 of 3 copies. One more owner adds the third.");
    rig.shots("new-set-2-protection");
    rig.robot.push(KeyCode.ENTER);
    rig.awaitWords(
        "plexichat backup create --set mail --host berlin-storage-01 --path /srv/mail"
            + " --exclude '*.tmp' --exclude cache/ --tier silver --wait");
    rig.shots("new-set-3-review");
    rig.robot.push(KeyCode.ENTER);
    rig.awaitWords("Cancel this job \u2026");
    rig.awaitWords("77\u202fMiB/s");
    rig.shots("new-set-4-progress");
    script.answer(
        "job",
        _ ->
            WizardSample.with(
                DONE,
                new JobResult.BackedUp(
                    WizardSample.backup(
                        "b1", 1, BackupState.UNDER_PROTECTED, "One copy is missing."))));
    script.tell(new Change.OfJob(DONE));
    rig.awaitWords("Test a restore");
    rig.awaitWords("One copy is missing.");
    rig.shots("new-set-5-report");
    rig.large("new-set-5-report-large");
    rig.robot.push(KeyCode.ENTER);
    assertEquals(new Target.Restore("b1", FilePath.NONE), rig.navigator.current().get());
    BackupSet asked = (BackupSet) script.calls("backUp").getFirst().arguments().getFirst();
    assertEquals(
        new BackupSet(
            "mail",
            WizardSample.FIRST.id().hex(),
            List.of(FilePath.of("/srv/mail")),
            List.of("*.tmp", "cache/"),
            Tier.SILVER),
        asked);
  }

  @Test
  void aMissingPathIsToldWhereItIsTyped() {
    fill("mail", "/missing");
    rig.awaitWords("/missing does not exist on berlin-storage-01.");
    rig.robot.push(KeyCode.ENTER);
    rig.awaitNode("#paths");
    rig.shots("new-set-refused");
    assertTrue(script.calls("backUp").isEmpty());
  }

  @Test
  void aRefusalByTheClusterGoesToTheStepThatItBelongsTo() {
    script.answer(
        "backUp",
        _ -> {
          throw new OperationFailed(FailureCode.TOO_FEW_OWNERS, "Too few owners.", "Add one.");
        });
    fill("mail", "/srv/mail");
    rig.robot.push(KeyCode.ENTER);
    rig.await("tiers", () -> rig.isFocused("tier-silver"));
    rig.robot.push(KeyCode.ENTER);
    rig.awaitNode("#command-line");
    rig.robot.push(KeyCode.ENTER);
    rig.awaitWords("Too few owners.");
    rig.await("the tiers again", () -> rig.isFocused("tier-silver"));
  }

  @Test
  void cancellingIsAskedForTwice() {
    fill("mail", "/srv/mail");
    rig.robot.push(KeyCode.ENTER);
    rig.await("tiers", () -> rig.isFocused("tier-silver"));
    rig.robot.push(KeyCode.ENTER);
    rig.awaitNode("#command-line");
    rig.robot.push(KeyCode.ENTER);
    rig.robot.clickOn(rig.awaitNode("#cancel-job"));
    rig.awaitWords("Cancel it now");
    assertTrue(script.calls("cancel").isEmpty());
    rig.robot.clickOn(rig.awaitNode("#cancel-job"));
    rig.await("cancelled", () -> !script.calls("cancel").isEmpty());
  }

  @Test
  void leavingKeepsWhatWasEntered() {
    rig.robot.interact(() -> rig.navigator.go(new Target.Jobs("")));
    rig.robot.interact(() -> rig.navigator.go(new Target.NewSet()));
    fill("mail", "/srv/mail");
    rig.robot.push(KeyCode.ESCAPE);
    rig.await("left", () -> rig.robot.lookup("#set-name").queryAll().isEmpty());
    rig.robot.interact(() -> rig.navigator.go(new Target.NewSet()));
    rig.await("still there", () -> rig.words().contains("/srv/mail"));
  }
}
