package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.content.ContentClass;
import com.plexichat.backup.agent.content.StripeOpener;
import com.plexichat.backup.proto.HeldShard;
import com.plexichat.backup.proto.InventoryPage;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Takes one peer's inventory in: what its headers prove goes to the spool, the rest is counted.
///
/// A connection that breaks is taken up again behind the last name, as long as it got further.
final class ClaimIntake {
  /// How often what it offers a peer may claim to hold: offers are lowered now and then, and a peer
  /// that makes shards up must not fill this disk.
  private static final long EXCESS = 4;

  private static final long LEAST = 1L << 30;

  /// What a claim counts for at least: names of nothing fill memory and disk too.
  private static final long SHARD = 1 << 14;

  private static final int MOST_VAULTS = 1 << 12;

  private final int peer;
  private final ClaimSource source;
  private final RecoveredVaults vaults;
  private final ClaimSpool spool;
  private final long most;
  private final SortedSet<StripeId> records = new TreeSet<>();
  private final SortedSet<StripeId> folds = new TreeSet<>();
  private final Map<VaultId, Long> closed = new LinkedHashMap<>();
  private @Nullable ShardId last;
  private long claims;
  private long bytes;
  private long forged;
  private boolean answered;
  private boolean refused;
  private String broken = "";

  /// @param offered bytes that the peer offers
  ClaimIntake(
      int peer, long offered, ClaimSource source, RecoveredVaults vaults, ClaimSpool spool) {
    this.peer = peer;
    this.source = source;
    this.vaults = vaults;
    this.spool = spool;
    this.most = EXCESS * Math.max(LEAST, offered);
  }

  /// Reads the whole inventory, or as much of it as can be had.
  void run(Peers peers) {
    ShardId before;
    do {
      before = last;
      try {
        source.inventory(peers.id(peer), last, this::take);
        answered = true;
        broken = "";
        return;
      } catch (OperationFailed e) {
        StripeShards.rethrowIfEnding(e);
        broken = e.sentence();
      }
    } while (!refused && last != null && !last.equals(before));
  }

  private void take(InventoryPage page) {
    answered = true;
    for (HeldShard held : page.getShardsList()) {
      ShardId name = Ids.shard(held.getShard());
      if (last != null && name.compareTo(last) <= 0) {
        throw refused("its shards are not in order");
      }
      bytes += Math.max(SHARD, held.getLength());
      if (bytes > most) {
        throw refused("it claims far more than it offers");
      }
      last = name;
      take(name, held);
    }
  }

  private OperationFailed refused(String why) {
    refused = true;
    return new OperationFailed(FailureCode.ORDER_REFUSED, "The rebuild", why);
  }

  private void take(ShardId name, HeldShard held) {
    byte[] bytes = held.getHeader().toByteArray();
    ShardHeader header;
    try {
      header = ShardHeader.parse(bytes);
    } catch (IllegalArgumentException none) {
      forged++;
      return;
    }
    int vault = vaults.number(header.vault());
    if (vault < 0) {
      closed.merge(header.vault(), 1L, Long::sum);
      if (closed.size() > MOST_VAULTS) {
        throw refused("it names too many vaults that nobody else knows");
      }
      return;
    }
    if (held.getLength() != header.fileLength() || !isGenuine(vault, header, bytes)) {
      forged++;
      return;
    }
    claims++;
    spool.add(Claim.of(name, header, vault, peer, held.getTrashed()));
  }

  /// Whether the vault's sealer wrote a data shard's header. Nobody can tell that of parity.
  private boolean isGenuine(int vault, ShardHeader header, byte[] bytes) {
    if (header.isParity()) {
      return true;
    }
    try {
      int bits = StripeOpener.classBits(vaults.get(vault).vault(), bytes);
      if ((bits & ContentClass.RECORD) != 0) {
        records.add(header.stripe());
      }
      if ((bits & ContentClass.FOLD) != 0) {
        folds.add(header.stripe());
      }
      return true;
    } catch (OperationFailed notSealedByIt) {
      return false;
    }
  }

  int peer() {
    return peer;
  }

  /// Stripes that hold records.
  SortedSet<StripeId> records() {
    return records;
  }

  /// Stripes that stand in for smaller ones.
  SortedSet<StripeId> folds() {
    return folds;
  }

  /// Shards of vaults that are not open.
  Map<VaultId, Long> closed() {
    return closed;
  }

  long claims() {
    return claims;
  }

  /// Shards whose header is none, or not the vault's.
  long forged() {
    return forged;
  }

  boolean answered() {
    return answered;
  }

  /// Why the end of the inventory is missing; empty when it is not.
  String broken() {
    return broken;
  }
}
