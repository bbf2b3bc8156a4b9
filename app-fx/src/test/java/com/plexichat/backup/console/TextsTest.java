package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.console.kit.Texts;
import com.plexichat.backup.console.nav.Place;
import com.plexichat.backup.console.screens.help.HelpTopic;
import com.plexichat.backup.console.screens.peers.PeersView;
import com.plexichat.backup.console.state.Attention;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.Notice;
import com.plexichat.backup.console.state.Settings;
import com.plexichat.backup.console.state.ShardCells;
import com.plexichat.backup.console.state.ShardColours;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.Durability;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeEventKind;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts used are texts declared, in every language.
class TextsTest {
  private static final Pattern KEY = Pattern.compile("\\btext\\(\\s*\"([^\"]+)\"");

  /// Enums whose constants have words.
  private static final List<Class<? extends Enum<?>>> WORDED =
      List.of(
          Place.class,
          Place.Group.class,
          Health.class,
          BackupState.class,
          JobPhase.class,
          JobState.class,
          PeerState.class,
          CopyState.class,
          StripeEventKind.class,
          ShardCells.Grouping.class,
          ShardColours.Colouring.class,
          ShardColours.ProofAge.class,
          PeersView.Shape.class,
          Attention.Cause.class,
          Notice.Event.class,
          Settings.Look.class,
          Settings.Density.class,
          Settings.Units.class,
          Durability.Limit.class);

  @Test
  void whatIsUsedIsDeclaredAndNothingElse() throws IOException {
    assertEquals(Set.of(), without(used(), declared("texts.properties")), "not declared");
    assertEquals(Set.of(), without(declared("texts.properties"), used()), "not used");
  }

  @Test
  void germanHasEveryText() throws IOException {
    Set<String> english = declared("texts.properties");
    Set<String> german = declared("texts_de.properties");
    assertEquals(Set.of(), without(english, german), "not translated");
    assertEquals(Set.of(), without(german, english), "translated for nothing");
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> left = new TreeSet<>(all);
    left.removeAll(some);
    return left;
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void everyTextCanBeFormatted(String language) throws IOException {
    Texts texts = new Texts(Locale.forLanguageTag(language));
    for (String key : declared("texts.properties")) {
      assertDoesNotThrow(() -> texts.text(key, 2, 2, 2, 2, 2, 2), key);
    }
  }

  private static Set<String> used() throws IOException {
    Set<String> used = new TreeSet<>();
    try (var files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        KEY.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
      }
    }
    for (HelpTopic topic : HelpTopic.values()) {
      used.addAll(topic.keys());
    }
    for (Class<? extends Enum<?>> type : WORDED) {
      for (Enum<?> constant : type.getEnumConstants()) {
        used.add(type.getSimpleName() + "." + constant.name());
      }
    }
    return used;
  }

  private static Set<String> declared(String file) throws IOException {
    Properties texts = new Properties();
    String path = "/com/plexichat/backup/console/texts/" + file;
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(TextsTest.class.getResourceAsStream(path)),
            StandardCharsets.UTF_8)) {
      texts.load(in);
    }
    return new TreeSet<>(texts.stringPropertyNames());
  }
}
