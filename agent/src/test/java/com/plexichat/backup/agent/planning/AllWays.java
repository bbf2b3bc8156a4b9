package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.CopyState;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The most copies that can be placed, found by trying every way: an answer that shares no code
/// with the flow.
///
/// Regions do not limit the number: they are relaxed when they would.
final class AllWays {
  private final StripeView stripe;
  private final List<PeerView> peers = new ArrayList<>();
  private final Standing standing;
  private final SortedMap<String, Integer> memory = new TreeMap<>();

  AllWays(StripeView stripe, List<PeerView> all) {
    this.stripe = stripe;
    standing =
        Standing.of(
            stripe,
            Standing.byId(all),
            copy -> copy.state() == CopyState.OK || copy.state() == CopyState.PENDING);
    for (PeerView peer : all) {
      if (peer.state().takesShards() && !peer.owner().equals(stripe.sourceOwner())) {
        peers.add(peer);
      }
    }
  }

  int most() {
    int[] space = new int[peers.size()];
    for (int peer = 0; peer < space.length; peer++) {
      space[peer] = (int) Math.min(peers.get(peer).freeBytes() / World.MIB, 100);
    }
    SortedMap<String, Integer> room = new TreeMap<>();
    for (PeerView peer : peers) {
      int limit = stripe.shape().ownerLimit() - standing.mayHold(peer.owner()).size();
      room.put(peer.owner(), Math.max(0, limit));
    }
    return most(0, space, room);
  }

  private int most(int index, int[] space, SortedMap<String, Integer> room) {
    if (index == stripe.shape().shards()) {
      return 0;
    }
    String key = index + java.util.Arrays.toString(space) + room;
    Integer known = memory.get(key);
    if (known != null) {
      return known;
    }
    int need = stripe.shape().wanted(index) - standing.copies(index);
    int best = 0;
    for (int choice = 0; choice < 1 << peers.size(); choice++) {
      if (Integer.bitCount(choice) <= Math.max(0, need)) {
        best = Math.max(best, with(index, choice, space, room));
      }
    }
    memory.put(key, best);
    return best;
  }

  /// With copies of this shard at exactly these peers; −1 when that is not allowed.
  private int with(int index, int choice, int[] space, SortedMap<String, Integer> room) {
    int[] left = space.clone();
    SortedMap<String, Integer> roomLeft = new TreeMap<>(room);
    List<String> owners = new ArrayList<>();
    for (int peer = 0; peer < left.length; peer++) {
      if ((choice >> peer & 1) == 0) {
        continue;
      }
      String owner = peers.get(peer).owner();
      boolean anyway = standing.mayHold(owner).contains(index);
      if (owners.contains(owner)
          || standing.holds(owner, index)
          || --left[peer] < 0
          || (!anyway && roomLeft.merge(owner, -1, Integer::sum) < 0)) {
        return -1;
      }
      owners.add(owner);
    }
    return owners.size() + most(index + 1, left, roomLeft);
  }
}
