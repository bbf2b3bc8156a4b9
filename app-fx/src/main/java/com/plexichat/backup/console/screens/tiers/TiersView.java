package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CardColumns;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.PageScroll;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.screens.tiers.TiersModel.Verdict;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Tier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.MapChangeListener;
import javafx.scene.Node;
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
  private List<Tier> shown = List.of();

  public TiersView(Kit kit, TiersModel model, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    this.navigator = navigator;
    basis = new BasisCard(kit);
    scroll = new PageScroll(new VBox(16, columns, basis.card()));
    Card asking =
        new Card("").content(new EmptyNote(EmptyNote.Kind.LOADING, kit.text("screen.loading"), ""));
    page = new Page(kit.text("tiers.title")).sentence(kit.text("screen.loading")).content(asking);
    page.setId("tiers-page");
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

  @Override
  protected void attached() {
    follow(live.state(), this::show);
  }

  private void show(ClusterState state) {
    if (!state.isKnown()) {
      return;
    }
    List<Tier> tiers = TiersModel.tiers(state);
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
      page.content(scroll);
    }
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
        asking ? kit.text("tiers.fixed") : kit.text("tiers.sentence", placeable, shown.size()));
  }
}
