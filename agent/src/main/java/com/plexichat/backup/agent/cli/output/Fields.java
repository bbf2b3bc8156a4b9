package com.plexichat.backup.agent.cli.output;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Named values in a fixed order; names are snake_case.
public final class Fields implements Datum {
  private final Map<String, Datum> values = new LinkedHashMap<>();

  public static Fields of() {
    return new Fields();
  }

  public Fields put(String name, Datum value) {
    if (values.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException("twice: " + name);
    }
    return this;
  }

  public Fields put(String name, String text) {
    return put(name, new Text(text));
  }

  public Fields put(String name, long whole) {
    return put(name, new Whole(whole));
  }

  public Fields put(String name, double real) {
    return put(name, new Real(real));
  }

  public Fields put(String name, boolean truth) {
    return put(name, new Truth(truth));
  }

  /// A text that is absent when empty.
  public Fields orNothing(String name, String text) {
    return text.isEmpty() ? put(name, Nothing.NOTHING) : put(name, text);
  }

  /// A time in epoch milliseconds, as RFC 3339 in UTC; absent when 0.
  public Fields time(String name, long epochMs) {
    return epochMs == 0
        ? put(name, Nothing.NOTHING)
        : put(name, Instant.ofEpochMilli(epochMs).toString());
  }

  public Fields texts(String name, Collection<String> texts) {
    return put(name, new Items(texts.stream().<Datum>map(Text::new).toList()));
  }

  public Fields list(String name, Stream<? extends Datum> items) {
    return put(name, new Items(items.<Datum>map(item -> item).toList()));
  }

  /// Names and values in their order.
  public List<Map.Entry<String, Datum>> entries() {
    return List.copyOf(values.entrySet());
  }
}
