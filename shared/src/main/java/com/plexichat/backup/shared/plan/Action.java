package com.plexichat.backup.shared.plan;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.List;

/// One step of a plan, with why it is there.
public sealed interface Action {
  StripeId stripe();

  Reason reason();

  /// Sends a copy of shard `index` from one holder to another.
  record Copy(StripeId stripe, int index, PeerId from, PeerId to, Reason reason)
      implements Action {}

  /// Rebuilds shard `index` at `to` from k other shards, no owner contributing or ever holding k.
  record Rebuild(StripeId stripe, int index, PeerId to, List<Part> parts, Reason reason)
      implements Action {
    public Rebuild {
      parts = List.copyOf(parts);
    }
  }

  /// What one owner adds to a rebuild: indexes of shards that it holds.
  record Part(PeerId peer, List<Integer> indexes) {
    public Part {
      indexes = List.copyOf(indexes);
    }
  }
}
