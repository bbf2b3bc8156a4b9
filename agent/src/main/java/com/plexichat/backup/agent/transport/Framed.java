package com.plexichat.backup.agent.transport;

import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A message whose data field stays outside of it: on the way out a part of somebody's array, on
/// the way in the network's own buffers until they are copied to where they belong.
///
/// A received one must be copied or closed, once, or the network's memory leaks.
///
/// @param <M> the message, its data field empty
public final class Framed<M extends Message> implements AutoCloseable {
  private static final byte[] NOTHING = new byte[0];

  private final M head;
  private final int size;
  private final byte[] array;
  private final int offset;
  private @Nullable InputStream received;

  private Framed(M head, byte[] array, int offset, int size, @Nullable InputStream received) {
    this.head = head;
    this.array = array;
    this.offset = offset;
    this.size = size;
    this.received = received;
  }

  /// A message without data.
  public static <M extends Message> Framed<M> of(M head) {
    return new Framed<>(head, NOTHING, 0, 0, null);
  }

  /// A message with part of an array as its data; the array is read when the message is sent.
  public static <M extends Message> Framed<M> of(M head, byte[] array, int offset, int size) {
    Objects.checkFromIndexSize(offset, size, array.length);
    return new Framed<>(head, array, offset, size, null);
  }

  /// A received message; the stream stands at the data.
  static <M extends Message> Framed<M> received(M head, InputStream data, int size) {
    return new Framed<>(head, NOTHING, 0, size, data);
  }

  /// The message but for its data.
  public M head() {
    return head;
  }

  /// Bytes of data.
  public int size() {
    return size;
  }

  /// Copies the data to where it belongs and gives the network its memory back.
  public void copyTo(byte[] into, int at) {
    Objects.checkFromIndexSize(at, size, into.length);
    InputStream stream = received;
    if (stream == null) {
      System.arraycopy(array, offset, into, at, size);
      return;
    }
    try (this) {
      if (stream.readNBytes(into, at, size) != size) {
        throw new IllegalStateException("the message is shorter than it says");
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// The data in an array of its own.
  public byte[] bytes() {
    byte[] bytes = new byte[size];
    copyTo(bytes, 0);
    return bytes;
  }

  byte[] array() {
    return array;
  }

  int offset() {
    return offset;
  }

  /// Gives the network its memory back.
  @Override
  public void close() {
    InputStream stream = received;
    received = null;
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }
}
