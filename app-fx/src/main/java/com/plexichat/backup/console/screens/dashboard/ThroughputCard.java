package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Throughput.Sample;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What running work moves a second. It begins when the cluster was opened here, and says so.
final class ThroughputCard {
  private final Kit kit;
  private final Card card;
  private final RateChart chart;
  private final Label since = new Label();

  ThroughputCard(Kit kit) {
    this.kit = kit;
    chart = new RateChart(kit.figures());
    card = new Card(kit.text("dashboard.throughput"));
    card.setId("throughput");
    HBox legend =
        new HBox(
            16,
            entry(RateChart.Series.BACKUPS, kit.text("dashboard.backups")),
            entry(RateChart.Series.RESTORES, kit.text("dashboard.restores")),
            entry(RateChart.Series.REPAIRS, kit.text("dashboard.repairs")));
    card.action(legend);
    since.getStyleClass().addAll("note", "small");
    since.setWrapText(true);
    since.setMinHeight(Label.USE_PREF_SIZE);
    VBox.setVgrow(chart, javafx.scene.layout.Priority.ALWAYS);
    card.content(new VBox(8, chart, since));
  }

  private static HBox entry(RateChart.Series series, String name) {
    Label word = new Label(name);
    word.getStyleClass().addAll("note", "small");
    word.setMinWidth(Label.USE_PREF_SIZE);
    HBox entry = new HBox(8, series.sample(), word);
    entry.getStyleClass().add("time-chart");
    entry.setAlignment(Pos.CENTER_LEFT);
    return entry;
  }

  Card card() {
    return card;
  }

  void show(List<Sample> samples) {
    chart.show(samples);
    if (samples.isEmpty()) {
      since.setText(kit.text("dashboard.notSampled"));
      chart.setAccessibleText(since.getText());
      return;
    }
    since.setText(kit.text("dashboard.sampledSince", kit.figures().time(samples.getFirst().at())));
    Sample last = samples.getLast();
    chart.setAccessibleText(
        last.isKnown()
            ? kit.text(
                "dashboard.ratesNow",
                kit.figures().rate(last.backups()),
                kit.figures().rate(last.restores()),
                kit.figures().rate(last.repairs()))
            : kit.text("dashboard.ratesUnknown"));
  }
}
