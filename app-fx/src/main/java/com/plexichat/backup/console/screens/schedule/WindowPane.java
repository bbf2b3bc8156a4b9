package com.plexichat.backup.console.screens.schedule;

import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.kit.SureAct;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.TimeWindow;
import com.plexichat.backup.shared.model.TimeWindow.Times;
import com.plexichat.backup.shared.wire.WindowWords;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

/// The window that is selected, or a new one: its times, a line each, and how they are read; who
/// has it; what can be done with it. Enter keeps nothing.
final class WindowPane {
  private static final int LINES = 4;

  private final Kit kit;
  private final ScheduleModel model;
  private final ScheduleWords words;
  private final TextField name = new TextField();
  private final TextArea times = Fields.lines(LINES);
  private final TextField reason = new TextField();
  private final Label read = Fields.note("");
  private final FailureNote wrong = new FailureNote();
  private final StateBadge badge = new StateBadge(Health.UNKNOWN, "");
  private final Button save = new Button();
  private final BooleanProperty removing = new SimpleBooleanProperty(this, "removing");
  private final StringProperty why = new SimpleStringProperty(this, "why", "");
  private final SureAct remove;
  private final Label used = Fields.note("");
  private Optional<TimeWindow.Standing> shown = Optional.empty();
  private Optional<TimeWindow> written = Optional.empty();
  private Node panel = new VBox();

  WindowPane(Kit kit, ScheduleModel model, ScheduleWords words) {
    this.kit = kit;
    this.model = model;
    this.words = words;
    name.setId("window-name");
    times.setId("window-times");
    reason.setId("window-reason");
    read.setId("window-read");
    save.setId("save-window");
    save.getStyleClass().add("accent");
    save.setOnAction(
        _ -> written.ifPresent(window -> model.keep(window, reason.getText().strip())));
    remove =
        new SureAct(
                kit,
                "remove-window",
                new SureAct.Says(
                    kit.text("window.remove"),
                    kit.text("window.removeWhy"),
                    kit.text("schedule.removeSure")),
                removing,
                why,
                this::remove)
            .icon(Icons.TRASH);
    name.textProperty().subscribe(this::read);
    times.textProperty().subscribe(this::read);
    model.busyProperty().subscribe(this::enable);
    model.answersProperty().subscribe(this::enable);
  }

  /// Shows one, or begins a new one; what is being written in it stays.
  void show(Optional<TimeWindow.Standing> one) {
    boolean isSame =
        one.map(now -> now.window().name()).equals(shown.map(was -> was.window().name()));
    if (isSame && panel instanceof DetailPanel) {
      shown = one;
      enable();
      return;
    }
    shown = one;
    removing.set(false);
    name.setText(one.map(now -> now.window().name()).orElse(""));
    times.setText(one.map(now -> lines(now.window())).orElse(""));
    reason.setText("");
    panel = made();
    read();
  }

  private static String lines(TimeWindow window) {
    return window.times().stream().map(WindowWords::words).collect(Collectors.joining("\n"));
  }

  private Node made() {
    VBox fields =
        new VBox(
            12,
            Fields.labelled(kit.text("schedule.name"), name, ""),
            Fields.labelled(kit.text("schedule.timesUtc"), times, kit.text("window.timesHelp")),
            new VBox(4, read, wrong),
            Fields.labelled(kit.text("sure.reason"), reason, ""));
    name.setDisable(shown.isPresent());
    save.setText(kit.text(shown.isPresent() ? "schedule.save" : "schedule.make"));
    DetailPanel made =
        new DetailPanel(shown.map(now -> now.window().name()).orElse(kit.text("window.new")), badge)
            .add(new FailureNote(model.failureProperty()))
            .add(fields);
    if (shown.isPresent()) {
      made.foot(new VBox(8, save, used, remove));
    } else {
      made.foot(save);
    }
    made.setId("window-detail");
    save.setMaxWidth(Double.MAX_VALUE);
    made.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER && !event.getTarget().equals(times)) {
            event.consume();
          }
        });
    return made;
  }

  Node root() {
    return panel;
  }

  /// Where one begins to write.
  void focus() {
    name.requestFocus();
  }

  private void remove() {
    if (removing.get()) {
      removing.set(false);
      shown.ifPresent(one -> model.drop(one.window().name(), why.get().strip()));
    }
  }

  /// Reads what is written, and says so.
  private void read() {
    written = Optional.empty();
    wrong.show(Optional.empty());
    List<String> lines = times.getText().lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      read.setText("");
    } else {
      try {
        List<Times> all =
            lines.stream().map(line -> WindowWords.times(kit.text("window.line"), line)).toList();
        TimeWindow window = new TimeWindow(name.getText().strip(), all);
        read.setText(words.times(window));
        written = Optional.of(window).filter(one -> !one.name().isEmpty());
      } catch (OperationFailed why) {
        read.setText("");
        wrong.show(Optional.of(why));
      }
    }
    enable();
  }

  private boolean isChanged() {
    return !written.equals(shown.map(TimeWindow.Standing::window));
  }

  private void enable() {
    shown.ifPresentOrElse(
        one ->
            badge.show(
                one.open() ? Health.OK : Health.UNKNOWN,
                kit.text(one.open() ? "schedule.open" : "schedule.closed")),
        () -> badge.show(Health.UNKNOWN, kit.text("window.unkept")));
    List<String> users = shown.map(TimeWindow.Standing::schedules).orElse(List.of());
    boolean can = model.answersProperty().get() && !model.busyProperty().get();
    used.setText(
        users.isEmpty() ? "" : kit.text("window.used", users.size(), String.join(", ", users)));
    Fields.shown(used, !users.isEmpty());
    save.setDisable(!can || written.isEmpty() || !isChanged());
    remove.setDisable(!can || !users.isEmpty());
  }
}
