package com.plexichat.backup.agent.transport;

import com.google.protobuf.Message;

/// Takes frames for the network and waits while it has enough.
public interface FrameSink<M extends Message> {
  /// Bytes of data in one frame.
  int FRAME = 256 << 10;

  /// Sends one frame; its array may be used again when this returns.
  void send(Framed<M> frame) throws InterruptedException;

  /// Sends data under the same head, in as many frames as it takes (at least one).
  default void send(M head, byte[] bytes, int offset, int length) throws InterruptedException {
    int done = 0;
    do {
      int size = Math.min(FRAME, length - done);
      send(Framed.of(head, bytes, offset + done, size));
      done += size;
    } while (done < length);
  }
}
