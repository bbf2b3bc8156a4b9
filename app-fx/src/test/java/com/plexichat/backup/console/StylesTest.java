package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.console.state.Health;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Style classes that have rules are those that the code gives, apart from the toolkit's own.
class StylesTest {
  private static final Path SHEETS =
      Path.of("src/main/resources/com/plexichat/backup/console").toAbsolutePath();
  private static final Path CODE = Path.of("src/main/java").toAbsolutePath();
  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern SELECTOR = Pattern.compile("([^{}]+)\\{[^}]*}");
  private static final Pattern CLASS = Pattern.compile("\\.([a-zA-Z][\\w-]*)");
  private static final Pattern WORD = Pattern.compile("\"([a-z][\\w-]*)\"");
  private static final Pattern WRITTEN = Pattern.compile("\\.([a-z][\\w-]*)\\{-fx");
  private static final Pattern GIVEN =
      Pattern.compile("getStyleClass\\(\\)\\s*\\.(?:add|addAll|setAll)\\(([^;]*)\\);");

  @Test
  void whatHasARuleIsGiven() throws IOException {
    Set<String> words = words();
    for (Health health : Health.values()) {
      words.add("state-" + health.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    assertEquals(Set.of(), without(styled(), words, toolkit()), "nothing has these");
  }

  @Test
  void whatIsGivenHasARule() throws IOException {
    Set<String> given = new TreeSet<>();
    for (String source : sources()) {
      Matcher call = GIVEN.matcher(source);
      while (call.find()) {
        given.addAll(found(WORD, call.group(1)));
      }
    }
    assertEquals(Set.of(), without(given, styled(), toolkit()), "no rule for these");
  }

  private static Set<String> without(Set<String> all, Set<String> some, Set<String> more) {
    Set<String> left = new TreeSet<>(all);
    left.removeAll(some);
    left.removeAll(more);
    return left;
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> all = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      all.add(matcher.group(1));
    }
    return all;
  }

  private static Set<String> classes(String sheet) {
    Set<String> all = new TreeSet<>();
    Matcher rule = SELECTOR.matcher(COMMENT.matcher(sheet).replaceAll(""));
    while (rule.find()) {
      all.addAll(found(CLASS, rule.group(1)));
    }
    return all;
  }

  private static Set<String> styled() throws IOException {
    Set<String> all = new TreeSet<>();
    for (String sheet : files(SHEETS, ".css")) {
      all.addAll(classes(sheet));
    }
    // What follows a setting is written by the code itself.
    for (String source : sources()) {
      all.addAll(found(WRITTEN, source));
    }
    return all;
  }

  private static Set<String> toolkit() throws IOException {
    try (InputStream sheet =
        Objects.requireNonNull(
            StylesTest.class.getResourceAsStream("/atlantafx/base/theme/primer-light.css"))) {
      return classes(new String(sheet.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Set<String> words() throws IOException {
    Set<String> all = new TreeSet<>();
    for (String source : sources()) {
      all.addAll(found(WORD, source));
    }
    return all;
  }

  private static List<String> sources() throws IOException {
    return files(CODE, ".java");
  }

  private static List<String> files(Path folder, String ending) throws IOException {
    List<String> all = new ArrayList<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(ending)).toList()) {
        all.add(Files.readString(file));
      }
    }
    return all;
  }
}
