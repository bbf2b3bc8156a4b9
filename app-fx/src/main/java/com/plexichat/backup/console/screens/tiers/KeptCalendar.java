package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.KeptBy;
import com.plexichat.backup.shared.model.RetentionForecast;
import com.plexichat.backup.shared.model.RetentionForecast.Kept;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What is left at the end of the time to come, on the days on which it was made: a cell a day, its
/// mark the larger the longer the rule reaches that keeps a backup of it.
final class KeptCalendar extends VBox {
  private static final int WEEK = 7;

  private final Kit kit;
  private final Label told = Fields.sentence("");
  private final FlowPane legend = new FlowPane();
  private final FlowPane months = new FlowPane();
  private final Label basis = Fields.note("");

  KeptCalendar(Kit kit) {
    super(12);
    this.kit = kit;
    told.setId("kept-told");
    legend.getStyleClass().add("legend");
    legend.setId("kept-legend");
    months.getStyleClass().add("kept-months");
    months.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    getChildren().setAll(told, legend, months, basis);
  }

  /// Shows the months from now to the last day told.
  void show(RetentionForecast forecast) {
    if (forecast.days().isEmpty()) {
      return;
    }
    LocalDate from = forecast.from().atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate end = forecast.days().getLast().at().atZone(ZoneOffset.UTC).toLocalDate();
    Map<LocalDate, Kept> days =
        forecast.kept().stream()
            .collect(
                Collectors.toMap(Kept::day, Function.identity(), (one, _) -> one, TreeMap::new));
    YearMonth first = YearMonth.from(from);
    long before =
        forecast.kept().stream().filter(one -> one.day().isBefore(first.atDay(1))).count();
    told.setText(sentence(forecast.kept(), end));
    basis.setText(
        kit.text("tierEdit.calendarWhy")
            + (before == 0
                ? ""
                : " " + kit.text("tierEdit.calendarBefore", before, kit.figures().count(before))));
    legend(forecast.kept());
    months.getChildren().clear();
    for (YearMonth month = first;
        !month.isAfter(YearMonth.from(end));
        month = month.plusMonths(1)) {
      months.getChildren().add(month(month, end, days));
    }
    months.setAccessibleText(
        told.getText()
            + legend.getChildren().stream()
                .map(entry -> " " + entry.getAccessibleText())
                .collect(Collectors.joining(",")));
  }

  private String sentence(List<Kept> kept, LocalDate end) {
    long backups = kept.stream().mapToLong(Kept::backups).sum();
    return kept.isEmpty()
        ? kit.text("tierEdit.keptNone", kit.figures().date(end))
        : kit.text(
            "tierEdit.kept",
            kit.figures().date(end),
            backups,
            kit.figures().count(backups),
            kept.size(),
            kit.figures().count(kept.size()),
            kit.figures().date(kept.getFirst().day()));
  }

  private void legend(List<Kept> kept) {
    Map<KeptBy, Long> days = new EnumMap<>(KeptBy.class);
    kept.forEach(one -> days.merge(one.by(), 1L, Long::sum));
    legend.getChildren().clear();
    days.forEach((by, count) -> {
      String words = kit.text("tierEdit.keptOf", name(by), count, kit.figures().count(count));
      HBox entry = new HBox(8, mark(by), new Label(words));
      entry.getStyleClass().add("card-header");
      entry.setAccessibleText(words);
      legend.getChildren().add(entry);
    });
  }

  private Node month(YearMonth month, LocalDate end, Map<LocalDate, Kept> days) {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("kept-month");
    int lead = month.atDay(1).getDayOfWeek().getValue() - 1;
    for (LocalDate day = month.atDay(1);
        YearMonth.from(day).equals(month) && !day.isAfter(end);
        day = day.plusDays(1)) {
      int at = lead + day.getDayOfMonth() - 1;
      Kept kept = days.get(day);
      grid.add(kept == null ? cell() : day(kept), at % WEEK, at / WEEK);
    }
    Label name = new Label(kit.figures().month(month));
    name.getStyleClass().addAll("note", "small");
    return new VBox(4, name, grid);
  }

  private Node day(Kept kept) {
    Region cell = mark(kept.by());
    String words =
        kit.text(
            "tierEdit.keptDay",
            kit.figures().date(kept.day()),
            kept.backups(),
            kit.figures().count(kept.backups()),
            name(kept.by()));
    cell.setId("kept-" + kept.day());
    cell.setAccessibleText(words);
    Tooltip.install(cell, new Tooltip(words));
    return cell;
  }

  private static Region cell() {
    Region cell = new Region();
    cell.getStyleClass().add("kept-day");
    return cell;
  }

  private static Region mark(KeptBy by) {
    Region cell = cell();
    cell.getStyleClass()
        .add(
            switch (by) {
              case YEARLY -> "kept-yearly";
              case MONTHLY -> "kept-monthly";
              case WEEKLY -> "kept-weekly";
              case DAILY -> "kept-daily";
              case HOURLY, LAST -> "kept-newest";
              case TERM -> "kept-term";
              case OTHER -> "kept-other";
            });
    HealthColours.mark(cell, Health.WORKING);
    return cell;
  }

  private String name(KeptBy by) {
    return switch (by) {
      case YEARLY -> kit.text("tierEdit.byYearly");
      case MONTHLY -> kit.text("tierEdit.byMonthly");
      case WEEKLY -> kit.text("tierEdit.byWeekly");
      case DAILY -> kit.text("tierEdit.byDaily");
      case HOURLY -> kit.text("tierEdit.byHourly");
      case LAST -> kit.text("tierEdit.byLast");
      case TERM -> kit.text("tierEdit.byTerm");
      case OTHER -> kit.text("tierEdit.byOther");
    };
  }
}
