package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.RestoreAsk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The restore wizard over a cluster that a script plays.
class RestoreTest {
  private static final String BACKUP = SampleFacts.backupId("documents", 12);
  private static final JobResult.Restored WHOLE = SampleAnswers.restored(0);

  @TempDir Path home;

  private final SampleFacts facts = new SampleFacts(Instant.now());
  private final Sample script = new Sample(facts.healthy());

  // Opened before each test.
  @SuppressWarnings("NullAway.Init")
  private ConsoleRig rig;

  @BeforeEach
  void open() throws TimeoutException {
    script
        .answer("certificate", _ -> SampleAnswers.certificate())
        .answer(
            "restore",
            args -> new JobStarted(((RestoreAsk) args[0]).dryRun() ? "dry" : "wet", BACKUP, false))
        .answer("job", args -> done((String) args[0], WHOLE));
    rig = ConsoleRig.open(home, script);
    rig.go(new Target.Restore(BACKUP, FilePath.of("/srv/docs/a[1].txt")));
  }

  @AfterEach
  void close() throws TimeoutException {
    rig.close();
  }

  private Job done(String id, JobResult result) {
    return SampleAnswers.with(facts.job(id, "restore", JobState.DONE, BACKUP, 2), result);
  }

  private void toPreview(String folder) {
    rig.awaitWords("Only /srv/docs/a[1].txt and what is in it");
    rig.await("the scope has the focus", () -> rig.isFocused("scope-path"));
    rig.robot().push(KeyCode.ENTER);
    rig.await("the folder has the focus", () -> rig.isFocused("folder"));
    rig.robot().write(folder, 0);
  }

  @Test
  void byKeysAloneToAResultWithAllThatIsNotWhole() {
    script.answer("job", args -> args[0].equals("dry") ? done("dry", WHOLE) : running());
    rig.awaitWords("11 min to 19 min");
    rig.shots("restore-1-what");
    toPreview("/tmp/back");
    rig.awaitWords("/home/ana/letter.txt comes to lie at /tmp/back/home/ana/letter.txt");
    rig.shots("restore-2-where");
    rig.robot().push(KeyCode.ENTER);
    rig.awaitWords(
        "plexichat backup restore "
            + BACKUP
            + " --to /tmp/back --include '/srv/docs/a\\[1].txt' --host alder --wait");
    rig.shots("restore-3-preview");
    rig.robot().push(KeyCode.ENTER);
    rig.awaitWords("Cancel this job \u2026");
    rig.shots("restore-4-progress");
    script.answer("job", _ -> done("wet", SampleAnswers.restored(23)));
    script.tell(new Change.OfJob(facts.job("wet", "restore", JobState.DONE, BACKUP, 2)));
    rig.awaitWords("Files that are not whole: 23");
    rig.shots("restore-5-result");
    assertEquals(2, script.calls("restore").size());
  }

  @Test
  void whenABackupWasMadeGrowsOlder() {
    Duration nearlyAMinute = Duration.between(Instant.now(), facts.ago(0)).plusSeconds(57);
    script.tell(SampleFacts.of(facts.backup("documents", 12, BackupState.COMPLETE, nearlyAMinute)));
    rig.await("its age", () -> rig.words().matches("(?s).*5[6-9] s ago \\(.*"));
    rig.await(
        "a minute",
        () -> {
          script.tell(new SampleFacts(Instant.now()).peerHeard());
          return rig.words().contains("1 min ago (");
        });
  }

  private Job running() {
    return facts.job("wet", "restore", JobState.RUNNING, BACKUP, 1);
  }

  @Test
  void inPlaceTakesTheNameOfTheMachineAndNeverEnter() {
    toPreview("/");
    rig.robot().push(KeyCode.ENTER);
    rig.awaitWords("Type alder to mean it");
    rig.robot().clickOn(rig.awaitUsable("#typed-host"));
    rig.robot().write("ald", 0);
    assertTrue(rig.robot().lookup("#next").query().isDisabled());
    rig.robot().write("er", 0);
    rig.await("it can be started", () -> !rig.robot().lookup("#next").query().isDisabled());
    rig.shots("restore-in-place");
    rig.robot().push(KeyCode.ENTER);
    rig.robot().interact(() -> rig.robot().lookup("#next").query().requestFocus());
    rig.robot().push(KeyCode.ENTER);
    assertFalse(
        script.calls("restore").stream()
            .map(call -> (RestoreAsk) call.arguments().getFirst())
            .anyMatch(ask -> !ask.dryRun()));
    rig.robot().push(KeyCode.SPACE);
    rig.await("it was started", () -> script.calls("restore").size() == 2);
  }

  @Test
  void aFolderThatIsNotEmptyIsToldAndMended() {
    script.answer(
        "job",
        args ->
            args[0].equals("dry")
                ? done("dry", WHOLE)
                : SampleAnswers.failed(
                    facts.job("wet", "restore", JobState.FAILED, BACKUP, 2),
                    "TARGET_NOT_EMPTY",
                    "The restore target /tmp/x is not empty."));
    toPreview("/tmp/x");
    rig.robot().push(KeyCode.ENTER);
    rig.awaitUsable("#command-line");
    rig.robot().push(KeyCode.ENTER);
    rig.awaitWords("The restore target /tmp/x is not empty.");
    rig.shots("restore-failed");
    rig.robot().push(KeyCode.ENTER);
    rig.await("the folder again", () -> rig.isFocused("folder"));
  }
}
