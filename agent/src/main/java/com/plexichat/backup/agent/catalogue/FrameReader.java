package com.plexichat.backup.agent.catalogue;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads frames one after the other, from a segment or a stream, and says where one is not whole.
final class FrameReader implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final DataInputStream in;
  private final long limit;
  private long position;

  private FrameReader(InputStream in, long position, long limit) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
    this.position = position;
    this.limit = limit;
  }

  /// Reads a file from a frame's beginning up to a length.
  static FrameReader of(Path file, long from, long limit) throws IOException {
    FileInputStream in = new FileInputStream(file.toFile());
    in.skipNBytes(from);
    return new FrameReader(in, from, limit);
  }

  /// Reads a stream to its end.
  static FrameReader of(InputStream in) {
    return new FrameReader(in, 0, Long.MAX_VALUE);
  }

  /// Where the next frame begins.
  long position() {
    return position;
  }

  /// The next entry's bytes; null at the limit or at the end of a stream.
  byte @Nullable [] next() throws IOException, BadFrame {
    int length = head();
    if (length < 0) {
      return null;
    }
    int crc = in.readInt();
    byte[] entry = in.readNBytes(length);
    if (entry.length < length) {
      throw new BadFrame(position, "an entry ends early");
    }
    if (Frames.crc(entry) != crc) {
      throw new BadFrame(position, "its checksum is wrong");
    }
    position += Frames.HEAD + length;
    return entry;
  }

  /// Passes over one frame without reading its entry; false at the limit.
  boolean skip() throws IOException, BadFrame {
    int length = head();
    if (length < 0) {
      return false;
    }
    in.readInt();
    in.skipNBytes(length);
    position += Frames.HEAD + length;
    return true;
  }

  /// Reads the length, −1 at the limit; the checksum comes next.
  private int head() throws IOException, BadFrame {
    long left = limit - position;
    if (left == 0) {
      return -1;
    }
    if (limit == Long.MAX_VALUE) {
      in.mark(1);
      if (in.read() < 0) {
        return -1;
      }
      in.reset();
    } else if (left < Frames.HEAD) {
      throw new BadFrame(position, "an entry's head ends early");
    }
    int length = in.readInt();
    if (length <= 0 || length > Frames.ENTRY_MAX) {
      throw new BadFrame(position, "its length is " + Integer.toUnsignedString(length));
    }
    if (length > left - Frames.HEAD) {
      throw new BadFrame(position, "an entry ends early");
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /// A frame that is not whole.
  static final class BadFrame extends Exception {
    private static final long serialVersionUID = 1L;
    private final long position;
    private final String why;

    BadFrame(long position, String why) {
      super(why);
      this.position = position;
      this.why = why;
    }

    String why() {
      return why;
    }

    long position() {
      return position;
    }
  }
}
