package com.plexichat.backup.console.screens.schedule;

import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.WholeWords;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Schedule.Standing;
import com.plexichat.backup.shared.model.ScheduleCalendar;
import com.plexichat.backup.shared.model.ScheduleCalendar.Start;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;

/// What starts when, a lane for each schedule from now to the end of the days that are shown. Above
/// the lanes stand the hours here, below them those of UTC where they differ.
///
/// One start is a mark; many of one day, that the coordinator tells as one, are a band with their
/// number. A start that meets others is of another shape, and a word beside it says so.
final class Timetable extends Region {
  private static final double MARK = 4;
  private static final double MEETING = 8;
  private static final double GAP = 12;
  private static final int HOURS_SHORT = 3;
  private static final int SHORT_DAYS = 2;

  /// Lines that fit over each other into a lane, and into the axis.
  private static final double LANE_LINES = 2.3;

  private final Kit kit;
  private final Figures figures;
  private final Consumer<String> select;
  private final Path grid = new Path();
  private final Path axis = new Path();
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final List<Tick> ticks = new ArrayList<>();
  private final Text measure = new Text("0");
  private Instant from = Instant.EPOCH;
  private Instant until = Instant.EPOCH.plusSeconds(1);
  private boolean both;

  private record Lane(String name, Region back, Label title, Label note) {}

  /// @param words beside it; without text: none
  private record Mark(int lane, Start start, Region shape, Text words) {}

  private record Tick(Instant at, Text here, Text utc) {}

  Timetable(Kit kit, Consumer<String> select) {
    this.kit = kit;
    this.figures = kit.figures();
    this.select = select;
    getStyleClass().addAll("time-chart", "timetable");
    setAccessibleRole(AccessibleRole.PARENT);
    setAccessibleText(kit.text("schedule.timetable"));
    grid.getStyleClass().add("grid");
    axis.getStyleClass().add("axis");
    measure.getStyleClass().addAll("text", "tick");
    measure.setVisible(false);
    setId("timetable");
  }

  /// Shows these days.
  void show(List<Standing> schedules, ScheduleCalendar calendar, String selected) {
    from = calendar.from();
    until = calendar.until();
    both = !figures.isUtc(from) || !figures.isUtc(until);
    lanes.clear();
    marks.clear();
    ticks.clear();
    for (Standing one : schedules) {
      lanes.add(lane(one, calendar, one.schedule().name().equals(selected)));
    }
    for (Start start : calendar.starts()) {
      for (int lane = 0; lane < lanes.size(); lane++) {
        if (lanes.get(lane).name().equals(start.schedule())) {
          marks.add(mark(lane, start));
        }
      }
    }
    times();
    List<Node> all = new ArrayList<>(List.of(measure));
    lanes.forEach(lane -> all.add(lane.back()));
    all.add(grid);
    all.add(axis);
    lanes.forEach(lane -> all.addAll(List.of(lane.title(), lane.note())));
    marks.forEach(mark -> all.addAll(List.of(mark.shape(), mark.words())));
    ticks.forEach(tick -> all.addAll(List.of(tick.here(), tick.utc())));
    all.forEach(node -> node.setManaged(false));
    getChildren().setAll(all);
    requestLayout();
  }

  private Lane lane(Standing one, ScheduleCalendar calendar, boolean chosen) {
    String name = one.schedule().name();
    Region back = new Region();
    back.getStyleClass().add("lane");
    if (chosen) {
      back.getStyleClass().add("chosen");
    }
    back.setOnMouseClicked(_ -> select.accept(name));
    Label title = WholeWords.of(new Label(name));
    title.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    title.setMouseTransparent(false);
    title.setOnMouseClicked(_ -> select.accept(name));
    Label note = WholeWords.of(new Label(note(one, calendar)));
    note.getStyleClass().addAll("note", "small");
    note.setOnMouseClicked(_ -> select.accept(name));
    return new Lane(name, back, title, note);
  }

  private String note(Standing one, ScheduleCalendar calendar) {
    if (one.schedule().suspended()) {
      return kit.text("schedule.suspended");
    }
    long meets =
        calendar.starts().stream()
            .filter(
                start -> start.schedule().equals(one.schedule().name()) && !start.meets().isEmpty())
            .count();
    String next = one.next().map(figures::ago).orElseGet(() -> kit.text("schedule.never"));
    return meets == 0 ? next : kit.text("schedule.nextMeets", next, meets);
  }

  private Mark mark(int lane, Start start) {
    boolean isMany = start.times() > 1;
    boolean meets = !start.meets().isEmpty();
    Region shape = new Region();
    shape.getStyleClass().add(isMany ? "band" : "mark");
    HealthColours.mark(shape, meets ? Health.DEGRADED : Health.WORKING);
    String told = words(start);
    Tooltip.install(shape, new Tooltip(told));
    shape.setAccessibleRole(AccessibleRole.TEXT);
    shape.setAccessibleText(told);
    shape.setOnMouseClicked(_ -> select.accept(start.schedule()));
    Text words =
        new Text(
            isMany
                ? kit.text("schedule.times", start.times())
                : start.waits()
                    ? kit.text("schedule.waitsBriefly")
                    : meets ? kit.text("schedule.meetsBriefly") : "");
    words.getStyleClass().addAll("text", "tick");
    words.setTextOrigin(VPos.CENTER);
    words.setMouseTransparent(true);
    return new Mark(lane, start, shape, words);
  }

  private String words(Start start) {
    StringBuilder all = new StringBuilder(start.schedule() + "\n");
    all.append(figures.dayAndClock(start.at()));
    if (start.times() > 1) {
      all.append("\n").append(kit.text("schedule.timesThisDay", start.times()));
    }
    if (start.due().isBefore(start.at())) {
      all.append("\n").append(kit.text("schedule.dueBefore", figures.dayAndClock(start.due())));
    }
    if (!start.meets().isEmpty()) {
      all.append("\n").append(kit.text("schedule.meets", String.join(", ", start.meets())));
    }
    if (start.waits()) {
      all.append("\n").append(kit.text("schedule.waitsForOne"));
    }
    return all.toString();
  }

  private boolean isShort() {
    return Duration.between(from, until).toDays() < SHORT_DAYS;
  }

  /// Whole hours here, or midnights where there are many days.
  private void times() {
    ZonedDateTime at = from.atZone(figures.zone()).truncatedTo(ChronoUnit.DAYS);
    while (at.toInstant().isBefore(until)) {
      if (!at.toInstant().isBefore(from)) {
        ticks.add(tick(at.toInstant()));
      }
      at = isShort() ? at.plusHours(HOURS_SHORT) : at.plusDays(1);
    }
  }

  private Tick tick(Instant at) {
    Text here = new Text(isShort() ? figures.clock(at) : figures.day(at));
    Text utc = new Text(both ? kit.text("schedule.utc", figures.clockInUtc(at)) : "");
    for (Text text : new Text[] {here, utc}) {
      text.getStyleClass().addAll("text", "tick");
      text.setTextOrigin(VPos.CENTER);
    }
    return new Tick(at, here, utc);
  }

  private double line() {
    return Math.max(1, measure.getLayoutBounds().getHeight());
  }

  private double axisHeight() {
    return line() + GAP;
  }

  private double laneHeight() {
    return Math.ceil(line() * LANE_LINES);
  }

  @Override
  protected double computePrefHeight(double width) {
    return axisHeight() * (both ? 2 : 1) + laneHeight() * lanes.size();
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  private double names() {
    return Math.min(getWidth() * 0.3, line() * 12);
  }

  private double x(Instant at) {
    double left = names() + GAP;
    double share =
        (double) Duration.between(from, at).toMillis() / Duration.between(from, until).toMillis();
    return left + (getWidth() - left) * Math.clamp(share, 0, 1);
  }

  private double y(int lane) {
    return axisHeight() + laneHeight() * lane;
  }

  @Override
  protected void layoutChildren() {
    double bottom = y(lanes.size());
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      lane.back().resizeRelocate(-8, y(i), getWidth() + 16, laneHeight());
      double half = laneHeight() / 2;
      lane.title().resizeRelocate(0, y(i) + 2, names(), half - 1);
      lane.note().resizeRelocate(0, y(i) + half - 1, names(), half - 1);
    }
    lines(bottom);
    double[] free = new double[lanes.size()];
    for (Mark mark : marks) {
      place(mark, free);
    }
  }

  private void lines(double bottom) {
    grid.getElements().clear();
    axis.getElements().clear();
    double last = -1;
    for (Tick tick : ticks) {
      double x = snapPositionX(x(tick.at())) + 0.5;
      grid.getElements().addAll(new MoveTo(x, axisHeight() - 4), new LineTo(x, bottom));
      double wide =
          Math.max(
              tick.here().getLayoutBounds().getWidth(), tick.utc().getLayoutBounds().getWidth());
      double start = Math.min(x - wide / 2, getWidth() - wide);
      boolean fits = start > last;
      tick.here().setVisible(fits);
      tick.utc().setVisible(fits);
      if (fits) {
        last = start + wide + GAP;
        centred(tick.here(), x, axisHeight() / 2 - 2);
        centred(tick.utc(), x, bottom + axisHeight() / 2);
      }
    }
    for (int i = 0; i <= lanes.size(); i++) {
      double y = snapPositionY(y(i)) + 0.5;
      axis.getElements().addAll(new MoveTo(0, y), new LineTo(getWidth(), y));
    }
  }

  private void centred(Text text, double x, double y) {
    double wide = text.getLayoutBounds().getWidth();
    text.setX(Math.min(x - wide / 2, getWidth() - wide));
    text.setY(y);
  }

  /// @param free where the last words of each lane end: no others lie on them
  private void place(Mark mark, double[] free) {
    Start start = mark.start();
    double middle = y(mark.lane()) + laneHeight() / 2;
    double x = x(start.at());
    double wide = mark.words().getLayoutBounds().getWidth();
    if (start.times() > 1) {
      LocalDate day = LocalDate.ofInstant(start.at(), ZoneOffset.UTC);
      Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      double right = Math.max(x + 2, x(end.isBefore(until) ? end : until) - 2);
      mark.shape().resizeRelocate(x, middle - laneHeight() * 0.25, right - x, laneHeight() * 0.5);
      mark.words().setVisible(wide + GAP < right - x);
      mark.words().setX(x + (right - x - wide) / 2);
      mark.words().setY(middle);
      return;
    }
    double size = start.meets().isEmpty() ? MARK : MEETING;
    double high = laneHeight() * 0.5;
    double left = Math.min(x, getWidth() - size);
    mark.shape().resizeRelocate(left, middle - high / 2, size, high);
    double words = left + size + 4;
    boolean fits = words >= free[mark.lane()] && words + wide <= getWidth() && !isCrowded(mark);
    mark.words().setVisible(fits);
    mark.words().setX(words);
    mark.words().setY(middle);
    free[mark.lane()] = fits ? words + wide + 4 : left + size;
  }

  /// Whether the next mark of the lane lies where the words would be.
  private boolean isCrowded(Mark mark) {
    double x = x(mark.start().at());
    double until = x + MEETING + 8 + mark.words().getLayoutBounds().getWidth();
    return marks.stream()
        .filter(other -> other.lane() == mark.lane() && !other.equals(mark))
        .mapToDouble(other -> x(other.start().at()))
        .anyMatch(other -> other > x && other < until);
  }
}
