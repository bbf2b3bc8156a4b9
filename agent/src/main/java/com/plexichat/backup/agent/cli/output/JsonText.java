package com.plexichat.backup.agent.cli.output;

import java.util.List;
import java.util.Map;

/// JSON (RFC 8259) whose bytes follow from the data alone: order kept, two blanks of indent, one
/// line feed at the end.
public final class JsonText {
  private final StringBuilder out = new StringBuilder();
  private final boolean indented;

  private JsonText(boolean indented) {
    this.indented = indented;
  }

  /// Over several lines.
  public static String of(Datum datum) {
    JsonText text = new JsonText(true);
    text.write(datum, 0);
    return text.out.append('\n').toString();
  }

  /// On one line, without its end.
  public static String line(Datum datum) {
    JsonText text = new JsonText(false);
    text.write(datum, 0);
    return text.out.toString();
  }

  private void write(Datum datum, int depth) {
    switch (datum) {
      case Datum.Scalar scalar -> out.append(scalar(scalar));
      case Datum.Items(List<Datum> items) -> {
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
          next(i, depth + 1);
          write(items.get(i), depth + 1);
        }
        end(items.size(), depth, ']');
      }
      case Fields fields -> {
        List<Map.Entry<String, Datum>> entries = fields.entries();
        out.append('{');
        for (int i = 0; i < entries.size(); i++) {
          next(i, depth + 1);
          out.append(quoted(entries.get(i).getKey())).append(indented ? ": " : ":");
          write(entries.get(i).getValue(), depth + 1);
        }
        end(entries.size(), depth, '}');
      }
    }
  }

  private void next(int index, int depth) {
    if (index > 0) {
      out.append(',');
    }
    newLine(depth);
  }

  private void end(int count, int depth, char sign) {
    if (count > 0) {
      newLine(depth);
    }
    out.append(sign);
  }

  private void newLine(int depth) {
    if (indented) {
      out.append('\n').repeat(' ', 2 * depth);
    }
  }

  static String scalar(Datum.Scalar scalar) {
    return switch (scalar) {
      case Datum.Text(String value) -> quoted(value);
      case Datum.Whole(long value) -> Long.toString(value);
      // JSON has no word for what is not a number.
      case Datum.Real(double value) -> Double.isFinite(value) ? Double.toString(value) : "null";
      case Datum.Truth(boolean value) -> Boolean.toString(value);
      case Datum.Nothing.NOTHING -> "null";
    };
  }

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(sign -> appendSign(quoted, sign));
    return quoted.append('"').toString();
  }

  private static void appendSign(StringBuilder quoted, int sign) {
    switch (sign) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      default -> {
        if (isPlain(sign)) {
          quoted.appendCodePoint(sign);
        } else {
          for (char unit : Character.toChars(sign)) {
            quoted.append("\\u").append(hex(unit));
          }
        }
      }
    }
  }

  /// Control signs, lone surrogates and signs that turn the reading direction are escaped: a file's
  /// name must not steer the terminal that shows it.
  private static boolean isPlain(int sign) {
    return switch (Character.getType(sign)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String hex(char unit) {
    String digits = Integer.toHexString(unit);
    return "0".repeat(4 - digits.length()) + digits;
  }
}
