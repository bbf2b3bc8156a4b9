package com.plexichat.backup.console.screens.backups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.SampleAnswers;
import com.plexichat.backup.console.SampleFacts;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.Difference;
import com.plexichat.backup.shared.model.Entry;
import com.plexichat.backup.shared.model.FilePath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// The models of the screens of backups: no control is made.
class BackupModelsTest extends ModelRig {
  @Test
  void aFolderOfAHundredThousandNamesComesWholeWithFoldersFirst() throws Exception {
    cluster.answer(
        "browse",
        args -> {
          for (int page = 0; page < 100; page++) {
            List<Entry> some = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
              boolean folder = i % 10 == 9;
              some.add(
                  SampleAnswers.entry(
                      BACKUP,
                      DIR.child(FilePath.of("%03d-%03d".formatted(page, i))),
                      folder ? "directory" : "file",
                      i));
            }
            pages(args[2]).accept(List.copyOf(some));
          }
          return null;
        });
    ContentsModel model = new ContentsModel(kit, session);
    fx(() -> model.open(BACKUP, DIR));
    await(() -> model.stream().stateProperty().get() instanceof Streamed.Done);
    assertEquals(100_000, model.entries().size());
    assertEquals("000-009", model.entries().getFirst().path().name());
    assertTrue(model.entries().subList(0, 10_000).stream().allMatch(Entry::isDirectory));
    assertEquals("099-998", model.entries().getLast().path().name());
  }

  @Test
  void whatIsReadForAFolderThatWasLeftNeverArrives() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    cluster.answer(
        "browse",
        args -> {
          if (args[1].equals(DIR)) {
            try {
              left.await();
            } catch (InterruptedException e) {
              interrupted.set(true);
            }
            pages(args[2]).accept(List.of(file("late")));
          } else {
            pages(args[2]).accept(List.of(file("right")));
          }
          return null;
        });
    ContentsModel model = new ContentsModel(kit, session);
    fx(() -> model.open(BACKUP, DIR));
    fx(() -> model.open(BACKUP, FilePath.of("/other")));
    await(() -> model.stream().stateProperty().get() instanceof Streamed.Done && interrupted.get());
    WaitForAsyncUtils.waitForFxEvents();
    assertEquals(List.of("right"), model.entries().stream().map(e -> e.path().name()).toList());
  }

  @Test
  void theWayToAFolderIsItsRawBytes() {
    FilePath odd = FilePath.of(new byte[] {'/', 'a', (byte) 0xff, '/', 'b'});
    assertEquals(
        List.of(FilePath.of("/"), FilePath.of(new byte[] {'/', 'a', (byte) 0xff}), odd),
        PathTrail.of(odd));
    assertEquals(FilePath.of(new byte[] {'/', 'a', (byte) 0xff}), PathTrail.parent(odd));
    assertEquals(PathTrail.ROOT, PathTrail.parent(FilePath.of("/a")));
    assertEquals(PathTrail.ROOT, PathTrail.parent(PathTrail.ROOT));
    assertTrue(PathTrail.isRoot(FilePath.NONE));
    assertFalse(PathTrail.isRoot(FilePath.of("/a")));
  }

  @Test
  void permissionsAreWrittenAsLsDoes() {
    assertEquals("drwxr-xr-x", mode("directory", 0755));
    assertEquals("-rwsr-sr-t", mode("file", 07755));
    assertEquals("-rwSr-Sr-T", mode("file", (07744 & ~0111) | (0700 & ~0100)));
    assertEquals("lrwxrwxrwx", mode("symlink", 0777));
    assertEquals("0644", ModeBits.octal(0100644));
  }

  private static String mode(String kind, int mode) {
    return ModeBits.of(new Entry(BACKUP, DIR, kind, 0, Instant.EPOCH, mode, 0, 0, FilePath.NONE));
  }

  @Test
  void aComparisonCountsAllAndKeepsTheFirstOfEachKind() throws Exception {
    int many = CompareModel.MOST + 5;
    cluster.answer(
        "compare",
        args -> {
          for (int i = 0; i < many; i++) {
            pages(args[3]).accept(List.of(difference("a" + i, "changed", 1, 3)));
          }
          pages(args[3]).accept(List.of(difference("z", "removed", 9, 0)));
          return null;
        });
    CompareModel model = new CompareModel(kit, session);
    fx(() -> model.compare("old", "new"));
    await(() -> model.stream().stateProperty().get() instanceof Streamed.Done);
    assertEquals(many + 1, model.stream().countProperty().get());
    assertEquals(many, model.count(CompareModel.Kind.CHANGED));
    assertEquals(CompareModel.MOST + 1, model.shown().size());
    assertTrue(model.isCut());
    fx(() -> model.filterProperty().set(Optional.of(CompareModel.Kind.REMOVED)));
    assertEquals(1, model.shown().size());
    assertFalse(model.isCut());
    assertEquals(-9, DifferenceTable.delta(model.shown().getFirst()));
  }

  private static Difference difference(String name, String change, long from, long to) {
    return new Difference(
        DIR.child(FilePath.of(name)), change, "file", from, to, Instant.EPOCH, Instant.EPOCH);
  }

  @Test
  void aSearchThatFindsTooMuchEndsAndSaysSo() throws Exception {
    cluster.answer(
        "find",
        args -> {
          List<Entry> page = new ArrayList<>();
          for (int i = 0; i < 1_000; i++) {
            page.add(file("f" + i));
          }
          while (true) {
            if (Thread.interrupted()) {
              throw new OperationFailed(FailureCode.CANCELLED, "find");
            }
            pages(args[2]).accept(List.copyOf(page));
            Thread.onSpinWait();
          }
        });
    FindModel model = new FindModel(kit, session);
    fx(() -> {
      model.globProperty().set("*");
      model.search();
    });
    await(() -> model.stream().stateProperty().get() instanceof Streamed.Stopped);
    assertEquals(FindModel.MOST, model.found().size());
    assertTrue(model.isCut());
  }

  @Test
  void setsStandAsTheirNewestBackupDoes() {
    ClusterState state = awaitState();
    List<String> rows =
        SetRow.of(state).stream().map(row -> row.name() + " " + row.standing()).toList();
    assertEquals(
        List.of(
            "databases RUNNING",
            "documents RESTORABLE",
            "home UNFINISHED",
            "mail-archive-of-the-whole-organisation NOTHING_RESTORABLE",
            "photos NO_BACKUP"),
        rows);
  }

  @Test
  void backupsOfASetThatIsGoneCanStillBeReached() throws Exception {
    awaitState();
    cluster.tell(new Change.Gone("set", "documents"));
    await(() -> session.live().state().get().set("documents").isEmpty());
    SetRow row =
        SetRow.of(session.live().state().get()).stream()
            .filter(one -> one.name().equals("documents"))
            .findFirst()
            .orElseThrow();
    assertEquals(Optional.empty(), row.set());
    assertEquals(2, row.backups());
  }

  private ClusterState awaitState() {
    try {
      await(() -> session.live().state().get().isKnown());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return session.live().state().get();
  }

  @Test
  void theCertificateIsAskedForWhenABackupIsLookedAtAndAgainWhenItChanged() throws Exception {
    cluster
        .answer("certificate", _ -> SampleAnswers.certificate())
        .answer("backup", args -> SampleAnswers.whole((String) args[0]));
    ClusterState state = awaitState();
    BackupsModel model = new BackupsModel(kit, session);
    fx(() -> {
      model.show(state);
      model.selectBackup(BACKUP);
    });
    await(() -> model.certificateProperty().get() instanceof Fetched.Got<?>);
    fx(() -> model.show(state));
    cluster.tell(
        SampleFacts.of(
            facts.backup("databases", 12, BackupState.UNDER_PROTECTED, Duration.ofHours(6))));
    await(() ->
        session.live().state().get().backup(BACKUP).orElseThrow().state()
            == BackupState.UNDER_PROTECTED);
    fx(() -> model.show(session.live().state().get()));
    await(() -> cluster.asked().stream().filter(("certificate " + BACKUP)::equals).count() == 2);
  }
}
