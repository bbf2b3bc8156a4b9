package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.ContributeAnswer;
import com.plexichat.backup.proto.ContributeFrame;
import com.plexichat.backup.proto.Contribution;
import com.plexichat.backup.proto.RebuildAuthorisation;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.model.PeerId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A holder's part in a masked rebuild: it adds its coefficients × its shards to the sum that
/// passes through, piece by piece.
///
/// A rebuild's token is taken once only: who had it twice with different sums could learn the
/// difference.
final class RebuildPart {
  private static final int TOKENS_KEPT = 100_000;

  private final Self self;
  private final Rebuilds rebuilds;
  private final OwnShards shards;
  private final Map<ByteString, Boolean> taken =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteString, Boolean> eldest) {
          return size() > TOKENS_KEPT;
        }
      };

  RebuildPart(Self self, Rebuilds rebuilds, OwnShards shards) {
    this.self = self;
    this.rebuilds = rebuilds;
    this.shards = shards;
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
    List<OwnShards.Summand> summands = shards.summands(authorisation, own);
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
      List<OwnShards.Summand> summands,
      Iterator<ContributeFrame> frames,
      PeerCalls.Contributing onward) {
    int at = 0;
    boolean last = false;
    while (!last && frames.hasNext()) {
      ContributeFrame frame = frames.next();
      byte[] piece = frame.getData().toByteArray();
      rebuilds.require(piece.length <= authorisation.getSymbolLength() - at, "the sum is too long");
      for (OwnShards.Summand summand : summands) {
        shards.add(summand, piece, at);
      }
      at += piece.length;
      last = frame.getLast();
      rebuilds.require(!last || at == authorisation.getSymbolLength(), "the sum is too short");
      onward.send(Rebuilds.frame(piece, last));
    }
    rebuilds.require(last, "the sum ended early");
  }
}
