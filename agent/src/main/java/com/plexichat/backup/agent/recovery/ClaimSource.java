package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.proto.InventoryPage;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Port to what is left of a cluster whose catalogue is gone: peers that obey this agent as their
/// coordinator.
public interface ClaimSource {
  /// What a peer says it holds, in the order of names, from the one behind `after` on. Fails with
  /// OperationFailed, also after some pages: UNREACHABLE when the peer does not answer.
  void inventory(PeerId peer, @Nullable ShardId after, Consumer<InventoryPage> pages);

  /// A ticket with which this agent reads shards of these stripes.
  Signed ticket(Collection<StripeId> stripes);
}
