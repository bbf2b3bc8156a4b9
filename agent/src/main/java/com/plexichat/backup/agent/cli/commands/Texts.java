package com.plexichat.backup.agent.cli.commands;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Printable;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/// The words of a command line as values, and values as words.
final class Texts {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|min|h|d)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Texts() {}

  /// Teaches picocli the types of our options.
  static void register(CommandLine line) {
    line.registerConverter(Duration.class, Texts::parseDuration);
    line.registerConverter(
        ByteSize.class,
        text -> {
          try {
            return ByteSize.parse(text);
          } catch (IllegalArgumentException wrong) {
            throw new CommandLine.TypeConversionException(
                "'" + text + "' is not a size such as 500G or 2TiB");
          }
        });
  }

  private static Duration parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new CommandLine.TypeConversionException(
          "'" + text + "' is not a time such as 90s, 15m, 2h or 1d");
    }
    return unit.multipliedBy(Long.parseLong(matcher.group(1)));
  }

  static String duration(Duration time) {
    return Words.duration(time.toMillis());
  }

  /// A path of the machine that is backed up, as its file system has it; it must be absolute.
  static ByteString absolutePath(String text) {
    if (!text.startsWith("/")) {
      throw new OperationFailed(FailureCode.PATH_NOT_ABSOLUTE, text);
    }
    return path(text);
  }

  static ByteString path(String text) {
    if (text.indexOf('\ufffd') >= 0) {
      throw new OperationFailed(
          FailureCode.USAGE,
          "The path " + text + " cannot be read in this locale; set LC_ALL=C.UTF-8.");
    }
    return ByteString.copyFrom(text, StandardCharsets.UTF_8);
  }

  static String shown(ByteString path) {
    return Printable.path(path.toByteArray());
  }

  /// Puts a path into data; the exact bytes stand beside it where it is not text.
  static Fields putPath(Fields fields, ByteString path) {
    fields.put("path", shown(path));
    return Printable.isText(path.toByteArray()) ? fields : fields.put("path_hex", hex(path));
  }

  static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  /// @param what it must be, for who typed something else
  static ByteString bytes(String hex, String what) {
    try {
      return ByteString.copyFrom(HexFormat.of().parseHex(hex.toLowerCase(Locale.ROOT)));
    } catch (IllegalArgumentException wrong) {
      throw new OperationFailed(wrong, FailureCode.USAGE, "'" + hex + "' is not " + what + ".");
    }
  }

  /// Signs that only a shell gives a meaning to.
  private static final String SHELL = "|&;<>$`*?~(){}";

  /// A command as words: blanks part them, quotes and backslashes hold them together. One with
  /// signs that only a shell understands is left to a shell.
  static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    boolean shell = false;
    char quote = 0;
    for (int i = 0; i < command.length(); i++) {
      char sign = command.charAt(i);
      if (sign == '\\' && quote != '\'' && i + 1 < command.length()) {
        word.append(command.charAt(++i));
        begun = true;
      } else if (quote != 0) {
        if (sign == quote) {
          quote = 0;
        } else {
          shell |= quote == '"' && (sign == '$' || sign == '`');
          word.append(sign);
        }
      } else if (sign == '"' || sign == '\'') {
        quote = sign;
        begun = true;
      } else if (!Character.isWhitespace(sign)) {
        shell |= SHELL.indexOf(sign) >= 0;
        word.append(sign);
        begun = true;
      } else if (begun) {
        words.add(word.toString());
        word.setLength(0);
        begun = false;
      }
    }
    if (quote != 0) {
      throw new OperationFailed(FailureCode.USAGE, "A quote is not closed in: " + command);
    }
    if (begun) {
      words.add(word.toString());
    }
    return shell ? List.of("/bin/sh", "-c", command) : words;
  }
}
