package com.plexichat.backup.agent.transport;

import com.plexichat.backup.proto.PeersGrpc;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/// HTTP/2 frames and gRPC messages, well made and not.
public final class RawFrames {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GO_AWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  private static final int END_HEADERS = 4;

  /// Biggest payload that a server takes unasked.
  private static final int LARGEST = 16 << 10;

  private RawFrames() {}

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  static byte[] preface() {
    return joined(
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        frame(SETTINGS, 0, 0, new byte[0]));
  }

  /// Headers that open a call; no dynamic table, so that each stands alone.
  static byte[] block(String method, String encoding) {
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method("POST")
            .scheme("https")
            .path("/" + method)
            .authority("evil")
            .set("content-type", "application/grpc")
            .set("te", "trailers");
    if (!encoding.isEmpty()) {
      headers.set("grpc-encoding", encoding);
    }
    ByteBuf out = Unpooled.buffer();
    try {
      new DefaultHttp2HeadersEncoder((_, _) -> true, false, 0).encodeHeaders(1, headers, out);
    } catch (Http2Exception impossible) {
      throw new AssertionError(impossible);
    }
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  static byte[] open(int stream, String method, String encoding) {
    return frame(HEADERS, END_HEADERS, stream, block(method, encoding));
  }

  /// So many calls that put shards and say nothing.
  static byte[] calls(int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      out.writeBytes(open(2 * i + 1, PeersGrpc.getPutMethod().getFullMethodName(), ""));
    }
    return out.toByteArray();
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /// A message's five bytes of head.
  static byte[] prefix(boolean isCompressed, int length) {
    return ByteBuffer.allocate(5).put((byte) (isCompressed ? 1 : 0)).putInt(length).array();
  }

  /// Bytes as data frames of a stream; the last one ends it when that is asked.
  static byte[] data(int stream, byte[] bytes, boolean isEnd) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; at += LARGEST) {
      int end = Math.min(bytes.length, at + LARGEST);
      boolean isLast = end == bytes.length;
      out.writeBytes(
          frame(DATA, isEnd && isLast ? 1 : 0, stream, Arrays.copyOfRange(bytes, at, end)));
    }
    return out.toByteArray();
  }

  /// Bytes of whole frames that flow control counts, by stream and (0) together.
  static Map<Integer, Long> costs(byte[] frames) {
    ByteBuffer in = ByteBuffer.wrap(frames);
    Map<Integer, Long> costs = new TreeMap<>();
    for (int at = 0; at < frames.length; at += 9) {
      int length = in.getInt(at) >>> 8;
      if (in.get(at + 3) == DATA && length > 0) {
        costs.merge(0, (long) length, Long::sum);
        costs.merge(in.getInt(at + 5), (long) length, Long::sum);
      }
      at += length;
    }
    return costs;
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /// The same bytes again and again.
  static byte[] times(int count, byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(count * bytes.length);
    for (int i = 0; i < count; i++) {
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  /// So many megabytes of zeros, packed a thousandfold.
  static byte[] bomb(int megabytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] zeros = new byte[1 << 20];
    try (OutputStream packed = new GZIPOutputStream(out)) {
      for (int i = 0; i < megabytes; i++) {
        packed.write(zeros);
      }
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return out.toByteArray();
  }
}
