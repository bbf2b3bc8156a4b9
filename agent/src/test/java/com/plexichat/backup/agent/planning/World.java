package com.plexichat.backup.agent.planning;

import com.plexichat.backup.agent.planning.StripeView.HeldCopy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/// Made-up peers and stripes, and what must hold for every placement on them.
final class World {
  static final String SOURCE = "source";
  static final long MIB = 1 << 20;

  private World() {}

  static PeerId id(int number) {
    return new PeerId("%032x".formatted(0xabc000L + number));
  }

  static PeerView peer(int number, String owner, String region) {
    return new PeerView(id(number), owner, region, "", PeerState.ACTIVE, 1L << 40, 1);
  }

  static PeerView find(List<PeerView> peers, PeerId id) {
    return peers.stream().filter(peer -> peer.id().equals(id)).findFirst().orElseThrow();
  }

  /// `owners` machines, each an owner by itself, in one region.
  static List<PeerView> peers(int owners) {
    List<PeerView> peers = new ArrayList<>();
    for (int owner = 0; owner < owners; owner++) {
      peers.add(peer(owner, "owner" + owner, "here"));
    }
    return peers;
  }

  static StripeView fresh(Tier tier, long number) {
    return StripeView.fresh(
        new StripeId(7, number),
        tier,
        Collections.nCopies(tier.dataShards() + tier.parityShards(), MIB),
        SOURCE);
  }

  /// Peers of 1 to 12 owners, some with several peers, with random regions, states and space.
  static List<PeerView> randomPeers(SplittableRandom random, boolean ownersSpanRegions) {
    List<PeerView> peers = new ArrayList<>();
    int owners = 1 + random.nextInt(12);
    int regions = 1 + random.nextInt(3);
    boolean tight = random.nextInt(3) == 0;
    for (int owner = 0; owner < owners; owner++) {
      int machines = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
      String region = "region" + random.nextInt(regions);
      for (int machine = 0; machine < machines; machine++) {
        String name = random.nextInt(15) == 0 ? SOURCE : "owner" + owner;
        PeerState state =
            random.nextInt(10) == 0 ? any(random, List.of(PeerState.values())) : PeerState.ACTIVE;
        long space = tight ? random.nextInt(6) * MIB + random.nextInt(1000) : 1L << 40;
        String where = ownersSpanRegions ? "region" + random.nextInt(regions) : region;
        peers.add(new PeerView(id(peers.size()), name, where, "", state, space, 1));
      }
    }
    return peers;
  }

  /// A stripe of which some copies exist, are lost, or may be held; separation is kept.
  static StripeView randomStripe(SplittableRandom random, Tier tier, List<PeerView> peers) {
    StripeView fresh = fresh(tier, random.nextInt(1000));
    if (random.nextInt(3) == 0) {
      return fresh;
    }
    SortedMap<String, IndexSet> mayHold = new TreeMap<>();
    List<List<HeldCopy>> held = new ArrayList<>();
    for (int index = 0; index < fresh.shape().shards(); index++) {
      List<HeldCopy> copies = new ArrayList<>();
      TreeSet<String> owners = new TreeSet<>();
      for (PeerView peer : peers) {
        IndexSet may = mayHold.getOrDefault(peer.owner(), IndexSet.EMPTY);
        boolean room = may.contains(index) || may.size() < fresh.shape().ownerLimit();
        if (room
            && random.nextInt(4) == 0
            && owners.size() < fresh.shape().wanted(index)
            && !peer.owner().equals(SOURCE)
            && owners.add(peer.owner())) {
          mayHold.put(peer.owner(), may.with(index));
          CopyState state =
              random.nextInt(3) > 0 ? CopyState.OK : any(random, List.of(CopyState.values()));
          copies.add(new HeldCopy(peer.id(), state));
        }
      }
      held.add(copies);
    }
    if (random.nextInt(3) == 0) {
      mayHold.put("owner0", IndexSet.below(random.nextInt(tier.dataShards())));
    }
    return new StripeView(fresh.id(), fresh.shape(), fresh.lengths(), SOURCE, held, mayHold);
  }

  private static <T> T any(SplittableRandom random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /// Every rule that a placement keeps; a broken one is told in words.
  static List<String> broken(StripeView stripe, List<PeerView> peers, Assignment placed) {
    List<String> broken = new ArrayList<>();
    SortedMap<PeerId, PeerView> byId = Standing.byId(peers);
    Standing standing =
        Standing.of(
            stripe,
            byId,
            copy -> copy.state() == CopyState.OK || copy.state() == CopyState.PENDING);
    SortedMap<String, IndexSet> after = new TreeMap<>();
    peers.forEach(peer -> after.put(peer.owner(), standing.mayHold(peer.owner())));
    Map<String, Integer> owners = new TreeMap<>();
    Map<PeerId, Long> bytes = new TreeMap<>();
    for (Assignment.Assigned copy : placed.copies()) {
      PeerView peer = byId.get(copy.peer());
      if (peer == null) {
        broken.add("unknown peer");
        continue;
      }
      if (peer.owner().equals(SOURCE)) {
        broken.add("the source's owner holds a shard");
      }
      if (!peer.state().takesShards()) {
        broken.add(peer.state() + " takes shards");
      }
      if (standing.holds(peer.owner(), copy.index())
          || owners.merge(copy.index() + " " + peer.owner(), 1, Integer::sum) > 1) {
        broken.add(peer.owner() + " holds two copies of " + copy.index());
      }
      after.merge(peer.owner(), IndexSet.of(copy.index()), IndexSet::union);
      bytes.merge(peer.id(), stripe.lengths().get(copy.index()), Long::sum);
    }
    for (PeerView peer : peers) {
      if (bytes.getOrDefault(peer.id(), 0L) > peer.freeBytes()) {
        broken.add(peer.id() + " has no space");
      }
      IndexSet before = standing.mayHold(peer.owner());
      IndexSet now = after.getOrDefault(peer.owner(), IndexSet.EMPTY);
      if (now.size() > Math.max(before.size(), stripe.shape().ownerLimit())) {
        broken.add(peer.owner() + " may hold " + now.size());
      }
    }
    return broken;
  }
}
