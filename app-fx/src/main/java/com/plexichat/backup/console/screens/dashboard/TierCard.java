package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.DurabilityWords;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.Protection;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Distribution.TierCoverage;
import com.plexichat.backup.shared.model.Durability;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// How well each tier is covered: of its shards, those with all copies, and the mean of its copies.
final class TierCard implements Part {
  private static final double WIDE = 420;

  private final Kit kit;
  private final Card card;
  private final LineList<TierCoverage, Line> lines;
  private final EmptyNote loading;
  private boolean current;

  TierCard(Kit kit, Navigator navigator) {
    this.kit = kit;
    card = new Card(kit.text("dashboard.tiers"));
    card.setId("tiers");
    lines =
        new LineList<>(
            TierCoverage::tier,
            Line::new,
            (line, tier) -> {
              show(line, tier);
              line.opens(() -> navigator.go(new Target.Tiers()));
            });
    loading = Part.loading(kit);
    card.content(lines);
  }

  @Override
  public Card card() {
    return card;
  }

  @Override
  public void show(ClusterState state) {
    current = state.freshness().isCurrent();
    Part.fill(card, state.isKnown() ? lines : loading);
    lines.show(state.distribution().map(Distribution::tiers).orElse(List.of()));
  }

  /// Nothing is stored under it: the agent calls that covered, with no copy.
  private static boolean isUnused(TierCoverage tier) {
    return tier.coveragePercent() >= 100 && tier.meanCopies() == 0;
  }

  private void show(Line line, TierCoverage tier) {
    boolean unused = isUnused(tier);
    line.health(unused || !current ? Health.UNKNOWN : Protection.health(tier));
    line.name.setText(tier.tier());
    line.percent.setText(unused ? "–" : kit.figures().percent(tier.coveragePercent()));
    line.bar.setProgress(unused ? 0 : tier.coveragePercent() / 100);
    line.copies.setText(
        unused
            ? kit.text("dashboard.tierUnused")
            : kit.text(
                "dashboard.tierCopies",
                kit.figures().mean(tier.meanCopies()),
                kit.figures().count(tier.copiesTarget())));
    DurabilityWords words = new DurabilityWords(kit);
    Optional<Durability> durability = unused ? Optional.empty() : tier.durability();
    line.nines.setText(durability.map(words::brief).orElse(""));
    line.means.setText(durability.map(words::whole).orElse(""));
    line.nines.setTooltip(durability.isPresent() ? line.means : null);
    line.setAccessibleText(
        tier.tier()
            + ": "
            + line.percent.getText()
            + ", "
            + line.copies.getText()
            + durability.map(one -> ", " + words.whole(one)).orElse(""));
    line.setId("tier-" + tier.tier());
  }

  private static final class Line extends OpeningBox {
    private final HBox icon = new HBox();
    private final Label name = new Label();
    private final Label percent = new Label();
    private final Label copies = new Label();
    private final Label nines = new Label();
    private final Tooltip means = new Tooltip();
    private final ProgressBar bar = new ProgressBar(0);
    private Health shown = Health.OK;

    Line() {
      this(new VBox(4));
    }

    private Line(VBox box) {
      super(box);
      name.getStyleClass().add("strong");
      copies.getStyleClass().addAll("note", "small");
      nines.getStyleClass().addAll("note", "small");
      nines.setWrapText(true);
      nines.setMinHeight(USE_PREF_SIZE);
      nines.managedProperty().bind(nines.textProperty().isNotEmpty());
      means.setWrapText(true);
      means.setMaxWidth(WIDE);
      percent.setMinWidth(USE_PREF_SIZE);
      bar.setMaxWidth(Double.MAX_VALUE);
      Region space = new Region();
      HBox.setHgrow(space, Priority.ALWAYS);
      icon.setAlignment(Pos.CENTER);
      HBox head = new HBox(8, icon, name, space, copies, percent);
      head.setAlignment(Pos.CENTER_LEFT);
      box.getStyleClass().add("progress-line");
      box.getChildren().addAll(head, bar, nines);
      health(Health.UNKNOWN);
    }

    private void health(Health health) {
      HealthColours.mark(this, health);
      if (health != shown) {
        shown = health;
        icon.getChildren().setAll(Icons.of(health).stateNode());
      }
    }
  }
}
