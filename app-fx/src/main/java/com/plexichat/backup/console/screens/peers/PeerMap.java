package com.plexichat.backup.console.screens.peers;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Regions;
import com.plexichat.backup.console.kit.WorldMap;
import com.plexichat.backup.console.kit.WorldMap.Point;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.Protection;
import com.plexichat.backup.shared.model.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.scene.Node;

/// Peers on the world map, one mark a region in the colour of its worst peer. A region whose place
/// cannot be told stands below the map.
final class PeerMap {
  private final Kit kit;
  private final PeersModel model;
  private final WorldMap map;
  private final Node root;
  private List<Point> shown = List.of();

  PeerMap(Kit kit, PeersModel model, Consumer<Peer> open) {
    this.kit = kit;
    this.model = model;
    map = new WorldMap(kit.text("peers.map"), kit.text("peers.noPlace"));
    map.setId("peer-map");
    map.onOpen(point ->
        model.peers().stream()
            .filter(peer -> name(peer).equals(point.label()))
            .max((one, other) -> health(one).compareTo(health(other)))
            .ifPresent(open));
    root = new Card("").content(map);
    model.peers().addListener((Observable _) -> fill());
    fill();
  }

  Node root() {
    return root;
  }

  private String name(Peer peer) {
    return peer.region().isEmpty() ? kit.text("peers.unknown") : peer.region();
  }

  private static Health health(Peer peer) {
    return Protection.health(peer);
  }

  private void fill() {
    Map<String, List<Peer>> regions = new TreeMap<>();
    model
        .peers()
        .forEach(peer -> regions.computeIfAbsent(name(peer), _ -> new ArrayList<>()).add(peer));
    List<Point> points = new ArrayList<>();
    regions.forEach((region, peers) ->
        points.add(
            new Point(
                region,
                kit.figures().count(peers.size()),
                peers.stream().map(PeerMap::health).reduce(Health.UNKNOWN, Health::worse),
                Regions.place(peers.getFirst().region()))));
    if (!points.equals(shown)) {
      shown = List.copyOf(points);
      map.show(shown);
    }
  }
}
