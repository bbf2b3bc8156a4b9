package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Settings;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.JobStarted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sets and backups: what is shown of them, and what can be done.
class BackupsTest {
  private static final String NEWEST = BackupSample.backupId("databases", 12);

  @TempDir Path home;

  // Each test opens its own.
  @SuppressWarnings("NullAway.Init")
  private SampleConsole console;

  private void open(List<Change.What> state) throws TimeoutException {
    open(new SampleCluster(state));
  }

  private void open(SampleCluster cluster) throws TimeoutException {
    cluster
        .answer("certificate", _ -> BackupSample.certificate())
        .answer("backup", args -> BackupSample.whole((String) args[0]));
    console = new SampleConsole(home, cluster, "en");
    console.go(new Target.Backups("", ""));
  }

  @AfterEach
  void close() throws TimeoutException {
    console.close();
  }

  @Test
  void theSelectedBackupTellsAllThatIsKnownOfIt() throws TimeoutException {
    open(BackupSample.all());
    console.go(new Target.Backups("databases", NEWEST));
    console.awaitWords("2 paths need attention");
    console.awaitWords("11 min to 19 min");
    console.awaitWords("At least 3 owners together would hold");
    console.shots("backups-1280");
    console.shots("backups-2560", 2560, 1440);
    console.look(Settings.Look.LIGHT, 1.5);
    console.shot("backups-scale150");
  }

  @Test
  void aSetWithoutABackupCanBeReachedAndBackedUp() throws TimeoutException {
    SampleCluster cluster = new SampleCluster(BackupSample.all());
    cluster.answer("backUpAgain", _ -> new JobStarted("job-9", "b9", false));
    open(cluster);
    console.go(new Target.Backups("photos", ""));
    console.awaitWords("Never backed up");
    console.shots("backups-set");
    console.robot.clickOn(console.awaitNode("#back-up"));
    console.awaitNode("#started");
    assertTrue(cluster.asked().contains("backUpAgain photos"));
    console.shot("backups-started");
  }

  @Test
  void aRunningBackupShowsItsProgressAndCanBeCancelled() throws TimeoutException {
    SampleCluster cluster = new SampleCluster(BackupSample.all());
    cluster.answer("cancel", _ -> BackupSample.jobs().getFirst());
    open(cluster);
    console.go(new Target.Backups("", BackupSample.backupId("databases", 13)));
    console.awaitWords("Storing");
    console.shots("backups-running");
    console.robot.clickOn(console.awaitNode("#cancel-backup"));
    console.await("cancelled", () -> cluster.asked().contains("cancel job-databases-13"));
  }

  @Test
  void anInterruptedOneGoesOn() throws TimeoutException {
    SampleCluster cluster = new SampleCluster(BackupSample.all());
    cluster.answer("backUpAgain", _ -> new JobStarted("job-9", "b9", true));
    open(cluster);
    console.go(new Target.Backups("", BackupSample.backupId("home", 2)));
    console.robot.clickOn(console.awaitNode("#go-on"));
    console.awaitWords("It goes on where it stopped.");
    assertFalse(words().contains("Would take"));
  }

  @Test
  void verificationBeginsInTheChosenDepth() throws TimeoutException {
    SampleCluster cluster = new SampleCluster(BackupSample.all());
    String[] depth = {""};
    cluster.answer(
        "verify",
        args -> {
          depth[0] = (String) args[1];
          return new JobStarted("job-9", NEWEST, false);
        });
    open(cluster);
    console.go(new Target.Backups("", NEWEST));
    console.robot.clickOn(console.awaitNode("#verify"));
    console.robot.clickOn("#verify-deep");
    console.awaitNode("#started");
    assertEquals("deep", depth[0]);
  }

  @Test
  void refusalsAreTold() throws TimeoutException {
    SampleCluster cluster = new SampleCluster(BackupSample.all());
    open(cluster);
    cluster.answer(
        "certificate",
        _ -> {
          throw new OperationFailed(FailureCode.NOT_ALLOWED, "margit", "READ_BACKUPS");
        });
    console.go(new Target.Backups("", NEWEST));
    console.awaitWords("margit may not do this: it takes the right READ_BACKUPS.");
    cluster.answer("certificate", _ -> BackupSample.refusal());
    console.go(new Target.Backups("", BackupSample.backupId("databases", 11)));
    console.awaitWords("not measured");
    console.shots("backups-blocked");
  }

  @Test
  void nothingIsSelectedAnewWhenSomethingChanges() throws TimeoutException {
    open(BackupSample.all());
    console.go(new Target.Backups("", NEWEST));
    console.awaitWords("11 min to 19 min");
    console.cluster.tell(
        new Change.OfBackup(
            BackupSample.backup(
                "databases", 14, BackupState.COMPLETE, Duration.ofSeconds(30), true)));
    TableView<?> table = (TableView<?>) console.awaitNode("#backups");
    console.await("the new row", () -> table.getItems().size() == 14);
    console.await(
        "still selected",
        () ->
            Optional.ofNullable(table.getSelectionModel().getSelectedItem())
                .filter(one -> one.toString().contains(NEWEST))
                .isPresent());
    assertEquals(
        new Target.Backups("", NEWEST),
        SampleConsole.onFx(() -> console.navigator.current().get()));
  }

  @Test
  void byKeysAlone() throws TimeoutException {
    open(BackupSample.all());
    Node sets = console.awaitNode("#sets");
    console.awaitWords("documents");
    console.robot.interact(sets::requestFocus);
    console.robot.push(KeyCode.DOWN);
    console.awaitWords("Backups of documents");
    console.robot.push(KeyCode.ENTER);
    console.await(
        "a backup is selected",
        () ->
            console
                .navigator
                .current()
                .get()
                .equals(new Target.Backups("documents", BackupSample.backupId("documents", 4))));
    console.awaitNode("#restore");
    console.robot.push(KeyCode.ENTER);
    console.await(
        "its contents",
        () ->
            console
                .navigator
                .current()
                .get()
                .equals(
                    new Target.Contents(BackupSample.backupId("documents", 4), FilePath.of("/"))));
  }

  @Test
  void emptyLoadingAndUnreachableAreDesigned() throws TimeoutException {
    open(List.of(BackupSample.facts()));
    console.awaitWords("No backup set yet");
    console.shots("backups-empty");
    console.close();
    open(List.of());
    console.awaitWords("Sets and backups appear as soon as the agent answers.");
    console.shot("backups-loading");
    console.close();
    SampleCluster cluster = new SampleCluster(BackupSample.all());
    open(cluster);
    console.awaitWords("Backups of databases");
    cluster.breakWith(new OperationFailed(FailureCode.UNREACHABLE, "sample:7443", "no route"));
    console.awaitWords("The cluster does not answer; what asks something of it has to wait.");
    assertTrue(console.awaitNode("#back-up").isDisabled());
    console.shot("backups-stale");
  }

  private String words() {
    return SampleConsole.onFx(console::words);
  }
}
