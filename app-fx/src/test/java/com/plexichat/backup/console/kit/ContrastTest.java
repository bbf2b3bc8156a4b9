package com.plexichat.backup.console.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.state.Health;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Words can be read on what they stand on, and states told apart, by WCAG's contrast ratio and by
/// simulated colour blindness.
class ContrastTest {
  private static final double TEXT = 4.5;
  private static final double GRAPHIC = 3;

  /// Machado, Oliveira, Fernandes 2009, severity 1.0.
  private static final double[][] DEUTERANOPIA = {
    {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
  };

  private static final double[][] PROTANOPIA = {
    {0.152286, 1.052583, -0.204868},
    {0.114503, 0.786281, 0.099216},
    {-0.003882, -0.048116, 1.051998}
  };

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void wordsCanBeRead(String theme) throws IOException {
    Map<String, Integer> colours = colours(theme);
    List<String> poor = new ArrayList<>();
    for (String ground : List.of("page", "side", "card", "raised", "chosen")) {
      for (String word : List.of("text", "muted", "link")) {
        check(poor, colours, word, ground, TEXT);
      }
    }
    for (Health health : Health.values()) {
      String state = state(health);
      for (String ground : List.of(state + "-subtle", "card", "page", "chosen")) {
        check(poor, colours, state, ground, TEXT);
      }
      check(poor, colours, "link", state + "-subtle", TEXT);
      check(poor, colours, state + "-fill", "card", health == Health.UNKNOWN ? 2.5 : GRAPHIC);
    }
    check(poor, colours, "focus", "card", GRAPHIC);
    check(poor, colours, "focus", "page", GRAPHIC);
    assertEquals(List.of(), poor);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cellsAreToldApartByEveryEye(boolean dark) {
    List<String> close = new ArrayList<>();
    for (Health one : Health.values()) {
      for (Health other : Health.values()) {
        if (one.compareTo(other) < 0) {
          int a = HealthColours.argb(one, dark);
          int b = HealthColours.argb(other, dark);
          double least =
              Math.min(
                  distance(a, b),
                  Math.min(
                      distance(seenBy(DEUTERANOPIA, a), seenBy(DEUTERANOPIA, b)),
                      distance(seenBy(PROTANOPIA, a), seenBy(PROTANOPIA, b))));
          if (least < 11) {
            close.add(one + " and " + other + " " + Math.round(least));
          }
        }
      }
    }
    assertEquals(List.of(), close);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void troubleStandsOutOfWhatIsWell(boolean dark) {
    int ok = HealthColours.argb(Health.OK, dark);
    for (Health health : List.of(Health.DEGRADED, Health.AT_RISK, Health.LOST)) {
      double distance = distance(ok, HealthColours.argb(health, dark));
      assertTrue(distance > 40, health + " " + distance);
    }
  }

  private static void check(
      List<String> poor, Map<String, Integer> colours, String word, String ground, double least) {
    double ratio = ratio(colour(colours, word), colour(colours, ground));
    if (ratio < least) {
      poor.add("%s on %s %.2f".formatted(word, ground, ratio));
    }
  }

  private static int colour(Map<String, Integer> colours, String name) {
    return Objects.requireNonNull(colours.get(name), name);
  }

  private static Map<String, Integer> colours(String theme) throws IOException {
    String css;
    try (InputStream in =
        ContrastTest.class.getResourceAsStream(
            "/com/plexichat/backup/console/colours-" + theme + ".css")) {
      css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Map<String, Integer> colours = new HashMap<>();
    Matcher matcher = Pattern.compile("-pb-([a-z-]+): #([0-9a-f]{6});").matcher(css);
    while (matcher.find()) {
      colours.put(matcher.group(1), Integer.parseInt(matcher.group(2), 16));
    }
    return colours;
  }

  private static String state(Health health) {
    return HealthColours.styleClass(health).substring("state-".length());
  }

  private static double ratio(int one, int other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(int rgb) {
    double[] linear = linear(rgb);
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }

  private static double[] linear(int rgb) {
    double[] linear = new double[3];
    for (int i = 0; i < 3; i++) {
      double c = ((rgb >> (16 - 8 * i)) & 0xff) / 255.0;
      linear[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
    return linear;
  }

  private static int seenBy(double[][] eye, int rgb) {
    double[] in = linear(rgb);
    int out = 0;
    for (int i = 0; i < 3; i++) {
      double c = Math.clamp(eye[i][0] * in[0] + eye[i][1] * in[1] + eye[i][2] * in[2], 0, 1);
      double gamma = c <= 0.0031308 ? 12.92 * c : 1.055 * Math.pow(c, 1 / 2.4) - 0.055;
      out = out << 8 | (int) Math.round(255 * gamma);
    }
    return out;
  }

  /// CIE76 in Lab; about 2.3 is the least that is noticed side by side.
  private static double distance(int one, int other) {
    double[] a = lab(one);
    double[] b = lab(other);
    return Math.sqrt(
        Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
  }

  private static double[] lab(int rgb) {
    double[] l = linear(rgb);
    double x = root((0.4124 * l[0] + 0.3576 * l[1] + 0.1805 * l[2]) / 0.95047);
    double y = root(0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]);
    double z = root((0.0193 * l[0] + 0.1192 * l[1] + 0.9505 * l[2]) / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double root(double t) {
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16.0 / 116;
  }
}
