package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.MapPage;
import com.plexichat.backup.shared.model.MapPage.MapStripe;
import com.plexichat.backup.shared.model.PeerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All stripes with their copies, as the map of shards knows them: applied page by page, read as
/// one cell a shard. For one thread at a time; a [#copy] of the list may be read by another.
public final class ShardGrid {
  private final Map<Long, MapStripe> stripes = new HashMap<>();
  private final Map<Integer, MapPage.MapPeer> peers = new HashMap<>();
  private final Map<Integer, MapPage.Origin> origins = new HashMap<>();
  private List<String> tiers = List.of("");
  private long logIndex;

  /// Up to which entry of the log it is told; 0: nothing was.
  public long logIndex() {
    return logIndex;
  }

  /// Takes a page; the pages of one answer in their order.
  public void take(MapPage page) {
    if (page.whole()) {
      stripes.clear();
      origins.clear();
    }
    page.peers().forEach(peer -> peers.put(peer.number(), peer));
    page.origins().forEach(origin -> origins.put(origin.number(), origin));
    if (!page.tiers().isEmpty()) {
      tiers = page.tiers();
    }
    for (MapStripe stripe : page.stripes()) {
      if (stripe.gone()) {
        stripes.remove(stripe.number());
      } else {
        stripes.put(stripe.number(), stripe);
      }
    }
    logIndex = Math.max(logIndex, page.logIndex());
  }

  /// What it holds now, for someone else to read, oldest stripe first.
  public Snapshot copy() {
    List<MapStripe> all = new ArrayList<>(stripes.values());
    all.sort(Comparator.comparingLong(MapStripe::number));
    return new Snapshot(all, Map.copyOf(peers), Map.copyOf(origins), tiers, logIndex);
  }

  /// One state of the grid.
  public record Snapshot(
      List<MapStripe> stripes,
      Map<Integer, MapPage.MapPeer> peers,
      Map<Integer, MapPage.Origin> origins,
      List<String> tiers,
      long logIndex) {
    /// Before anything was told.
    public static final Snapshot EMPTY =
        new Snapshot(List.of(), Map.of(), Map.of(), List.of(""), 0);

    public int shards() {
      int count = 0;
      for (MapStripe stripe : stripes) {
        count += stripe.dataShards() + stripe.parityShards();
      }
      return count;
    }

    public Optional<PeerId> peer(int number) {
      return Optional.ofNullable(peers.get(number)).map(MapPage.MapPeer::id);
    }

    /// Name of the tier that counts for a stripe; empty: no live backup needs it.
    public String tier(MapStripe stripe) {
      return stripe.tier() < tiers.size() ? tiers.get(stripe.tier()) : "";
    }

    public Optional<MapPage.Origin> origin(MapStripe stripe) {
      return Optional.ofNullable(origins.get(stripe.origin()));
    }

    /// Numbers of the peers whose copies count now.
    public Set<Integer> counting(ClusterState state) {
      Set<Integer> counting = new HashSet<>();
      peers.forEach((number, peer) ->
          state
              .peer(peer.id())
              .filter(known -> known.state().counts())
              .ifPresent(_ -> counting.add(number)));
      return counting;
    }
  }

  /// How each shard of a stripe stands: whether its copies count, and whether the others could
  /// bring it back.
  ///
  /// @param counting numbers of the peers whose copies count
  /// @return by index
  public static Health[] health(MapStripe stripe, Set<Integer> counting) {
    int shards = stripe.dataShards() + stripe.parityShards();
    int[] counted = new int[shards];
    boolean[] coming = new boolean[shards];
    for (int copy : stripe.copies()) {
      int index = MapStripe.index(copy);
      if (index >= shards || !counting.contains(MapStripe.peer(copy))) {
        continue;
      }
      CopyState is = MapStripe.state(copy);
      counted[index] += is == CopyState.OK ? 1 : 0;
      coming[index] |= is == CopyState.PENDING;
    }
    int readable = 0;
    for (int count : counted) {
      readable += count > 0 ? 1 : 0;
    }
    Health[] health = new Health[shards];
    for (int index = 0; index < shards; index++) {
      int wanted =
          stripe.copiesWanted() == 0 ? 0 : index < stripe.dataShards() ? stripe.copiesWanted() : 1;
      health[index] =
          health(counted[index], wanted, coming[index], readable >= stripe.dataShards());
    }
    return health;
  }

  private static Health health(int counted, int wanted, boolean coming, boolean rebuildable) {
    if (wanted == 0) {
      return Health.OK;
    }
    if (counted >= wanted) {
      return Health.OK;
    }
    if (counted == 0 && !rebuildable) {
      return Health.LOST;
    }
    if (coming) {
      return Health.REPAIRING;
    }
    return counted == 0 || (counted == 1 && wanted > 2) ? Health.AT_RISK : Health.DEGRADED;
  }
}
