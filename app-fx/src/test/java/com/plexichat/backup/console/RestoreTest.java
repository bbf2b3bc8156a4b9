package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.restore.RestoreModel;
import com.plexichat.backup.console.screens.restore.RestoreView;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Certificate;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.RestoreAsk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The restore wizard over a cluster that a script plays.
class RestoreTest {
  private static final JobResult.Restored WHOLE = restored(0);

  private ScriptedSession script;
  private FrameRig rig;

  @BeforeEach
  void open() throws TimeoutException {
    script =
        new ScriptedSession(
            new Change.OfCluster(WizardSample.facts(true)),
            new Change.OfSet(WizardSample.DOCS),
            new Change.OfBackup(WizardSample.backup("b1", 1, BackupState.COMPLETE, "")));
    WizardSample.PEERS.forEach(peer -> script.tell(new Change.OfPeer(peer)));
    script
        .answer("certificate", _ -> certificate())
        .answer(
            "restore",
            args -> new JobStarted(((RestoreAsk) args[0]).dryRun() ? "dry" : "wet", "b1", false))
        .answer("job", args -> done((String) args[0], WHOLE));
    rig =
        FrameRig.open(
            new Target.Restore("b1", FilePath.of("/srv/docs/a[1].txt")),
            Optional.of(script.session()),
            (kit, navigator) ->
                new RestoreView(
                    kit,
                    new RestoreModel(kit, script.session()),
                    script.session().live(),
                    navigator));
  }

  @AfterEach
  void close() throws TimeoutException {
    rig.close();
    script.close();
  }

  private static Certificate certificate() {
    return new Certificate(
        true,
        0,
        WizardSample.PEERS.stream()
            .map(peer -> new Certificate.Source(peer.name(), 120, peer.used().bytes() / 40))
            .toList(),
        Optional.of(Duration.ofSeconds(95)),
        Optional.of(Duration.ofMinutes(4)),
        Duration.ofHours(29),
        true,
        List.of(),
        "Measured by 3 restores of the last week.");
  }

  private static JobResult.Restored restored(int failures) {
    return new JobResult.Restored(
        failures == 0 ? "complete" : "incomplete",
        48_210 - failures,
        3_104,
        7_340_032_000L,
        IntStream.range(0, failures).mapToObj(WizardSample::notWhole).toList(),
        failures,
        Duration.ofSeconds(92),
        Map.of(
            WizardSample.FIRST.id(),
            4_000_000_000L,
            WizardSample.PEERS.get(3).id(),
            3_340_032_000L));
  }

  private static Job done(String id, JobResult result) {
    return WizardSample.with(
        WizardSample.job(id, "restore", JobState.DONE, WizardSample.half()), result);
  }

  private void toPreview(String folder) {
    rig.awaitWords("Only /srv/docs/a[1].txt and what is in it");
    rig.await("the scope has the focus", () -> rig.isFocused("scope-path"));
    rig.robot.push(KeyCode.ENTER);
    rig.await("the folder has the focus", () -> rig.isFocused("folder"));
    rig.robot.write(folder, 0);
  }

  @Test
  void byKeysAloneToAResultWithAllThatIsNotWhole() {
    script.answer("job", args -> args[0].equals("dry") ? done("dry", WHOLE) : running());
    rig.awaitWords("1 min 35\u202fs to 4\u202fmin".replace("\u202f", " "));
    rig.shots("restore-1-what");
    toPreview("/tmp/back");
    rig.awaitWords("/home/ana/letter.txt comes to lie at /tmp/back/home/ana/letter.txt");
    rig.shots("restore-2-where");
    rig.robot.push(KeyCode.ENTER);
    rig.awaitWords(
        "plexichat backup restore b1 --to /tmp/back --include '/srv/docs/a\\[1].txt' --host"
            + " berlin-storage-01 --wait");
    rig.shots("restore-3-preview");
    rig.robot.push(KeyCode.ENTER);
    rig.awaitWords("Cancel this job \u2026");
    rig.shots("restore-4-progress");
    script.answer("job", _ -> done("wet", restored(23)));
    script.tell(
        new Change.OfJob(WizardSample.job("wet", "restore", JobState.DONE, WizardSample.half())));
    rig.awaitWords("Files that are not whole: 23");
    rig.shots("restore-5-result");
    assertEquals(2, script.calls("restore").size());
  }

  private static Job running() {
    return WizardSample.job("wet", "restore", JobState.RUNNING, WizardSample.half());
  }

  @Test
  void inPlaceTakesTheNameOfTheMachineAndNeverEnter() {
    toPreview("/");
    rig.robot.push(KeyCode.ENTER);
    rig.awaitWords("Type berlin-storage-01 to mean it");
    rig.robot.clickOn(rig.awaitNode("#typed-host"));
    rig.robot.write("berlin-storage", 0);
    assertTrue(rig.robot.lookup("#next").query().isDisabled());
    rig.robot.write("-01", 0);
    rig.await("it can be started", () -> !rig.robot.lookup("#next").query().isDisabled());
    rig.shots("restore-in-place");
    rig.robot.push(KeyCode.ENTER);
    rig.robot.interact(() -> rig.robot.lookup("#next").query().requestFocus());
    rig.robot.push(KeyCode.ENTER);
    assertFalse(
        script.calls("restore").stream()
            .map(call -> (RestoreAsk) call.arguments().getFirst())
            .anyMatch(ask -> !ask.dryRun()));
    rig.robot.push(KeyCode.SPACE);
    rig.await("it was started", () -> script.calls("restore").size() == 2);
  }

  @Test
  void aFolderThatIsNotEmptyIsToldAndMended() {
    script.answer(
        "job",
        args ->
            args[0].equals("dry")
                ? done("dry", WHOLE)
                : WizardSample.failed(
                    "wet",
                    "restore",
                    "TARGET_NOT_EMPTY",
                    "The restore target /tmp/x is not empty."));
    toPreview("/tmp/x");
    rig.robot.push(KeyCode.ENTER);
    rig.awaitNode("#command-line");
    rig.robot.push(KeyCode.ENTER);
    rig.awaitWords("The restore target /tmp/x is not empty.");
    rig.shots("restore-failed");
    rig.robot.push(KeyCode.ENTER);
    rig.await("the folder again", () -> rig.isFocused("folder"));
  }
}
