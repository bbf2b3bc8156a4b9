package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Hours of the day, in UTC, with a rate of their own; they do not overlap.
public record TransferHours(List<Slot> slots) {
  public static final TransferHours NONE = new TransferHours(List.of());

  private static final int HOUR = 60;
  private static final int DAY = 24 * HOUR;
  private static final int MOST = 24;
  private static final Pattern SLOT = Pattern.compile("([\\d:]+)-([\\d:]+)=(.+)");
  private static final Pattern CLOCK = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)");

  /// From one minute of the day up to another; not after `from`: of the next day.
  ///
  /// @param rate bytes a second; 0: no bound
  public record Slot(int from, int to, long rate) {
    private boolean has(int minute) {
      return from < to ? minute >= from && minute < to : minute >= from || minute < to;
    }
  }

  public TransferHours {
    slots = List.copyOf(slots);
  }

  /// Reads "08:00-18:00=5MiB/s,22:00-06:00=unlimited", or "none".
  ///
  /// @param rates how a rate is read
  static TransferHours parse(String text, ToLongFunction<String> rates) {
    String value = text.strip().toLowerCase(Locale.ROOT);
    if (value.equals(Parameter.NONE)) {
      return NONE;
    }
    List<Slot> slots = new ArrayList<>();
    for (String part : value.split(",", -1)) {
      Matcher slot = SLOT.matcher(part.strip());
      require(slot.matches(), "\"" + part.strip() + "\" is not HH:MM-HH:MM=RATE");
      int from = minute(slot.group(1)) % DAY;
      slots.add(new Slot(from, minute(slot.group(2)), rates.applyAsLong(slot.group(3))));
    }
    require(slots.size() <= MOST, "there are more than " + MOST + " of them");
    for (int minute = 0; minute < DAY; minute++) {
      int at = minute;
      require(
          slots.stream().filter(slot -> slot.has(at)).count() < 2,
          clock(minute) + " is in two of them");
    }
    return new TransferHours(slots);
  }

  private static int minute(String text) {
    if (text.equals("24:00")) {
      return DAY;
    }
    Matcher clock = CLOCK.matcher(text);
    require(clock.matches(), "\"" + text + "\" is no time of day");
    return Integer.parseInt(clock.group(1)) * HOUR + Integer.parseInt(clock.group(2));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /// The rate of this moment; empty: none of these hours.
  OptionalLong at(Instant now) {
    var clock = now.atOffset(ZoneOffset.UTC);
    int minute = clock.getHour() * HOUR + clock.getMinute();
    return slots.stream().filter(slot -> slot.has(minute)).mapToLong(Slot::rate).findFirst();
  }

  /// As [#parse] reads it.
  String text() {
    return slots.isEmpty()
        ? Parameter.NONE
        : slots.stream()
            .map(slot ->
                "%s-%s=%s"
                    .formatted(clock(slot.from), clock(slot.to), Parameter.rateText(slot.rate)))
            .collect(Collectors.joining(","));
  }

  private static String clock(int minute) {
    return "%02d:%02d".formatted(minute / HOUR, minute % HOUR);
  }
}
