package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.agent.coding.v1.StripeCode;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.proto.Contribution;
import com.plexichat.backup.proto.RebuildAuthorisation;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;

/// What this agent's own shards add to a rebuild.
///
/// They are checked against their names first, so that a rotten one is named here instead of
/// spoiling the sum unseen; then they are read piece by piece.
final class OwnShards {
  /// One own shard: where its symbol begins in its file, how long it is, and its coefficient.
  record Summand(ShardId shard, int from, int length, byte coefficient) {}

  private final Self self;
  private final Rebuilds rebuilds;
  private final ShardStore store;

  OwnShards(Self self, Rebuilds rebuilds, ShardStore store) {
    this.self = self;
    this.rebuilds = rebuilds;
    this.store = store;
  }

  /// Adds a part of a symbol to the piece of the sum that begins at `at`.
  void add(Summand summand, byte[] piece, int at) {
    int length = Math.min(piece.length, summand.length() - at);
    if (length > 0) {
      byte[] own = store.reader().part(summand.shard(), (long) summand.from() + at, length);
      StripeCode.multiplyAdd(piece, own, length, summand.coefficient());
    }
  }

  /// The own shards that a contribution names; fails with SHARD_DAMAGED when one is not whole.
  List<Summand> summands(RebuildAuthorisation authorisation, Contribution own) {
    StripeId stripe = StripeId.of(authorisation.getStripe().toByteArray());
    List<Summand> summands = new ArrayList<>();
    for (int i = 0; i < own.getShardsCount(); i++) {
      ShardId shard = ShardId.of(own.getShards(i).toByteArray());
      byte[] file = store.reader().file(shard);
      if (file.length < Format.HEADER || !ShardName.of(file).equals(shard)) {
        throw new OperationFailed(FailureCode.SHARD_DAMAGED, self.name(), shard.hex());
      }
      ShardHeader header = ShardHeader.parse(file);
      rebuilds.require(header.stripe().equals(stripe), "a shard of another stripe is named");
      rebuilds.require(own.getShardsCount() < header.k(), "it would give k shards");
      int from = header.isParity() ? Format.HEADER : 0;
      rebuilds.require(
          file.length - from <= authorisation.getSymbolLength(), "the symbol is too short");
      summands.add(new Summand(shard, from, file.length - from, own.getCoefficients().byteAt(i)));
    }
    return summands;
  }
}
