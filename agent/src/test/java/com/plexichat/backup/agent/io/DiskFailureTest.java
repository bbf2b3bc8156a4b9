package com.plexichat.backup.agent.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class DiskFailureTest {
  @Test
  void aDiskIsFullOnlyWhenTheSystemSaysSo() {
    assertWorded(FailureCode.NO_SPACE, new IOException("No space left on device"));
    assertWorded(FailureCode.NO_SPACE, new FileSystemException("/f", null, "Disk quota exceeded"));
    assertWorded(FailureCode.DISK_FAILED, new IOException("Input/output error"));
    assertWorded(FailureCode.DISK_FAILED, new ClosedChannelException());
    assertWorded(
        FailureCode.DISK_FAILED, new SyncFailed(new IOException("No space left on device")));
  }

  @Test
  void theSystemsOwnWordsAreUnderstood() throws IOException {
    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
      full.write(1);
    } catch (IOException e) {
      assertWorded(FailureCode.NO_SPACE, e);
      return;
    }
    throw new AssertionError("/dev/full took a byte");
  }

  @Test
  void whoWasInterruptedWasCancelled() {
    assertWorded(FailureCode.CANCELLED, new ClosedByInterruptException());
    assertWorded(FailureCode.CANCELLED, new SyncFailed(new ClosedByInterruptException()));
    assertEquals(
        "The backup was cancelled.",
        DiskFailure.worded("The backup", "host", new ClosedByInterruptException()).sentence());
  }

  @Test
  void thereIsAlwaysAReason() {
    OperationFailed failed = DiskFailure.worded("The backup", "host", new ClosedChannelException());
    assertEquals("The disk of host failed: ClosedChannelException.", failed.sentence());
  }

  private static void assertWorded(FailureCode code, IOException e) {
    assertEquals(code, DiskFailure.worded("The backup", "host", e).code(), e::toString);
  }
}
