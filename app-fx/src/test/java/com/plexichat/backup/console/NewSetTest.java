package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Target;
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
import com.plexichat.backup.shared.model.SetPreview;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The new-set wizard by keys alone, over a cluster that a script plays.
class NewSetTest {
  @TempDir Path home;
  private final SampleFacts facts = new SampleFacts(Instant.now());
  private final Job running = facts.job("j1", "backup", JobState.RUNNING, "", 2);
  private final Job done = facts.job("j1", "backup", JobState.DONE, "", 2);
  private final Sample script = new Sample(facts.healthy());

  // Opened before each test.
  @SuppressWarnings("NullAway.Init")
  private ConsoleRig rig;

  @BeforeEach
  void open() throws TimeoutException {
    SampleAnswers.reading(script, facts)
        .answer("preview", args -> preview((BackupSet) args[0]))
        .answer("backUp", _ -> new JobStarted("j1", "b1", false))
        .answer("define", args -> args[0])
        .answer("cancel", _ -> running)
        .answer("job", _ -> running);
    rig = ConsoleRig.open(home, script);
    rig.go(new Target.NewSet());
  }

  @AfterEach
  void close() throws TimeoutException {
    rig.close();
  }

  private static SetPreview preview(BackupSet set) {
    if (set.paths().contains(FilePath.of("/missing"))) {
      throw new OperationFailed(FailureCode.PATH_MISSING, "/missing", "alder");
    }
    return SampleAnswers.preview(set);
  }

  private void type(String words) {
    rig.robot().write(words, 0);
  }

  /// Name, host, paths, excludes by Tab, and Enter on Next.
  private void fill(String name, String path) {
    rig.await("the name has the focus", () -> rig.isFocused("set-name"));
    type(name);
    rig.robot().push(KeyCode.TAB).push(KeyCode.TAB);
    rig.await("paths", () -> rig.isFocused("paths"));
    type(path);
    rig.robot().push(KeyCode.TAB);
    rig.await("excludes", () -> rig.isFocused("excludes"));
    type("*.tmp\ncache/");
    rig.robot().push(KeyCode.TAB).push(KeyCode.TAB);
    rig.await("next", () -> rig.isFocused("next"));
  }

  @Test
  void byKeysAloneFromNothingToTheReport() {
    rig.awaitWords("alder (coordinator)");
    rig.shots("new-set-0-empty");
    fill("mail", "/srv/mail");
    rig.awaitWords("at least 48\u202f210");
    rig.shots("new-set-1-what");
    rig.robot().push(KeyCode.ENTER);
    rig.await("the tier has the focus", () -> rig.isFocused("tier-silver"));
    rig.awaitWords("These machines hold 2 of 3 copies. One more owner adds the third.");
    rig.shots("new-set-2-protection");
    rig.robot().push(KeyCode.ENTER);
    rig.awaitWords(
        "plexichat backup create --set mail --host alder --path /srv/mail"
            + " --exclude '*.tmp' --exclude cache/ --tier silver --wait");
    rig.shots("new-set-3-review");
    rig.robot().push(KeyCode.ENTER);
    rig.awaitWords("Cancel this job \u2026");
    rig.awaitWords("77\u202fMiB/s");
    rig.shots("new-set-4-progress");
    script.answer(
        "job",
        _ ->
            SampleAnswers.with(
                done,
                new JobResult.BackedUp(
                    facts.backup("documents", 13, BackupState.UNDER_PROTECTED, Duration.ZERO))));
    script.tell(new Change.OfJob(done));
    rig.awaitWords("Test a restore");
    rig.awaitWords("2 of 3 copies of 1,204 shards were made");
    rig.shots("new-set-5-report");
    rig.shot("new-set-5-report-large", 2560, 1440);
    rig.robot().push(KeyCode.ENTER);
    assertEquals(
        new Target.Restore(SampleFacts.backupId("documents", 13), FilePath.NONE), rig.target());
    BackupSet asked = (BackupSet) script.calls("backUp").getFirst().arguments().getFirst();
    assertEquals(
        new BackupSet(
            "mail",
            SampleFacts.peerId(0).hex(),
            List.of(FilePath.of("/srv/mail")),
            List.of("*.tmp", "cache/"),
            Tier.SILVER),
        asked);
  }

  @Test
  void aMissingPathIsToldWhereItIsTyped() {
    fill("mail", "/missing");
    rig.awaitWords("/missing does not exist on alder.");
    rig.robot().push(KeyCode.ENTER);
    rig.awaitUsable("#paths");
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
    rig.robot().push(KeyCode.ENTER);
    rig.await("tiers", () -> rig.isFocused("tier-silver"));
    rig.robot().push(KeyCode.ENTER);
    rig.awaitUsable("#command-line");
    rig.robot().push(KeyCode.ENTER);
    rig.awaitWords("Too few owners.");
    rig.await("the tiers again", () -> rig.isFocused("tier-silver"));
  }

  @Test
  void cancellingIsAskedForTwice() {
    fill("mail", "/srv/mail");
    rig.robot().push(KeyCode.ENTER);
    rig.await("tiers", () -> rig.isFocused("tier-silver"));
    rig.robot().push(KeyCode.ENTER);
    rig.awaitUsable("#command-line");
    rig.robot().push(KeyCode.ENTER);
    rig.robot().clickOn(rig.awaitUsable("#cancel-job"));
    rig.awaitWords("Cancel it now");
    assertTrue(script.calls("cancel").isEmpty());
    rig.robot().clickOn(rig.awaitUsable("#cancel-job"));
    rig.await("cancelled", () -> !script.calls("cancel").isEmpty());
  }

  @Test
  void leavingKeepsWhatWasEntered() {
    rig.go(new Target.Jobs(""));
    rig.go(new Target.NewSet());
    fill("mail", "/srv/mail");
    rig.robot().push(KeyCode.ESCAPE);
    rig.await("left", () -> rig.robot().lookup("#set-name").queryAll().isEmpty());
    rig.go(new Target.NewSet());
    rig.await("still there", () -> rig.words().contains("/srv/mail"));
  }
}
