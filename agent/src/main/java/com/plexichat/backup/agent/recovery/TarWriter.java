package com.plexichat.backup.agent.recovery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Writes a tar archive in the pax interchange format (POSIX.1-2001, pax(1)): ustar headers, with
/// an extended header in front of whatever does not fit into one.
///
/// Names that are not UTF-8 stand in the extended header as they are, under `hdrcharset=BINARY`.
final class TarWriter {
  static final char FILE = '0';
  static final char SYMLINK = '2';
  static final char CHARACTER_DEVICE = '3';
  static final char BLOCK_DEVICE = '4';
  static final char FOLDER = '5';
  static final char FIFO = '6';

  private static final char EXTENDED = 'x';
  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final long SMALL_NUMBER = 07777777;
  private static final long LARGE_NUMBER = 077777777777L;

  private final OutputStream out;

  TarWriter(OutputStream out) {
    this.out = out;
  }

  /// What stands in front of an entry's contents.
  ///
  /// @param name relative, a folder's with a slash at the end
  /// @param target of a symbolic link
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Header(byte[] name, char type, byte[] target, long size, Facts facts) {}

  /// Mode, owner, time, device number (`st_rdev`).
  record Facts(
      int mode, long uid, long gid, String user, String group, long seconds, int nanos, long dev) {}

  /// After it come exactly `size` bytes of contents through the stream, then [#pad].
  void header(Header header) throws IOException {
    byte[] extended = extended(header);
    if (extended.length > 0) {
      Facts plain = new Facts(0644, 0, 0, "", "", 0, 0, 0);
      byte[] name = "PaxHeader".getBytes(StandardCharsets.US_ASCII);
      block(new Header(name, EXTENDED, new byte[0], extended.length, plain));
      out.write(extended);
      pad(extended.length);
    }
    block(header);
  }

  /// Fills the last block of contents.
  void pad(long size) throws IOException {
    out.write(new byte[(int) Math.floorMod(-size, (long) BLOCK)]);
  }

  /// Ends the archive.
  void finish() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }

  private static byte[] extended(Header header) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    Facts facts = header.facts();
    boolean text = isText(header.name()) && isText(header.target());
    if (!text) {
      record(records, "hdrcharset", ascii("BINARY"));
    }
    if (!fits(header.name())) {
      record(records, "path", header.name());
    }
    if (!fits(header.target())) {
      record(records, "linkpath", header.target());
    }
    if (header.size() > LARGE_NUMBER) {
      record(records, "size", ascii(Long.toString(header.size())));
    }
    if (facts.nanos() != 0 || facts.seconds() < 0 || facts.seconds() > LARGE_NUMBER) {
      record(records, "mtime", ascii(time(facts.seconds(), facts.nanos())));
    }
    if (facts.uid() > SMALL_NUMBER) {
      record(records, "uid", ascii(Long.toString(facts.uid())));
    }
    if (facts.gid() > SMALL_NUMBER) {
      record(records, "gid", ascii(Long.toString(facts.gid())));
    }
    return records.toByteArray();
  }

  /// Decimal seconds; the fraction counts away from zero, as the number's sign does.
  private static String time(long seconds, int nanos) {
    if (nanos == 0) {
      return Long.toString(seconds);
    }
    if (seconds >= 0) {
      return String.format(Locale.ROOT, "%d.%09d", seconds, nanos);
    }
    return String.format(Locale.ROOT, "-%d.%09d", -(seconds + 1), 1_000_000_000 - nanos);
  }

  /// `LENGTH KEY=VALUE\n`, where the length counts itself.
  private static void record(ByteArrayOutputStream into, String key, byte[] value) {
    int rest = 1 + key.length() + 1 + value.length + 1;
    int length = rest;
    while (Integer.toString(length).length() + rest != length) {
      length = Integer.toString(length).length() + rest;
    }
    into.writeBytes(ascii(length + " " + key + "="));
    into.writeBytes(value);
    into.write('\n');
  }

  private void block(Header header) throws IOException {
    Facts facts = header.facts();
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    put(block, 0, header.name(), NAME_LENGTH);
    number(block, 100, 8, facts.mode());
    number(block, 108, 8, Math.min(facts.uid(), SMALL_NUMBER));
    number(block, 116, 8, Math.min(facts.gid(), SMALL_NUMBER));
    number(block, 124, 12, Math.min(header.size(), LARGE_NUMBER));
    number(block, 136, 12, Math.clamp(facts.seconds(), 0, LARGE_NUMBER));
    block.put(156, (byte) header.type());
    put(block, 157, header.target(), NAME_LENGTH);
    put(block, 257, ascii("ustar\00000"), 8);
    put(block, 265, facts.user().getBytes(StandardCharsets.UTF_8), 31);
    put(block, 297, facts.group().getBytes(StandardCharsets.UTF_8), 31);
    number(block, 329, 8, Math.min(major(facts.dev()), SMALL_NUMBER));
    number(block, 337, 8, Math.min(minor(facts.dev()), SMALL_NUMBER));
    put(block, 148, ascii("        "), 8);
    int sum = 0;
    for (byte b : block.array()) {
      sum += b & 0xff;
    }
    put(block, 148, ascii(String.format(Locale.ROOT, "%06o\0 ", sum)), 8);
    out.write(block.array());
  }

  private static long major(long dev) {
    return (dev >>> 8 & 0xfff) | (dev >>> 32 & ~0xfffL);
  }

  private static long minor(long dev) {
    return (dev & 0xff) | (dev >>> 12 & ~0xffL);
  }

  private static void number(ByteBuffer block, int at, int length, long value) {
    String digits = Long.toOctalString(value);
    put(block, at, ascii("0".repeat(length - 1 - digits.length()) + digits), length);
  }

  private static void put(ByteBuffer block, int at, byte[] bytes, int most) {
    block.put(at, bytes, 0, Math.min(bytes.length, most));
  }

  private static boolean fits(byte[] name) {
    boolean plain = name.length <= NAME_LENGTH;
    for (byte b : name) {
      plain &= b > 0;
    }
    return plain;
  }

  private static boolean isText(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
