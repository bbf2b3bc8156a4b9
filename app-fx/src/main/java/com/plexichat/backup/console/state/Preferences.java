package com.plexichat.backup.console.state;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this console remembers from one start to the next: settings and where its window was. One
/// small file; what cannot be read in it counts as not said, and a file that cannot be written
/// costs only the memory.
public final class Preferences {
  private static final Logger LOG = LoggerFactory.getLogger(Preferences.class);

  private final Path file;
  private final Live<Settings> settings;
  private final Properties stored = new Properties();

  /// Where a window was.
  public record Window(double x, double y, double width, double height, boolean maximized) {}

  public Preferences(Path file) {
    this.file = file;
    try (Reader in = Files.newBufferedReader(file)) {
      stored.load(in);
    } catch (IOException | IllegalArgumentException none) {
      stored.clear();
    }
    settings = new Live<>(read());
  }

  /// Where they are kept.
  public Path file() {
    return file;
  }

  public Live<Settings> settings() {
    return settings;
  }

  /// Sets and keeps them.
  public synchronized void keep(Settings next) {
    stored.setProperty("look", next.look().name());
    stored.setProperty("density", next.density().name());
    stored.setProperty("language", next.language().map(Locale::toLanguageTag).orElse(""));
    stored.setProperty("zone", next.zone().map(ZoneId::getId).orElse(""));
    stored.setProperty("units", next.units().name());
    stored.setProperty("scale", Double.toString(next.scale()));
    write();
    settings.set(next);
  }

  public synchronized Optional<Window> window() {
    return said("window", Preferences::window);
  }

  public synchronized void keep(Window window) {
    stored.setProperty(
        "window",
        String.format(
            Locale.ROOT,
            "%.0f %.0f %.0f %.0f %s",
            window.x(),
            window.y(),
            window.width(),
            window.height(),
            window.maximized()));
    write();
  }

  private static Window window(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 5) {
      throw new IllegalArgumentException(text);
    }
    return new Window(
        Double.parseDouble(words[0]),
        Double.parseDouble(words[1]),
        Double.parseDouble(words[2]),
        Double.parseDouble(words[3]),
        Boolean.parseBoolean(words[4]));
  }

  private Settings read() {
    Settings preset = Settings.DEFAULT;
    return new Settings(
        said("look", Settings.Look::valueOf).orElse(preset.look()),
        said("density", Settings.Density::valueOf).orElse(preset.density()),
        said("language", Locale::forLanguageTag),
        said("zone", ZoneId::of),
        said("units", Settings.Units::valueOf).orElse(preset.units()),
        said("scale", Double::valueOf)
            .filter(scale -> scale >= Settings.SMALLEST && scale <= Settings.LARGEST)
            .orElse(preset.scale()));
  }

  private <T> Optional<T> said(String key, Function<String, T> reader) {
    String text = stored.getProperty(key, "");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(reader.apply(text));
    } catch (IllegalArgumentException | DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private void write() {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (Writer out = Files.newBufferedWriter(beside)) {
        stored.store(out, null);
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      LOG.warn("preferences are not kept: {}", unwritable.toString());
    }
  }
}
