package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.List;

/// One shard with everything that is known of its copies.
///
/// @param number sequential in this catalogue, from 1
/// @param parity whether its index is k or more
/// @param length bytes of the shard file
/// @param target copies that it should have now; 0: no live backup needs it
/// @param tier name of the tier that asks for them; empty: none
public record ShardRow(
    ShardId id,
    long number,
    StripeId stripe,
    int index,
    boolean parity,
    long length,
    int target,
    String tier,
    List<CopyRow> copies) {
  public ShardRow {
    copies = List.copyOf(copies);
  }

  /// Copies that count.
  public int counted() {
    int counted = 0;
    for (CopyRow copy : copies) {
      counted += copy.counts() ? 1 : 0;
    }
    return counted;
  }
}
