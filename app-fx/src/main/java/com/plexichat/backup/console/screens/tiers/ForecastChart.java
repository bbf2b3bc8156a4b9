package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.ChartScale;
import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.RetentionForecast;
import com.plexichat.backup.shared.model.RetentionForecast.Day;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.Line;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;

/// What would exist on each day of the time to come: as it is written a whole line, as it is now a
/// dashed one.
final class ForecastChart extends Region {
  private static final int ROWS = 4;
  private static final int COLUMNS = 4;
  private static final int TEN = 10;

  private final Figures figures;
  private final Path grid = new Path();
  private final Path axis = new Path();
  private final Path area = new Path();
  private final Path then = new Path();
  private final Path now = new Path();
  private final List<Text> rows = new ArrayList<>();
  private final List<Text> columns = new ArrayList<>();
  private List<Day> draft = List.of();
  private List<Day> before = List.of();
  private Shown shown = Shown.BYTES;

  /// What is drawn of each day.
  enum Shown {
    BYTES,
    BACKUPS
  }

  ForecastChart(Figures figures) {
    this.figures = figures;
    getStyleClass().add("time-chart");
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setMinSize(120, 160);
    setPrefSize(400, 180);
    grid.getStyleClass().add("grid");
    axis.getStyleClass().add("axis");
    area.getStyleClass().add("area");
    then.getStyleClass().add("line");
    now.getStyleClass().addAll("line", "second");
    HealthColours.mark(area, Health.WORKING);
    HealthColours.mark(then, Health.WORKING);
    HealthColours.mark(now, Health.UNKNOWN);
    getChildren().addAll(grid, axis, area, now, then);
    labels(rows, ROWS + 1);
    labels(columns, COLUMNS + 1);
    getChildren().forEach(node -> node.setManaged(false));
  }

  /// A line as the chart draws it, for a legend.
  static Line sample(boolean isDraft) {
    Line line = new Line(0, 0, 22, 0);
    line.getStyleClass().add("line");
    if (!isDraft) {
      line.getStyleClass().add("second");
    }
    HealthColours.mark(line, isDraft ? Health.WORKING : Health.UNKNOWN);
    return line;
  }

  private void labels(List<Text> all, int count) {
    for (int i = 0; i < count; i++) {
      Text text = new Text();
      text.getStyleClass().addAll("text", "tick");
      text.setTextOrigin(VPos.CENTER);
      all.add(text);
      getChildren().add(text);
    }
  }

  void show(RetentionForecast asWritten, List<Day> asItIs, Shown what, String words) {
    draft = asWritten.days();
    before = asItIs;
    shown = what;
    setAccessibleText(words);
    requestLayout();
  }

  private double value(Day day) {
    return shown == Shown.BYTES ? day.bytes() : day.backups();
  }

  private String words(double value) {
    return shown == Shown.BYTES
        ? figures.bytes(Math.round(value))
        : value == Math.rint(value) ? figures.count(Math.round(value)) : figures.decimal(value);
  }

  private record Plot(double left, double top, double right, double bottom, double most, int days) {
    double x(int day) {
      return left + (right - left) * day / Math.max(1, days);
    }

    double y(double value) {
      return bottom - (bottom - top) * value / most;
    }
  }

  @Override
  protected void layoutChildren() {
    double most = 1;
    int days = 1;
    for (List<Day> line : List.of(draft, before)) {
      for (Day day : line) {
        most = Math.max(most, value(day));
        days = Math.max(days, day.day());
      }
    }
    int unit = shown == Shown.BYTES ? figures.unitStep() : (int) Math.pow(TEN, 3);
    double step = ChartScale.step(Math.max(most, ROWS), ROWS, unit);
    double left = 0;
    for (int i = 0; i <= ROWS; i++) {
      rows.get(i).setText(i == 0 ? "0" : words(step * i));
      left = Math.max(left, rows.get(i).getLayoutBounds().getWidth());
    }
    double high = rows.getFirst().getLayoutBounds().getHeight();
    Plot plot =
        new Plot(left + 12, high / 2, getWidth(), getHeight() - high - 8, step * ROWS, days);
    lines(plot);
    times(plot, high);
    draw(then, draft, plot);
    draw(now, before, plot);
    fill(plot);
  }

  private void lines(Plot plot) {
    grid.getElements().clear();
    axis.getElements().clear();
    for (int i = 0; i <= ROWS; i++) {
      double y = snapPositionY(plot.bottom() - (plot.bottom() - plot.top()) * i / ROWS) + 0.5;
      (i == 0 ? axis : grid)
          .getElements()
          .addAll(new MoveTo(plot.left(), y), new LineTo(plot.right(), y));
      Text text = rows.get(i);
      text.setX(plot.left() - 12 - text.getLayoutBounds().getWidth());
      text.setY(y);
    }
  }

  private void times(Plot plot, double high) {
    for (int i = 0; i <= COLUMNS; i++) {
      Text text = columns.get(i);
      text.setVisible(!draft.isEmpty());
      if (draft.isEmpty()) {
        continue;
      }
      int at = Math.min(draft.size() - 1, Math.round((float) plot.days() * i / COLUMNS));
      text.setText(figures.day(draft.get(at).at()));
      double wide = text.getLayoutBounds().getWidth();
      double x = plot.x(draft.get(at).day()) - wide / 2;
      text.setX(Math.clamp(x, plot.left(), Math.max(plot.left(), plot.right() - wide)));
      text.setY(plot.bottom() + 8 + high / 2);
      text.setVisible(wide * 1.3 * COLUMNS < plot.right() - plot.left() || i % 2 == 0);
    }
  }

  private void draw(Path path, List<Day> line, Plot plot) {
    path.getElements().clear();
    for (Day day : line) {
      double x = plot.x(day.day());
      double y = plot.y(value(day));
      path.getElements().add(path.getElements().isEmpty() ? new MoveTo(x, y) : new LineTo(x, y));
    }
  }

  private void fill(Plot plot) {
    area.getElements().clear();
    if (draft.isEmpty()) {
      return;
    }
    area.getElements().add(new MoveTo(plot.x(draft.getFirst().day()), plot.bottom()));
    draft.forEach(day -> area.getElements().add(new LineTo(plot.x(day.day()), plot.y(value(day)))));
    area.getElements()
        .addAll(new LineTo(plot.x(draft.getLast().day()), plot.bottom()), new ClosePath());
  }
}
