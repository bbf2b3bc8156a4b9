package com.plexichat.backup.agent.transport;

import com.plexichat.backup.proto.CapsuleFrame;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Cuts a stream into frames of a capsule; the last one says so.
final class CapsuleFrames implements Iterator<Framed<CapsuleFrame>> {
  private final String generation;
  private final InputStream content;
  private long offset;
  private byte @Nullable [] ahead;

  CapsuleFrames(String generation, long offset, InputStream content) {
    this.generation = generation;
    this.offset = offset;
    this.content = content;
    this.ahead = read();
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public Framed<CapsuleFrame> next() {
    byte[] data = ahead;
    if (data == null) {
      throw new NoSuchElementException();
    }
    byte[] further = data.length < FrameSink.FRAME ? new byte[0] : read();
    boolean isLast = further.length == 0;
    ahead = isLast ? null : further;
    CapsuleFrame head =
        CapsuleFrame.newBuilder()
            .setGeneration(generation)
            .setOffset(offset)
            .setLast(isLast)
            .build();
    offset += data.length;
    return Framed.of(head, data, 0, data.length);
  }

  private byte[] read() {
    try {
      return content.readNBytes(FrameSink.FRAME);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
