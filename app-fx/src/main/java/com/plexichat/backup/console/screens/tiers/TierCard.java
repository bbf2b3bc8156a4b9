package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.DurabilityWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.kit.WholeWords;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.tiers.TiersModel.Verdict;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.Distribution.TierCoverage;
import com.plexichat.backup.shared.model.Durability;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.Tier;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// One tier: what it asks for, how what is under it stands, and what today's peers could do.
final class TierCard {
  private static final double WIDE = 420;

  private final Kit kit;
  private final Tier tier;
  private final Navigator navigator;
  private final Card card;
  private final StateBadge badge;
  private final Label sentence = new Label();
  private final Label coverage = new Label();
  private final Label durability = new Label();
  private final Tooltip means = new Tooltip();
  private final Hyperlink worst = new Hyperlink();
  private final FlowPane sets = new FlowPane(12, 4);
  private final Button again;
  private final Button change = new Button();
  private List<String> shownSets = List.of();

  TierCard(Kit kit, Tier tier, Navigator navigator, Runnable ask) {
    this.kit = kit;
    this.tier = tier;
    this.navigator = navigator;
    badge = new StateBadge(Health.UNKNOWN, kit.text("tiers.asking"));
    badge.setId("placeable-" + tier.name());
    again = new Button(kit.text("tiers.again"));
    again.setOnAction(_ -> ask.run());
    sets.setMinWidth(0);
    sentence.setWrapText(true);
    sentence.setMinHeight(Region.USE_PREF_SIZE);
    sentence.setId("preflight-" + tier.name());
    coverage.setWrapText(true);
    coverage.setId("coverage-" + tier.name());
    durable();
    FactList facts =
        new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")))
            .fact(
                kit.text("tiers.version"),
                tier.version() == 0
                    ? kit.text("tiers.ownNumbers")
                    : kit.figures().count(tier.version()))
            .fact(kit.text("tiers.kept"), kit.figures().days(tier.days()))
            .fact(kit.text("tierEdit.keep"), TierKeeps.of(kit, tier))
            .fact(kit.text("tiers.copies"), kit.figures().count(tier.copies()))
            .fact(
                kit.text("tiers.stripe"),
                kit.text("tiers.stripeOf", tier.dataShards(), tier.parityShards()))
            .fact(
                kit.text("tiers.owners"),
                kit.text("tiers.ownersOf", tier.ownersNeeded(), tier.ownersLeast()))
            .fact(
                kit.text("tiers.region"),
                kit.text("tiers.regionOf", TiersModel.mostPerRegion(tier)))
            .fact(kit.text("tiers.sets"), sets)
            .fact(kit.text("tiers.stands"), coverage)
            .fact(kit.text("durability.title"), durability)
            .fact(kit.text("durability.worst"), worst);
    Region rule = new Region();
    rule.getStyleClass().add("rule");
    again.setVisible(false);
    again.setManaged(false);
    change.setText(kit.text("tiers.change"));
    change.setGraphic(Icons.EDIT.node());
    change.setId("change-" + tier.name());
    change.setAccessibleText(kit.text("tiers.change") + " " + tier.name());
    change.setOnAction(_ -> navigator.go(new Target.Tier(tier.name())));
    VBox foot = new VBox(12, sentence, again, new HBox(change));
    card = new Card(tier.name()).action(badge).content(facts, rule, foot);
    card.setId("tier-" + tier.name());
  }

  private void durable() {
    durability.setWrapText(true);
    durability.setMinHeight(Region.USE_PREF_SIZE);
    durability.setFocusTraversable(true);
    durability.setId("durability-" + tier.name());
    means.setWrapText(true);
    means.setMaxWidth(WIDE);
    worst.getStyleClass().add("fact-link");
    worst.setWrapText(true);
    worst.setId("worst-" + tier.name());
  }

  Card card() {
    return card;
  }

  private void show(Optional<Durability> told) {
    DurabilityWords words = new DurabilityWords(kit);
    durability.setText(told.map(words::of).orElseGet(() -> kit.text("durability.none")));
    means.setText(told.map(words::whole).orElse(""));
    durability.setTooltip(told.isPresent() ? means : null);
    Optional<Durability.WorstBackup> backup = told.flatMap(Durability::worst);
    worst.setText(backup.map(words::worst).orElse("–"));
    worst.setDisable(backup.isEmpty());
    backup.ifPresent(
        one -> worst.setOnAction(_ -> navigator.go(new Target.Backups("", one.backup()))));
  }

  void show(ClusterState state) {
    Optional<TierCoverage> known = TiersModel.coverage(state, tier);
    show(known.flatMap(TierCoverage::durability));
    coverage.setText(
        known
            .map(told ->
                kit.text(
                    "tiers.standsOf",
                    kit.figures().percent(told.coveragePercent()),
                    kit.figures().mean(told.meanCopies()),
                    kit.figures().count(told.copiesTarget())))
            .orElseGet(() -> kit.text("tiers.unused")));
    List<String> names = TiersModel.sets(state, tier);
    if (sets.getChildren().isEmpty() || !names.equals(shownSets)) {
      shownSets = names;
      sets.getChildren().setAll(names.stream().map(this::link).toList());
      if (names.isEmpty()) {
        sets.getChildren().add(new Label(kit.text("tiers.noSets")));
      }
    }
  }

  private Hyperlink link(String set) {
    Hyperlink link = WholeWords.of(new Hyperlink(set));
    link.getStyleClass().add("fact-link");
    link.maxWidthProperty().bind(sets.widthProperty());
    link.setTextOverrun(javafx.scene.control.OverrunStyle.CENTER_ELLIPSIS);
    link.setOnAction(_ -> navigator.go(new Target.Backups(set, "")));
    return link;
  }

  void show(Verdict verdict) {
    again.setVisible(
        verdict instanceof Verdict.Failed(var failure)
            && failure.code() != FailureCode.NOT_ALLOWED);
    again.setManaged(again.isVisible());
    switch (verdict) {
      case Verdict.Asking _ -> told(Health.UNKNOWN, kit.text("tiers.asking"), "");
      case Verdict.Told(var preflight) -> told(preflight);
      case Verdict.Failed(var why) ->
          told(
              Health.UNKNOWN,
              why.code() == FailureCode.NOT_ALLOWED
                  ? kit.text("tiers.notAllowed")
                  : kit.text("tiers.notTold"),
              why.sentence() + " " + why.nextAct());
    }
  }

  private void told(Preflight preflight) {
    switch (preflight.outcome()) {
      case COMPLETE -> told(Health.OK, kit.text("tiers.placeable"), preflight.sentence());
      case UNDER_PROTECTED ->
          told(Health.DEGRADED, kit.text("tiers.placeableShort"), preflight.sentence());
      default -> told(Health.AT_RISK, kit.text("tiers.notPlaceable"), preflight.sentence());
    }
  }

  private void told(Health health, String word, String words) {
    badge.show(health, word);
    sentence.setText(words);
  }
}
