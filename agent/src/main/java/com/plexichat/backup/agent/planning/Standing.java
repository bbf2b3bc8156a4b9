package com.plexichat.backup.agent.planning;

import com.plexichat.backup.agent.planning.StripeView.HeldCopy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What a stripe has now: owners that count as holders of each shard, and what each owner may hold.
///
/// Several peers of one owner count as one holder; the source's owner is none.
final class Standing {
  private final List<SortedMap<String, String>> regionByOwner = new ArrayList<>();
  private final SortedMap<String, IndexSet> mayHold;

  private Standing(SortedMap<String, IndexSet> mayHold) {
    this.mayHold = new TreeMap<>(mayHold);
  }

  static Standing of(
      StripeView stripe, SortedMap<PeerId, PeerView> peers, Predicate<HeldCopy> counts) {
    Standing standing = new Standing(stripe.mayHold());
    for (int index = 0; index < stripe.shape().shards(); index++) {
      SortedMap<String, String> holders = new TreeMap<>();
      for (HeldCopy copy : stripe.held().get(index)) {
        PeerView peer = peers.get(copy.peer());
        if (peer == null) {
          continue;
        }
        standing.mayHold.merge(peer.owner(), IndexSet.of(index), IndexSet::union);
        if (counts.test(copy)
            && peer.state().counts()
            && !peer.owner().equals(stripe.sourceOwner())) {
          holders.putIfAbsent(peer.owner(), peer.region());
        }
      }
      standing.regionByOwner.add(holders);
    }
    return standing;
  }

  /// Proven copies only.
  static Standing proven(StripeView stripe, SortedMap<PeerId, PeerView> peers) {
    return of(stripe, peers, copy -> copy.state() == CopyState.OK);
  }

  static SortedMap<PeerId, PeerView> byId(Collection<PeerView> peers) {
    SortedMap<PeerId, PeerView> byId = new TreeMap<>();
    for (PeerView peer : peers) {
      byId.put(peer.id(), peer);
    }
    return byId;
  }

  /// Regions in which somebody could hold shards of this stripe.
  static SortedSet<String> regions(StripeView stripe, Collection<PeerView> peers) {
    SortedSet<String> regions = new TreeSet<>();
    for (PeerView peer : peers) {
      if (peer.state().counts() && !peer.owner().equals(stripe.sourceOwner())) {
        regions.add(peer.region());
      }
    }
    return regions;
  }

  /// Owners that count as holders of shard `index`.
  int copies(int index) {
    return regionByOwner.get(index).size();
  }

  boolean holds(String owner, int index) {
    return regionByOwner.get(index).containsKey(owner);
  }

  /// Copies of shard `index` per region.
  Map<String, Integer> perRegion(int index) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String region : regionByOwner.get(index).values()) {
      counts.merge(region, 1, Integer::sum);
    }
    return counts;
  }

  IndexSet mayHold(String owner) {
    return mayHold.getOrDefault(owner, IndexSet.EMPTY);
  }

  Collection<IndexSet> mayHold() {
    return mayHold.values();
  }
}
