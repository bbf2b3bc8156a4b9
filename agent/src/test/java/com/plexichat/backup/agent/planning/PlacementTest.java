package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.planning.Assignment.Assigned;
import com.plexichat.backup.agent.planning.StripeView.HeldCopy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Tier SMALL = new Tier("small", 1, 2, 3, 1, 0);
  private static final List<Tier> TIERS =
      List.of(Tier.BRONZE, Tier.SILVER, Tier.GOLD, Tier.CRITICAL, SMALL);

  @Test
  void keepsEveryRuleWhateverThePeersAre() {
    for (long seed = 0; seed < 1500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<PeerView> peers = World.randomPeers(random, random.nextInt(4) == 0);
      Tier tier = TIERS.get(random.nextInt(TIERS.size()));
      StripeView stripe = World.randomStripe(random, tier, peers);
      Assignment placed = Placement.place(stripe, peers, seed);
      assertEquals(List.of(), World.broken(stripe, peers, placed), "seed " + seed);
    }
  }

  @Test
  void givesEveryCopyOnceThereAreEnoughOwners() {
    for (Tier tier : Tier.DEFAULTS) {
      for (int owners = tier.ownersNeeded(); owners <= 12; owners++) {
        for (long stripe = 0; stripe < 100; stripe++) {
          Assignment placed = Placement.place(World.fresh(tier, stripe), World.peers(owners), 3);
          String what = tier.name() + " " + owners + " owners, stripe " + stripe;
          assertEquals(Outcome.COMPLETE, placed.outcome(), what);
          assertEquals(tier.copies(), Collections.min(placed.reached().subList(0, 8)), what);
          assertEquals(Shape.of(tier).wantedInAll(), placed.copies().size(), what);
          assertEquals("", placed.sentence(), what);
        }
      }
    }
  }

  /// An independent answer: the largest number of copies, by trying all ways.
  @Test
  void placesAsManyAsThereIsRoomFor() {
    int differing = 0;
    for (long seed = 0; seed < 4000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<PeerView> peers = World.randomPeers(random, false);
      List<PeerView> few = peers.subList(0, Math.min(peers.size(), 4));
      StripeView stripe = World.randomStripe(random, SMALL, few);
      Assignment placed = Placement.place(stripe, few, seed);
      int most = new AllWays(stripe, few).most();
      assertEquals(most, placed.copies().size(), "seed " + seed);
      differing += most < SMALL.copies() * 3 + 1 ? 1 : 0;
    }
    assertTrue(differing > 500, "too few of the cases were short of room: " + differing);
  }

  @Test
  void firstCopiesComeBeforeSecondOnes() {
    Assignment placed = Placement.place(World.fresh(Tier.SILVER, 1), World.peers(2), 1);
    assertEquals(Outcome.UNDER_PROTECTED, placed.outcome());
    assertEquals(14, placed.copies().size());
    assertEquals(1, Collections.min(placed.reached()));
    assertEquals(12, placed.missing());
    List<Integer> first = placed.copies().subList(0, 10).stream().map(Assigned::index).toList();
    assertEquals(10, new TreeSet<>(first).size());
  }

  @Test
  void oneOtherOwnerIsNotEnough() {
    Assignment placed = Placement.place(World.fresh(Tier.SILVER, 1), World.peers(1), 1);
    assertEquals(Outcome.FAILED, placed.outcome());
    assertEquals(
        "19 of 26 shard copies have no holder now: 1 owner beside the source's takes shards, and"
            + " none may hold 8 different shards of a stripe.",
        placed.sentence());
  }

  @Test
  void theOrderOfThePeersDoesNotMatterAndTheSeedDoes() {
    List<PeerView> peers = World.peers(9);
    List<PeerView> turned = new ArrayList<>(peers);
    Collections.reverse(turned);
    StripeView stripe = World.fresh(Tier.SILVER, 4);
    Assignment placed = Placement.place(stripe, peers, 11);
    assertEquals(placed, Placement.place(stripe, turned, 11));
    assertTrue(!placed.copies().equals(Placement.place(stripe, peers, 12).copies()));
  }

  @Test
  void equalPeersGetEqualLoads() {
    for (int owners : new int[] {4, 6, 12}) {
      List<PeerView> peers = World.peers(owners);
      TreeMap<PeerId, Integer> loads = new TreeMap<>();
      for (int stripe = 0; stripe < 1000; stripe++) {
        for (Assigned copy : Placement.place(World.fresh(Tier.SILVER, stripe), peers, 5).copies()) {
          loads.merge(copy.peer(), 1, Integer::sum);
        }
      }
      double mean = 26_000.0 / owners;
      double worst =
          loads.values().stream().mapToDouble(n -> Math.abs(n - mean) / mean).max().orElse(1);
      assertEquals(owners, loads.size());
      assertTrue(worst < 0.15, owners + " owners: " + worst);
    }
  }

  @Test
  void aPeerWithMoreSpaceGetsMore() {
    List<PeerView> peers = new ArrayList<>(World.peers(11));
    peers.add(World.peer(11, "large", "here").withFreeBytes(3L << 40));
    int large = 0;
    for (int stripe = 0; stripe < 300; stripe++) {
      for (Assigned copy : Placement.place(World.fresh(Tier.BRONZE, stripe), peers, 5).copies()) {
        large += copy.peer().equals(World.id(11)) ? 1 : 0;
      }
    }
    double mean = 300 * 18 / 14.0;
    assertTrue(large > 2 * mean && large < 4 * mean, large + " for a mean of " + mean);
  }

  @Test
  void atMostRMinusOneCopiesLieInOneRegion() {
    List<PeerView> peers = new ArrayList<>();
    for (int peer = 0; peer < 10; peer++) {
      peers.add(World.peer(peer, "owner" + peer, peer < 6 ? "north" : "south"));
    }
    for (int number = 0; number < 200; number++) {
      StripeView stripe = World.fresh(Tier.SILVER, number);
      Assignment placed = Placement.place(stripe, peers, 8);
      int[] north = new int[10];
      for (Assigned copy : placed.copies()) {
        boolean isNorth = peers.indexOf(World.find(peers, copy.peer())) < 6;
        north[copy.index()] += isNorth ? 1 : 0;
      }
      assertEquals(Outcome.COMPLETE, placed.outcome());
      for (int index = 0; index < 8; index++) {
        assertTrue(north[index] == 1 || north[index] == 2, Arrays.toString(north));
      }
    }
  }

  @Test
  void saysWhenARegionHoldsTooMany() {
    List<PeerView> peers = new ArrayList<>(World.peers(5));
    peers.add(World.peer(5, "far", "there").withFreeBytes(3 * World.MIB));
    Assignment placed = Placement.place(World.fresh(Tier.SILVER, 1), peers, 8);
    assertEquals(0, placed.missing());
    assertEquals(Outcome.UNDER_PROTECTED, placed.outcome());
    assertEquals(5, placed.crowded().size());
    assertEquals(
        "5 shards of a stripe have more than 2 copies in one region, because no other region can"
            + " take them.",
        placed.sentence());
  }

  @Test
  void anAvoidedPeerGetsNothingAndItsPendingCopiesDoNotCount() {
    List<PeerView> peers = World.peers(6);
    StripeView fresh = World.fresh(Tier.BRONZE, 1);
    List<List<HeldCopy>> held = new ArrayList<>(fresh.held());
    held.set(0, List.of(new HeldCopy(World.id(0), CopyState.PENDING)));
    StripeView stripe =
        new StripeView(
            fresh.id(), fresh.shape(), fresh.lengths(), World.SOURCE, held, new TreeMap<>());
    assertEquals(17, Placement.place(stripe, peers, 1).copies().size());
    Assignment placed = Placement.place(stripe, peers, new TreeSet<>(List.of(World.id(0))), 1);
    assertEquals(18, placed.copies().size());
    assertTrue(placed.copies().stream().noneMatch(copy -> copy.peer().equals(World.id(0))));
  }

  @Test
  void whatAnOwnerMayHoldCountsEvenWhenItIsNotThere() {
    StripeView fresh = World.fresh(Tier.BRONZE, 1);
    TreeMap<String, IndexSet> mayHold = new TreeMap<>();
    mayHold.put("owner0", IndexSet.below(7));
    StripeView stripe =
        new StripeView(
            fresh.id(), fresh.shape(), fresh.lengths(), World.SOURCE, fresh.held(), mayHold);
    for (Assigned copy : Placement.place(stripe, World.peers(4), 1).copies()) {
      assertTrue(!copy.peer().equals(World.id(0)) || copy.index() < 7, copy.toString());
    }
  }

  @Test
  void peersThatLeaveTakeNothing() {
    List<PeerView> peers = new ArrayList<>(World.peers(4));
    peers.set(0, new PeerView(World.id(0), "owner0", "here", "", PeerState.DRAINING, 1L << 40, 1));
    Assignment placed = Placement.place(World.fresh(Tier.SILVER, 1), peers, 1);
    assertTrue(placed.copies().stream().noneMatch(copy -> copy.peer().equals(World.id(0))));
    assertEquals(Outcome.UNDER_PROTECTED, placed.outcome());
  }
}
