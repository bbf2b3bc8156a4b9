package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Preferences;
import com.plexichat.backup.console.state.Settings;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.KitStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings apply at once and are remembered.
class SettingsTest {
  @TempDir Path home;
  private ConsoleRig rig;

  @BeforeEach
  void open() throws TimeoutException {
    rig = ConsoleRig.open(home, Optional.empty());
    rig.robot().interact(() -> rig.console().navigator().go(new Target.SettingsPage()));
    rig.awaitNode("#settings");
  }

  @AfterEach
  void close() throws TimeoutException {
    rig.close();
  }

  private Settings kept() {
    return new Preferences(home.resolve("console.properties")).settings().get();
  }

  private String title() {
    return ((javafx.scene.control.Labeled) rig.awaitNode("#settings .screen-title")).getText();
  }

  @Test
  void aLanguageChangesEveryWordAtOnce() {
    rig.robot().clickOn(rig.awaitNode("#language-1"));
    rig.await("English", () -> title().equals("Settings"));
    rig.robot().clickOn(rig.awaitNode("#language-2"));
    rig.await("German", () -> title().equals("Einstellungen"));
    assertEquals(Optional.of(Locale.GERMAN), kept().language());
    rig.await("the keyboard stays", () -> rig.awaitNode("#language-2").isFocused());
    rig.shot("settings-german");
  }

  @Test
  void aLanguageLeavesWhatWasTyped() {
    type(new Target.Setup(), "#cluster-name");
    SampleFacts facts = new SampleFacts(Instant.now());
    try (Sample script = new Sample(facts.empty())) {
      script.tell(
          SampleFacts.facts(false),
          new Change.OfKit(new KitStatus(false, Optional.empty(), "", "")));
      SampleAnswers.reading(script, facts)
          .answer(
              "preflight",
              _ -> {
                throw Sample.gone();
              });
      rig.robot()
          .interact(() -> rig.console().sessions().open().set(Optional.of(script.session())));
      type(new Target.Setup(), "#region");
      type(new Target.NewSet(), "#set-name");
    }
  }

  private void type(Target target, String field) {
    for (Locale language : List.of(Locale.GERMAN, Locale.ENGLISH)) {
      rig.robot().interact(() -> rig.console().navigator().go(target));
      TextField before = (TextField) rig.awaitNode(field);
      String typed = "typed-before-" + language;
      Preferences preferences = rig.console().preferences();
      rig.robot()
          .interact(() -> {
            before.setText(typed);
            preferences.keep(preferences.settings().get().withLanguage(Optional.of(language)));
          });
      rig.await("another screen", () -> before.getScene() == null);
      assertEquals(typed, ((TextField) rig.awaitNode(field)).getText());
    }
  }

  @Test
  void lookDensityAndSizeApplyToTheWindow() {
    rig.robot().clickOn(rig.awaitNode("#look-1"));
    rig.shot("settings-light");
    rig.robot().clickOn(rig.awaitNode("#look-2"));
    rig.robot().clickOn(rig.awaitNode("#density-1"));
    rig.await(
        "dark and dense",
        () ->
            rig.scene().getRoot().getStyleClass().contains("dark")
                && rig.scene().getRoot().getStyleClass().contains("compact"));
    rig.shot("settings-dark");
    Slider slider = (Slider) rig.awaitNode("#scale");
    rig.robot().interact(slider::requestFocus);
    rig.robot().push(KeyCode.END);
    rig.await("150 %", () -> kept().scale() == 1.5);
    rig.shot("settings-150");
    rig.robot().push(KeyCode.HOME);
    rig.await("80 %", () -> kept().scale() == 0.8);
    assertEquals(Settings.Look.DARK, kept().look());
    assertEquals(Settings.Density.COMPACT, kept().density());
  }

  @Test
  void whatTheBarAtTheTopChangesIsChosenHereToo() {
    rig.robot().clickOn(rig.awaitNode("#look-1"));
    rig.robot().interact(() -> ((Button) rig.awaitNode("#theme")).fire());
    rig.await("dark is chosen", () -> ((ToggleButton) rig.awaitNode("#look-2")).isSelected());
    assertEquals(Settings.Look.DARK, kept().look());
  }

  @Test
  void aTimeZoneIsFoundByTyping() {
    rig.await(
        "a page that is too long scrolls, and squeezes nothing",
        () -> rig.awaitNode("#zones").getLayoutBounds().getHeight() >= 100);
    rig.robot().interact(() -> rig.awaitNode("#zone").requestFocus());
    rig.robot().write("new york");
    rig.robot().push(KeyCode.ENTER);
    rig.await("New York", () -> kept().zone().equals(Optional.of(ZoneId.of("America/New_York"))));
    rig.robot().clickOn(rig.awaitNode("#units-1"));
    rig.await("decimal", () -> kept().units() == Settings.Units.DECIMAL);
  }
}
