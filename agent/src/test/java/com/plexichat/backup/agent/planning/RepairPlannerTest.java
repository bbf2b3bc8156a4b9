package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.planning.Assignment.Assigned;
import com.plexichat.backup.agent.planning.StripeView.HeldCopy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.plan.Action;
import com.plexichat.backup.shared.plan.Action.Part;
import com.plexichat.backup.shared.plan.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RepairPlannerTest {
  @Test
  void replacesWhatALostPeerHeld() {
    List<PeerView> peers = World.peers(6);
    StripeView stripe = stored(World.fresh(Tier.SILVER, 1), peers);
    List<PeerView> after = down(peers, 0);
    Repair repair = RepairPlanner.plan(List.of(stripe), after, 1);
    long lost = copiesAt(stripe, World.id(0));
    assertEquals(lost, repair.plan().actions().size());
    assertEquals(lost * World.MIB, repair.plan().bytes());
    assertEquals(List.of(), repair.plan().blockers());
    for (Action action : repair.plan().actions()) {
      assertEquals(Reason.HOLDER_LOST, action.reason());
    }
    Repair again = RepairPlanner.plan(List.of(perform(stripe, after, repair)), after, 1);
    assertEquals(List.of(), again.plan().actions());
  }

  /// A repair moves nothing. Where no more owners are left than the copies take, some copy may fit
  /// nowhere until another one makes room; with one to spare there is always a place.
  @Test
  void withAnOwnerToSpareEveryLostCopyHasAPlace() {
    int stuck = 0;
    for (Tier tier : Tier.DEFAULTS) {
      for (int stripe = 0; stripe < 300; stripe++) {
        assertEquals(
            0, unplaced(tier, tier.ownersNeeded() + 2, stripe), tier.name() + ", stripe " + stripe);
        stuck += unplaced(tier, tier.ownersNeeded() + 1, stripe) > 0 ? 1 : 0;
      }
    }
    assertTrue(stuck > 0, "without one to spare there was always a place, too");
  }

  /// Of one of so many owners that is lost.
  private static int unplaced(Tier tier, int owners, int number) {
    List<PeerView> peers = World.peers(owners);
    StripeView fresh = World.fresh(tier, number);
    StripeView stripe = with(fresh, peers, Placement.place(fresh, peers, number).copies());
    return RepairPlanner.plan(List.of(stripe), down(peers, number % owners), number).unplaced();
  }

  @Test
  void nothingToDoIsAnEmptyPlan() {
    List<PeerView> peers = World.peers(5);
    StripeView stripe = stored(World.fresh(Tier.SILVER, 1), peers);
    Repair repair = RepairPlanner.plan(List.of(stripe), peers, 1);
    assertEquals(List.of(), repair.plan().actions());
    assertEquals(1, repair.plan().worstCopies());
  }

  @Test
  void fewestCopiesComeFirst() {
    List<PeerView> peers = World.peers(8);
    StripeView two = without(stored(World.fresh(Tier.GOLD, 1), peers), 3, 3, CopyState.MISSING);
    StripeView four = without(stored(World.fresh(Tier.GOLD, 2), peers), 5, 1, CopyState.CORRUPT);
    Repair repair = RepairPlanner.plan(List.of(four, two), peers, 1);
    List<Reason> reasons = repair.plan().actions().stream().map(Action::reason).toList();
    assertEquals(
        List.of(Reason.COPY_MISSING, Reason.COPY_MISSING, Reason.COPY_MISSING, Reason.COPY_CORRUPT),
        reasons);
    assertEquals(2, repair.plan().worstCopies());
  }

  @Test
  void rebuildsAShardThatHasNoCopyLeft() {
    List<PeerView> peers = World.peers(6);
    StripeView stripe =
        without(stored(World.fresh(Tier.SILVER, 1), peers), 4, 3, CopyState.MISSING);
    Repair repair = RepairPlanner.plan(List.of(stripe), peers, 1);
    assertEquals(1, repair.plan().actions().size());
    assertEquals(2, repair.later());
    Action.Rebuild rebuild = (Action.Rebuild) repair.plan().actions().getFirst();
    assertEquals(4, rebuild.index());
    assertEquals(Reason.NO_COPY_LEFT, rebuild.reason());
    assertEquals(0, repair.plan().worstCopies());
    StripeView after = perform(stripe, peers, repair);
    assertEquals(2, RepairPlanner.plan(List.of(after), peers, 1).plan().actions().size());
  }

  @Test
  void goldHasNoParityAndALostShardIsLost() {
    List<PeerView> peers = World.peers(7);
    StripeView stripe = without(stored(World.fresh(Tier.GOLD, 1), peers), 2, 5, CopyState.MISSING);
    Repair repair = RepairPlanner.plan(List.of(stripe), peers, 1);
    assertEquals(List.of(new LostShard(stripe.id(), 2, 7, 8)), repair.lost());
    assertEquals(
        List.of(
            "1 shard of 1 stripe cannot be rebuilt from what can be read now: bring their holders"
                + " back."),
        repair.plan().blockers());
  }

  @Test
  void saysThatOneMoreOwnerIsNeeded() {
    List<PeerView> peers = World.peers(4);
    StripeView stripe = stored(World.fresh(Tier.SILVER, 1), peers);
    Repair repair = RepairPlanner.plan(List.of(stripe), down(peers, 2), 1);
    long lost = copiesAt(stripe, World.id(2));
    assertTrue(repair.unplaced() > 0 && repair.unplaced() <= lost);
    assertEquals(1, repair.plan().blockers().size());
    String sentence = repair.plan().blockers().getFirst();
    assertTrue(
        sentence.startsWith(repair.unplaced() + " copies of 1 stripe have no holder"), sentence);
    assertTrue(sentence.contains("each of the 3 owners that take shards"), sentence);
    assertTrue(sentence.endsWith("One more owner is needed."), sentence);
  }

  @Test
  void aPendingCopyIsNeitherCountedNorReadFrom() {
    List<PeerView> peers = World.peers(6);
    StripeView stripe =
        without(stored(World.fresh(Tier.BRONZE, 1), peers), 0, 1, CopyState.PENDING);
    Repair repair = RepairPlanner.plan(List.of(stripe), peers, 1);
    assertEquals(1, repair.plan().actions().size());
    Action.Copy copy = (Action.Copy) repair.plan().actions().getFirst();
    assertTrue(stripe.held().get(0).contains(new HeldCopy(copy.from(), CopyState.OK)));
  }

  /// Whatever is lost: rules are kept, and repeated repairs end where a new placement would.
  @Test
  void keepsEveryRuleWhateverIsLost() {
    int rebuilds = 0;
    for (long seed = 0; seed < 600; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<PeerView> peers = World.randomPeers(random, false);
      Tier tier = Tier.DEFAULTS.get(random.nextInt(4));
      StripeView stripe = World.randomStripe(random, tier, peers);
      for (int round = 0; round < 4; round++) {
        Repair repair = RepairPlanner.plan(List.of(stripe), peers, seed);
        rebuilds += check(stripe, peers, repair, "seed " + seed);
        assertEquals(repair, RepairPlanner.plan(List.of(stripe), peers, seed), "seed " + seed);
        stripe = perform(stripe, peers, repair);
        peers = shrink(peers, repair, stripe.longest());
      }
      Repair last = RepairPlanner.plan(List.of(stripe), peers, seed);
      assertEquals(List.of(), last.plan().actions(), "seed " + seed);
    }
    assertTrue(rebuilds > 50, "only " + rebuilds + " rebuilds");
  }

  private static int check(StripeView stripe, List<PeerView> peers, Repair repair, String seed) {
    Standing standing = Standing.proven(stripe, Standing.byId(peers));
    int k = stripe.shape().k();
    int rebuilds = 0;
    SortedMap<String, IndexSet> after = new TreeMap<>();
    peers.forEach(peer -> after.put(peer.owner(), standing.mayHold(peer.owner())));
    for (Action action : repair.plan().actions()) {
      PeerView to = World.find(peers, StripeRepair.target(action));
      assertTrue(to.state().takesShards() && !to.owner().equals(World.SOURCE), seed);
      IndexSet before = standing.mayHold(to.owner());
      IndexSet now = after.merge(to.owner(), IndexSet.of(indexOf(action)), IndexSet::union);
      assertTrue(now.size() < k || now.equals(before), seed + ": " + to.owner() + " " + now);
      if (action instanceof Action.Copy copy) {
        assertTrue(isReadable(stripe, peers, copy.from(), copy.index()), seed + copy);
        assertFalse(standing.holds(to.owner(), copy.index()), seed + copy);
      } else if (action instanceof Action.Rebuild rebuild) {
        rebuilds++;
        TreeSet<Integer> indexes = new TreeSet<>();
        TreeSet<String> owners = new TreeSet<>();
        for (int at = 0; at < rebuild.parts().size(); at++) {
          Part part = rebuild.parts().get(at);
          String owner = World.find(peers, part.peer()).owner();
          assertTrue(owners.add(owner), seed + ": an owner contributes twice");
          assertTrue(part.indexes().size() < k, seed);
          assertTrue(
              !owner.equals(to.owner()) || at == rebuild.parts().size() - 1,
              seed + ": the target's owner is not last");
          for (int index : part.indexes()) {
            assertTrue(indexes.add(index), seed + ": twice the same shard");
            assertTrue(isReadable(stripe, peers, part.peer(), index), seed);
          }
        }
        assertEquals(k, indexes.size(), seed);
        assertFalse(indexes.contains(rebuild.index()), seed);
        assertEquals(0, standing.copies(rebuild.index()), seed);
      }
    }
    return rebuilds;
  }

  private static boolean isReadable(StripeView stripe, List<PeerView> peers, PeerId id, int index) {
    PeerView peer = World.find(peers, id);
    return peer.state().counts()
        && !peer.owner().equals(World.SOURCE)
        && stripe.held().get(index).contains(new HeldCopy(id, CopyState.OK));
  }

  private static int indexOf(Action action) {
    return switch (action) {
      case Action.Copy copy -> copy.index();
      case Action.Rebuild rebuild -> rebuild.index();
    };
  }

  private static List<PeerView> shrink(List<PeerView> peers, Repair repair, long bytes) {
    List<PeerView> after = new ArrayList<>();
    for (PeerView peer : peers) {
      long taken =
          repair.plan().actions().stream()
              .filter(action -> StripeRepair.target(action).equals(peer.id()))
              .count();
      after.add(peer.withFreeBytes(peer.freeBytes() - taken * bytes));
    }
    return after;
  }

  /// The stripe after all actions of a plan succeeded.
  private static StripeView perform(StripeView stripe, List<PeerView> peers, Repair repair) {
    List<Assigned> copies =
        repair.plan().actions().stream()
            .map(action -> new Assigned(indexOf(action), StripeRepair.target(action)))
            .toList();
    return with(stripe, peers, copies);
  }

  private static StripeView stored(StripeView stripe, List<PeerView> peers) {
    return with(stripe, peers, Placement.place(stripe, peers, 9).copies());
  }

  private static StripeView with(StripeView stripe, List<PeerView> peers, List<Assigned> copies) {
    SortedMap<String, IndexSet> mayHold = new TreeMap<>(stripe.mayHold());
    List<List<HeldCopy>> held = new ArrayList<>();
    stripe.held().forEach(list -> held.add(new ArrayList<>(list)));
    for (Assigned copy : copies) {
      held.get(copy.index()).removeIf(old -> old.peer().equals(copy.peer()));
      held.get(copy.index()).add(new HeldCopy(copy.peer(), CopyState.OK));
      mayHold.merge(
          World.find(peers, copy.peer()).owner(), IndexSet.of(copy.index()), IndexSet::union);
    }
    return new StripeView(
        stripe.id(), stripe.shape(), stripe.lengths(), World.SOURCE, held, mayHold);
  }

  /// The first `count` copies of shard `index` in another state.
  private static StripeView without(StripeView stripe, int index, int count, CopyState state) {
    List<List<HeldCopy>> held = new ArrayList<>(stripe.held());
    List<HeldCopy> copies = new ArrayList<>(held.get(index));
    for (int at = 0; at < count; at++) {
      copies.set(at, new HeldCopy(copies.get(at).peer(), state));
    }
    held.set(index, copies);
    return new StripeView(
        stripe.id(), stripe.shape(), stripe.lengths(), World.SOURCE, held, stripe.mayHold());
  }

  private static long copiesAt(StripeView stripe, PeerId peer) {
    return stripe.held().stream()
        .filter(copies -> copies.contains(new HeldCopy(peer, CopyState.OK)))
        .count();
  }

  private static List<PeerView> down(List<PeerView> peers, int which) {
    List<PeerView> after = new ArrayList<>(peers);
    PeerView peer = peers.get(which);
    after.set(
        which,
        new PeerView(
            peer.id(), peer.owner(), peer.region(), "", PeerState.DOWN, peer.freeBytes(), 1));
    return after;
  }
}
