package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.console.state.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboard as a person sees it.
class DashboardTest {
  @TempDir Path home;
  private final SampleFacts facts = new SampleFacts(Instant.now());
  private ConsoleRig rig;
  private Optional<Sample> sample = Optional.empty();

  @BeforeEach
  void open() throws TimeoutException {
    rig = ConsoleRig.open(home, Optional.empty());
    rig.size(1280, 800);
    rig.look(Settings.Look.LIGHT);
  }

  @AfterEach
  void close() throws TimeoutException {
    rig.close();
  }

  private void open(Sample next) {
    sample = Optional.of(next);
    rig.show(next);
  }

  private String spoken(String id) {
    return rig.awaitNode(id).getAccessibleText();
  }

  private void awaitSpoken(String id, String part) {
    rig.await(id + " says " + part, () -> spoken(id).contains(part));
  }

  @Test
  void allIsWell() {
    open(new Sample(facts.healthy()));
    awaitSpoken("#fig-coverage", "26\u202f010 of 26\u202f010");
    rig.shot("dashboard-well-light");
    rig.look(Settings.Look.DARK);
    rig.awaitNode("#fig-coverage");
    rig.shot("dashboard-well-dark");
  }

  @Test
  void troubleIsUnmistakable() {
    open(new Sample(facts.troubled()));
    awaitSpoken("#fig-at-risk", "3 of them are lost");
    rig.await(
        "samples",
        () -> sample.orElseThrow().session().live().throughput().samples().get().size() > 4);
    rig.shot("dashboard-trouble-light");
    rig.look(Settings.Look.DARK);
    awaitSpoken("#fig-at-risk", "3 of them are lost");
    rig.shot("dashboard-trouble-dark");
    rig.shot("dashboard-trouble-dark-large", 2560, 1440);
    rig.look(Settings.Look.LIGHT);
    awaitSpoken("#fig-at-risk", "3 of them are lost");
    rig.shot("dashboard-trouble-light-large", 2560, 1440);
    rig.shot("dashboard-trouble-light-whole", 1280, 1200);
    rig.choose(settings -> settings.withScale(1.5));
    awaitSpoken("#fig-at-risk", "3 of them are lost");
    rig.shot("dashboard-trouble-150");
  }

  @Test
  void aNewClusterSaysWhatToDoFirst() {
    open(new Sample(facts.empty()));
    rig.await(
        "the calm note", () -> !rig.robot().lookup("#attention .empty-note").queryAll().isEmpty());
    rig.shot("dashboard-empty");
  }

  @Test
  void beforeAnythingWasHeardNothingIsClaimed() {
    open(new Sample(List.of()));
    assertEquals("Protection: –", spoken("#fig-coverage"));
    rig.shot("dashboard-loading");
  }

  @Test
  void whatIsStaleLosesItsColours() {
    open(new Sample(facts.healthy()));
    awaitSpoken("#fig-coverage", "copies");
    sample.orElseThrow().fallSilent();
    rig.await(
        "stale",
        () ->
            rig.awaitNode("#fig-coverage").getStyleClass().contains("state-unknown")
                && rig.robot().lookup(".note").queryAll().stream()
                    .anyMatch(node ->
                        node instanceof Labeled label
                            && label.getText().startsWith("As last heard: ")));
    rig.shot("dashboard-stale");
  }
}
