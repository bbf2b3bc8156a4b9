package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.ChartScale;
import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.Throughput.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.Line;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;

/// Rates over time, from the first sample to the last. Where nothing is known, there is no line.
final class RateChart extends Region {
  private static final int ROWS = 4;
  private static final int COLUMNS = 6;
  private static final Duration LEAST = Duration.ofMinutes(1);

  private final Figures figures;
  private final Path grid = new Path();
  private final Path axis = new Path();
  private final Path area = new Path();
  private final List<Curve> curves;
  private final List<Text> rows = new ArrayList<>();
  private final List<Text> columns = new ArrayList<>();
  private List<Sample> samples = List.of();

  /// One line: its colour, its dashes, its values.
  record Series(Health health, String dashes, ToDoubleFunction<Sample> value) {
    static final Series BACKUPS = new Series(Health.WORKING, "", Sample::backups);
    static final Series RESTORES = new Series(Health.WORKING, "second", Sample::restores);
    static final Series REPAIRS = new Series(Health.REPAIRING, "third", Sample::repairs);
    static final List<Series> ALL = List.of(BACKUPS, RESTORES, REPAIRS);

    /// Its line, as a legend shows it.
    Node sample() {
      Line line = new Line(0, 0, 22, 0);
      style(line);
      return line;
    }

    private void style(javafx.scene.shape.Shape line) {
      line.getStyleClass().add("line");
      if (!dashes.isEmpty()) {
        line.getStyleClass().add(dashes);
      }
      HealthColours.mark(line, health);
    }
  }

  private record Curve(Series series, Path path) {}

  RateChart(Figures figures) {
    this.figures = figures;
    getStyleClass().add("time-chart");
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setMinSize(120, 120);
    setPrefSize(480, 180);
    grid.getStyleClass().add("grid");
    axis.getStyleClass().add("axis");
    area.getStyleClass().add("area");
    HealthColours.mark(area, Health.WORKING);
    curves =
        Series.ALL.stream()
            .map(series -> {
              Path path = new Path();
              series.style(path);
              return new Curve(series, path);
            })
            .toList();
    getChildren().addAll(grid, axis, area);
    curves.forEach(curve -> getChildren().add(curve.path()));
    labels(rows, ROWS + 1);
    labels(columns, COLUMNS + 1);
    getChildren().forEach(node -> node.setManaged(false));
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

  /// Oldest first.
  void show(List<Sample> next) {
    samples = next;
    requestLayout();
  }

  /// The step between two lines of the grid, so that the highest value lies below the fourth.
  static double step(double most, int unitStep) {
    return ChartScale.step(most, ROWS, unitStep);
  }

  @Override
  protected void layoutChildren() {
    double most = 0;
    for (Sample sample : samples) {
      if (sample.isKnown()) {
        most = Math.max(most, Math.max(sample.backups(), sample.restores()));
        most = Math.max(most, sample.repairs());
      }
    }
    double step = step(Math.max(most, figures.unitStep()), figures.unitStep());
    double left = 0;
    for (int i = 0; i <= ROWS; i++) {
      Text text = rows.get(i);
      text.setText(i == 0 ? "0" : figures.rate(step * i));
      left = Math.max(left, text.getLayoutBounds().getWidth());
    }
    double high = rows.getFirst().getLayoutBounds().getHeight();
    Plot plot = new Plot(left + 12, high / 2, getWidth(), getHeight() - high - 8, step * ROWS);
    lines(plot);
    times(plot, high);
    area.getElements().clear();
    for (Curve curve : curves) {
      curve.path().getElements().clear();
      draw(curve, plot);
    }
  }

  /// The rectangle of the curves.
  private record Plot(double left, double top, double right, double bottom, double most) {
    double y(double value) {
      return bottom - (bottom - top) * value / most;
    }
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

  private Instant first() {
    return samples.getFirst().at();
  }

  private Duration span() {
    Duration span = Duration.between(first(), samples.getLast().at());
    return span.compareTo(LEAST) < 0 ? LEAST : span;
  }

  private void times(Plot plot, double high) {
    double width = plot.right() - plot.left();
    for (int i = 0; i <= COLUMNS; i++) {
      Text text = columns.get(i);
      text.setVisible(!samples.isEmpty());
      if (!samples.isEmpty()) {
        text.setText(figures.time(first().plus(span().multipliedBy(i).dividedBy(COLUMNS))));
        double words = text.getLayoutBounds().getWidth();
        boolean room = words * 1.6 < width / COLUMNS;
        text.setVisible(room || i % 3 == 0);
        double x = plot.left() + width * i / COLUMNS - words / 2;
        text.setX(Math.clamp(x, plot.left(), Math.max(plot.left(), plot.right() - words)));
        text.setY(plot.bottom() + 8 + high / 2);
      }
    }
  }

  private void draw(Curve curve, Plot plot) {
    double before = Double.NaN;
    for (Sample sample : samples) {
      double value = curve.series().value().applyAsDouble(sample);
      double share = (double) Duration.between(first(), sample.at()).toMillis() / span().toMillis();
      double x = plot.left() + (plot.right() - plot.left()) * share;
      if (Double.isNaN(value)) {
        close(curve, before, plot);
        before = Double.NaN;
        continue;
      }
      boolean begins = Double.isNaN(before);
      curve
          .path()
          .getElements()
          .add(begins ? new MoveTo(x, plot.y(value)) : new LineTo(x, plot.y(value)));
      if (curve.series().equals(Series.BACKUPS)) {
        if (begins) {
          area.getElements().add(new MoveTo(x, plot.bottom()));
        }
        area.getElements().add(new LineTo(x, plot.y(value)));
      }
      before = x;
    }
    close(curve, before, plot);
  }

  private void close(Curve curve, double lastX, Plot plot) {
    if (curve.series().equals(Series.BACKUPS) && !Double.isNaN(lastX)) {
      area.getElements().addAll(new LineTo(lastX, plot.bottom()), new ClosePath());
    }
  }
}
