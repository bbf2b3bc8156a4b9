package com.plexichat.backup.console.kit;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/// The words of the console in one language. Keys are literals where they are used, so that a test
/// can hold that those used are those declared; a constant of an enum has the key `type.CONSTANT`.
public final class Texts {
  private static final String BUNDLE = "com.plexichat.backup.console.texts.texts";

  private final Locale locale;
  private final ResourceBundle words;

  public Texts(Locale locale) {
    this.locale = locale;
    // What is not translated is English, whatever the system speaks.
    this.words =
        ResourceBundle.getBundle(
            BUNDLE,
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  public Locale locale() {
    return locale;
  }

  /// The text under a key; `{0}`… are the arguments (choices such as `{0,choice,…}` work).
  public String text(String key, Object... args) {
    String pattern;
    try {
      pattern = words.getString(key);
    } catch (MissingResourceException e) {
      throw new IllegalArgumentException("no text " + key, e);
    }
    return new MessageFormat(pattern, locale).format(args);
  }

  /// The word for a constant.
  public String of(Enum<?> constant, Object... args) {
    return text(constant.getDeclaringClass().getSimpleName() + "." + constant.name(), args);
  }
}
