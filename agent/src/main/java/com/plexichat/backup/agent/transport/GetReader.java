package com.plexichat.backup.agent.transport;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.GetFrame;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.Arrays;

/// Puts the frames of a get together, into an array that is as long as it must be from the start.
final class GetReader {
  private GetReader() {}

  static Fetched read(FrameSource<GetFrame> frames, GetRequest request, int most)
      throws InterruptedException {
    byte[] data = new byte[0];
    int size = 0;
    ByteString root = ByteString.EMPTY;
    long total = 0;
    while (true) {
      try (Framed<GetFrame> frame = frames.next()) {
        if (frame == null) {
          return new Fetched(size == data.length ? data : Arrays.copyOf(data, size), root, total);
        }
        GetFrame head = frame.head();
        root = head.getRoot().isEmpty() ? root : head.getRoot();
        total = head.getTotal() == 0 ? total : head.getTotal();
        if (size + (long) frame.size() > most) {
          throw new OperationFailed(FailureCode.USAGE, "More than " + most + " bytes were sent.");
        }
        if (size + frame.size() > data.length) {
          long expected =
              request.getLength() > 0 ? request.getLength() : total - request.getOffset();
          long room = Math.max(size + frame.size(), Math.min(expected, most));
          data = Arrays.copyOf(data, (int) room);
        }
        frame.copyTo(data, size);
        size += frame.size();
      }
    }
  }
}
