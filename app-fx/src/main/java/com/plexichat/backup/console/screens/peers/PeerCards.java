package com.plexichat.backup.console.screens.peers;

import com.plexichat.backup.console.kit.CardColumns;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.kit.WholeWords;
import com.plexichat.backup.shared.model.Peer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Peers as cards; a card stays the same node while its peer changes, so that focus stays.
final class PeerCards {
  private static final int MOST_COLUMNS = 12;
  private static final double LEAST_EM = 19.2;
  private static final double PADDING = 16;

  private final Kit kit;
  private final PeersModel model;
  private final Consumer<Peer> open;
  private final CardColumns columns = new CardColumns(MOST_COLUMNS);
  private final ScrollPane root = new ScrollPane(columns);
  private final Map<String, Button> cards = new HashMap<>();

  PeerCards(Kit kit, PeersModel model, Consumer<Peer> open) {
    this.kit = kit;
    this.model = model;
    this.open = open;
    root.setFitToWidth(true);
    root.getStyleClass().add("edge-to-edge");
    root.setId("peer-cards");
    model.peers().addListener((Observable _) -> fill());
    fill();
  }

  Node root() {
    return root;
  }

  private void fill() {
    cards
        .keySet()
        .removeIf(id -> model.peers().stream().noneMatch(peer -> peer.id().hex().equals(id)));
    columns.show(model.peers().stream().map(this::card).toList());
  }

  private Button card(Peer peer) {
    Button card = cards.computeIfAbsent(peer.id().hex(), _ -> new Button());
    card.getStyleClass().setAll("card", "card-button");
    card.setStyle("-fx-min-width: " + LEAST_EM + "em");
    card.setAlignment(Pos.TOP_LEFT);
    Label name = WholeWords.of(new Label(peer.name()));
    name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    name.getStyleClass().add("card-title");
    name.setMinWidth(0);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    StateBadge badge = PeersView.badge(kit, peer);
    badge.setMinWidth(Region.USE_PREF_SIZE);
    HBox head = new HBox(8, name, gap, badge);
    head.setAlignment(Pos.CENTER_LEFT);
    Label where =
        WholeWords.of(
            new Label(
                peer.region().isEmpty()
                    ? kit.text("peers.owned", peer.owner())
                    : kit.text("peers.where", peer.region(), peer.owner())));
    where.getStyleClass().addAll("note", "small");
    Label holds =
        new Label(
            kit.text(
                "peers.holds",
                kit.figures().count(peer.shards()),
                kit.figures().bytes(peer.used().bytes())));
    holds.getStyleClass().add("small");
    VBox body = new VBox(8, head, where, PeersView.meter(kit, peer), holds);
    body.prefWidthProperty().bind(card.widthProperty().subtract(2 * PADDING));
    card.setGraphic(body);
    card.setAccessibleText(peer.name() + ", " + badge.getText() + ", " + holds.getText());
    card.setOnAction(_ -> open.accept(peer));
    return card;
  }
}
