package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Job;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A failure in the words that the command line has too: what happened, what to do. Takes no room
/// while there is none.
public final class FailureNote extends HBox {
  private final Label what = new Label();
  private final Label next = new Label();

  public FailureNote() {
    super(12);
    getStyleClass().add("failure-note");
    setAccessibleRole(AccessibleRole.TEXT);
    HealthColours.mark(this, Health.LOST);
    what.getStyleClass().add("strong");
    for (Label label : new Label[] {what, next}) {
      label.setWrapText(true);
      label.setMinHeight(Region.USE_PREF_SIZE);
    }
    VBox words = new VBox(4, what, next);
    HBox.setHgrow(words, Priority.ALWAYS);
    getChildren().addAll(Icons.LOST.stateNode(), words);
    show(Optional.empty());
  }

  /// A note that shows what a property holds.
  public FailureNote(ObservableValue<Optional<OperationFailed>> failure) {
    this();
    failure.subscribe(this::show);
  }

  public void show(Optional<OperationFailed> failure) {
    show(
        failure.isPresent(),
        failure.map(OperationFailed::sentence).orElse(""),
        // How a command is written is of no help here.
        failure
            .filter(why -> why.code() != FailureCode.USAGE)
            .map(OperationFailed::nextAct)
            .orElse(""));
  }

  /// Shows what a job failed with.
  public void tell(Optional<Job.Trouble> trouble) {
    show(
        trouble.isPresent(),
        trouble.map(Job.Trouble::sentence).orElse(""),
        trouble.map(Job.Trouble::nextAct).orElse(""));
  }

  private void show(boolean is, String sentence, String nextAct) {
    setVisible(is);
    setManaged(is);
    what.setText(sentence);
    next.setText(nextAct);
    Fields.shown(next, !nextAct.isEmpty());
    setAccessibleText(what.getText() + " " + next.getText());
  }
}
