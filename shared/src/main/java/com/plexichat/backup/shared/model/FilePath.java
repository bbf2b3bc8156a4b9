package com.plexichat.backup.shared.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A path as the file system of its machine spells it: raw bytes, `/` between names. It may be no
/// UTF-8; what is shown then has `\xNN` for each byte that is not.
public record FilePath(Bytes raw) implements Comparable<FilePath> {
  public static final FilePath NONE = new FilePath(Bytes.of(new byte[0]));

  public static FilePath of(byte[] raw) {
    return new FilePath(Bytes.of(raw));
  }

  public static FilePath of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public boolean isEmpty() {
    return raw.toArray().length == 0;
  }

  /// The last name, as it is shown.
  public String name() {
    String shown = shown();
    return shown.substring(shown.lastIndexOf('/') + 1);
  }

  /// One name below this one.
  public FilePath child(FilePath name) {
    byte[] here = raw.toArray();
    byte[] more = name.raw.toArray();
    boolean slash = here.length > 0 && here[here.length - 1] != '/';
    ByteBuffer all = ByteBuffer.allocate(here.length + (slash ? 1 : 0) + more.length).put(here);
    if (slash) {
      all.put((byte) '/');
    }
    return of(all.put(more).array());
  }

  /// As a person reads it: control characters and what is no UTF-8 escaped.
  public String shown() {
    ByteBuffer in = ByteBuffer.wrap(raw.toArray());
    StringBuilder shown = new StringBuilder();
    while (in.hasRemaining()) {
      int start = in.position();
      int length = Math.min(length(in.get(start)), in.remaining());
      CharBuffer decoded = decode(in.slice(start, length));
      if (decoded == null) {
        shown.append(String.format("\\x%02x", in.get()));
      } else {
        in.position(start + length);
        escape(decoded, shown);
      }
    }
    return shown.toString();
  }

  private static int length(byte first) {
    int lead = first & 0xff;
    return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  }

  private static @Nullable CharBuffer decode(ByteBuffer one) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(one);
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static void escape(CharBuffer decoded, StringBuilder shown) {
    decoded
        .codePoints()
        .forEach(sign -> {
          int type = Character.getType(sign);
          if (type == Character.CONTROL || type == Character.FORMAT) {
            shown.append(String.format("\\u%04x", sign));
          } else {
            shown.appendCodePoint(sign);
          }
        });
  }

  @Override
  public int compareTo(FilePath other) {
    return Arrays.compareUnsigned(raw.toArray(), other.raw.toArray());
  }

  @Override
  public String toString() {
    return shown();
  }
}
