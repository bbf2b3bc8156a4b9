package com.plexichat.backup.console.screens.settings;

import com.plexichat.backup.console.state.Live;
import com.plexichat.backup.console.state.Preferences;
import com.plexichat.backup.console.state.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The settings, the choices there are, and where they are kept.
public final class SettingsModel {
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);

  private final Preferences preferences;
  private final Path home;
  private final InstantSource clock;

  /// @param home folder of contexts, keys and preferences
  public SettingsModel(Preferences preferences, Path home, InstantSource clock) {
    this.preferences = preferences;
    this.home = home;
    this.clock = clock;
  }

  /// What is chosen, as it changes.
  Live<Settings> settings() {
    return preferences.settings();
  }

  Settings now() {
    return preferences.settings().get();
  }

  /// Applies and keeps a choice; one that changes nothing does nothing.
  void choose(UnaryOperator<Settings> choice) {
    Settings next = choice.apply(now());
    if (!next.equals(now())) {
      preferences.keep(next);
    }
  }

  Path home() {
    return home;
  }

  Path file() {
    return preferences.file();
  }

  /// Languages with texts; empty: the system's.
  static List<Optional<Locale>> languages() {
    return List.of(Optional.empty(), Optional.of(Locale.ENGLISH), Optional.of(Locale.GERMAN));
  }

  /// Zones whose name has all words of a search; empty is the system's, and comes first.
  static List<Optional<ZoneId>> zones(String search) {
    List<String> words =
        List.of(search.strip().toLowerCase(Locale.ROOT).replace(' ', '_').split("_+"));
    Stream<Optional<ZoneId>> found =
        ZoneId.getAvailableZoneIds().stream()
            .filter(id -> {
              String low = id.toLowerCase(Locale.ROOT);
              return words.stream().allMatch(low::contains);
            })
            .sorted()
            .map(ZoneId::of)
            .map(Optional::of);
    return (search.isBlank() ? Stream.concat(Stream.of(Optional.<ZoneId>empty()), found) : found)
        .toList();
  }

  /// "+01:00", as it is there now.
  String offset(ZoneId zone) {
    Instant instant = clock.instant();
    return OFFSET.format(instant.atZone(zone));
  }
}
