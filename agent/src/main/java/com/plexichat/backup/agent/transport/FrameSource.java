package com.plexichat.backup.agent.transport;

import com.google.protobuf.Message;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// Frames as they come, at the pace at which they are taken.
public interface FrameSource<M extends Message> {
  /// The next frame, to be copied or closed; null at the end. Fails when the call does.
  @Nullable Framed<M> next() throws InterruptedException;

  /// The data of all further frames together; fails with USAGE when it is more than `most` bytes.
  default byte[] rest(int most) throws InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      try (Framed<M> frame = next()) {
        if (frame == null) {
          return all.toByteArray();
        }
        if (all.size() + frame.size() > most) {
          throw new OperationFailed(FailureCode.USAGE, "More than " + most + " bytes were sent.");
        }
        all.writeBytes(frame.bytes());
      }
    }
  }
}
