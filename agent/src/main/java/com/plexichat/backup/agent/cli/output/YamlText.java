package com.plexichat.backup.agent.cli.output;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// YAML 1.2 in block style, the same data as [JsonText]; texts that could be read as anything else
/// stand in double quotes.
public final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]*");
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  public static String of(Datum datum) {
    YamlText text = new YamlText();
    switch (datum) {
      case Fields fields when !fields.entries().isEmpty() -> text.fields(fields, 0, false);
      case Datum.Items(List<Datum> items) when !items.isEmpty() -> text.items(items, 0);
      default -> text.out.append(text.flat(datum)).append('\n');
    }
    return text.out.toString();
  }

  /// @param begun whether the first name stands behind a dash already
  private void fields(Fields fields, int depth, boolean begun) {
    boolean inLine = begun;
    for (Map.Entry<String, Datum> entry : fields.entries()) {
      if (!inLine) {
        out.repeat(' ', 2 * depth);
      }
      inLine = false;
      out.append(entry.getKey()).append(':');
      value(entry.getValue(), depth);
    }
  }

  private void value(Datum value, int depth) {
    switch (value) {
      case Fields fields when !fields.entries().isEmpty() -> {
        out.append('\n');
        fields(fields, depth + 1, false);
      }
      case Datum.Items(List<Datum> items) when !items.isEmpty() -> {
        out.append('\n');
        items(items, depth + 1);
      }
      default -> out.append(' ').append(flat(value)).append('\n');
    }
  }

  private void items(List<Datum> items, int depth) {
    for (Datum item : items) {
      out.repeat(' ', 2 * depth).append('-');
      switch (item) {
        case Fields fields when !fields.entries().isEmpty() -> {
          out.append(' ');
          fields(fields, depth + 1, true);
        }
        case Datum.Items(List<Datum> inner) when !inner.isEmpty() -> {
          out.append('\n');
          items(inner, depth + 1);
        }
        default -> out.append(' ').append(flat(item)).append('\n');
      }
    }
  }

  private String flat(Datum datum) {
    return switch (datum) {
      case Datum.Text(String text) when isPlain(text) -> text;
      case Datum.Scalar scalar -> JsonText.scalar(scalar);
      case Datum.Items _ -> "[]";
      case Fields _ -> "{}";
    };
  }

  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
  }
}
