package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.RetentionChange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/// Sets and backups: what is shown of them, and what can be done.
class BackupsTest {
  private static final String NEWEST = SampleFacts.backupId("databases", 12);

  @TempDir Path home;
  private final SampleFacts facts = new SampleFacts(Instant.now());

  // Each test opens its own.
  @SuppressWarnings("NullAway.Init")
  private ConsoleRig console;

  @SuppressWarnings("NullAway.Init")
  private Sample sample;

  private void open(List<Change.What> state) throws TimeoutException {
    open(new Sample(state));
  }

  private void open(Sample cluster) throws TimeoutException {
    cluster
        .answer("certificate", _ -> SampleAnswers.certificate())
        .answer("browse", _ -> 0)
        .answer("backup", args -> SampleAnswers.whole((String) args[0]));
    sample = cluster;
    console = ConsoleRig.open(home, cluster);
    console.go(new Target.Backups("", ""));
  }

  @AfterEach
  void close() throws TimeoutException {
    console.close();
  }

  @Test
  void theSelectedBackupTellsAllThatIsKnownOfIt() throws TimeoutException {
    open(facts.troubled());
    console.go(new Target.Backups("databases", NEWEST));
    console.awaitWords("2 paths need attention");
    console.awaitWords("11 min to 19 min");
    console.awaitWords("moved out of stripes of which little is needed");
    console.awaitWords("At least 3 owners together would hold");
    console.shots("backups-1280");
    console.shots("backups-2560", 2560, 1440);
    console.choose(settings -> settings.withScale(1.5));
    console.shot("backups-scale150");
  }

  @Test
  void whatKeepsABackupBeyondItsTierIsTold() throws TimeoutException {
    open(facts.troubled());
    console.go(new Target.Backups("documents", SampleFacts.backupId("documents", 3)));
    console.awaitWords("Held for 2026-114 Miller against Sons by person:ann");
    console.awaitWords("legal@example.org answers for it");
    console.awaitWords("Locked until");
    console.shots("backups-held");
  }

  @Test
  void aBackupIsHeldAndItsEndIsMeant() throws TimeoutException {
    open(facts.troubled());
    Target held = new Target.Backups("documents", SampleFacts.backupId("documents", 4));
    console.go(held);
    sample.answer("changeRetention", args -> SampleAnswers.whole((String) args[0]));
    PrunePictures.choose(console, "retention-hold");
    console.type("#retention-case", "2026-114");
    console.type("#retention-owner", "legal@example.org");
    console.robot().clickOn("#retention-reason").write("court order").push(KeyCode.ENTER);
    console.await("held", () -> sample.calls("changeRetention").size() == 1);
    console.await("put away", () -> !Seen.isShown(console.scene().lookup("#retention-do")));
    PrunePictures.choose(console, "retention-end");
    console.type("#retention-reason", "test data");
    console.robot().clickOn("#retention-number").write("4").push(KeyCode.ENTER);
    console.awaitUsable("#retention-do");
    assertEquals(1, sample.calls("changeRetention").size(), "Enter ends nothing");
    console.fire("#retention-do");
    console.await("ended", () -> sample.calls("changeRetention").size() == 2);
    assertEquals(
        List.of(SampleFacts.backupId("documents", 4), new RetentionChange.End(), "test data"),
        sample.calls("changeRetention").getLast().arguments());
  }

  @Test
  void aLockIsMeantAndNeverByEnter() throws TimeoutException {
    open(facts.troubled());
    console.go(new Target.Backups("documents", SampleFacts.backupId("documents", 4)));
    sample.answer("tiering.lock", _ -> facts.ago(-60 * 24 * 90));
    PrunePictures.choose(console, "retention-lock");
    console.awaitWords("A lock is never taken back");
    console.type("#retention-days", "soon");
    console.awaitWords("Days are a whole number from 1 on.");
    console.type("#retention-days", "90");
    console.awaitWords("It would be locked until");
    console.type("#retention-reason", "the auditors");
    assertTrue(console.awaitNode("#retention-do").isDisabled(), "its number is not typed");
    console.robot().clickOn("#retention-number").write("4").push(KeyCode.ENTER);
    console.awaitUsable("#retention-do");
    assertEquals(0, sample.calls("tiering.lock").size(), "Enter locks nothing");
    console.fire("#retention-do");
    console.await("put away", () -> !Seen.isShown(console.scene().lookup("#retention-do")));
    assertEquals(
        List.of(SampleFacts.backupId("documents", 4), 90, "the auditors"),
        sample.calls("tiering.lock").getLast().arguments());
  }

  @Test
  void aSetWithoutABackupCanBeReachedAndBackedUp() throws TimeoutException {
    Sample cluster = new Sample(facts.troubled());
    cluster.answer("backUpAgain", _ -> new JobStarted("job-9", "b9", false));
    open(cluster);
    console.go(new Target.Backups("photos", ""));
    console.awaitWords("Never backed up");
    console.awaitWords("low: two people may end its backups early");
    console.shots("backups-set");
    console.robot().clickOn(console.awaitNode("#back-up"));
    console.awaitNode("#started");
    assertTrue(cluster.asked().contains("backUpAgain photos"));
    console.shot("backups-started");
  }

  @Test
  void aRunningBackupShowsItsProgressAndCanBeCancelled() throws TimeoutException {
    Sample cluster = new Sample(facts.troubled());
    cluster.answer(
        "cancel", _ -> facts.job("job-databases-13", "backup", JobState.CANCELLING, "", 4));
    open(cluster);
    console.go(new Target.Backups("", SampleFacts.backupId("databases", 13)));
    console.awaitWords("Storing");
    console.shots("backups-running");
    console.robot().clickOn(console.awaitNode("#cancel-backup"));
    console.await("cancelled", () -> cluster.asked().contains("cancel job-databases-13"));
  }

  @Test
  void anInterruptedOneGoesOn() throws TimeoutException {
    Sample cluster = new Sample(facts.troubled());
    cluster.answer("backUpAgain", _ -> new JobStarted("job-9", "b9", true));
    open(cluster);
    console.go(new Target.Backups("", SampleFacts.backupId("home", 2)));
    console.robot().clickOn(console.awaitNode("#go-on"));
    console.awaitWords("It goes on where it stopped.");
    assertFalse(words().contains("Would take"));
  }

  @Test
  void verificationBeginsInTheChosenDepth() throws TimeoutException {
    Sample cluster = new Sample(facts.troubled());
    String[] depth = {""};
    cluster.answer(
        "verify",
        args -> {
          depth[0] = (String) args[1];
          return new JobStarted("job-9", NEWEST, false);
        });
    open(cluster);
    console.go(new Target.Backups("", NEWEST));
    console.robot().clickOn(console.awaitNode("#verify"));
    console.robot().clickOn("#verify-deep");
    console.awaitNode("#started");
    assertEquals("deep", depth[0]);
  }

  @Test
  void refusalsAreTold() throws TimeoutException {
    Sample cluster = new Sample(facts.troubled());
    open(cluster);
    cluster.answer(
        "certificate",
        _ -> {
          throw new OperationFailed(FailureCode.NOT_ALLOWED, "margit", "READ_BACKUPS");
        });
    console.go(new Target.Backups("", NEWEST));
    console.awaitWords("margit may not do this: it takes the right READ_BACKUPS.");
    cluster.answer("certificate", _ -> SampleAnswers.refusal());
    console.go(new Target.Backups("", SampleFacts.backupId("databases", 11)));
    console.awaitWords("not measured");
    console.shots("backups-blocked");
  }

  @Test
  void nothingIsSelectedAnewWhenSomethingChanges() throws TimeoutException {
    open(facts.troubled());
    console.go(new Target.Backups("", NEWEST));
    console.awaitWords("11 min to 19 min");
    sample.tell(
        SampleFacts.of(
            facts.backup("databases", 14, BackupState.COMPLETE, Duration.ofSeconds(30))));
    TableView<?> table = (TableView<?>) console.awaitNode("#backups");
    console.await("the new row", () -> table.getItems().size() == 14);
    console.await(
        "still selected",
        () ->
            Optional.ofNullable(table.getSelectionModel().getSelectedItem())
                .filter(one -> one.toString().contains(NEWEST))
                .isPresent());
    assertEquals(new Target.Backups("", NEWEST), console.target());
  }

  @Test
  void aBackupOfAnotherSetIsReachedFromASelectedOne() throws TimeoutException {
    open(facts.troubled());
    console.go(new Target.Backups("databases", NEWEST));
    console.awaitWords("11 min to 19 min");
    Target other = new Target.Backups("home", SampleFacts.backupId("home", 1));
    console.go(other);
    console.awaitWords("Backups of home");
    assertEquals(other, console.target());
    TableView<?> table = (TableView<?>) console.awaitNode("#backups");
    assertEquals(2, table.getItems().size());
  }

  @Test
  void byKeysAlone() throws TimeoutException {
    open(facts.troubled());
    Node sets = console.awaitNode("#sets");
    console.awaitWords("documents");
    console.robot().interact(sets::requestFocus);
    console.robot().push(KeyCode.DOWN);
    console.awaitWords("Backups of documents");
    console.robot().push(KeyCode.ENTER);
    console.await(
        "a backup is selected",
        () ->
            console
                .target()
                .equals(new Target.Backups("documents", SampleFacts.backupId("documents", 4))));
    console.awaitNode("#restore");
    console.robot().push(KeyCode.ENTER);
    console.await(
        "its contents",
        () ->
            console
                .target()
                .equals(
                    new Target.Contents(SampleFacts.backupId("documents", 4), FilePath.of("/"))));
  }

  @Test
  void emptyLoadingAndUnreachableAreDesigned() throws TimeoutException {
    open(facts.empty());
    console.awaitWords("No backup set yet");
    console.shots("backups-empty");
    console.close();
    open(List.of());
    console.awaitWords("Sets and backups appear as soon as the agent answers.");
    console.shot("backups-loading");
    console.close();
    Sample cluster = new Sample(facts.troubled());
    open(cluster);
    console.awaitWords("Backups of databases");
    cluster.fallSilent();
    console.awaitWords("The cluster does not answer; what asks something of it has to wait.");
    assertTrue(console.awaitNode("#back-up").isDisabled());
    console.shot("backups-stale");
  }

  private String words() {
    return WaitForAsyncUtils.waitForAsyncFx(30_000, console::words);
  }
}
