package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.TierDraft;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A tier is changed with what comes of it in sight, kept as its next version, and brought to the
/// backups that were there; rules are written with what they would say.
class TierEditTest {
  @TempDir Path home;
  private final SampleFacts facts = new SampleFacts(Instant.now());

  // Opened before each test.
  @SuppressWarnings("NullAway.Init")
  private ConsoleRig rig;

  @SuppressWarnings("NullAway.Init")
  private Sample sample;

  @BeforeEach
  void open() throws TimeoutException {
    sample =
        SampleTiers.answering(SampleAnswers.reading(new Sample(facts.healthy()), facts), facts);
    rig = ConsoleRig.open(home, sample);
    rig.go(new Target.Tiers());
  }

  @AfterEach
  void close() throws TimeoutException {
    rig.close();
  }

  @Test
  void aTierIsChangedWithWhatComesOfItAndKeptAsVersionTwo() {
    rig.fire("#change-silver");
    rig.awaitWords("silver, version 1: 2 sets follow it, 12 backups are of this version.");
    rig.awaitWords("None: it says this already.");
    assertTrue(rig.awaitNode("#save-tier").isDisabled(), "there is nothing to keep");
    rig.type("#tier-days", "0");
    rig.awaitWords("A tier has 1 to 36,500 days, not 0.");
    rig.type("#tier-days", "soon");
    rig.awaitWords("“Days kept” is not a whole number.");
    rig.type("#tier-days", "30");
    rig.awaitNode("#keeps-less");
    rig.awaitWords("days 365 to 30");
    rig.awaitWords("These machines hold 2 of 3 copies.");
    rig.awaitWords("In a year: 30 backups");
    rig.awaitWords("As it is now: 365,");
    rig.awaitWords("12 existing backups keep their versions");
    assertTrue(rig.awaitNode("#save-tier").isDisabled(), "nothing is typed");
    rig.robot().interact(rig.awaitNode("#save-tier-number")::requestFocus);
    rig.robot().write("2");
    rig.robot().push(KeyCode.ENTER);
    assertEquals(0, sample.calls("tiering.defineTier").size(), "Enter keeps nothing");
    rig.type("#save-tier-reason", "the auditors ask for less");
    rig.fire("#save-tier");
    rig.awaitNode("#version-2");
    TierDraft made =
        (TierDraft) sample.calls("tiering.defineTier").getFirst().arguments().getFirst();
    assertEquals(30, made.days());
    assertEquals(1, made.version(), "it is made from the first");
    rig.awaitWords("the auditors ask for less");
    rig.awaitWords("12 backups are of earlier versions");
    assertEquals(0, sample.calls("tiering.applyTier").size(), "they stay as they are");
    rig.fire("#apply-tier");
    rig.type("#apply-tier-reason", "also the old ones");
    rig.fire("#apply-tier-sure");
    rig.await("it was asked", () -> sample.asked().contains("tiering.applyTier silver"));
    rig.await(
        "none is behind",
        () ->
            rig.robot().lookup("#behind").queryAll().stream()
                .noneMatch(node -> node.getParent().isVisible()));
    rig.fire("#take-version-1");
    rig.awaitWords("days 30 to 365");
  }

  /// What is left in a year is the coordinator's answer to what is written, day by day.
  @Test
  void theCalendarFollowsWhatIsWritten() {
    rig.go(new Target.Tier("silver"));
    LocalDate end = LocalDate.ofInstant(facts.ago(-60L * 24 * 365), ZoneOffset.UTC);
    rig.await("the last day", () -> heard(end).endsWith("2 backups, its days go on"));
    rig.awaitWords("its days go on: 365 days");
    assertTrue(rig.awaitNode("#kept-told").isVisible());
    rig.type("#tier-daily", "7");
    rig.type("#tier-monthly", "3");
    rig.awaitWords("last of a month: 3 days");
    rig.await("its strongest", () -> heard(end).endsWith("2 backups, last of a month"));
    assertTrue(heard(end.minusDays(300)).endsWith("one backup, held, or needed by its set"));
    assertEquals("", heard(end.minusDays(200)), "nothing keeps what is of that day");
    TierDraft asked = (TierDraft) sample.calls("tiering.forecast").getLast().arguments().getLast();
    assertEquals(3, asked.keep().monthly());
    rig.type("#tier-days", "0");
    rig.await(
        "it is of what could be",
        () -> rig.robot().lookup("#kept-" + end).queryAll().stream().noneMatch(Seen::isShown));
  }

  private String heard(LocalDate day) {
    return rig.robot().lookup("#kept-" + day).queryAll().stream()
        .map(Node::getAccessibleText)
        .findFirst()
        .orElse("");
  }

  @Test
  @SuppressWarnings("unchecked")
  void aRuleIsWrittenWithWhatItWouldSayAndViolationsAreListed() {
    rig.awaitNode("#tiers-lists");
    choose(1);
    rig.awaitNode("#matches .table-row-cell:filled");
    rig.type("#rule-pattern", "srv/*");
    rig.robot().interact(() -> ((ComboBox<String>) rig.awaitNode("#rule-tier")).setValue("gold"));
    rig.awaitWords("it begins with / or *, not like");
    rig.type("#rule-pattern", "/srv/photos*");
    rig.awaitUsable("#put-rule");
    rig.await(
        "what it would say",
        () -> Seen.words(Seen.in(rig.scene().lookup("#matches"))).contains("/srv/photos*"));
    rig.fire("#put-rule");
    rig.await(
        "it is kept",
        () -> Seen.words(Seen.in(rig.scene().lookup("#rules"))).contains("/srv/photos*"));
    choose(2);
    rig.awaitWords("Its retention ended 41 days ago, and no prune took it.");
    rig.awaitWords("Run a prune, or find out in its plan why it stays.");
    rig.awaitWords("2 violations; 3 kinds were looked for");
  }

  private void choose(int at) {
    List<Node> choices =
        List.copyOf(rig.robot().lookup("#tiers-lists > .toggle-button").queryAll());
    rig.robot().interact(((ToggleButton) choices.get(at))::fire);
  }
}
