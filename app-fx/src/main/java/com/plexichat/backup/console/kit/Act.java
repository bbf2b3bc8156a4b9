package com.plexichat.backup.console.kit;

import java.util.Optional;
import javafx.scene.input.KeyCombination;

/// Something that one can do: a button, a line of the palette and a key all run the same.
///
/// @param name as a person reads it
/// @param key that does it from anywhere; empty: none
public record Act(String name, Icons icon, Optional<KeyCombination> key, Runnable run) {
  public Act(String name, Icons icon, Runnable run) {
    this(name, icon, Optional.empty(), run);
  }
}
