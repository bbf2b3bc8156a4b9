package com.plexichat.backup.agent.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A path as the bytes that Linux sees, absolute or relative, of any length.
///
/// Names on Linux are bytes that need not be text in any encoding, so a path is never a `String`
/// but for printing. Repeated, trailing and `.` parts are taken out when it is made; `..` stays,
/// because it cannot be taken out without looking at the disk.
public final class RawPath implements Comparable<RawPath> {
  /// The relative path with no component: the place itself.
  public static final RawPath EMPTY = new RawPath(new byte[0]);

  private static final byte SLASH = '/';
  private static final byte DELETE = 0x7f;
  private static final HexFormat HEX = HexFormat.of();

  private final byte[] bytes;

  private RawPath(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The path of these bytes. A NUL byte is an `IllegalArgumentException`.
  public static RawPath of(byte[] bytes) {
    ByteArrayOutputStream clean = new ByteArrayOutputStream(bytes.length);
    boolean absolute = bytes.length > 0 && bytes[0] == SLASH;
    int from = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i < bytes.length && bytes[i] == 0) {
        throw new IllegalArgumentException("NUL in a path");
      }
      if (i == bytes.length || bytes[i] == SLASH) {
        boolean dot = i - from == 1 && bytes[from] == '.';
        if (i > from && !dot) {
          if (absolute || clean.size() > 0) {
            clean.write(SLASH);
          }
          clean.write(bytes, from, i - from);
        }
        from = i + 1;
      }
    }
    if (absolute && clean.size() == 0) {
      clean.write(SLASH);
    }
    return new RawPath(clean.toByteArray());
  }

  /// The path that a text names in UTF-8.
  public static RawPath of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes of a JDK path, made absolute; exact for any bytes, which `Path.toString` is not.
  public static RawPath of(Path path) {
    String encoded = path.toAbsolutePath().toUri().getRawPath();
    ByteArrayOutputStream raw = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      if (encoded.charAt(i) == '%') {
        raw.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
        i += 2;
      } else {
        raw.write(encoded.charAt(i));
      }
    }
    return of(raw.toByteArray());
  }

  /// Reads what [#toString] printed.
  public static RawPath parse(String printed) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream(printed.length());
    for (int i = 0; i < printed.length(); ) {
      int point = printed.codePointAt(i);
      if (point == '\\' && i + 1 < printed.length() && printed.charAt(i + 1) == '\\') {
        raw.write('\\');
        i += 2;
      } else if (point == '\\' && i + 3 < printed.length() && printed.charAt(i + 1) == 'x') {
        raw.write(HexFormat.fromHexDigits(printed, i + 2, i + 4));
        i += 4;
      } else {
        raw.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(point);
      }
    }
    return of(raw.toByteArray());
  }

  /// Whether these bytes can be the name of one entry: not empty, `.` or `..`, no `/`, no NUL.
  public static boolean isName(byte[] name) {
    if (name.length == 0 || (name[0] == '.' && name.length == 1)) {
      return false;
    }
    if (name.length == 2 && name[0] == '.' && name[1] == '.') {
      return false;
    }
    for (byte b : name) {
      if (b == 0 || b == SLASH) {
        return false;
      }
    }
    return true;
  }

  /// The path of an entry of this directory; what is not a name is an `IllegalArgumentException`.
  public RawPath resolve(byte[] name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a name: " + print(name));
    }
    boolean slash = bytes.length > 0 && bytes[bytes.length - 1] != SLASH;
    int at = bytes.length + (slash ? 1 : 0);
    byte[] longer = Arrays.copyOf(bytes, at + name.length);
    if (slash) {
      longer[bytes.length] = SLASH;
    }
    System.arraycopy(name, 0, longer, at, name.length);
    return new RawPath(longer);
  }

  /// As [#resolve(byte[])], for a name that is text.
  public RawPath resolve(String name) {
    return resolve(name.getBytes(StandardCharsets.UTF_8));
  }

  public boolean isAbsolute() {
    return bytes.length > 0 && bytes[0] == SLASH;
  }

  /// Whether there is no component: `/` or the empty relative path.
  public boolean isRoot() {
    return bytes.length == 0 || (bytes.length == 1 && bytes[0] == SLASH);
  }

  /// Whether a component is `..`, so that the path may lead anywhere.
  public boolean leadsUp() {
    int dots = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == SLASH) {
        if (dots == 2) {
          return true;
        }
        dots = 0;
      } else {
        // Anything but a dot makes it a name.
        dots = bytes[i] == '.' && dots >= 0 ? dots + 1 : -1;
      }
    }
    return false;
  }

  /// The last component; empty for a root.
  public byte[] name() {
    return Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length);
  }

  /// The path without its last component; a root is its own parent.
  public RawPath parent() {
    int slash = lastSlash();
    if (slash < 0) {
      return EMPTY;
    }
    return new RawPath(Arrays.copyOf(bytes, slash == 0 ? 1 : slash));
  }

  private int lastSlash() {
    int i = bytes.length - 1;
    while (i >= 0 && bytes[i] != SLASH) {
      i--;
    }
    return i;
  }

  /// The components from the top down.
  public List<byte[]> components() {
    List<byte[]> parts = new ArrayList<>();
    int from = isAbsolute() ? 1 : 0;
    for (int i = from; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == SLASH) {
        if (i > from) {
          parts.add(Arrays.copyOfRange(bytes, from, i));
        }
        from = i + 1;
      }
    }
    return parts;
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  int length() {
    return bytes.length;
  }

  @Override
  public int compareTo(RawPath other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawPath path && Arrays.equals(bytes, path.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// The path as text that is safe to show: bytes that are not UTF-8, control and direction signs
  /// stand as `\xHH`, a backslash is doubled. [#parse] reads it back.
  @Override
  public String toString() {
    return print(bytes);
  }

  /// A name, or any bytes, as [#toString] prints a path.
  public static String print(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; ) {
      if (bytes[i] >= ' ' && bytes[i] < DELETE && bytes[i] != '\\') {
        text.append((char) bytes[i++]);
        continue;
      }
      int length = sequence(bytes, i);
      int point = length == 0 ? -1 : decode(bytes, i, length);
      if (point < 0 || !isPlain(point)) {
        int end = i + Math.max(1, length);
        for (; i < end; i++) {
          text.append("\\x").append(HEX.toHexDigits(bytes[i]));
        }
        continue;
      }
      if (point == '\\') {
        text.append('\\');
      }
      text.appendCodePoint(point);
      i += length;
    }
    return text.toString();
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static int sequence(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return first > 0xf4 || at + length > bytes.length || decode(bytes, at, length) < 0 ? 0 : length;
  }

  private static int decode(byte[] bytes, int at, int length) {
    if (length == 0) {
      return -1;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, at, length))
          .toString()
          .codePointAt(0);
    } catch (CharacterCodingException e) {
      return -1;
    }
  }
}
