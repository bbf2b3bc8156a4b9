package com.plexichat.backup.console;

import static com.plexichat.backup.console.ToldCluster.Part.BACKUPS;
import static com.plexichat.backup.console.ToldCluster.Part.DISTRIBUTION;
import static com.plexichat.backup.console.ToldCluster.Part.PEERS;

import com.plexichat.backup.console.kit.ShardMapView;
import com.plexichat.backup.console.state.ShardCells;
import com.plexichat.backup.console.state.ShardColours.Colouring;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javafx.scene.control.ComboBox;

/// The walk over the shard map: its colours, its lanes and single shards.
///
/// @param makers which backup made a stripe
record MapWalk(Walk walk, FiguresCluster made, Map<String, String> makers) {
  /// The first cell behind those of the backup that was deleted.
  private static final int NEEDED = 10;

  MapWalk(Walk walk, FiguresCluster made) throws Exception {
    this(walk, made, made.makers());
  }

  private ToldCluster ask(ToldCluster.Part... parts) throws Exception {
    return ToldCluster.ask(made.agents(), parts);
  }

  /// Everything that a colour can tell.
  void colours() throws Exception {
    coloured("map", Colouring.HEALTH, MapClaims::byHealth);
    coloured("map-by-tier", Colouring.TIER, MapClaims::byTier);
    coloured("map-by-peer", Colouring.PEER, map -> map.byPeer(false));
    coloured("map-by-region", Colouring.REGION, map -> map.byRegion(false));
    coloured("map-by-proof", Colouring.PROOF_AGE, MapClaims::byProof);
    lanes(ShardCells.Grouping.PEER);
    coloured("map-lanes-by-region", Colouring.REGION, map -> map.byRegion(true));
    coloured("map-lanes-by-peer", Colouring.PEER, map -> map.byPeer(true));
    lanes(ShardCells.Grouping.TIER);
    walk.choose("#colouring", Colouring.HEALTH);
  }

  private void coloured(String name, Colouring by, Function<MapClaims, Claims> claims)
      throws Exception {
    walk.choose("#colouring", by);
    walk.agrees(
        name, () -> claims.apply(new MapClaims(walk, ask(PEERS, DISTRIBUTION), made.shards())));
  }

  @SuppressWarnings("unchecked")
  private void lanes(ShardCells.Grouping grouping) {
    ComboBox<ShardCells.Grouping> choice =
        (ComboBox<ShardCells.Grouping>) walk.rig().awaitNode("#grouping");
    walk.rig().robot().interact(() -> choice.setValue(grouping));
  }

  /// Some shards, one after the other.
  void cells() throws Exception {
    // The tenth of a stripe is a parity shard.
    for (int cell : new int[] {NEEDED, 19, 29}) {
      select(cell);
      walk.agrees("map-cell-" + cell, () -> selected(ask(PEERS, DISTRIBUTION, BACKUPS)));
    }
  }

  private void select(int cell) {
    ShardMapView map = (ShardMapView) walk.rig().awaitNode("#shard-map");
    walk.rig().robot().interact(() -> map.select(cell));
  }

  /// The map with a shard selected that a backup needs.
  ///
  /// @param asks for peers, distribution and backups
  void aShard(String name, Callable<ToldCluster> asks) throws Exception {
    select(NEEDED);
    walk.agrees(name, () -> selected(asks.call()));
  }

  /// What the map shows with a shard selected; which one is read above the panel.
  private Claims selected(ToldCluster told) throws Exception {
    MapClaims claims = new MapClaims(walk, told, made.shards());
    Told shard = claims.shown(walk.rig().scene().getRoot());
    return claims.selected(
        shard,
        told.backup(makers.getOrDefault(shard.text("stripe"), "")),
        made.agents().told("shard", "list", "--stripe", shard.text("stripe")));
  }
}
