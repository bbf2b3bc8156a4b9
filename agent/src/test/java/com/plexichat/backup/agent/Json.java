package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// A value that the command line printed as JSON; asking for what is not there fails the test.
record Json(@Nullable Object value) {
  static Json of(String text) {
    // JSON is YAML, and a reader of it is at hand.
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(64 << 20).build();
    return new Json(new Load(settings).loadFromString(text));
  }

  boolean has(String key) {
    return value instanceof Map<?, ?> fields && fields.get(key) != null;
  }

  Json get(String key) {
    if (value instanceof Map<?, ?> fields && fields.containsKey(key)) {
      return new Json(fields.get(key));
    }
    return fail("no \"" + key + "\" in " + value);
  }

  List<Json> list(String key) {
    if (get(key).value instanceof List<?> items) {
      return items.stream().map(Json::new).toList();
    }
    return fail("\"" + key + "\" is no list in " + value);
  }

  String text(String key) {
    return get(key).text();
  }

  String text() {
    return value instanceof String text ? text : fail("no text: " + value);
  }

  long number(String key) {
    return get(key).value instanceof Number number
        ? number.longValue()
        : fail("\"" + key + "\" is no number in " + value);
  }

  boolean truth(String key) {
    return get(key).value instanceof Boolean truth
        ? truth
        : fail("\"" + key + "\" is neither true nor false in " + value);
  }

  @Override
  public String toString() {
    return String.valueOf(value);
  }
}
