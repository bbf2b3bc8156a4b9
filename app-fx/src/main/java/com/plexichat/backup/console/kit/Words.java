package com.plexichat.backup.console.kit;

import java.util.function.Function;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// Words for the choices of a box that one cannot type into.
public final class Words<T> extends StringConverter<T> {
  private final Function<T, String> words;

  public Words(Function<T, String> words) {
    this.words = words;
  }

  @Override
  public String toString(@Nullable T choice) {
    return choice == null ? "" : words.apply(choice);
  }

  @Override
  public T fromString(String text) {
    throw new UnsupportedOperationException(text);
  }
}
