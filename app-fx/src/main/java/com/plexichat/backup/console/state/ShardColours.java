package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.MapPage;
import com.plexichat.backup.shared.model.MapPage.MapStripe;
import com.plexichat.backup.shared.model.Peer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/// What the cells of a shard map tell by their colour: a value a cell, and what each value means.
///
/// @param values a value a cell
/// @param meanings by value
/// @param worstWins whether a higher value is worse: then it wins where many cells share a pixel
@SuppressWarnings("ArrayRecordComponent") // a million of them; never compared
public record ShardColours(byte[] values, List<Meaning> meanings, boolean worstWins) {
  /// Values of [Colouring#HEALTH] in ascending order of badness; the last is how [Health] calls it.
  private static final List<Health> HEALTH =
      List.of(
          Health.OK,
          Health.WORKING,
          Health.REPAIRING,
          Health.UNKNOWN,
          Health.DEGRADED,
          Health.AT_RISK,
          Health.LOST);

  private static final int UNNEEDED = 0;
  private static final int MOST = 100;

  /// What a colour tells.
  public enum Colouring {
    HEALTH,
    TIER,
    PEER,
    REGION,
    PROOF_AGE
  }

  /// How long ago the peers of a shard's copies last proved a sample of all that they hold; what
  /// counts is who proved it the longest ago.
  public enum ProofAge {
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1)),
    WEEK(Duration.ofDays(7)),
    MONTH(Duration.ofDays(30)),
    OLDER(Duration.ofDays(365_000)),
    /// A peer has not, or no copy counts.
    NEVER(Duration.ZERO);

    private final Duration less;

    ProofAge(Duration less) {
      this.less = less;
    }

    static ProofAge of(Optional<Instant> proven, Instant now) {
      if (proven.isEmpty()) {
        return NEVER;
      }
      Duration age = Duration.between(proven.get(), now);
      for (ProofAge one : values()) {
        if (age.compareTo(one.less) < 0) {
          return one;
        }
      }
      return OLDER;
    }
  }

  /// What a value means.
  public sealed interface Meaning {
    /// No live backup needs the shard.
    record Unneeded() implements Meaning {}

    /// There is no copy of the shard.
    record NoCopy() implements Meaning {}

    /// Its peer has not said where it is.
    record NoPlace() implements Meaning {}

    record OfHealth(Health health) implements Meaning {}

    record OfAge(ProofAge age) implements Meaning {}

    /// A name.
    ///
    /// @param name of a tier, peer or region
    record Named(String name) implements Meaning {}
  }

  /// Colours the cells.
  public static ShardColours of(ShardCells cells, ClusterState state, Colouring by, Instant now) {
    return switch (by) {
      case HEALTH -> health(cells, state);
      case PROOF_AGE -> ages(cells, now);
      case TIER -> tiers(cells);
      case PEER -> peers(cells, state, false);
      case REGION -> peers(cells, state, true);
    };
  }

  private static ShardColours health(ShardCells cells, ClusterState state) {
    List<Meaning> meanings = new ArrayList<>();
    meanings.add(new Meaning.Unneeded());
    HEALTH.forEach(health -> meanings.add(new Meaning.OfHealth(health)));
    byte[] values = new byte[cells.count()];
    Set<Integer> counting = cells.snapshot().counting(state);
    boolean fresh = state.freshness().isCurrent();
    Health[] current = {};
    int at = -1;
    for (int cell = 0; cell < values.length; cell++) {
      if (cells.stripeAt(cell) != at) {
        at = cells.stripeAt(cell);
        current = ShardGrid.health(cells.stripe(cell), counting);
      }
      if (cells.stripe(cell).copiesWanted() == 0) {
        values[cell] = UNNEEDED;
      } else {
        Health health = fresh ? cellHealth(cells, cell, current, counting) : Health.UNKNOWN;
        values[cell] = (byte) (1 + HEALTH.indexOf(health));
      }
    }
    return new ShardColours(values, meanings, true);
  }

  /// In lanes of peers a cell is one copy: what is wrong with it shows, whatever the others are.
  private static Health cellHealth(
      ShardCells cells, int cell, Health[] ofShards, Set<Integer> counting) {
    Health health = ofShards[cells.index(cell)];
    int peer = cells.peer(cell);
    if (peer < 0) {
      return health;
    }
    for (int copy : cells.stripe(cell).copies()) {
      if (MapStripe.peer(copy) == peer && MapStripe.index(copy) == cells.index(cell)) {
        Health own = counting.contains(peer) ? copyHealth(MapStripe.state(copy)) : Health.AT_RISK;
        return own.worse(health);
      }
    }
    return health;
  }

  /// How one copy stands.
  public static Health copyHealth(CopyState state) {
    return switch (state) {
      case OK -> Health.OK;
      case PENDING -> Health.REPAIRING;
      case STALE, TRASHED -> Health.DEGRADED;
      case MISSING, CORRUPT, QUARANTINED -> Health.AT_RISK;
    };
  }

  private static ShardColours ages(ShardCells cells, Instant now) {
    List<Meaning> meanings = new ArrayList<>();
    for (ProofAge age : ProofAge.values()) {
      meanings.add(new Meaning.OfAge(age));
    }
    Map<Integer, ProofAge> ofPeers = new HashMap<>();
    cells
        .snapshot()
        .peers()
        .forEach((number, peer) -> ofPeers.put(number, ProofAge.of(peer.proven(), now)));
    byte[] values = new byte[cells.count()];
    for (int cell = 0; cell < values.length; cell++) {
      ProofAge oldest = oldest(cells, cell, ofPeers);
      values[cell] = (byte) meanings.indexOf(new Meaning.OfAge(oldest));
    }
    return new ShardColours(values, meanings, true);
  }

  private static ProofAge oldest(ShardCells cells, int cell, Map<Integer, ProofAge> ofPeers) {
    ProofAge oldest = ProofAge.HOUR;
    boolean counts = false;
    for (int copy : cells.stripe(cell).copies()) {
      if (isOf(cells, cell, copy) && MapStripe.state(copy) == CopyState.OK) {
        ProofAge age = ofPeers.getOrDefault(MapStripe.peer(copy), ProofAge.NEVER);
        oldest = age.compareTo(oldest) > 0 ? age : oldest;
        counts = true;
      }
    }
    return counts ? oldest : ProofAge.NEVER;
  }

  /// Whether a copy is of the shard that a cell is, or is that cell.
  private static boolean isOf(ShardCells cells, int cell, int copy) {
    return MapStripe.index(copy) == cells.index(cell)
        && (cells.peer(cell) < 0 || MapStripe.peer(copy) == cells.peer(cell));
  }

  /// Where a cell's copy is; where a shard's first copy is when the cell is the shard.
  private static ShardColours peers(ShardCells cells, ClusterState state, boolean regions) {
    Map<Integer, Meaning> places = new HashMap<>();
    for (MapPage.MapPeer one : cells.snapshot().peers().values()) {
      String name = state.peer(one.id()).map(regions ? Peer::region : Peer::name).orElse("");
      places.put(one.number(), name.isEmpty() ? new Meaning.NoPlace() : new Meaning.Named(name));
    }
    return meaning(
        cells,
        cell -> {
          for (int copy : cells.stripe(cell).copies()) {
            if (isOf(cells, cell, copy)) {
              return places.getOrDefault(MapStripe.peer(copy), new Meaning.NoPlace());
            }
          }
          return new Meaning.NoCopy();
        });
  }

  private static ShardColours tiers(ShardCells cells) {
    Map<Integer, Meaning> tiers = new HashMap<>();
    return meaning(
        cells, cell -> tiers.computeIfAbsent(cells.stripe(cell).tier(), _ -> tier(cells, cell)));
  }

  private static Meaning tier(ShardCells cells, int cell) {
    String name = cells.snapshot().tier(cells.stripe(cell));
    return name.isEmpty() ? new Meaning.Unneeded() : new Meaning.Named(name);
  }

  /// By what a cell means; what comes after the [#MOST] different ones is as the last.
  private static ShardColours meaning(ShardCells cells, IntFunction<Meaning> of) {
    List<Meaning> meanings = new ArrayList<>(List.of(new Meaning.Unneeded()));
    Map<Meaning, Byte> known = new HashMap<>(Map.of(new Meaning.Unneeded(), (byte) UNNEEDED));
    byte[] values = new byte[cells.count()];
    for (int cell = 0; cell < values.length; cell++) {
      values[cell] =
          known.computeIfAbsent(
              of.apply(cell),
              one -> {
                if (meanings.size() < MOST) {
                  meanings.add(one);
                }
                return (byte) (meanings.size() - 1);
              });
    }
    return new ShardColours(values, meanings, false);
  }

  /// How many cells have each value.
  public int[] counts() {
    int[] counts = new int[meanings.size()];
    for (byte value : values) {
      counts[value]++;
    }
    return counts;
  }
}
