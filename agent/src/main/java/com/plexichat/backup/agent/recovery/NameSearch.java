package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.agent.content.OpenStripe;
import com.plexichat.backup.agent.content.StripeOpener;
import com.plexichat.backup.agent.crypto.Digests;
import com.plexichat.backup.agent.crypto.Hkdf;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the names of shards that no peer claims, or peers claim differently.
///
/// The vault's index segments tell them, sealed. What was sealed after the last segment is read: k
/// shards that open give all others of their stripe, and so their names. What neither tells gets
/// the name that most owners claim; a shard that nobody has and nothing tells of gets a name that
/// stands in for it, which no bytes have.
final class NameSearch {
  private final ClaimedShards reading;
  private final RecoveredVaults vaults;
  private final Peers peers;
  private final Map<StripeId, byte[]> open = new HashMap<>();

  NameSearch(ClaimedShards reading, RecoveredVaults vaults, Peers peers) {
    this.reading = reading;
    this.vaults = vaults;
    this.peers = peers;
  }

  /// Notes a stripe whose claims do not name every shard once.
  void want(FoundStripe stripe) {
    open.put(stripe.id(), new byte[0]);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /// Takes in what an index segment says, if it is of use.
  void learn(StripeIndex index) {
    StripeId id = Ids.stripe(index.getStripe());
    if (index.getShardsCount() > 0 && open.containsKey(id)) {
      open.put(id, ByteString.copyFrom(index.getShardsList()).toByteArray());
    }
  }

  /// Those that were noted, in order.
  SortedSet<StripeId> wanted() {
    return new TreeSet<>(open.keySet());
  }

  /// The names of all shards of a stripe that was noted, in order of index.
  List<ShardId> names(FoundStripe stripe) {
    byte[] told = open.getOrDefault(stripe.id(), new byte[0]);
    if (told.length == stripe.all() * ShardId.BYTES) {
      return split(told);
    }
    List<ShardId> proven = proven(stripe);
    if (proven != null) {
      return proven;
    }
    List<ShardId> names = new ArrayList<>();
    for (int index = 0; index < stripe.all(); index++) {
      ShardId likeliest = stripe.likeliest(index, peers);
      names.add(likeliest == null ? standIn(stripe.id(), index) : likeliest);
    }
    return names;
  }

  private static List<ShardId> split(byte[] joined) {
    List<ShardId> names = new ArrayList<>();
    for (int at = 0; at < joined.length; at += ShardId.BYTES) {
      names.add(ShardId.of(java.util.Arrays.copyOfRange(joined, at, at + ShardId.BYTES)));
    }
    return names;
  }

  /// A name for a shard of which nothing is known but its place.
  static ShardId standIn(StripeId stripe, int index) {
    return ShardId.of(
        Digests.sha256(Hkdf.info("PXNONAME1", stripe.bytes(), new byte[] {(byte) index})));
  }

  /// All names, from k shards of which every byte was sealed by the vault; null when that many
  /// cannot be had.
  private @Nullable List<ShardId> proven(FoundStripe stripe) {
    try {
      StripeShards shards = reading.shards(stripe.vault());
      StripeCopies copies = shards.copies(stripe.id());
      Map<Integer, byte[]> files = shards.gather(copies, surestFirst(stripe), stripe.k());
      if (files.size() < stripe.k()) {
        return null;
      }
      Vault vault = vaults.get(stripe.vault()).vault();
      Map<Integer, byte[]> data = new TreeMap<>();
      for (int index = 0; index < stripe.k(); index++) {
        byte[] there = files.get(index);
        data.put(
            index, there != null ? there : StripeRebuild.unnamed(copies, vault.id(), index, files));
      }
      try (OpenStripe opened = StripeOpener.open(vault, List.copyOf(data.values()))) {
        data.forEach(opened::plaintext);
      }
      List<ShardId> names = new ArrayList<>();
      for (int index = 0; index < stripe.all(); index++) {
        byte[] there = data.get(index);
        names.add(
            ShardName.of(
                there != null ? there : StripeRebuild.unnamed(copies, vault.id(), index, data)));
      }
      return names;
    } catch (OperationFailed e) {
      StripeShards.rethrowIfEnding(e);
      return null;
    }
  }

  /// Shards that are claimed under one name, data first, then those that are disputed.
  private static List<Integer> surestFirst(FoundStripe stripe) {
    List<Integer> sure = new ArrayList<>();
    List<Integer> disputed = new ArrayList<>();
    for (int index = 0; index < stripe.all(); index++) {
      if (stripe.isClaimed(index)) {
        (stripe.name(index) != null ? sure : disputed).add(index);
      }
    }
    sure.addAll(disputed);
    return sure;
  }
}
