package com.plexichat.backup.console.screens.backups;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.SampleAnswers;
import com.plexichat.backup.shared.client.Cluster.Download;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.FilePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// Downloads write exactly what came, or nothing.
class DownloadModelTest extends ModelRig {
  @Test
  void aDownloadWritesExactlyTheBytesUnderItsName() throws Exception {
    byte[] contents = new byte[300_001];
    new Random(7).nextBytes(contents);
    cluster.answer(
        "download",
        args -> {
          Download reader = (Download) args[2];
          for (int at = 0; at < contents.length; at += 65_536) {
            int end = Math.min(contents.length, at + 65_536);
            reader.take(java.util.Arrays.copyOfRange(contents, at, end), false);
          }
          return null;
        });
    DownloadModel model = new DownloadModel(kit, session);
    Path folder = Files.createDirectory(dir.resolve("here"));
    Path to = folder.resolve("report.pdf");
    Files.writeString(to, "an older one, which the dialog asked about");
    fx(() -> model.start(file("report.pdf"), to));
    await(() -> model.stateProperty().get() instanceof DownloadModel.Whole);
    assertEquals(
        new DownloadModel.Whole(to, contents.length),
        WaitForAsyncUtils.waitForAsyncFx(30_000, () -> model.stateProperty().get()));
    assertArrayEquals(contents, Files.readAllBytes(to));
    assertEquals(List.of("report.pdf"), names(folder));
  }

  @Test
  void aCancelledDownloadLeavesNothing() throws Exception {
    CountDownLatch some = new CountDownLatch(1);
    cluster.answer(
        "download",
        args -> {
          ((Download) args[2]).take(new byte[4_096], false);
          some.countDown();
          new CountDownLatch(1).await();
          return null;
        });
    DownloadModel model = new DownloadModel(kit, session);
    Path folder = Files.createDirectory(dir.resolve("here"));
    fx(() -> model.start(file("big"), folder.resolve("big")));
    assertTrue(some.await(30, TimeUnit.SECONDS));
    await(() ->
        model.stateProperty().get() instanceof DownloadModel.Running(_, var came, _, _)
            && came == 4_096);
    fx(model::cancel);
    await(() -> names(folder).isEmpty());
    assertInstanceOf(DownloadModel.Idle.class, model.stateProperty().get());
  }

  @Test
  void aFullDiskIsToldAndLeavesNothingHalf() throws Exception {
    cluster.answer(
        "download",
        args -> {
          for (int i = 0; i < 10; i++) {
            ((Download) args[2]).take(new byte[1_000], true);
          }
          return null;
        });
    DownloadModel model = new DownloadModel(kit, session, part -> new FullDisk(part, 4_500));
    Path folder = Files.createDirectory(dir.resolve("here"));
    fx(() ->
        model.start(SampleAnswers.entry(BACKUP, DIR, "directory", 0), folder.resolve("srv.tar")));
    await(() -> model.stateProperty().get() instanceof DownloadModel.Failed);
    OperationFailed why = ((DownloadModel.Failed) model.stateProperty().get()).why();
    assertEquals(FailureCode.FILE_UNWRITABLE, why.code());
    assertTrue(why.sentence().contains("No space left on device"), why.sentence());
    assertEquals(List.of(), names(folder));
  }

  @Test
  void aDownloadThatBreaksOffLeavesNothing() throws Exception {
    cluster.answer(
        "download",
        args -> {
          ((Download) args[2]).take(new byte[1_000], false);
          throw new OperationFailed(FailureCode.VAULT_UNREADABLE, "alder");
        });
    DownloadModel model = new DownloadModel(kit, session);
    Path folder = Files.createDirectory(dir.resolve("here"));
    fx(() -> model.start(file("x"), folder.resolve("x")));
    await(() -> model.stateProperty().get() instanceof DownloadModel.Failed);
    assertEquals(List.of(), names(folder));
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /// A disk with room for so many bytes.
  private static final class FullDisk extends OutputStream {
    private final OutputStream file;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final int room;

    FullDisk(Path file, int room) throws IOException {
      this.file = Files.newOutputStream(file);
      this.room = room;
    }

    @Override
    public void write(int one) throws IOException {
      if (written.size() >= room) {
        throw new IOException("No space left on device");
      }
      written.write(one);
      file.write(one);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  @Test
  void namesOfAnyBytesBecomeNamesThatThisMachineMayHave() {
    FilePath odd = FilePath.of(new byte[] {'/', 'a', (byte) 0xff, '\n', ':', 'b'});
    assertEquals("a_xff_u000a_b", DownloadModel.name(SampleAnswers.entry(BACKUP, odd, "file", 1)));
    assertEquals("srv.tar", DownloadModel.name(SampleAnswers.entry(BACKUP, DIR, "directory", 0)));
    assertEquals(
        "all.tar", DownloadModel.name(SampleAnswers.entry(BACKUP, PathTrail.ROOT, "directory", 0)));
  }
}
