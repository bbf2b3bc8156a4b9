package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.agent.coding.v1.StripeCode;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.proto.ContributeAnswer;
import com.plexichat.backup.proto.ContributeFrame;
import com.plexichat.backup.proto.Contribution;
import com.plexichat.backup.proto.RebuildAuthorisation;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A holder's part in a masked rebuild: it adds its coefficients × its shards to the sum that
/// passes through, piece by piece.
///
/// A rebuild's token is taken once only: who had it twice with different sums could learn the
/// difference. Own shards are checked against their names first, so that a rotten one is named here
/// instead of spoiling the sum unseen.
final class RebuildPart {
  private static final int TOKENS_KEPT = 100_000;

  /// One own shard: where its symbol begins in its file, how long it is, and its coefficient.
  private record Summand(ShardId shard, int from, int length, byte coefficient) {}

  private final Self self;
  private final Rebuilds rebuilds;
  private final ShardStore store;
  private final Map<ByteString, Boolean> taken =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteString, Boolean> eldest) {
          return size() > TOKENS_KEPT;
        }
      };

  RebuildPart(Self self, Rebuilds rebuilds, ShardStore store) {
    this.self = self;
    this.rebuilds = rebuilds;
    this.store = store;
  }

  /// Adds this peer's part and passes the sum on; answers what the next one answered.
  ContributeAnswer contribute(
      Signed signed, int hop, PeerId caller, Iterator<ContributeFrame> frames, PeerCalls calls) {
    RebuildAuthorisation authorisation = rebuilds.check(signed);
    rebuilds.require(hop >= 0 && hop < authorisation.getChainCount(), "no such hop");
    Contribution own = authorisation.getChain(hop);
    rebuilds.require(own.getPeerId().equals(self.peer().hex()), "that hop is another peer");
    String before =
        hop == 0 ? authorisation.getTarget() : authorisation.getChain(hop - 1).getPeerId();
    rebuilds.require(before.equals(caller.hex()), "the sum comes from another peer than it should");
    List<Summand> summands = summands(authorisation, own);
    synchronized (taken) {
      rebuilds.require(
          taken.put(authorisation.getRebuild(), true) == null, "that rebuild was taken part in");
    }
    boolean isLast = hop + 1 == authorisation.getChainCount();
    String next = isLast ? authorisation.getTarget() : authorisation.getChain(hop + 1).getPeerId();
    try (PeerCalls.Contributing onward = calls.contribute(new PeerId(next))) {
      onward.send(ContributeFrame.newBuilder().setAuthorisation(signed).setHop(hop + 1).build());
      pass(authorisation, summands, frames, onward);
      return onward.finish();
    }
  }

  private void pass(
      RebuildAuthorisation authorisation,
      List<Summand> summands,
      Iterator<ContributeFrame> frames,
      PeerCalls.Contributing onward) {
    int at = 0;
    boolean last = false;
    while (!last && frames.hasNext()) {
      ContributeFrame frame = frames.next();
      byte[] piece = frame.getData().toByteArray();
      rebuilds.require(piece.length <= authorisation.getSymbolLength() - at, "the sum is too long");
      for (Summand summand : summands) {
        add(summand, piece, at);
      }
      at += piece.length;
      last = frame.getLast();
      rebuilds.require(!last || at == authorisation.getSymbolLength(), "the sum is too short");
      onward.send(Rebuilds.frame(piece, last));
    }
    rebuilds.require(last, "the sum ended early");
  }

  private void add(Summand summand, byte[] piece, int at) {
    int length = Math.min(piece.length, summand.length() - at);
    if (length > 0) {
      byte[] own = store.reader().part(summand.shard(), (long) summand.from() + at, length);
      StripeCode.multiplyAdd(piece, own, length, summand.coefficient());
    }
  }

  private List<Summand> summands(RebuildAuthorisation authorisation, Contribution own) {
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
