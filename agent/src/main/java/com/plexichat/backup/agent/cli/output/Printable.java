package com.plexichat.backup.agent.cli.output;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/// Text as a terminal may show it: nothing in it steers the terminal, and its width is known.
public final class Printable {
  private static final HexFormat HEX = HexFormat.of();

  private Printable() {}

  /// A name of the file system; what is not UTF-8 is shown as \xNN, byte by byte.
  public static String path(byte[] raw) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException notText) {
      StringBuilder shown = new StringBuilder();
      for (byte one : raw) {
        if (one >= ' ' && one < 0x7f) {
          shown.append((char) one);
        } else {
          shown.append("\\x").append(HEX.toHexDigits(one));
        }
      }
      return shown.toString();
    }
  }

  /// Whether a name of the file system is text, so that [#path] loses nothing.
  public static boolean isText(byte[] raw) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw));
      return true;
    } catch (CharacterCodingException notText) {
      return false;
    }
  }

  /// One line for a terminal: control signs and signs that turn the reading direction are shown by
  /// their numbers.
  public static String line(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(sign -> {
          switch (Character.getType(sign)) {
            case Character.CONTROL -> shown.append("\\x").append(HEX.toHexDigits((byte) sign));
            case Character.FORMAT,
                Character.SURROGATE,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR ->
                shown.append(String.format(Locale.ROOT, "\\u%04x", sign));
            default -> shown.appendCodePoint(sign);
          }
        });
    return shown.toString();
  }

  /// Columns that a text takes on a terminal.
  public static int width(String text) {
    return text.codePoints().map(Printable::width).sum();
  }

  private static int width(int sign) {
    return switch (Character.getType(sign)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(sign) ? 2 : 1;
    };
  }

  /// East Asian wide signs and pictures, by their large blocks (Unicode Annex 11).
  private static boolean isWide(int sign) {
    return (sign >= 0x1100 && sign <= 0x115f)
        || (sign >= 0x2e80 && sign <= 0xa4cf && sign != 0x303f)
        || (sign >= 0xac00 && sign <= 0xd7a3)
        || (sign >= 0xf900 && sign <= 0xfaff)
        || (sign >= 0xfe30 && sign <= 0xfe6f)
        || (sign >= 0xff00 && sign <= 0xff60)
        || (sign >= 0xffe0 && sign <= 0xffe6)
        || (sign >= 0x1f300 && sign <= 0x1faff)
        || (sign >= 0x20000 && sign <= 0x3fffd);
  }

  /// Shortened in the middle to a width, so that beginning and end are seen.
  public static String middle(String text, int most) {
    if (width(text) <= most) {
      return text;
    }
    int tail = (most - 1) / 2;
    String head = head(text, most - 1 - tail);
    String end =
        new StringBuilder(head(new StringBuilder(text).reverse().toString(), tail))
            .reverse()
            .toString();
    return head + "…" + end;
  }

  /// Shortened at the end to a width.
  public static String end(String text, int most) {
    return width(text) <= most ? text : head(text, Math.max(0, most - 1)) + "…";
  }

  private static String head(String text, int most) {
    StringBuilder head = new StringBuilder();
    int used = 0;
    for (int sign : text.codePoints().toArray()) {
      used += width(sign);
      if (used > most) {
        break;
      }
      head.appendCodePoint(sign);
    }
    return head.toString();
  }
}
