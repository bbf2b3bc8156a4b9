package com.plexichat.backup.shared.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, with the one way to read and to write it (binary units: KiB, MiB, GiB, TiB,
/// PiB).
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final String UNITS = "KMGTP";
  private static final Pattern TEXT =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGTP]?)(?:i?B)?", Pattern.CASE_INSENSITIVE);

  /// Reads "10G", "512 MiB", "1048576"; units are binary. Refuses anything else with
  /// IllegalArgumentException.
  public static ByteSize parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a size: " + text);
    }
    String unit = matcher.group(2).toUpperCase(Locale.ROOT);
    int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit) + 1;
    double value = Double.parseDouble(matcher.group(1)) * Math.pow(1024, power);
    if (value > Long.MAX_VALUE) {
      throw new IllegalArgumentException("too large a size: " + text);
    }
    return new ByteSize((long) value);
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /// "0 B", "17 B", "1.0 KiB", "23 MiB": three digits at most.
  @Override
  public String toString() {
    double value = bytes;
    int power = 0;
    while (Math.abs(value) >= 999.5 && power < UNITS.length()) {
      value /= 1024;
      power++;
    }
    if (power == 0) {
      return bytes + " B";
    }
    String digits =
        value < 9.95
            ? String.format(Locale.ROOT, "%.1f", value)
            : String.format(Locale.ROOT, "%.0f", value);
    return digits + " " + UNITS.charAt(power - 1) + "iB";
  }
}
