package com.plexichat.backup.console.screens.schedule;

import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.SegmentedChoice;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.screens.schedule.ScheduleDraft.Verdict;
import com.plexichat.backup.console.screens.schedule.ScheduleDraft.When;
import com.plexichat.backup.console.state.Health;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

/// A schedule that is made or changed, and below it when it would start next, or why it is none, in
/// the coordinator's words. Enter keeps nothing.
final class ScheduleEditor {
  private final Kit kit;
  private final ScheduleModel model;
  private final ScheduleDraft draft;
  private final ScheduleWords words;
  private final TextField name = new TextField();
  private final ComboBox<String> kind;
  private final ComboBox<String> set;
  private final ComboBox<String> depth;
  private final ComboBox<String> window;
  private final VBox setField;
  private final VBox depthField;
  private final SegmentedChoice<When> when;
  private final TextField rule = new TextField();
  private final Label ruleHelp = Fields.note("");
  private final VBox seen = new VBox(4);
  private final FailureNote refused = new FailureNote();
  private final Button save = new Button();
  private final StateBadge badge = new StateBadge(Health.UNKNOWN, "");
  private final VBox fields;
  private Node panel = new VBox();
  private boolean filling;

  ScheduleEditor(Kit kit, ScheduleModel model, ScheduleWords words) {
    this.kit = kit;
    this.model = model;
    this.draft = model.draft();
    this.words = words;
    name.setId("schedule-name");
    name.textProperty().bindBidirectional(draft.nameProperty());
    kind = Fields.choice(words::kind);
    set = Fields.choice(one -> one);
    depth = Fields.choice(words::depth);
    window = Fields.choice(one -> one.isEmpty() ? kit.text("schedule.anyTime") : one);
    kind.setId("schedule-kind");
    set.setId("schedule-set");
    depth.setId("schedule-depth");
    window.setId("schedule-window");
    kind.getItems().setAll(ScheduleDraft.KINDS);
    when = new SegmentedChoice<>(kit.text("schedule.rule"), List.of(When.values()), this::when);
    when.setId("schedule-when");
    rule.setId("schedule-rule");
    rule.getStyleClass().add("mono");
    rule.setAccessibleText(kit.text("schedule.rule"));
    rule.textProperty().bindBidirectional(draft.ruleProperty());
    seen.setId("schedule-coming");
    save.setId("save-schedule");
    save.getStyleClass().add("accent");
    save.setOnAction(_ -> model.save());
    setField = Fields.labelled(kit.text("schedule.set"), set, "");
    depthField = Fields.labelled(kit.text("schedule.depth"), depth, "");
    TextField reason = new TextField();
    reason.setId("schedule-reason");
    reason.textProperty().bindBidirectional(draft.reasonProperty());
    Label head = new Label(kit.text("schedule.rule"));
    head.getStyleClass().add("strong");
    Label would = new Label(kit.text("schedule.wouldStart"));
    would.getStyleClass().add("strong");
    fields =
        new VBox(
            12,
            Fields.labelled(kit.text("schedule.name"), name, ""),
            Fields.labelled(kit.text("schedule.what"), kind, ""),
            setField,
            depthField,
            new VBox(8, head, when, rule, ruleHelp),
            new VBox(8, would, seen, refused),
            Fields.labelled(kit.text("schedule.window"), window, ""),
            Fields.labelled(kit.text("sure.reason"), reason, ""));
    watch();
  }

  private void watch() {
    kind.valueProperty().subscribe(chosen -> choose(chosen, () -> kinds(chosen)));
    set.valueProperty().subscribe(chosen -> choose(chosen, () -> draft.setProperty().set(chosen)));
    depth
        .valueProperty()
        .subscribe(chosen -> choose(chosen, () -> draft.depthProperty().set(chosen)));
    window
        .valueProperty()
        .subscribe(chosen -> choose(chosen, () -> draft.windowProperty().set(chosen)));
    when.valueProperty().bindBidirectional(draft.whenProperty());
    when.valueProperty().subscribe(now -> ruleHelp.setText(help(now)));
    draft.verdictProperty().subscribe(this::verdict);
    model.busyProperty().subscribe(this::enable);
    model.answersProperty().subscribe(this::enable);
  }

  private void choose(String chosen, Runnable act) {
    if (!filling && chosen != null) {
      act.run();
    }
  }

  private void kinds(String chosen) {
    draft.kindProperty().set(chosen);
    depths();
    show(chosen);
  }

  private void depths() {
    List<String> all = ScheduleDraft.depths(draft.kindProperty().get());
    filling = true;
    depth.getItems().setAll(all);
    String now = draft.depthProperty().get();
    depth.setValue(all.contains(now) ? now : all.isEmpty() ? "" : all.getFirst());
    filling = false;
  }

  private void show(String chosen) {
    Fields.shown(setField, ScheduleDraft.isOfSet(chosen));
    Fields.shown(depthField, !ScheduleDraft.depths(chosen).isEmpty());
  }

  private String when(When one) {
    return switch (one) {
      case DAILY -> kit.text("schedule.daily");
      case EVERY -> kit.text("schedule.every");
      case CRON -> kit.text("schedule.cron");
    };
  }

  private String help(When one) {
    return switch (one) {
      case DAILY -> kit.text("schedule.dailyHelp");
      case EVERY -> kit.text("schedule.everyHelp");
      case CRON -> kit.text("schedule.cronHelp");
    };
  }

  /// The form of what was begun.
  void begin() {
    filling = true;
    kind.setValue(draft.kindProperty().get());
    set.getItems().setAll(draft.sets());
    set.setValue(draft.setProperty().get());
    List<String> windows = new ArrayList<>(List.of(""));
    windows.addAll(draft.windows());
    window.getItems().setAll(windows);
    window.setValue(draft.windowProperty().get());
    filling = false;
    depths();
    show(draft.kindProperty().get());
    name.setDisable(draft.isChange());
    save.setText(draft.isChange() ? kit.text("schedule.save") : kit.text("schedule.make"));
    Button leave = new Button(kit.text("sure.leave"));
    leave.setId("leave-schedule");
    leave.setOnAction(_ -> model.leave());
    DetailPanel made =
        new DetailPanel(
                draft.isChange() ? kit.text("schedule.change") : kit.text("schedule.new"), badge)
            .add(fields)
            .foot(leave, save);
    made.add(new FailureNote(model.failureProperty()));
    made.setId("schedule-editor");
    made.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER && !(event.getTarget() instanceof ComboBox<?>)) {
            event.consume();
          }
        });
    panel = made;
    enable();
  }

  Node root() {
    return panel;
  }

  /// Where one begins to write.
  void focus() {
    (draft.isChange() ? rule : name).requestFocus();
  }

  private void verdict(Verdict now) {
    seen.getChildren().clear();
    refused.show(Optional.empty());
    switch (now) {
      case Verdict.Asking _ -> {
        badge.show(Health.UNKNOWN, kit.text("schedule.notSaid"));
        seen.getChildren().add(Fields.note(kit.text("schedule.nameFirst")));
      }
      case Verdict.Good(var standing) -> {
        badge.show(Health.OK, kit.text("schedule.good"));
        seen.getChildren().add(Fields.note(words.rule(standing.schedule().rule())));
        for (Instant at : standing.coming()) {
          seen.getChildren().add(Fields.pair(kit.figures().dayAndClock(at), kit.figures().ago(at)));
        }
      }
      case Verdict.Refused(var why) -> {
        badge.show(Health.AT_RISK, kit.text("schedule.bad"));
        refused.show(Optional.of(why));
      }
    }
    enable();
  }

  private void enable() {
    save.setDisable(
        !draft.isGood() || !model.answersProperty().get() || model.busyProperty().get());
  }
}
