package com.plexichat.backup.console.kit;

import java.time.InstantSource;

/// What every screen is given: words, figures, time, and work beside the toolkit's thread.
public record Kit(Texts texts, Figures figures, Tasks tasks, InstantSource clock) {
  /// The text under a key.
  public String text(String key, Object... args) {
    return texts.text(key, args);
  }
}
