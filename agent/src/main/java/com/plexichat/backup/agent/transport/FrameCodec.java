package com.plexichat.backup.agent.transport;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import io.grpc.Detachable;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Writes and reads messages with one large `bytes` field without copying it through a message.
///
/// The bytes on the wire are those of the protobuf message, field by field in the order of their
/// numbers, so that any other implementation understands them.
final class FrameCodec<M extends Message> implements Marshaller<Framed<M>> {
  /// Fields beside the data; a chain of signed orders is far below it.
  private static final int MOST_BESIDE = 1 << 18;

  private static final int END = -1;

  private final M prototype;
  private final int field;

  /// @param prototype the message's default instance
  /// @param field number of its data field
  FrameCodec(M prototype, int field) {
    this.prototype = prototype;
    this.field = field;
  }

  @Override
  public InputStream stream(Framed<M> frame) {
    M head = frame.head();
    Message.Builder before = head.toBuilder();
    Message.Builder after = head.toBuilder();
    for (FieldDescriptor one : head.getAllFields().keySet()) {
      if (one.getNumber() == field) {
        throw new IllegalArgumentException("data belongs beside the head");
      }
      (one.getNumber() < field ? after : before).clearField(one);
    }
    return new FrameStream(before.build(), prefix(frame.size()), frame, after.build());
  }

  private byte[] prefix(int size) {
    if (size == 0) {
      return new byte[0];
    }
    byte[] prefix =
        new byte
            [CodedOutputStream.computeTagSize(field)
                + CodedOutputStream.computeUInt32SizeNoTag(size)];
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(prefix);
      out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(size);
      out.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return prefix;
  }

  @Override
  public Framed<M> parse(InputStream message) {
    try {
      // Only a detached stream outlives this call; what cannot be detached is read whole.
      boolean isKept = message instanceof Detachable && message.markSupported();
      InputStream in =
          isKept
              ? ((Detachable) message).detach()
              : new ByteArrayInputStream(message.readAllBytes());
      boolean isDone = false;
      try {
        Framed<M> frame = read(in);
        isDone = true;
        return frame;
      } finally {
        if (!isDone) {
          in.close();
        }
      }
    } catch (IOException broken) {
      throw Status.INVALID_ARGUMENT
          .withDescription("not a frame: " + broken.getMessage())
          .withCause(broken)
          .asRuntimeException();
    }
  }

  private Framed<M> read(InputStream in) throws IOException {
    ByteArrayOutputStream beside = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(beside);
    int size = -1;
    for (int tag = varint(in, true); tag != END; tag = varint(in, true)) {
      if (tag >>> 3 != field) {
        copyField(tag, in, out);
        continue;
      }
      int length = varint(in, false);
      if (size >= 0 || length < 0 || (tag & 7) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        throw new InvalidProtocolBufferException("data twice, or not bytes");
      }
      size = length;
      in.mark(Integer.MAX_VALUE);
      in.skipNBytes(length);
    }
    out.flush();
    @SuppressWarnings("unchecked")
    M head = (M) prototype.getParserForType().parseFrom(beside.toByteArray());
    if (size <= 0) {
      in.close();
      return Framed.of(head);
    }
    in.reset();
    return Framed.received(head, in, size);
  }

  private static void copyField(int tag, InputStream in, CodedOutputStream out) throws IOException {
    out.writeUInt32NoTag(tag);
    switch (tag & 7) {
      case WireFormat.WIRETYPE_VARINT -> out.writeUInt64NoTag(longVarint(in, false));
      case WireFormat.WIRETYPE_FIXED64 -> out.writeRawBytes(exactly(in, 8));
      case WireFormat.WIRETYPE_FIXED32 -> out.writeRawBytes(exactly(in, 4));
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
        int length = varint(in, false);
        if (length < 0 || out.getTotalBytesWritten() + (long) length > MOST_BESIDE) {
          throw new InvalidProtocolBufferException("too much beside the data");
        }
        out.writeUInt32NoTag(length);
        out.writeRawBytes(exactly(in, length));
      }
      default -> throw new InvalidProtocolBufferException("unknown wire type");
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length != length) {
      throw new EOFException("it ends early");
    }
    return bytes;
  }

  private static int varint(InputStream in, boolean mayEnd) throws IOException {
    long value = longVarint(in, mayEnd);
    if (value != (int) value) {
      throw new InvalidProtocolBufferException("too large a number");
    }
    return (int) value;
  }

  /// @param mayEnd whether the stream may end here, which is answered by END
  private static long longVarint(InputStream in, boolean mayEnd) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = in.read();
      if (next < 0) {
        if (mayEnd && shift == 0) {
          return END;
        }
        throw new EOFException("it ends early");
      }
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new InvalidProtocolBufferException("too long a number");
  }
}
