package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.planning.SpareCopies.Rule;
import com.plexichat.backup.agent.planning.SpareCopies.Spare;
import com.plexichat.backup.agent.planning.StripeView.HeldCopy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SpareCopiesTest {
  private final Map<PeerId, PeerView> peers = new TreeMap<>();

  private static PeerId id(int number) {
    return new PeerId("%032x".formatted(number));
  }

  private void peer(
      int number, String owner, String region, String site, PeerState state, long free) {
    peers.put(id(number), new PeerView(id(number), owner, region, site, state, free, 1));
  }

  private void peer(int number, String region, long free) {
    peer(number, "owner" + number, region, "s", PeerState.ACTIVE, free);
  }

  private static HeldCopy ok(int peer) {
    return new HeldCopy(id(peer), CopyState.OK);
  }

  /// Two data shards, of which the first has these copies.
  private static StripeView stripe(int factor, HeldCopy... copies) {
    return new StripeView(
        new StripeId(1, 1),
        new Shape(2, 0, factor, 0),
        List.of(100L, 100L),
        "source",
        List.of(List.of(copies), List.of()),
        new TreeMap<>());
  }

  private List<Integer> going(StripeView stripe) {
    return SpareCopies.of(stripe, peers).stream()
        .filter(Spare::goes)
        .map(spare -> Integer.parseInt(spare.peer().hex(), 16))
        .toList();
  }

  @Test
  void whatIsAskedStaysAndWhatIsOverGoesWhereSpaceIsLeast() {
    for (int peer = 1; peer <= 5; peer++) {
      peer(peer, "eu", 100 - peer);
    }
    assertEquals(List.of(), going(stripe(3, ok(1), ok(2), ok(3))));
    assertEquals(List.of(4), going(stripe(3, ok(1), ok(2), ok(3), ok(4))));
    assertEquals(List.of(5, 4), going(stripe(3, ok(1), ok(2), ok(3), ok(4), ok(5))));
    assertEquals(
        "Its shard has 4 copies, and 3 are asked.",
        SpareCopies.of(stripe(3, ok(1), ok(2), ok(3), ok(4)), peers).getFirst().reason());
    assertEquals(
        Set.of(id(1), id(2), id(3)),
        SpareCopies.of(stripe(3, ok(1), ok(2), ok(3), ok(4)), peers).getFirst().rest());
  }

  @Test
  void regionsAndSitesStayAsManyAsTheyCan() {
    peer(1, "us", 1);
    peer(2, "eu", 50);
    peer(3, "eu", 60);
    peer(4, "ap", 2);
    assertEquals(List.of(2), going(stripe(3, ok(1), ok(2), ok(3), ok(4))));
    peer(4, "o4", "eu", "other", PeerState.ACTIVE, 0);
    assertEquals(List.of(2), going(stripe(3, ok(1), ok(2), ok(3), ok(4))));
  }

  @Test
  void ofOneOwnerTwoCopiesAreOne() {
    for (int peer = 1; peer <= 3; peer++) {
      peer(peer, "eu", 10);
    }
    peer(4, "owner3", "eu", "s", PeerState.ACTIVE, 10);
    assertEquals(List.of(), going(stripe(3, ok(1), ok(2), ok(3), ok(4))));
    assertEquals(
        List.of(3, 1),
        going(stripe(2, ok(1), ok(2), ok(3), ok(4))),
        "first what its owner has twice");
  }

  @Test
  void whatLeavesAnywayGoesFirstAndWhoIsSilentKeepsNothing() {
    peer(1, "us", 1);
    peer(2, "eu", 1);
    peer(3, "o3", "ap", "s", PeerState.DRAINING, 90);
    assertEquals(List.of(3), going(stripe(2, ok(1), ok(2), ok(3))));
    peer(3, "o3", "ap", "s", PeerState.SUSPECT, 90);
    assertEquals(List.of(), going(stripe(2, ok(1), ok(2), ok(3))));
    peer(3, "o3", "ap", "s", PeerState.DOWN, 90);
    assertEquals(List.of(), going(stripe(2, ok(1), ok(2), ok(3))));
  }

  @Test
  void aBadCopyGoesWhenThereAreAsManyGoodOnesAsAreAsked() {
    for (int peer = 1; peer <= 4; peer++) {
      peer(peer, "eu", 10);
    }
    HeldCopy bad = new HeldCopy(id(4), CopyState.CORRUPT);
    assertEquals(List.of(4), going(stripe(3, ok(1), ok(2), ok(3), bad)));
    Spare stays = SpareCopies.of(stripe(3, ok(1), ok(2), bad), peers).getFirst();
    assertEquals(PruneCategory.CORRUPTED, stays.category());
    assertFalse(stays.goes());
    assertTrue(stays.reason().contains("repair first"), stays::reason);
    HeldCopy old = new HeldCopy(id(4), CopyState.STALE);
    assertEquals(List.of(), SpareCopies.of(stripe(3, ok(1), ok(2), ok(3), old), peers));
  }

  /// Whether as many owners have a copy after all that goes is gone as are asked, or as many as
  /// there were.
  private boolean keepsTheFactor(StripeView stripe, Set<Rule> rules) {
    List<Spare> spares = SpareCopies.of(stripe, peers, rules);
    for (int index = 0; index < stripe.shape().shards(); index++) {
      int at = index;
      Set<PeerId> gone =
          spares.stream()
              .filter(spare -> spare.index() == at && spare.goes())
              .map(Spare::peer)
              .collect(Collectors.toSet());
      List<HeldCopy> held = stripe.held().get(index);
      int asked = Math.min(stripe.shape().wanted(index), owners(held, Set.of()).size());
      if (owners(held, gone).size() < asked) {
        return false;
      }
    }
    return true;
  }

  private Set<String> owners(List<HeldCopy> held, Set<PeerId> gone) {
    return held.stream()
        .filter(copy -> copy.state() == CopyState.OK && !gone.contains(copy.peer()))
        .map(copy -> peers.get(copy.peer()))
        .filter(peer -> peer != null && peer.state().counts())
        .map(PeerView::owner)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /// Of 5,000 stripes at random none loses what keeps its factor; with a rule turned off, some do.
  @Test
  void nothingGoesThatKeepsTheFactor() {
    assertEquals(0, broken(EnumSet.allOf(Rule.class)));
    for (Rule off : Rule.values()) {
      assertNotEquals(0, broken(EnumSet.complementOf(EnumSet.of(off))), off::name);
    }
  }

  private long broken(Set<Rule> rules) {
    Random random = new Random(11);
    PeerState[] states = PeerState.values();
    long broken = 0;
    for (int round = 0; round < 5_000; round++) {
      peers.clear();
      List<Integer> numbers = new ArrayList<>();
      for (int peer = 1; peer <= 8; peer++) {
        PeerState state =
            random.nextInt(3) > 0 ? PeerState.ACTIVE : states[random.nextInt(states.length)];
        String owner = "o" + random.nextInt(6);
        peer(peer, owner, "r" + random.nextInt(3), "s", state, random.nextInt(100));
        numbers.add(peer);
      }
      List<List<HeldCopy>> held = new ArrayList<>();
      for (int index = 0; index < 3; index++) {
        Collections.shuffle(numbers, random);
        held.add(
            numbers.subList(0, random.nextInt(9)).stream()
                .map(number -> new HeldCopy(id(number), state(random)))
                .toList());
      }
      StripeView stripe =
          new StripeView(
              new StripeId(1, round),
              new Shape(2, 1, 1 + random.nextInt(5), 0),
              List.of(1L, 1L, 1L),
              "source",
              held,
              new TreeMap<>());
      broken += keepsTheFactor(stripe, rules) ? 0 : 1;
    }
    return broken;
  }

  private static CopyState state(Random random) {
    CopyState[] states = CopyState.values();
    return random.nextInt(4) > 0 ? CopyState.OK : states[random.nextInt(states.length)];
  }
}
