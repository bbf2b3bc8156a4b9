package com.plexichat.backup.agent.crypto;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kit's file as text: lines that can be typed from paper, and the parts that QR codes carry.
///
/// Signs are Crockford's base 32 (O is read as 0, I and L as 1, case does not matter). A typed line
/// is its number, 40 signs (25 bytes) in groups of five, and two signs that check number and bytes,
/// so that a slip is found in its line. A QR part is `PXKIT/part/parts/signs`.
public final class KitText {
  private static final String SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LINE = 25;
  private static final int GROUP = 5;
  private static final int CHECK_SIGNS = 2;
  private static final Pattern TYPED =
      Pattern.compile("(\\d{1,3})[.:]?\\s+([0-9A-Za-z][0-9A-Za-z \\-]*)");
  private static final Pattern SCANNED =
      Pattern.compile("PXKIT/(\\d)/(\\d)/([0-9A-Z]+)", Pattern.CASE_INSENSITIVE);

  private KitText() {}

  /// The lines to print and to type.
  public static List<String> lines(byte[] file) {
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < file.length; at += LINE) {
      int number = lines.size() + 1;
      byte[] bytes = Arrays.copyOfRange(file, at, Math.min(file.length, at + LINE));
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%02d", number));
      String signs = encode(bytes);
      for (int from = 0; from < signs.length(); from += GROUP) {
        line.append(' ').append(signs, from, Math.min(signs.length(), from + GROUP));
      }
      lines.add(line.append(' ').append(check(number, bytes)).toString());
    }
    return lines;
  }

  /// The texts of as many QR codes, to be scanned in any order.
  public static List<String> parts(byte[] file, int count) {
    String signs = encode(file);
    int each = Math.ceilDiv(signs.length(), count);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String part =
          signs.substring(
              Math.min(signs.length(), i * each), Math.min(signs.length(), (i + 1) * each));
      parts.add("PXKIT/" + (i + 1) + "/" + count + "/" + part);
    }
    return parts;
  }

  /// Reads typed lines or scanned parts, in any order; lines that begin neither with a number nor
  /// with PXKIT are skipped. KIT_DAMAGED names the line that has a slip or is missing.
  ///
  /// @param name what to call the kit in a failure
  public static byte[] read(String name, String text) {
    NavigableMap<Integer, String> scanned = new TreeMap<>();
    NavigableMap<Integer, byte[]> typed = new TreeMap<>();
    int parts = 0;
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      Matcher scan = SCANNED.matcher(line);
      Matcher type = TYPED.matcher(line);
      if (scan.matches()) {
        parts = Integer.parseInt(scan.group(2));
        scanned.put(Integer.parseInt(scan.group(1)), scan.group(3));
      } else if (type.matches()) {
        int number = Integer.parseInt(type.group(1));
        typed.put(number, typedLine(name, number, type.group(2)));
      }
    }
    byte[] file = parts > 0 ? join(name, scanned, parts) : join(name, typed);
    KitFile.requireWhole(name, file);
    return file;
  }

  private static byte[] typedLine(String name, int number, String text) {
    String signs = text.replaceAll("[ \\-]", "");
    int data = signs.length() - CHECK_SIGNS;
    byte[] bytes = data < 2 ? new byte[0] : decode(name, signs.substring(0, data));
    if (bytes.length == 0
        || bytes.length > LINE
        || !check(number, bytes).equals(plain(signs.substring(data)))) {
      throw damaged(name, "line " + number + " has a slip: compare it with the page");
    }
    return bytes;
  }

  private static byte[] join(String name, NavigableMap<Integer, byte[]> typed) {
    if (typed.isEmpty()) {
      throw damaged(name, "there is no kit in this text");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int number = 1; number <= typed.lastKey(); number++) {
      byte[] line = typed.get(number);
      if (line == null) {
        throw damaged(name, "line " + number + " is missing");
      }
      out.writeBytes(line);
    }
    return out.toByteArray();
  }

  private static byte[] join(String name, NavigableMap<Integer, String> scanned, int parts) {
    StringBuilder signs = new StringBuilder();
    for (int part = 1; part <= parts; part++) {
      String text = scanned.get(part);
      if (text == null) {
        throw damaged(name, "code " + part + " of " + parts + " is missing");
      }
      signs.append(text);
    }
    return decode(name, signs.toString());
  }

  private static String check(int number, byte[] bytes) {
    byte[] hash = Digests.sha256(new byte[] {(byte) number}, bytes);
    return encode(Arrays.copyOf(hash, 2)).substring(0, CHECK_SIGNS);
  }

  /// Five bits a sign, the last one filled with zero bits.
  private static String encode(byte[] bytes) {
    StringBuilder out = new StringBuilder(Math.ceilDiv(bytes.length * 8, 5));
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8) | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        out.append(SIGNS.charAt((buffer >> bits) & 31));
      }
      buffer &= (1 << bits) - 1;
    }
    if (bits > 0) {
      out.append(SIGNS.charAt((buffer << (5 - bits)) & 31));
    }
    return out.toString();
  }

  private static byte[] decode(String name, String signs) {
    byte[] out = new byte[signs.length() * 5 / 8];
    int buffer = 0;
    int bits = 0;
    int at = 0;
    String plain = plain(signs);
    for (int i = 0; i < plain.length(); i++) {
      int value = SIGNS.indexOf(plain.charAt(i));
      if (value < 0) {
        throw damaged(name, "the sign " + signs.charAt(i) + " does not occur in a kit");
      }
      buffer = ((buffer << 5) | value) & 0xfff;
      bits += 5;
      if (bits >= 8 && at < out.length) {
        bits -= 8;
        out[at++] = (byte) (buffer >> bits);
      }
    }
    return out;
  }

  /// What a reader of the page may have taken for another sign.
  private static String plain(String signs) {
    return signs.toUpperCase(Locale.ROOT).replace('O', '0').replace('I', '1').replace('L', '1');
  }

  private static OperationFailed damaged(String name, String why) {
    return new OperationFailed(FailureCode.KIT_DAMAGED, name, why);
  }
}
