package com.plexichat.backup.console.screens.peers;

import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.Peer;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;

/// One peer: how it stands, what it offers and holds, where it is.
final class PeerDetail {
  private final Kit kit;
  private final Navigator navigator;

  PeerDetail(Kit kit, Navigator navigator) {
    this.kit = kit;
    this.navigator = navigator;
  }

  Node of(Peer peer) {
    DetailPanel panel = new DetailPanel(peer.name(), PeersView.badge(kit, peer));
    Label what = new Label(meaning(peer));
    what.setWrapText(true);
    what.getStyleClass().add("note");
    panel.add(what);
    panel.section(kit.text("peers.storage"), storage(peer));
    panel.section(kit.text("peers.domains"), domains(peer));
    panel.section(kit.text("peers.reach"), reach(peer));
    Button shards = new Button(kit.text("peers.openShards"));
    shards.setId("peer-shards");
    shards.setOnAction(_ ->
        navigator.go(
            new Target.ShardMap(new Target.ShardFocus("", Optional.of(peer.id()), false))));
    return panel.action(shards);
  }

  private String meaning(Peer peer) {
    if (peer.isInTrouble()) {
      return peer.trouble() + " " + kit.text("peers.storesNothing");
    }
    String words =
        switch (peer.state()) {
          case INVITED -> kit.text("peers.meansInvited");
          case PROBATION -> kit.text("peers.meansProbation");
          case ACTIVE -> kit.text("peers.meansActive");
          case CORDONED -> kit.text("peers.meansCordoned");
          case DRAINING -> kit.text("peers.meansDraining");
          case REMOVED -> kit.text("peers.meansRemoved");
          case BANNED -> kit.text("peers.meansBanned");
          case SUSPECT -> kit.text("peers.meansSuspect");
          case DOWN -> kit.text("peers.meansDown");
        };
    return peer.coordinator() ? words + " " + kit.text("peers.coordinates") : words;
  }

  private Node storage(Peer peer) {
    return facts()
        .fact(kit.text("peers.capacity"), PeersView.meter(kit, peer))
        .fact(kit.text("peers.used"), kit.figures().bytes(peer.used().bytes()))
        .fact(kit.text("peers.offered"), kit.figures().bytes(peer.capacity().bytes()))
        .fact(kit.text("peers.copies"), kit.figures().count(peer.shards()));
  }

  private Node domains(Peer peer) {
    return facts()
        .fact(kit.text("peers.owner"), known(peer.owner()))
        .fact(kit.text("peers.region"), known(peer.region()))
        .fact(kit.text("peers.site"), known(peer.site()));
  }

  private Node reach(Peer peer) {
    return facts()
        .fact(kit.text("peers.endpoint"), peer.endpoint())
        .fact(
            kit.text("peers.latency"),
            peer.latency().map(kit.figures()::duration).orElseGet(() -> known("")))
        .fact(
            kit.text("peers.lastSeen"),
            peer.lastSeen()
                .map(kit.figures()::exact)
                .orElseGet(() -> kit.figures().ago(Optional.empty())))
        .id(kit.text("peers.id"), peer.id().hex());
  }

  private String known(String word) {
    return word.isEmpty() ? kit.text("peers.unknown") : word;
  }

  private FactList facts() {
    return new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
  }
}
