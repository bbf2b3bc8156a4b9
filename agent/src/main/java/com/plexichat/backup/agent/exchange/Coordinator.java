package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.proto.Placement;
import com.plexichat.backup.proto.SealedStripe;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Collection;
import java.util.List;

/// What the source of a stripe asks of the coordinator. Both calls may be made again; both fail
/// with OperationFailed.
public interface Coordinator {
  /// All open orders of the stripe, none of them to the peers to avoid; may-hold is recorded before
  /// this answers.
  Placement reserve(SealedStripe stripe, Collection<PeerId> avoid);

  /// Commits receipts; returns when they are in the coordinator's log, but for those that prove
  /// nothing any more, which it answers.
  List<Signed> commit(StripeId stripe, List<Signed> receipts);
}
