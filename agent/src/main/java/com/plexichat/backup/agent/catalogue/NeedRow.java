package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.StripeId;
import java.util.List;

/// How the stripes that a set needs change with its next backup.
///
/// @param added needed now and not by the tree before
/// @param dropped needed by the tree before and not now
public record NeedRow(List<StripeId> added, List<StripeId> dropped) {
  public NeedRow {
    added = List.copyOf(added);
    dropped = List.copyOf(dropped);
  }
}
