package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.proto.CopyEntry;
import com.plexichat.backup.proto.LocatedStripe;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One stripe as the claims of all peers tell of it.
///
/// Its shape is that of a data shard whose header is genuine; claims that do not fit it are no part
/// of it. A shard that nobody claims has no name here, and one that is claimed under several has
/// several: which of them is right, the claims do not tell.
final class FoundStripe {
  private final Claim shape;
  private final SortedMap<Integer, SortedMap<ShardId, List<Claim>>> shards = new TreeMap<>();
  private int misfits;

  private FoundStripe(Claim shape) {
    this.shape = shape;
  }

  /// Empty when nobody claims a data shard: what parity alone says of a stripe proves nothing.
  static Optional<FoundStripe> of(List<Claim> claims) {
    Optional<Claim> shape = claims.stream().filter(claim -> !claim.isParity()).findFirst();
    return shape.map(genuine -> {
      FoundStripe found = new FoundStripe(genuine);
      claims.forEach(found::add);
      return found;
    });
  }

  private void add(Claim claim) {
    boolean fits =
        claim.k() == shape.k()
            && claim.m() == shape.m()
            && claim.vault() == shape.vault()
            && claim.epoch() == shape.epoch()
            && claim.length() == length(claim.index());
    if (!fits) {
      misfits++;
      return;
    }
    shards
        .computeIfAbsent(claim.index(), _ -> new TreeMap<>())
        .computeIfAbsent(claim.name(), _ -> new ArrayList<>())
        .add(claim);
  }

  StripeId id() {
    return shape.stripe();
  }

  int k() {
    return shape.k();
  }

  int m() {
    return shape.m();
  }

  int all() {
    return shape.k() + shape.m();
  }

  int vault() {
    return shape.vault();
  }

  int epoch() {
    return shape.epoch();
  }

  /// Bytes of a shard's file: parity is over whole data shard files.
  int length(int index) {
    int data = shape.length();
    return index < shape.k() ? data : Format.HEADER + data;
  }

  /// Claims that do not fit the stripe.
  int misfits() {
    return misfits;
  }

  /// The only name that a shard is claimed under; null when there is none, or more.
  @Nullable ShardId name(int index) {
    Map<ShardId, List<Claim>> names = shards.get(index);
    return names == null || names.size() != 1 ? null : names.keySet().iterator().next();
  }

  /// Whether every shard has exactly one name.
  boolean isNamed() {
    for (int index = 0; index < all(); index++) {
      if (name(index) == null) {
        return false;
      }
    }
    return true;
  }

  boolean isClaimed(int index) {
    return shards.containsKey(index);
  }

  /// The claims on a shard under a name.
  List<Claim> claims(int index, ShardId name) {
    Map<ShardId, List<Claim>> names = shards.get(index);
    return names == null ? List.of() : names.getOrDefault(name, List.of());
  }

  /// All claims that fit.
  int size() {
    int size = 0;
    for (Map<ShardId, List<Claim>> names : shards.values()) {
      for (List<Claim> claims : names.values()) {
        size += claims.size();
      }
    }
    return size;
  }

  /// The name that most owners claim for a shard; null when nobody claims it.
  @Nullable ShardId likeliest(int index, Peers peers) {
    Map<ShardId, List<Claim>> names = shards.get(index);
    if (names == null) {
      return null;
    }
    return names.entrySet().stream()
        .max(Comparator.comparingInt(entry -> owners(entry.getValue(), peers)))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private static int owners(List<Claim> claims, Peers peers) {
    Set<String> owners = new HashSet<>();
    claims.forEach(claim -> owners.add(peers.get(claim.peer()).getOwner()));
    return owners.size();
  }

  /// How a reader finds it: each shard under the name that most owners claim. Shards in the trash
  /// are not served, so they are left out.
  LocatedStripe located(Peers peers) {
    LocatedStripe.Builder stripe =
        LocatedStripe.newBuilder()
            .setStripe(Ids.message(id()))
            .setK(k())
            .setM(m())
            .setKeyEpoch(epoch());
    for (int index : shards.keySet()) {
      ShardId name = likeliest(index, peers);
      if (name == null) {
        continue;
      }
      ShardEntry.Builder shard =
          ShardEntry.newBuilder()
              .setShard(ByteString.copyFrom(name.bytes()))
              .setStripe(Ids.message(id()))
              .setIndex(index);
      for (Claim claim : claims(index, name)) {
        if (!claim.trashed()) {
          String peer = peers.get(claim.peer()).getPeerId();
          shard.addCopies(CopyEntry.newBuilder().setPeerId(peer).setState("OK"));
        }
      }
      stripe.addShards(shard);
    }
    return stripe.build();
  }
}
