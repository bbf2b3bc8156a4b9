package com.plexichat.backup.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// One object of what the command line printed as JSON, its values by their names there.
record Told(Map<String, Object> fields) {
  @SuppressWarnings("unchecked")
  static Told of(String json) {
    // Every JSON text is a YAML text.
    return new Told(
        (Map<String, Object>)
            Objects.requireNonNull(
                new Load(LoadSettings.builder().build()).loadFromString(json), "no JSON"));
  }

  private Object value(String name) {
    return Objects.requireNonNull(fields.get(name), () -> "no " + name + " in " + fields);
  }

  /// Whether it is told at all; what is not known is `null` there.
  boolean has(String name) {
    return fields.get(name) != null;
  }

  /// Empty when it is not told.
  String text(String name) {
    return has(name) ? value(name).toString() : "";
  }

  long number(String name) {
    return ((Number) value(name)).longValue();
  }

  double real(String name) {
    return ((Number) value(name)).doubleValue();
  }

  boolean is(String name) {
    return (Boolean) value(name);
  }

  Optional<Instant> time(String name) {
    return has(name) ? Optional.of(Instant.parse(text(name))) : Optional.empty();
  }

  Instant moment(String name) {
    return time(name).orElseThrow();
  }

  @SuppressWarnings("unchecked")
  Told object(String name) {
    return new Told((Map<String, Object>) value(name));
  }

  @SuppressWarnings("unchecked")
  List<Told> list(String name) {
    return ((List<Map<String, Object>>) value(name)).stream().map(Told::new).toList();
  }

  @SuppressWarnings("unchecked")
  List<String> texts(String name) {
    return (List<String>) value(name);
  }
}
