package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.MapStripe;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.MapPage;
import java.util.List;

/// Pages of the map of all stripes.
public final class MapPages {
  private static final int STATE_BITS = 0xf;
  private static final int STATES = CopyState.values().length;

  private MapPages() {}

  /// Reads a page; fails with USAGE when an id is none. Copies stay packed, because there may be a
  /// million; a state that this version does not know becomes STALE.
  public static MapPage page(com.plexichat.backup.proto.MapPage message) {
    return new MapPage(
        message.getLogIndex(),
        message.getWhole(),
        message.getPeersList().stream()
            .map(one ->
                new MapPage.MapPeer(
                    one.getNumber(), Ids.peer(one.getPeerId()), Moments.known(one.getProvenMs())))
            .toList(),
        List.copyOf(message.getTiersList()),
        message.getBackupsList().stream()
            .map(one -> new MapPage.Origin(one.getNumber(), one.getBackupId(), one.getSet()))
            .toList(),
        message.getStripesList().stream().map(MapPages::stripe).toList());
  }

  private static MapPage.MapStripe stripe(MapStripe message) {
    int[] copies = new int[message.getCopiesCount()];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = known(message.getCopies(i));
    }
    return new MapPage.MapStripe(
        message.getNumber(),
        Ids.stripe(message.getStripe()),
        message.getFirstShard(),
        message.getK(),
        message.getM(),
        message.getTier(),
        message.getOrigin(),
        message.getCopiesWanted(),
        copies,
        message.getGone());
  }

  private static int known(int copy) {
    return (copy & STATE_BITS) < STATES ? copy : (copy & ~STATE_BITS) | Shards.UNKNOWN.code();
  }
}
