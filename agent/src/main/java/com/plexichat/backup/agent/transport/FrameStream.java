package com.plexichat.backup.agent.transport;

import com.google.protobuf.Message;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One frame on its way out: gRPC drains it straight into its own buffers, which is the one copy.
final class FrameStream extends InputStream implements KnownLength, Drainable {
  private final byte[] before;
  private final byte[] prefix;
  private final Framed<?> frame;
  private final byte[] after;
  private @Nullable InputStream reader;
  private boolean isDrained;

  FrameStream(Message before, byte[] prefix, Framed<?> frame, Message after) {
    this.before = before.toByteArray();
    this.prefix = prefix;
    this.frame = frame;
    this.after = after.toByteArray();
  }

  @Override
  public int available() throws IOException {
    if (isDrained) {
      return 0;
    }
    return reader != null
        ? reader.available()
        : before.length + prefix.length + frame.size() + after.length;
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    if (isDrained || reader != null) {
      throw new IllegalStateException("already read");
    }
    int size = available();
    isDrained = true;
    target.write(before);
    target.write(prefix);
    target.write(frame.array(), frame.offset(), frame.size());
    target.write(after);
    return size;
  }

  @Override
  public int read() throws IOException {
    return reader().read();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return reader().read(into, offset, length);
  }

  private InputStream reader() {
    InputStream all = reader;
    if (all == null) {
      List<InputStream> parts =
          List.of(
              new ByteArrayInputStream(before),
              new ByteArrayInputStream(prefix),
              new ByteArrayInputStream(frame.array(), frame.offset(), frame.size()),
              new ByteArrayInputStream(after));
      all = new SequenceInputStream(Collections.enumeration(parts));
      reader = all;
    }
    return all;
  }
}
