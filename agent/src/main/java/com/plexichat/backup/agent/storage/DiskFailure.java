package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Locale;

/// Tells what an I/O error of the system means. Java has no types for them, only the system's text.
final class DiskFailure {
  private DiskFailure() {}

  static boolean isFull(IOException e) {
    if (e instanceof Disk.SyncFailed) {
      return false;
    }
    String reason = DataDir.reason(e).toLowerCase(Locale.ROOT);
    return reason.contains("no space left")
        || reason.contains("disk quota exceeded")
        || reason.contains("not enough space");
  }

  static boolean isCancelled(IOException e) {
    return e instanceof ClosedByInterruptException
        || e.getCause() instanceof ClosedByInterruptException;
  }

  static OperationFailed worded(String name, IOException e) {
    if (isCancelled(e)) {
      return new OperationFailed(e, FailureCode.CANCELLED, "Storing a shard on " + name);
    }
    FailureCode code = isFull(e) ? FailureCode.NO_SPACE : FailureCode.DISK_FAILED;
    return new OperationFailed(e, code, name, DataDir.reason(e));
  }
}
