package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.proto.Placement;
import com.plexichat.backup.proto.SealedStripe;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Collection;
import java.util.List;

/// What the source of a stripe asks of the coordinator. Both calls may be made again.
public interface Coordinator {
  /// Where the stripe's shards may go, not to the peers to avoid; may-hold is recorded before this
  /// answers. Copies already committed are not placed again.
  Placement reserve(SealedStripe stripe, Collection<PeerId> avoid);

  /// Commits receipts; true when the stripe is now durable enough to be part of a backup.
  boolean commit(StripeId stripe, List<Signed> receipts);
}
