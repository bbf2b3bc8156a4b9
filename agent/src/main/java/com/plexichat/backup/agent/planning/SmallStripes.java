package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;

/// When small stripes are folded, and which together.
///
/// Every run that adds little leaves a small stripe, whose files cost their holders as much as
/// large ones. Sixteen tiny ones become one, eight medium ones become full ones, as many together
/// as fit. So after every backup at most 16 tiny and 9 medium ones are left, whatever the number of
/// backups: 25 × (k × copies + m) files, 650 in silver and 1,400 in critical.
public final class SmallStripes {
  private static final int TINY_MOST = 16;
  private static final int MEDIUM_MOST = 8;

  /// So that one backup is not held up long by what many left behind.
  private static final int GROUPS_AT_ONCE = 4;

  /// Members of a group at most: what one request and one command take.
  private static final int MEMBERS_MOST = 256;

  private final long tiny;
  private final long medium;
  private final long room;

  /// @param full plaintext bytes of a full stripe
  public SmallStripes(long full) {
    tiny = full / 128;
    // Two medium ones always fit together, with what the fold's own index takes.
    medium = full / 2 - full / 16;
    room = full - full / 16;
  }

  /// A stripe that may be folded.
  ///
  /// @param bytes of plaintext, padding included
  public record Small(StripeId id, long bytes) {}

  /// Largest stripe that is folded.
  public long largest() {
    return medium;
  }

  /// Groups that are to become one stripe each.
  ///
  /// @param stripes oldest first; larger ones are left alone
  public List<List<StripeId>> groups(List<Small> stripes) {
    List<Small> tinies = new ArrayList<>();
    List<Small> mediums = new ArrayList<>();
    for (Small stripe : stripes) {
      if (stripe.bytes() <= tiny) {
        tinies.add(stripe);
      } else if (stripe.bytes() <= medium) {
        mediums.add(stripe);
      }
    }
    List<List<StripeId>> groups = new ArrayList<>();
    take(tinies, TINY_MOST, groups);
    take(mediums, MEDIUM_MOST, groups);
    return groups;
  }

  private void take(List<Small> stripes, int enough, List<List<StripeId>> groups) {
    int from = 0;
    while (stripes.size() - from >= enough && groups.size() < GROUPS_AT_ONCE) {
      List<StripeId> group = new ArrayList<>();
      long bytes = 0;
      while (from < stripes.size()
          && group.size() < MEMBERS_MOST
          && bytes + stripes.get(from).bytes() <= room) {
        bytes += stripes.get(from).bytes();
        group.add(stripes.get(from++).id());
      }
      groups.add(group);
    }
  }
}
