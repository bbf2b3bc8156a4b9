package com.plexichat.backup.agent.io;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Locale;

/// Tells what an I/O error of the system means. Java has no types for them, only the system's text.
public final class DiskFailure {
  private DiskFailure() {}

  public static boolean isFull(IOException e) {
    if (e instanceof SyncFailed) {
      return false;
    }
    String reason = reason(e).toLowerCase(Locale.ROOT);
    return reason.contains("no space left")
        || reason.contains("disk quota exceeded")
        || reason.contains("not enough space");
  }

  /// Whether the thread was interrupted in the middle.
  public static boolean isCancelled(IOException e) {
    return e instanceof ClosedByInterruptException
        || e.getCause() instanceof ClosedByInterruptException;
  }

  /// The system's words.
  public static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /// NO_SPACE when the system says so, CANCELLED when somebody interrupted, else DISK_FAILED.
  ///
  /// @param act that it ended, as the subject of a sentence
  /// @param place machine, folder or file, as people know it
  public static OperationFailed worded(String act, String place, IOException e) {
    if (isCancelled(e)) {
      return new OperationFailed(e, FailureCode.CANCELLED, act);
    }
    FailureCode code = isFull(e) ? FailureCode.NO_SPACE : FailureCode.DISK_FAILED;
    return new OperationFailed(e, code, place, reason(e));
  }
}
