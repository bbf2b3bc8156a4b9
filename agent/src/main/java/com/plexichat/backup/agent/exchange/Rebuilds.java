package com.plexichat.backup.agent.exchange;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.proto.ContributeFrame;
import com.plexichat.backup.proto.Contribution;
import com.plexichat.backup.proto.RebuildAuthorisation;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/// What both sides of a masked rebuild check of its authorisation.
final class Rebuilds {
  /// Bytes of a frame of the masked sum.
  static final int FRAME = 256 * 1024;

  private final Self self;
  private final Obedience obedience;
  private final InstantSource clock;

  Rebuilds(Self self, Obedience obedience, InstantSource clock) {
    this.self = self;
    this.obedience = obedience;
    this.clock = clock;
  }

  /// Reads an authorisation and checks all that does not depend on who asks.
  ///
  /// Each peer stands in the chain once: what it adds twice could cancel out. A target that has
  /// shards of the stripe itself stands first and adds them to its mask; later in the chain it
  /// would see a sum on its way.
  RebuildAuthorisation check(Signed signed) {
    RebuildAuthorisation authorisation;
    try {
      authorisation = RebuildAuthorisation.parseFrom(signed.getMessage());
    } catch (InvalidProtocolBufferException e) {
      throw Failing.refused(self.name(), "the authorisation cannot be read");
    }
    obedience.checkCluster(authorisation.getClusterId());
    obedience.checkEpoch(authorisation.getEpoch());
    obedience.checkSignature(signed);
    require(authorisation.getExpiresMs() > clock.millis(), "the authorisation has expired");
    require(authorisation.getStripe().size() == StripeId.BYTES, "no stripe is named");
    long length = authorisation.getSymbolLength();
    require(length > 0 && length <= Format.SHARD_MAX, "no symbol has that length");
    Set<String> peers = new HashSet<>();
    for (Contribution contribution : authorisation.getChainList()) {
      String peer = contribution.getPeerId();
      require(
          peers.isEmpty() || !peer.equals(authorisation.getTarget()),
          "the target stands in the chain, and not first");
      require(peers.add(peer), "a peer stands in the chain twice");
      require(
          contribution.getShardsCount() > 0
              && contribution.getShardsCount() == contribution.getCoefficients().size(),
          "a contribution has no coefficient for each shard");
    }
    require(authorisation.getChainCount() > 1, "one holder alone would show its shard");
    return authorisation;
  }

  void require(boolean right, String otherwise) {
    if (!right) {
      throw refused(otherwise);
    }
  }

  OperationFailed refused(String why) {
    return Failing.refused(self.name(), why);
  }

  static ContributeFrame frame(byte[] bytes, boolean last) {
    return ContributeFrame.newBuilder()
        .setData(UnsafeByteOperations.unsafeWrap(bytes))
        .setLast(last)
        .build();
  }
}
