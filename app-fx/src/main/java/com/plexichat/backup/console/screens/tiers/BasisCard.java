package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.DurabilityWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.shared.model.Durability.Basis;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// What the durability of all tiers is reckoned from: what was measured here, and what is assumed.
final class BasisCard {
  private static final double WIDE = 960;

  private final Kit kit;
  private final Card card;
  private final FactList facts;
  private final Map<String, Label> values = new LinkedHashMap<>();

  BasisCard(Kit kit) {
    this.kit = kit;
    Label why = new Label(kit.text("durability.basisWhy"));
    why.getStyleClass().add("note");
    why.setWrapText(true);
    why.setMaxWidth(WIDE);
    why.setMinHeight(Region.USE_PREF_SIZE);
    why.setId("durability-why");
    facts = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    card = new Card(kit.text("durability.basis")).content(why, facts);
    card.setId("durability-basis");
    show(Optional.empty());
  }

  Card card() {
    return card;
  }

  /// Not there while nothing was told.
  void show(Optional<Basis> basis) {
    card.setVisible(basis.isPresent());
    card.setManaged(basis.isPresent());
    basis.ifPresent(told -> new DurabilityWords(kit).basis(told).forEach(this::row));
  }

  private void row(String name, String words) {
    values.computeIfAbsent(name, this::made).setText(words);
  }

  private Label made(String name) {
    Label value = new Label();
    value.setWrapText(true);
    value.setMinHeight(Region.USE_PREF_SIZE);
    value.setFocusTraversable(true);
    facts.fact(name, value);
    return value;
  }
}
