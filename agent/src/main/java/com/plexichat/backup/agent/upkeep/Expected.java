package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.ledger.LostCopy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Optional;

/// A copy that a peer should have.
///
/// @param length bytes of the shard file
/// @param known what the catalogue says of it
record Expected(
    PeerId peer, StripeId stripe, int index, ShardId shard, long length, CopyState known) {

  /// The copy of a shard that a peer should have; empty when none was acknowledged there or it lies
  /// in the trash.
  static Optional<Expected> of(ShardRow shard, PeerId peer) {
    for (CopyRow copy : shard.copies()) {
      if (copy.peer().equals(peer)
          && copy.state() != CopyState.PENDING
          && copy.state() != CopyState.TRASHED) {
        return Optional.of(
            new Expected(
                peer, shard.stripe(), shard.index(), shard.id(), shard.length(), copy.state()));
      }
    }
    return Optional.empty();
  }

  /// Whether it is known to be bad and the shard has all its copies elsewhere: what is left of it
  /// is not expected of its holder any more.
  boolean isReplaced(ShardRow all) {
    boolean isBad = known == CopyState.MISSING || known == CopyState.CORRUPT;
    return isBad && all.counted() >= all.target();
  }

  /// What the ledger is told of it.
  ///
  /// @param asOf how far the log went when its holder was asked
  LostCopy is(CopyState state, String why, long asOf) {
    return new LostCopy(stripe, index, peer, state, why, asOf);
  }
}
