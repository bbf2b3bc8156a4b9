package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Health;
import java.util.Locale;
import javafx.css.Styleable;

/// The colours of health: as style classes for controls, as ARGB for what is painted pixel by
/// pixel. What is well stays close to the background there, so that one pixel of trouble stands out
/// of a million; the steps differ in lightness too, for eyes that do not tell red from green.
public final class HealthColours {
  private HealthColours() {}

  /// The colour of a cell, opaque.
  public static int argb(Health health, boolean dark) {
    return switch (health) {
      case UNKNOWN -> dark ? 0xff5d656f : 0xffa5aeb8;
      case OK -> dark ? 0xff17422a : 0xffb4e6c1;
      case WORKING -> dark ? 0xff2b78e4 : 0xff1a63cf;
      case REPAIRING -> dark ? 0xffb18cff : 0xffb48cf5;
      case DEGRADED -> dark ? 0xffeac04c : 0xffd9a514;
      case AT_RISK -> dark ? 0xfff0782f : 0xffe0610f;
      case LOST -> dark ? 0xffff4d4d : 0xffa3071e;
    };
  }

  /// Gives a node, and all in it, the colours of a state.
  public static void mark(Styleable node, Health health) {
    node.getStyleClass().removeIf(name -> name.startsWith("state-") && isState(name));
    node.getStyleClass().add(styleClass(health));
  }

  /// The style class that sets the colours of a state.
  static String styleClass(Health health) {
    return "state-" + health.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean isState(String name) {
    for (Health health : Health.values()) {
      if (name.equals(styleClass(health))) {
        return true;
      }
    }
    return false;
  }
}
