package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Health;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The left rail of a wizard: its phases and steps, each with its state and its times.
public final class StepRail extends VBox {
  /// Where a step stands.
  public enum State {
    AHEAD,
    /// Not done, and can be opened in any order.
    OPEN,
    CURRENT,
    DONE,
    /// A gate holds it back.
    BLOCKED,
    FAILED,
    SKIPPED
  }

  /// One step; the note is its planned and actual time, or empty.
  public record Step(String title, String note, State state) {}

  /// Steps under one heading; an empty title shows none.
  public record Phase(String title, List<Step> steps) {}

  private final Function<State, String> words;
  private final IntConsumer open;
  private List<Phase> phases = List.of();
  private boolean narrow;

  /// A rail that names states by these words and opens a step by its number, counted from 0 over
  /// all phases. Steps ahead do not open.
  public StepRail(Function<State, String> words, IntConsumer open) {
    this.words = words;
    this.open = open;
    getStyleClass().add("step-rail");
  }

  /// Shows these phases in place of the ones before; the focus stays on its step.
  public void show(List<Phase> now) {
    phases = now;
    int focused = focusedStep();
    getChildren().clear();
    int number = 0;
    for (Phase phase : phases) {
      if (!phase.title().isEmpty() && !narrow) {
        Label title = new Label(phase.title());
        title.getStyleClass().addAll("overline", "phase");
        getChildren().add(title);
      }
      for (Step step : phase.steps()) {
        getChildren().add(row(step, number++));
      }
    }
    if (focused >= 0) {
      lookupAll(".step").stream().skip(focused).findFirst().ifPresent(Node::requestFocus);
    }
  }

  /// Leaves only the steps' marks where there is no room for their names.
  public void narrow(boolean is) {
    if (is != narrow) {
      narrow = is;
      show(phases);
    }
  }

  private int focusedStep() {
    List<Node> rows = List.copyOf(lookupAll(".step"));
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).isFocused()) {
        return i;
      }
    }
    return -1;
  }

  private HBox row(Step step, int number) {
    StackPane mark = new StackPane(sign(step.state(), number));
    mark.getStyleClass().add("mark");
    Label title = new Label(step.title());
    title.getStyleClass().add("step-title");
    title.setWrapText(true);
    title.setMinHeight(USE_PREF_SIZE);
    VBox text = new VBox(2, title);
    text.setAlignment(Pos.CENTER_LEFT);
    if (!step.note().isEmpty()) {
      Label note = new Label(step.note());
      note.getStyleClass().addAll("note", "small");
      note.setWrapText(true);
      note.setMinHeight(USE_PREF_SIZE);
      text.getChildren().add(note);
    }
    HBox.setHgrow(text, Priority.ALWAYS);
    StepRow row =
        new StepRow(mark, text, step.state() == State.AHEAD ? () -> {} : () -> open.accept(number));
    if (narrow) {
      text.setVisible(false);
      text.setManaged(false);
      Tooltip.install(row, new Tooltip(step.title()));
    }
    HealthColours.mark(row, health(step.state()));
    if (step.state() == State.CURRENT) {
      row.getStyleClass().add("current");
    }
    if (step.state() != State.AHEAD) {
      row.getStyleClass().add("opens");
      row.setFocusTraversable(true);
    }
    row.setAccessibleText(
        (number + 1) + ". " + step.title() + ", " + words.apply(step.state()) + ", " + step.note());
    return row;
  }

  private static Node sign(State state, int number) {
    return switch (state) {
      case AHEAD, OPEN, CURRENT -> new Label(Integer.toString(number + 1));
      case DONE -> Icons.CHECK.stateNode();
      case BLOCKED -> Icons.BLOCKED.stateNode();
      case FAILED -> Icons.LOST.stateNode();
      case SKIPPED -> Icons.SKIPPED.stateNode();
    };
  }

  private static Health health(State state) {
    return switch (state) {
      case AHEAD, OPEN, SKIPPED -> Health.UNKNOWN;
      case CURRENT -> Health.WORKING;
      case DONE -> Health.OK;
      case BLOCKED -> Health.DEGRADED;
      case FAILED -> Health.LOST;
    };
  }

  /// One step as a button.
  private static final class StepRow extends HBox {
    private final Runnable open;

    StepRow(Node mark, Node text, Runnable open) {
      super(mark, text);
      this.open = open;
      getStyleClass().add("step");
      setAccessibleRole(AccessibleRole.BUTTON);
      setOnMouseClicked(_ -> open.run());
      setOnKeyPressed(event -> {
        if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
          open.run();
          event.consume();
        }
      });
    }

    @Override
    public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
      if (action == AccessibleAction.FIRE) {
        open.run();
      } else {
        super.executeAccessibleAction(action, parameters);
      }
    }
  }
}
