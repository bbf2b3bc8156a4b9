package com.plexichat.backup.console.state;

import com.plexichat.backup.console.state.ShardGrid.Snapshot;
import com.plexichat.backup.shared.model.MapPage.MapStripe;
import com.plexichat.backup.shared.model.Peer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The cells of the shard map in the order in which they are laid out: which shard each one is, and
/// the lanes that they form. In lanes of peers a shard has a cell for each of its copies; else it
/// has one.
public final class ShardCells {
  /// What forms a lane.
  public enum Grouping {
    TIER,
    PEER,
    BACKUP,
    STRIPE
  }

  /// Cells that belong together.
  public record Lane(String name, int first, int count) {}

  private static final int NO_PEER = -1;

  private final Snapshot snapshot;
  private final List<Lane> lanes;
  private final int[] stripes;
  private final byte[] indexes;
  private final int[] peers;

  private ShardCells(Snapshot snapshot, List<Lane> lanes) {
    this.snapshot = snapshot;
    this.lanes = List.copyOf(lanes);
    int cells = lanes.isEmpty() ? 0 : lanes.getLast().first() + lanes.getLast().count();
    this.stripes = new int[cells];
    this.indexes = new byte[cells];
    this.peers = new int[cells];
  }

  /// Lays out what a snapshot has.
  ///
  /// @param names of peers, of what no live backup needs, of backups that are no more
  public static ShardCells of(Snapshot snapshot, ClusterState state, Grouping by, Names names) {
    return by == Grouping.PEER ? ofPeers(snapshot, state, names) : ofStripes(snapshot, by, names);
  }

  /// Words that lanes need.
  public record Names(String unneeded, String unknown) {}

  private static ShardCells ofStripes(Snapshot snapshot, Grouping by, Names names) {
    List<MapStripe> stripes = snapshot.stripes();
    Lanes lanes = new Lanes();
    int[] laneOf = new int[stripes.size()];
    for (int at = 0; at < laneOf.length; at++) {
      laneOf[at] = lanes.number(lane(snapshot, stripes.get(at), by, names));
      lanes.add(laneOf[at], size(stripes.get(at)));
    }
    ShardCells cells = new ShardCells(snapshot, lanes.inOrderOfCreation());
    for (int at = 0; at < laneOf.length; at++) {
      for (int index = 0; index < size(stripes.get(at)); index++) {
        cells.put(lanes.next(laneOf[at]), at, index, NO_PEER);
      }
    }
    return cells;
  }

  private static String lane(Snapshot snapshot, MapStripe stripe, Grouping by, Names names) {
    return switch (by) {
      case TIER -> orElse(snapshot.tier(stripe), names.unneeded());
      case BACKUP ->
          snapshot
              .origin(stripe)
              .map(origin -> origin.set() + " " + origin.backupId())
              .orElse(names.unknown());
      case STRIPE, PEER -> stripe.id().hex();
    };
  }

  private static ShardCells ofPeers(Snapshot snapshot, ClusterState state, Names names) {
    Lanes lanes = new Lanes();
    Map<Integer, Integer> laneOf = new HashMap<>();
    snapshot
        .peers()
        .forEach((number, peer) ->
            laneOf.put(
                number,
                lanes.number(state.peer(peer.id()).map(Peer::name).orElse(names.unknown()))));
    List<MapStripe> stripes = snapshot.stripes();
    for (MapStripe stripe : stripes) {
      for (int copy : stripe.copies()) {
        lanes.add(laneOf.getOrDefault(MapStripe.peer(copy), 0), 1);
      }
    }
    ShardCells cells = new ShardCells(snapshot, lanes.inOrderOfNames());
    for (int at = 0; at < stripes.size(); at++) {
      for (int copy : stripes.get(at).copies()) {
        int peer = MapStripe.peer(copy);
        int cell = lanes.next(laneOf.getOrDefault(peer, 0));
        cells.put(cell, at, MapStripe.index(copy), peer);
      }
    }
    return cells;
  }

  private void put(int cell, int stripe, int index, int peer) {
    stripes[cell] = stripe;
    indexes[cell] = (byte) index;
    peers[cell] = peer;
  }

  /// Lanes being counted, then filled: two passes instead of a list a cell, for there are millions.
  private static final class Lanes {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<int[]> counts = new ArrayList<>();

    /// The number of a lane by its name; a new one has no cells.
    int number(String name) {
      return numbers.computeIfAbsent(
          name,
          _ -> {
            counts.add(new int[2]);
            return counts.size() - 1;
          });
    }

    void add(int lane, int cells) {
      counts.get(lane)[0] += cells;
    }

    List<Lane> inOrderOfCreation() {
      return laidOut(new ArrayList<>(numbers.keySet()));
    }

    List<Lane> inOrderOfNames() {
      List<String> names = new ArrayList<>(numbers.keySet());
      names.sort(Known::byNumber);
      return laidOut(names);
    }

    private List<Lane> laidOut(List<String> names) {
      List<Lane> lanes = new ArrayList<>();
      int cell = 0;
      for (String name : names) {
        int[] count = counts.get(number(name));
        if (count[0] > 0) {
          count[1] = cell;
          lanes.add(new Lane(name, cell, count[0]));
          cell += count[0];
        }
      }
      return lanes;
    }

    /// The next free cell of a lane.
    int next(int lane) {
      return counts.get(lane)[1]++;
    }
  }

  private static String orElse(String word, String other) {
    return word.isEmpty() ? other : word;
  }

  private static int size(MapStripe stripe) {
    return stripe.dataShards() + stripe.parityShards();
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  public List<Lane> lanes() {
    return lanes;
  }

  public int count() {
    return stripes.length;
  }

  public MapStripe stripe(int cell) {
    return snapshot.stripes().get(stripes[cell]);
  }

  /// Where the stripe of a cell is in the snapshot.
  int stripeAt(int cell) {
    return stripes[cell];
  }

  /// Index of the shard in its stripe.
  public int index(int cell) {
    return Byte.toUnsignedInt(indexes[cell]);
  }

  /// Number of the peer whose copy a cell is; −1: the cell is the shard.
  public int peer(int cell) {
    return peers[cell];
  }

  /// Whether another layout has the same shards in the same cells: then only values differ.
  public boolean sameCells(ShardCells other) {
    if (count() != other.count()
        || !lanes.equals(other.lanes)
        || !Arrays.equals(indexes, other.indexes)
        || !Arrays.equals(peers, other.peers)) {
      return false;
    }
    for (int cell = 0; cell < stripes.length; cell++) {
      if (stripe(cell).number() != other.stripe(cell).number()) {
        return false;
      }
    }
    return true;
  }
}
