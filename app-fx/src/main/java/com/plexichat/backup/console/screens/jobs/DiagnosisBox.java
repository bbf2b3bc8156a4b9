package com.plexichat.backup.console.screens.jobs;

import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.JobDiagnosis;
import com.plexichat.backup.shared.model.JobDiagnosis.Finding;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// What keeps a job from going on: each finding with what to do and what it is known from.
final class DiagnosisBox extends VBox {
  private final Kit kit;

  DiagnosisBox(Kit kit) {
    super(12);
    this.kit = kit;
    setId("diagnosis");
  }

  void show(Optional<JobDiagnosis> told) {
    getChildren().clear();
    told.ifPresent(one -> {
      for (int i = 0; i < one.findings().size(); i++) {
        getChildren().add(finding(one.findings().get(i), i == 0 && one.blocked()));
      }
      Label at = Fields.note(kit.text("jobs.toldAt", kit.figures().time(one.at())));
      getChildren().add(at);
    });
  }

  private Node finding(Finding one, boolean blocks) {
    Health health = blocks ? Health.DEGRADED : Health.UNKNOWN;
    Label sentence = Fields.sentence(one.sentence());
    sentence.getStyleClass().add("strong");
    VBox words = new VBox(4, sentence);
    String next = next(one);
    if (!next.isEmpty()) {
      words.getChildren().add(Fields.sentence(next));
    }
    if (!one.evidence().isEmpty()) {
      words
          .getChildren()
          .add(Fields.note(kit.text("jobs.knownFrom", String.join("; ", one.evidence()))));
    }
    HBox.setHgrow(words, Priority.ALWAYS);
    words.setMinWidth(0);
    HBox all = new HBox(8, (blocks ? Icons.DEGRADED : Icons.INFO).stateNode(), words);
    HealthColours.mark(all, health);
    all.setId("finding-" + one.code());
    return all;
  }

  /// What to do: where a button here does it, that is said in place of a line to type.
  private String next(Finding one) {
    return switch (one.code()) {
      case "paused", "pausing" -> kit.text("jobs.nextResume");
      case "waits" -> kit.text("jobs.nextWaits");
      case "cancelled" -> kit.text("jobs.nextRestart");
      default -> one.nextAct();
    };
  }
}
