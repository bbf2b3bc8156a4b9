package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CardColumns;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.PageScroll;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.SegmentedChoice;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.tiers.TiersModel.Verdict;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Tier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.MapChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The retention tiers, side by side.
public final class TiersView extends Screen {
  private final Kit kit;
  private final TiersModel model;
  private final LiveCluster live;
  private final Navigator navigator;
  private final Map<String, TierCard> cards = new LinkedHashMap<>();
  private final CardColumns columns = new CardColumns(2);
  private final BasisCard basis;
  private final PageScroll scroll;
  private final Page page;
  private final RulesModel rules;
  private final RulesPane rulesPane;
  private final FindingsPane findingsPane;
  private final SegmentedChoice<Listed> lists;
  private final StackPane content = new StackPane();
  private ClusterState state = ClusterState.LOADING;
  private List<Tier> shown = List.of();

  /// Which list is in sight.
  public enum Listed {
    TIERS,
    RULES,
    FINDINGS
  }

  public TiersView(
      Kit kit, TiersModel model, RulesModel rules, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.rules = rules;
    rulesPane = new RulesPane(kit, rules);
    findingsPane = new FindingsPane(kit, rules, navigator);
    this.live = live;
    this.navigator = navigator;
    basis = new BasisCard(kit);
    scroll = new PageScroll(new VBox(16, columns, basis.card()));
    lists = new SegmentedChoice<>(kit.text("tiers.lists"), List.of(Listed.values()), this::name);
    lists.setId("tiers-lists");
    Button add = new Button(kit.text("crumb.newTier"));
    add.setGraphic(Icons.ADD.node());
    add.setId("new-tier");
    add.setOnAction(_ -> navigator.go(new Target.Tier("")));
    page =
        new Page(kit.text("tiers.title"))
            .sentence(kit.text("screen.loading"))
            .actions(lists, add)
            .content(content);
    page.setId("tiers-page");
    content.getChildren().setAll(loading());
    lists.valueProperty().subscribe(_ -> ask());
    rules.rulesProperty().subscribe(_ -> arrange());
    rules.findingsProperty().subscribe(_ -> arrange());
    rules.failureProperty().subscribe(_ -> arrange());
    model.versionsProperty().subscribe(_ -> show(state));
    model
        .verdicts()
        .addListener(
            (MapChangeListener<String, Verdict>)
                change -> {
                  TierCard card = cards.get(change.getKey());
                  if (card != null && change.wasAdded()) {
                    card.show(change.getValueAdded());
                  }
                  sentence();
                });
  }

  @Override
  public Node root() {
    return page;
  }

  private String name(Listed one) {
    return switch (one) {
      case TIERS -> kit.text("tiers.listTiers");
      case RULES -> kit.text("tiers.listRules");
      case FINDINGS -> kit.text("tiers.listFindings");
    };
  }

  private Node loading() {
    return new Card("")
        .content(new EmptyNote(EmptyNote.Kind.LOADING, kit.text("screen.loading"), ""));
  }

  /// What is come to is asked anew.
  private void ask() {
    if (state.isKnown() && state.freshness().isCurrent()) {
      switch (lists.valueProperty().get()) {
        case TIERS -> {}
        case RULES -> rules.askRules();
        case FINDINGS -> rules.audit();
      }
    }
    arrange();
  }

  /// Puts what is known where it belongs.
  private void arrange() {
    if (!state.isKnown()) {
      return;
    }
    Node now =
        switch (lists.valueProperty().get()) {
          case TIERS -> scroll;
          case RULES -> known(rules.rulesProperty().get().isPresent(), rulesPane.root());
          case FINDINGS -> known(rules.findingsProperty().get().isPresent(), findingsPane.root());
        };
    if (!content.getChildren().equals(List.of(now))) {
      content.getChildren().setAll(now);
    }
  }

  private Node known(boolean is, Node node) {
    if (is) {
      return node;
    }
    return rules
        .failureProperty()
        .get()
        .<Node>map(why ->
            new Card("")
                .content(
                    why.code() == FailureCode.NOT_ALLOWED
                        ? new EmptyNote(EmptyNote.Kind.NO_PERMISSION, why.sentence(), why.nextAct())
                        : new EmptyNote(EmptyNote.Kind.ERROR, why.sentence(), why.nextAct())
                            .action(kit.text("backups.retry"), this::ask)))
        .orElseGet(this::loading);
  }

  @Override
  protected void attached() {
    model.arrive();
    follow(live.state(), this::show);
  }

  private void show(ClusterState now) {
    state = now;
    rules.show(state);
    if (!state.isKnown()) {
      return;
    }
    List<Tier> tiers = model.tiers(state);
    rulesPane.offer(tiers.stream().map(Tier::name).toList());
    if (!tiers.equals(shown)) {
      shown = tiers;
      cards.clear();
      for (Tier tier : tiers) {
        TierCard card = new TierCard(kit, tier, navigator, () -> model.ask(tier));
        Verdict known = model.verdicts().get(tier.name());
        if (known != null) {
          card.show(known);
        }
        cards.put(tier.name(), card);
      }
      columns.show(cards.values().stream().map(TierCard::card).toList());
    }
    arrange();
    model.show(state);
    cards.values().forEach(card -> card.show(state));
    basis.show(state.distribution().flatMap(Distribution::basis));
    sentence();
  }

  private void sentence() {
    long placeable =
        shown.stream()
            .map(tier -> model.verdicts().get(tier.name()))
            .filter(verdict ->
                verdict instanceof Verdict.Told(var told) && told.outcome() == BackupState.COMPLETE)
            .count();
    boolean asking =
        shown.stream()
            .map(tier -> model.verdicts().get(tier.name()))
            .anyMatch(verdict -> !(verdict instanceof Verdict.Told));
    page.sentence(
        asking
            ? kit.text("tiers.sentenceAsking")
            : kit.text("tiers.sentence", placeable, shown.size()));
  }
}
