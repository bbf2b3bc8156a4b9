package com.plexichat.backup.console.state;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/// What a person chose for this console.
///
/// @param language "en" or "de"; empty: the system's
/// @param zone in which times are shown; empty: the system's
/// @param scale of text, 1 is 100 %; from SMALLEST to LARGEST
public record Settings(
    Look look,
    Density density,
    Optional<Locale> language,
    Optional<ZoneId> zone,
    Units units,
    double scale) {
  /// The smallest text, as a factor.
  public static final double SMALLEST = 0.8;

  /// The largest text, as a factor.
  public static final double LARGEST = 1.5;

  public static final Settings DEFAULT =
      new Settings(
          Look.SYSTEM, Density.COMFORTABLE, Optional.empty(), Optional.empty(), Units.BINARY, 1);

  public Settings {
    if (!(scale >= SMALLEST && scale <= LARGEST)) {
      throw new IllegalArgumentException("scale " + scale);
    }
  }

  /// Colours.
  public enum Look {
    SYSTEM,
    LIGHT,
    DARK
  }

  /// How close rows lie.
  public enum Density {
    COMFORTABLE,
    COMPACT
  }

  /// How sizes are counted.
  public enum Units {
    /// KiB = 1024 bytes.
    BINARY,
    /// kB = 1000 bytes.
    DECIMAL
  }

  public Settings with(Look next) {
    return new Settings(next, density, language, zone, units, scale);
  }

  public Settings with(Density next) {
    return new Settings(look, next, language, zone, units, scale);
  }

  public Settings withLanguage(Optional<Locale> next) {
    return new Settings(look, density, next, zone, units, scale);
  }

  public Settings withZone(Optional<ZoneId> next) {
    return new Settings(look, density, language, next, units, scale);
  }

  public Settings with(Units next) {
    return new Settings(look, density, language, zone, next, scale);
  }

  public Settings withScale(double next) {
    return new Settings(look, density, language, zone, units, next);
  }
}
