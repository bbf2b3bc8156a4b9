package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.model.VaultId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// What turns stored stripes into rows at one time: the peers behind the numbers, whether their
/// copies count, and what live backups ask.
final class Lens {
  static final String COLUMNS =
      "no, high, low, vault_no, key_epoch, k, m, source, origin, first_shard, present, lengths,"
          + " copies";

  private final Map<Integer, Peer> peers = new HashMap<>();
  private final Map<Integer, VaultId> vaults = new HashMap<>();
  private final LiveTiers live;

  private Lens(LiveTiers live) {
    this.live = live;
  }

  /// A peer by its number.
  record Peer(PeerId id, String owner, boolean counts) {}

  /// A stripe as it is stored.
  @SuppressWarnings("ArrayRecordComponent") // stored form, never compared
  record Raw(
      long number,
      StripeId id,
      int vault,
      int keyEpoch,
      int k,
      int m,
      int source,
      int origin,
      long firstShard,
      int present,
      byte[] lengths,
      byte[] copies) {
    static Raw of(ResultSet row) throws SQLException {
      return new Raw(
          row.getLong(1),
          new StripeId(row.getLong(2), row.getLong(3)),
          row.getInt(4),
          row.getInt(5),
          row.getInt(6),
          row.getInt(7),
          row.getInt(8),
          row.getInt(9),
          row.getLong(10),
          row.getInt(11),
          row.getBytes(12),
          row.getBytes(13));
    }

    /// Whether a copy is believed to lie in some holder's store.
    boolean hasCopies() {
      return isAny(CopyState::isCounted);
    }

    boolean isAny(Predicate<CopyState> wanted) {
      boolean[] found = new boolean[1];
      CopySet.visit(copies, (_, _, state) -> found[0] |= wanted.test(state));
      return found[0];
    }

    boolean isAt(int peer) {
      boolean[] found = new boolean[1];
      CopySet.visit(copies, (_, at, _) -> found[0] |= at == peer);
      return found[0];
    }
  }

  static Lens load(Handle handle, long nowMs) {
    return of(handle, LiveTiers.load(handle, nowMs));
  }

  /// @param live what is asked of stripes
  static Lens of(Handle handle, LiveTiers live) {
    Lens lens = new Lens(live);
    handle
        .select("SELECT no, id, owner, state FROM peer")
        .map((row, _) ->
            Map.entry(
                row.getInt(1),
                new Peer(
                    new PeerId(row.getString(2)),
                    row.getString(3),
                    PeerState.valueOf(row.getString(4)).counts())))
        .forEach(entry -> lens.peers.put(entry.getKey(), entry.getValue()));
    handle
        .select("SELECT no, id FROM vault")
        .map((row, _) -> Map.entry(row.getInt(1), new VaultId(row.getString(2))))
        .forEach(entry -> lens.vaults.put(entry.getKey(), entry.getValue()));
    return lens;
  }

  static Optional<Long> numberOf(Handle handle, StripeId id) {
    return handle
        .select("SELECT no FROM stripe WHERE high = ? AND low = ?", id.high(), id.low())
        .mapTo(Long.class)
        .findOne();
  }

  static Optional<Raw> find(Handle handle, long number) {
    return handle
        .select("SELECT " + COLUMNS + " FROM stripe WHERE no = ?", number)
        .map((row, _) -> Raw.of(row))
        .findOne();
  }

  static Optional<Raw> find(Handle handle, StripeId id) {
    return handle
        .select(
            "SELECT " + COLUMNS + " FROM stripe WHERE high = ? AND low = ?", id.high(), id.low())
        .map((row, _) -> Raw.of(row))
        .findOne();
  }

  int numberOf(PeerId id) {
    return peers.entrySet().stream()
        .filter(entry -> entry.getValue().id().equals(id))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new OperationFailed(FailureCode.PEER_UNKNOWN, id.hex()));
  }

  int numberOf(VaultId id) {
    return vaults.entrySet().stream()
        .filter(entry -> entry.getValue().equals(id))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new OperationFailed(FailureCode.VAULT_UNKNOWN, id.hex()));
  }

  Peer peer(int number) {
    Peer peer = peers.get(number);
    if (peer == null) {
      throw new IllegalStateException("no peer with number " + number);
    }
    return peer;
  }

  private VaultId vault(int number) {
    VaultId vault = vaults.get(number);
    if (vault == null) {
      throw new IllegalStateException("no vault with number " + number);
    }
    return vault;
  }

  LiveTiers live() {
    return live;
  }

  /// Whether a copy is one of those that a tier asks.
  boolean counts(int peer, CopyState state) {
    return state == CopyState.OK && peer(peer).counts();
  }

  /// The tier that counts for a stripe: of the runs it is in, and of an open backup that made it.
  int target(Raw raw, int ofRuns) {
    return Math.max(ofRuns, live.ofOrigin(raw.origin()));
  }

  /// Copies of the shard that has the fewest, when some shard has fewer than its target; else −1.
  int shortage(Raw raw, int ofRuns) {
    int target = target(raw, ofRuns);
    if (target < 0) {
      return -1;
    }
    int[] counted = counted(raw);
    int wanted = live.tier(target).copies();
    boolean less = false;
    int fewest = Integer.MAX_VALUE;
    for (int index = 0; index < counted.length; index++) {
      less |= counted[index] < (index < raw.k() ? wanted : 1);
      fewest = Math.min(fewest, counted[index]);
    }
    return less ? fewest : -1;
  }

  /// Copies that count, by shard index.
  int[] counted(Raw raw) {
    int[] counted = new int[raw.k() + raw.m()];
    CopySet.visit(
        raw.copies(), (index, peer, state) -> counted[index] += counts(peer, state) ? 1 : 0);
    return counted;
  }

  /// Whole rows by number, in the order asked.
  List<StripeRow> rows(Handle handle, List<Long> numbers) {
    List<StripeRow> rows = new ArrayList<>();
    for (long number : numbers) {
      handle
          .select(
              "SELECT "
                  + COLUMNS
                  + ", names FROM stripe JOIN shard ON shard.stripe = stripe.no WHERE no = ?",
              number)
          .map((row, _) -> row(Raw.of(row), row.getBytes(14), ofRuns(handle, number)))
          .findOne()
          .ifPresent(rows::add);
    }
    return rows;
  }

  /// What the runs of one stripe ask.
  int ofRuns(Handle handle, long stripe) {
    int asked = LiveTiers.NONE;
    List<Integer> all =
        handle
            .select("SELECT set_no, from_counter, to_counter FROM need WHERE stripe = ?", stripe)
            .map((row, _) -> live.ofRun(row.getInt(1), row.getLong(2), row.getLong(3)))
            .list();
    for (int one : all) {
      asked = Math.max(asked, one);
    }
    return asked;
  }

  StripeRow row(Raw raw, byte[] names, int ofRuns) {
    int number = target(raw, ofRuns);
    Optional<Tier> target = number < 0 ? Optional.empty() : Optional.of(live.tier(number));
    List<List<CopyRow>> copies = new ArrayList<>();
    int shards = raw.k() + raw.m();
    for (int index = 0; index < shards; index++) {
      copies.add(new ArrayList<>());
    }
    CopySet.visit(
        raw.copies(),
        (index, peer, state) -> {
          Peer holder = peer(peer);
          copies
              .get(index)
              .add(new CopyRow(holder.id(), holder.owner(), state, counts(peer, state)));
        });
    List<ShardRow> rows = new ArrayList<>(shards);
    for (int index = 0; index < shards; index++) {
      boolean parity = index >= raw.k();
      int wanted = target.map(tier -> parity ? 1 : tier.copies()).orElse(0);
      rows.add(
          new ShardRow(
              ShardId.of(StripeStore.name(names, index)),
              raw.firstShard() + index,
              raw.id(),
              index,
              parity,
              Lengths.at(raw.lengths(), index),
              wanted,
              target.map(Tier::name).orElse(""),
              copies.get(index)));
    }
    Peer source = peer(raw.source());
    return new StripeRow(
        raw.id(),
        raw.number(),
        vault(raw.vault()),
        raw.keyEpoch(),
        raw.k(),
        raw.m(),
        source.id(),
        source.owner(),
        target,
        rows);
  }
}
