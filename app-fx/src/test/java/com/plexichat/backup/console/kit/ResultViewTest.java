package com.plexichat.backup.console.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.state.Settings;
import com.plexichat.backup.shared.model.JobResult;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a result says of peers that did not answer.
class ResultViewTest extends InAWindow {
  private final Tasks tasks = new Tasks();

  @AfterEach
  void close() {
    tasks.close();
  }

  private List<String> words(JobResult result) {
    InstantSource clock = InstantSource.system();
    Texts texts = new Texts(Locale.ENGLISH);
    Kit kit = new Kit(texts, new Figures(texts, Settings.DEFAULT, clock), tasks, clock);
    Map<String, String> names = Map.of("02", "beta");
    VBox all =
        Shown.onFx(
            () -> new VBox(new ResultView(kit, id -> names.getOrDefault(id, id)).of(result)));
    shown.show(all, 600, 600);
    return all.lookupAll(".label").stream().map(node -> ((Label) node).getText()).toList();
  }

  private static JobResult repaired(String... silent) {
    return new JobResult.Repaired(1, 0, 0, List.of(), 0, 5, "One.", List.of(silent));
  }

  @Test
  void aRepairNamesWhoDidNotAnswer() {
    List<String> words = words(repaired("02", "03"));
    String sentence = "No answer from beta, 03; nothing is concluded of their copies.";
    assertTrue(words.contains(sentence), words::toString);
  }

  @Test
  void aRepairThatHeardOfAllSaysNothingOfThat() {
    List<String> words = words(repaired());
    assertTrue(words.contains("One."), words::toString);
    assertEquals(List.of(), words.stream().filter(one -> one.startsWith("No answer")).toList());
  }
}
