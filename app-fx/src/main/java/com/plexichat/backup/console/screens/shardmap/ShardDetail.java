package com.plexichat.backup.console.screens.shardmap;

import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.Ends;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Collusion;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.ShardCells;
import com.plexichat.backup.console.state.ShardColours;
import com.plexichat.backup.console.state.ShardGrid;
import com.plexichat.backup.shared.model.MapPage;
import com.plexichat.backup.shared.model.MapPage.MapStripe;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.Shard;
import com.plexichat.backup.shared.model.StripeDetail;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The selected shard: its stripe, its copies and their proofs, who could rebuild it, what became
/// of it, and what can be done from here.
final class ShardDetail {
  private final Kit kit;
  private final ShardMapModel model;
  private final Navigator navigator;
  private final StripeHistory history;

  ShardDetail(Kit kit, ShardMapModel model, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.navigator = navigator;
    this.history = new StripeHistory(kit, model, navigator);
  }

  /// @param told of its stripe; UNHEARD while it is being asked for
  Node of(ShardCells cells, int cell, StripeDetail told) {
    List<Shard> shards = told.shards();
    MapStripe stripe = cells.stripe(cell);
    int index = cells.index(cell);
    Health health = ShardWords.health(cells, cell, model.state());
    long number = stripe.firstShard() + index;
    DetailPanel panel =
        new DetailPanel(
            kit.text("shards.one", kit.figures().count(number)),
            new StateBadge(health, kit.texts().of(health)));
    Optional<Shard> shard = shards.stream().filter(one -> one.index() == index).findFirst();
    panel.add(facts(cells, stripe, index, shard));
    panel.section(kit.text("shards.stripe"), members(cells, cell));
    shard.ifPresent(one -> panel.section(kit.text("shards.copies"), copies(one)));
    shard.ifPresent(one -> {
      panel.section(kit.text("shards.proofs"), proofs(one));
      panel.section(kit.text("shards.history"), history.of(stripe.id(), told));
    });
    acts(panel, cells, stripe, shards);
    return panel;
  }

  private Node facts(ShardCells cells, MapStripe stripe, int index, Optional<Shard> shard) {
    FactList facts = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    shard.ifPresent(one -> facts.id(kit.text("shards.id"), one.id().hex()));
    facts.id(kit.text("shards.stripe"), stripe.id().hex());
    facts.fact(
        kit.text("shards.position"),
        position(
            index < stripe.dataShards(),
            index + 1,
            stripe.dataShards() + stripe.parityShards(),
            stripe.dataShards()));
    shard.ifPresent(
        one -> facts.fact(kit.text("shards.size"), kit.figures().bytes(one.size().bytes())));
    String tier = cells.snapshot().tier(stripe);
    facts.fact(kit.text("shards.tier"), tier.isEmpty() ? kit.text("shards.unneeded") : tier);
    OptionalInt collusion =
        Collusion.of(
            stripe,
            peer ->
                cells
                    .snapshot()
                    .peer(peer)
                    .flatMap(model.state()::peer)
                    .map(Peer::owner)
                    .orElse(Integer.toString(peer)));
    facts.fact(
        kit.text("shards.collusion"),
        collusion.isPresent()
            ? kit.text("shards.collusionOf", collusion.getAsInt())
            : kit.text("shards.collusionNone"));
    return facts;
  }

  private String position(boolean data, int at, int all, int enough) {
    return data
        ? kit.text("shards.isData", at, all, enough)
        : kit.text("shards.isParity", at, all, enough);
  }

  /// A small square for each shard of the stripe, coloured as on the map.
  private Node members(ShardCells cells, int cell) {
    MapStripe stripe = cells.stripe(cell);
    Health[] health = ShardGrid.health(stripe, cells.snapshot().counting(model.state()));
    FlowPane squares = new FlowPane(4, 4);
    int well = 0;
    for (int index = 0; index < health.length; index++) {
      Health shown = model.state().freshness().isCurrent() ? health[index] : Health.UNKNOWN;
      well += health[index] == Health.OK ? 1 : 0;
      Region square = new Region();
      square.getStyleClass().add("stripe-member");
      HealthColours.mark(square, shown);
      if (index == cells.index(cell)) {
        square.getStyleClass().add("chosen");
      }
      Tooltip.install(
          square, new Tooltip(kit.text("shards.member", index + 1, kit.texts().of(shown))));
      squares.getChildren().add(square);
    }
    Label words = new Label(kit.text("shards.members", well, health.length, stripe.dataShards()));
    words.getStyleClass().addAll("note", "small");
    words.setWrapText(true);
    return new VBox(8, squares, words);
  }

  private Node copies(Shard shard) {
    VBox lines = new VBox(8);
    if (shard.copies().isEmpty()) {
      lines.getChildren().add(new Label(kit.text("shards.noCopies")));
    }
    for (Shard.Copy copy : shard.copies()) {
      Optional<Peer> peer = model.state().peer(copy.peer());
      Hyperlink name = new Hyperlink(peer.map(Peer::name).orElse(copy.peer().hex()));
      name.setOnAction(_ -> navigator.go(new Target.Peers(Optional.of(copy.peer()))));
      Label region = new Label(peer.map(Peer::region).orElse(""));
      region.getStyleClass().addAll("note", "small");
      HBox where = new HBox(8, name, region);
      where.setAlignment(Pos.CENTER_LEFT);
      StateBadge badge =
          new StateBadge(ShardColours.copyHealth(copy.state()), kit.texts().of(copy.state()));
      lines.getChildren().add(new Ends(8, where, badge));
    }
    return lines;
  }

  /// When each copy was proven last, the newest first.
  private Node proofs(Shard shard) {
    VBox lines = new VBox(4);
    shard.copies().stream()
        .filter(copy -> copy.proven().isPresent())
        .sorted(Comparator.comparing((Shard.Copy copy) -> copy.proven().orElseThrow()).reversed())
        .forEach(copy ->
            lines
                .getChildren()
                .add(
                    line(kit.text("shards.proven", name(copy)), kit.figures().ago(copy.proven()))));
    if (lines.getChildren().isEmpty()) {
      lines.getChildren().add(new Label(kit.text("shards.noProof")));
    }
    return lines;
  }

  private String name(Shard.Copy copy) {
    return model.state().peer(copy.peer()).map(Peer::name).orElse(copy.peer().hex());
  }

  private static Node line(String what, String when) {
    Label words = new Label(what);
    words.setWrapText(true);
    Label age = new Label(when);
    age.getStyleClass().addAll("note", "small");
    return new Ends(8, words, age);
  }

  private void acts(DetailPanel panel, ShardCells cells, MapStripe stripe, List<Shard> shards) {
    Button repair = new Button(kit.text("shards.repair"));
    repair.setId("repair-stripe");
    repair.setDisable(shards.isEmpty());
    repair.setOnAction(_ -> model.repair(shards.stream().map(Shard::id).toList()));
    panel.action(repair);
    cells
        .snapshot()
        .origin(stripe)
        .map(MapPage.Origin::backupId)
        .flatMap(model.state()::backup)
        .filter(backup -> backup.state().isListed())
        .ifPresent(backup -> {
          Button verify = new Button(kit.text("shards.verify", backup.set(), backup.number()));
          verify.setId("verify-backup");
          verify.setOnAction(_ -> model.verify(backup.id()));
          panel.action(verify);
        });
  }
}
