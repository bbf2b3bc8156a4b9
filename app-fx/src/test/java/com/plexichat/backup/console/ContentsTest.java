package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.backups.ContentsModel;
import com.plexichat.backup.console.screens.backups.ContentsView;
import com.plexichat.backup.console.screens.backups.DownloadModel;
import com.plexichat.backup.shared.client.Cluster.Download;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Entry;
import com.plexichat.backup.shared.model.FilePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is in a backup, search and comparison, as a person uses them.
class ContentsTest {
  private static final String BACKUP = SampleFacts.backupId("documents", 4);
  private static final String OLDER = SampleFacts.backupId("documents", 3);
  private static final FilePath ROOT = FilePath.of("/");
  private static final FilePath SRV = FilePath.of("/srv");

  @TempDir Path home;
  private final SampleFacts facts = new SampleFacts(Instant.now());
  private final Sample cluster = new Sample(facts.troubled());
  private final List<String> offered = new ArrayList<>();

  // Each test opens its own.
  @SuppressWarnings("NullAway.Init")
  private ConsoleRig console;

  private void open(Target target) throws TimeoutException {
    console = ConsoleRig.open(home, cluster);
    console.go(target);
  }

  private Screen contents(Kit kit, Navigator navigator) {
    return new ContentsView(
        kit,
        new ContentsModel(kit, cluster.session()),
        cluster.session().live(),
        navigator,
        new ContentsView.Downloads(new DownloadModel(kit, cluster.session()), this::choose));
  }

  private Optional<Path> choose(String name) {
    offered.add(name);
    return Optional.of(home.resolve(name));
  }

  @AfterEach
  void close() throws TimeoutException {
    console.close();
  }

  @SuppressWarnings("unchecked")
  private static <T> Consumer<List<T>> pages(Object reader) {
    return (Consumer<List<T>>) reader;
  }

  private static Entry entry(FilePath folder, String name, String kind, long size) {
    return SampleAnswers.entry(BACKUP, folder.child(FilePath.of(name)), kind, size);
  }

  private void tree() {
    SampleAnswers.reading(cluster, facts);
  }

  private TableView<?> entries() {
    return (TableView<?>) console.awaitNode("#entries");
  }

  @Test
  void byKeysAloneDownAndUp() throws TimeoutException {
    tree();
    open(new Target.Contents(BACKUP, ROOT));
    TableView<?> table = entries();
    console.await("the root", () -> table.getItems().size() == 2 && table.isFocused());
    console.robot().push(KeyCode.DOWN);
    console.robot().push(KeyCode.ENTER);
    console.await("the folder", () -> table.getItems().size() == 7);
    assertEquals(new Target.Contents(BACKUP, SRV), console.target());
    console.awaitWords("caf\\xe9.txt");
    console.awaitWords("line\\u000abreak");
    console.robot().push(KeyCode.BACK_SPACE);
    console.await("the root again", () -> table.getItems().size() == 2);
    console.await(
        "where one came from is selected",
        () ->
            table.getSelectionModel().getSelectedItem() instanceof Entry one
                && one.path().equals(SRV));
  }

  @Test
  void nothingIsRestoredOfAFolderBeforeSomethingIsKnownOfIt() throws TimeoutException {
    cluster.holdAll();
    open(new Target.Contents("b1", FilePath.of("/srv")));
    Node restore = console.awaitNode("#restore-this");
    assertTrue(restore.isDisabled());
    assertTrue(console.awaitNode("#download").isDisabled());
    console.awaitWords("What is in this folder is not known yet.");
  }

  @Test
  void aFolderLooksRight() throws TimeoutException {
    tree();
    open(new Target.Contents(BACKUP, SRV));
    TableView<?> table = entries();
    console.await("the folder", () -> table.getItems().size() == 7);
    console.robot().interact(() -> table.getSelectionModel().select(3));
    console.awaitWords("0640");
    console.shots("contents");
    console.shots("contents-2560", 2560, 1440);
    console.choose(settings -> settings.withScale(1.5));
    console.shot("contents-scale150");
    console.choose(settings -> settings.withScale(1));
    console.go(new Target.Contents(BACKUP, FilePath.of("/nothing")));
    console.awaitWords("This folder is empty");
    console.shots("contents-empty");
    cluster.answer(
        "browse",
        _ -> {
          throw new OperationFailed(FailureCode.VAULT_UNREADABLE, "birch");
        });
    console.go(new Target.Contents(BACKUP, FilePath.of("/srv/invoices")));
    console.awaitWords("No machine that answers has been given the vault of birch.");
    console.shots("contents-error");
  }

  @Test
  void whatIsSelectedIsDownloadedWhereThePersonSays() throws Exception {
    tree();
    byte[] contents = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    CountDownLatch go = new CountDownLatch(1);
    cluster.answer(
        "download",
        args -> {
          ((Download) args[2]).take(contents, false);
          go.await();
          return null;
        });
    console = ConsoleRig.open(home, Optional.empty());
    console.showAlone(new Target.Contents(BACKUP, SRV), cluster, this::contents);
    TableView<?> table = entries();
    console.await("the folder", () -> table.getItems().size() == 7);
    console.robot().interact(() -> table.getSelectionModel().select(3));
    console.robot().clickOn(console.awaitNode("#download"));
    console.awaitNode("#cancel-download");
    console.awaitWords("11\u202fB of 11\u202fB");
    console.shot("contents-downloading");
    go.countDown();
    console.awaitNode("#saved");
    console.shot("contents-saved");
    assertEquals(List.of("caf_xe9.txt"), offered);
    assertEquals(
        FilePath.of(contents), FilePath.of(Files.readAllBytes(home.resolve("caf_xe9.txt"))));
  }

  @Test
  void aFolderOfAHundredThousandStaysResponsive() throws TimeoutException {
    List<Entry> page = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      page.add(entry(SRV, "file-%06d".formatted(i), i % 100 == 0 ? "directory" : "file", i));
    }
    cluster.answer(
        "browse",
        args -> {
          for (int i = 0; i < 100; i++) {
            pages(args[2]).accept(List.copyOf(page));
          }
          return null;
        });
    open(new Target.Contents(BACKUP, SRV));
    TableView<?> table = entries();
    long[] worst = {0};
    console.await(
        "all of it",
        () -> {
          long asked = System.nanoTime();
          javafx.application.Platform.runLater(
              () -> worst[0] = Math.max(worst[0], System.nanoTime() - asked));
          return table.getItems().size() == 100_000;
        });
    assertTrue(worst[0] < 2_000_000_000L, () -> "the toolkit was busy for " + worst[0] + " ns");
    console.awaitWords("100\u202f000 in all");
  }

  @Test
  void aSearchShowsWhatMatchesAndLeadsToItsFolder() throws TimeoutException {
    tree();
    open(new Target.Find(""));
    console.awaitWords("What do you look for?");
    console.shots("find-empty");
    console.robot().clickOn(console.awaitNode("#glob"));
    console.robot().write("*.pdf");
    console.robot().push(KeyCode.ENTER);
    console.awaitWords("14 in all");
    assertTrue(cluster.asked().contains("find *.pdf"));
    TableView<?> table = (TableView<?>) console.awaitNode("#found");
    console
        .robot()
        .interact(() -> {
          table.getSelectionModel().select(0);
          table.requestFocus();
        });
    console.shots("find");
    console.robot().push(KeyCode.ENTER);
    console.await(
        "its folder",
        () ->
            console
                .target()
                .equals(
                    new Target.Contents(
                        BACKUP, FilePath.of("/srv/share/documents/invoices/2026/1"))));
    console.robot().interact(console.console().navigator()::back);
    console.awaitWords("14 in all");
    cluster.answer(
        "find",
        _ -> {
          throw new OperationFailed(FailureCode.VAULT_UNREADABLE, "cedar");
        });
    console.go(new Target.Find("*.doc"));
    console.awaitWords("No machine that answers has been given the vault of cedar.");
    console.shots("find-error");
  }

  @Test
  void aComparisonThatIsOpenedWithItsBackupsStaysWithThem() throws TimeoutException {
    cluster.answer("compare", _ -> null);
    open(new Target.Compare(OLDER, BACKUP));
    console.awaitWords("Nothing differs");
    assertEquals(new Target.Compare(OLDER, BACKUP), console.target());
  }

  @Test
  void aComparisonCountsAndFilters() throws TimeoutException {
    tree();
    open(new Target.Compare("", ""));
    console.awaitWords("Choose two backups");
    console.shots("compare-empty");
    console.go(new Target.Compare(OLDER, BACKUP));
    console.awaitWords("25 in all");
    console.shots("compare");
    console.robot().clickOn(console.awaitNode("#change-REMOVED"));
    TableView<?> table = (TableView<?>) console.awaitNode("#differences");
    console.await("only those", () -> table.getItems().size() == 5);
    cluster.answer(
        "compare",
        _ -> {
          throw new OperationFailed(FailureCode.NOT_ALLOWED, "margit", "READ_CONTENTS");
        });
    console.go(new Target.Compare(BACKUP, OLDER));
    console.awaitWords("margit may not do this: it takes the right READ_CONTENTS.");
    console.shots("compare-forbidden");
  }
}
