package com.plexichat.backup.console.kit;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/// A choice of one out of few, all in sight. One is always chosen.
public final class SegmentedChoice<T> extends HBox {
  private final ToggleGroup group = new ToggleGroup();
  private final ObjectProperty<T> value;

  /// A choice among these, the first being chosen.
  public SegmentedChoice(String name, List<T> choices, Function<T, String> words) {
    value = new SimpleObjectProperty<>(this, "value", choices.getFirst());
    getStyleClass().add("segmented-choice");
    setAccessibleRole(AccessibleRole.PARENT);
    setAccessibleText(name);
    for (int i = 0; i < choices.size(); i++) {
      ToggleButton button = new ToggleButton(words.apply(choices.get(i)));
      button.setUserData(choices.get(i));
      button.setToggleGroup(group);
      button.setMinWidth(USE_PREF_SIZE);
      button.setSelected(i == 0);
      if (choices.size() > 1) {
        button
            .getStyleClass()
            .add(i == 0 ? "left-pill" : i == choices.size() - 1 ? "right-pill" : "center-pill");
      }
      T choice = choices.get(i);
      button.setOnAction(_ -> choose(button, choice));
      getChildren().add(button);
    }
    value.addListener((_, _, chosen) -> show(chosen));
  }

  /// Calls the choices otherwise.
  public void reword(Function<T, String> words) {
    @SuppressWarnings("unchecked") // as they were given
    Function<Object, String> any = (Function<Object, String>) (Function<?, String>) words;
    for (Toggle toggle : group.getToggles()) {
      ((ToggleButton) toggle).setText(any.apply(toggle.getUserData()));
    }
  }

  /// What is chosen.
  public ObjectProperty<T> valueProperty() {
    return value;
  }

  private void choose(ToggleButton button, T choice) {
    button.setSelected(true);
    value.set(choice);
  }

  private void show(T chosen) {
    group.getToggles().stream()
        .filter(toggle -> chosen.equals(toggle.getUserData()))
        .forEach(group::selectToggle);
  }
}
