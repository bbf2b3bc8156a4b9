package com.plexichat.backup.console.screens.schedule;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.SegmentedChoice;
import com.plexichat.backup.console.nav.Arriving;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.schedule.ScheduleModel.Known;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Exposure;
import com.plexichat.backup.shared.model.Schedule.Standing;
import com.plexichat.backup.shared.model.TimeWindow;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// What runs when: the days to come as lanes, below them one list at a time, and beside both the
/// selected schedule or the one that is being written.
public final class ScheduleView extends Screen implements Arriving {
  private static final double SIDE_WIDTH = 376;
  private static final int WEEK = 7;

  /// How much of the screen the lanes may take, so that a list stays in sight.
  private static final double LANES_EM = 17;

  /// Room for the names of the lists with how many there are.
  private static final double COUNTED_EM = 38;

  private final Kit kit;
  private final ScheduleModel model;
  private final LiveCluster live;
  private final ScheduleWords words;
  private final Button add = new Button();
  private final SegmentedChoice<Integer> span;
  private final SegmentedChoice<Listed> lists;
  private final Timetable timetable;
  private final TableView<Standing> schedules;
  private final TableView<Meeting> meetings;
  private final TableView<TimeWindow.Standing> windows;
  private final TableView<Exposure.OfSet> exposure;
  private final StackPane list = new StackPane();
  private final StackPane side = new StackPane();
  private final StackPane content = new StackPane();
  private final ScheduleDetail detail;
  private final ScheduleEditor editor;
  private final WindowPane window;
  private final HBox masterDetail;
  private final Page page;
  private boolean following;

  /// Which list is in sight.
  public enum Listed {
    SCHEDULES,
    MEETINGS,
    WINDOWS,
    EXPOSURE
  }

  public ScheduleView(Kit kit, ScheduleModel model, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    words = new ScheduleWords(kit);
    ScheduleTables tables = new ScheduleTables(kit, words);
    schedules = tables.schedules(one -> model.select(one.schedule().name()));
    meetings = tables.meetings();
    windows = tables.windows();
    exposure = tables.exposure(one -> navigator.go(new Target.Backups(one.set(), "")));
    schedules
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(chosen -> {
          if (!following && chosen != null) {
            select(chosen.schedule().name());
          }
        });
    lists = new SegmentedChoice<>(kit.text("schedule.lists"), List.of(Listed.values()), this::name);
    lists.setId("schedule-lists");
    span = new SegmentedChoice<>(kit.text("schedule.span"), List.of(1, WEEK), this::span);
    span.setId("schedule-span");
    timetable = new Timetable(kit, this::select);
    detail = new ScheduleDetail(kit, model, words, navigator);
    editor = new ScheduleEditor(kit, model, words);
    window = new WindowPane(kit, model, words);
    windows
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(chosen -> {
          if (!following && chosen != null) {
            model.selectWindow(Optional.of(chosen.window().name()));
            arrange();
          }
        });
    side.setPrefWidth(SIDE_WIDTH);
    side.setMinWidth(SIDE_WIDTH);
    masterDetail = new HBox(16, left(), side);
    add.setText(kit.text("schedule.new"));
    add.setGraphic(Icons.ADD.node());
    add.setId("new-schedule");
    add.getStyleClass().add("accent");
    add.setOnAction(_ -> begin());
    page = new Page(kit.text("schedule.title")).actions(add).content(content);
    page.setId("schedule-page");
    watch();
  }

  private Node left() {
    ScrollPane lanes = new ScrollPane(timetable);
    lanes.setFitToWidth(true);
    lanes.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    lanes.getStyleClass().add("lanes");
    lanes.setStyle("-fx-max-height: " + LANES_EM + "em");
    lanes.setMinHeight(ScrollPane.USE_PREF_SIZE);
    Card calendar =
        new Card(kit.text("schedule.calendar", kit.figures().zone().getId()))
            .action(span)
            .content(lanes);
    calendar.setMinWidth(0);
    Card below = new Card("").content(lists, list);
    below.setMinWidth(0);
    VBox.setVgrow(below, Priority.ALWAYS);
    VBox left = new VBox(16, calendar, below);
    left.setMinWidth(0);
    HBox.setHgrow(left, Priority.ALWAYS);
    return left;
  }

  private void watch() {
    lists.valueProperty().subscribe(_ -> arrange());
    list.widthProperty().subscribe(() -> lists.reword(this::name));
    span.valueProperty().subscribe((Integer days) -> model.days(days));
    model.knownProperty().subscribe(_ -> told());
    model.storyProperty().subscribe(_ -> arrange());
    model.ranProperty().subscribe(_ -> arrange());
    model.answersProperty().subscribe(_ -> enable());
    model
        .editingProperty()
        .subscribe(is -> {
          if (is) {
            editor.begin();
          }
          arrange();
          if (is) {
            editor.focus();
          }
        });
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    model.arrive();
    follow(live.state(), this::show);
  }

  @Override
  public void arrive(Target target) {
    if (target instanceof Target.Schedule(var name) && !name.isEmpty()) {
      select(name);
    }
  }

  private void select(String name) {
    model.select(name);
    told();
  }

  private boolean areWindows() {
    return lists.valueProperty().get() == Listed.WINDOWS;
  }

  /// A new schedule, or a new window where windows are in sight.
  private void begin() {
    if (areWindows()) {
      model.selectWindow(Optional.empty());
      windows.getSelectionModel().clearSelection();
      arrange();
      window.focus();
    } else {
      model.edit(Optional.empty());
    }
  }

  private void show(ClusterState state) {
    model.show(state);
    arrange();
  }

  private void told() {
    model
        .told()
        .ifPresent(now -> {
          following = true;
          timetable.show(now.schedules(), now.calendar(), model.selected());
          if (!schedules.getItems().equals(now.schedules())) {
            schedules.getItems().setAll(now.schedules());
          }
          model
              .standing()
              .ifPresentOrElse(
                  schedules.getSelectionModel()::select,
                  schedules.getSelectionModel()::clearSelection);
          meetings.getItems().setAll(Meeting.of(now.calendar()));
          windows.getItems().setAll(now.windows());
          model.window().ifPresent(windows.getSelectionModel()::select);
          exposure.getItems().setAll(now.exposure().sets());
          following = false;
        });
    arrange();
  }

  private String span(int days) {
    return days == 1 ? kit.text("schedule.day") : kit.text("schedule.week");
  }

  private String name(Listed one) {
    Optional<Known.Told> told = model.told();
    return switch (one) {
      case SCHEDULES ->
          counted(kit.text("schedule.schedules"), told.map(now -> now.schedules().size()));
      case MEETINGS ->
          counted(
              kit.text("schedule.meetings"), told.map(now -> Meeting.of(now.calendar()).size()));
      case WINDOWS -> counted(kit.text("schedule.windows"), told.map(now -> now.windows().size()));
      case EXPOSURE ->
          counted(kit.text("schedule.exposure"), told.map(now -> now.exposure().sets().size()));
    };
  }

  private String counted(String name, Optional<Integer> number) {
    return number
        .filter(_ -> list.getWidth() == 0 || list.getWidth() > COUNTED_EM * em())
        .map(known -> kit.text("schedule.counted", name, known))
        .orElse(name);
  }

  /// How large the words are.
  private double em() {
    return add.getFont().getSize();
  }

  /// Puts what is known where it belongs.
  private void arrange() {
    lists.reword(this::name);
    add.setText(kit.text(areWindows() ? "window.new" : "schedule.new"));
    Optional<Node> instead = missing();
    if (instead.isPresent()) {
      put(content, new Card("").content(instead.get()));
    } else {
      put(
          list,
          switch (lists.valueProperty().get()) {
            case SCHEDULES -> schedules;
            case MEETINGS -> meetings;
            case WINDOWS -> windows;
            case EXPOSURE -> exposure;
          });
      put(side, beside());
      put(content, masterDetail);
      schedules.refresh();
      windows.refresh();
      exposure.refresh();
    }
    page.sentence(
        switch (model.knownProperty().get()) {
          case Known.Asking _ -> kit.text("schedule.asking");
          case Known.Told told -> words.sentence(told);
          case Known.Refused _ -> kit.text("schedule.refused");
        });
    enable();
  }

  private Node beside() {
    if (areWindows()) {
      window.show(model.window());
      return window.root();
    }
    if (model.editingProperty().get()) {
      return editor.root();
    }
    return model
        .standing()
        .map(detail::of)
        .orElseGet(() ->
            new Card("")
                .content(
                    new EmptyNote(
                        EmptyNote.Kind.EMPTY,
                        kit.text("schedule.choose"),
                        kit.text("schedule.chooseWhy"))));
  }

  private static void put(StackPane pane, Node node) {
    if (!pane.getChildren().equals(List.of(node))) {
      pane.getChildren().setAll(node);
    }
  }

  /// What stands in place of all of it while nothing is known.
  private Optional<Node> missing() {
    return switch (model.knownProperty().get()) {
      case Known.Asking _ ->
          Optional.of(new EmptyNote(EmptyNote.Kind.LOADING, kit.text("screen.loading"), ""));
      case Known.Told _ -> Optional.empty();
      case Known.Refused(var why) -> Optional.of(failed(why));
    };
  }

  private Node failed(OperationFailed why) {
    return why.code() == FailureCode.NOT_ALLOWED
        ? new EmptyNote(EmptyNote.Kind.NO_PERMISSION, why.sentence(), why.nextAct())
        : new EmptyNote(EmptyNote.Kind.ERROR, why.sentence(), why.nextAct())
            .action(kit.text("backups.retry"), model::look);
  }

  private void enable() {
    add.setDisable(!model.answersProperty().get() || model.told().isEmpty());
  }
}
