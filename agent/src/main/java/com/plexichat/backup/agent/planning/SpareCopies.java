package com.plexichat.backup.agent.planning;

import com.plexichat.backup.agent.planning.StripeView.HeldCopy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.PruneCategory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Copies that the shards of a stripe can do without, each with those that have to be whole before
/// it goes.
///
/// ```
/// OK ─ as many others, each of another owner, as the tier asks? ── yes ──→ redundant, goes
/// CORRUPT, QUARANTINED ─ as many good ones as the tier asks? ───── yes ──→ corrupted, goes
///                                                            └──── no ───→ stays: repair first
/// ```
///
/// Copies count here on machines that are members for good and answer: what lies on one that is
/// being drained leaves first, and what lies on one that is silent keeps nothing and goes nowhere.
public final class SpareCopies {
  private SpareCopies() {}

  /// What is insisted on; all of it, except in tests that show why.
  enum Rule {
    /// As many copies stay as the tier asks.
    FACTOR,
    /// Each of another owner, and of another one than what goes.
    OWNERS
  }

  /// One copy that is not needed, or is bad.
  ///
  /// @param category redundant or corrupted
  /// @param goes false: it is bad, and too few others are good
  /// @param rest machines with the copies that stay
  /// @param wanted owners of whom a copy has to stay
  /// @param reason why it goes or stays, in a whole sentence
  public record Spare(
      int index,
      PeerId peer,
      PruneCategory category,
      boolean goes,
      SortedSet<PeerId> rest,
      int wanted,
      String reason) {}

  /// All of a stripe's, by index; those that are redundant in the order in which they go.
  ///
  /// @param peers all members
  public static List<Spare> of(StripeView stripe, Map<PeerId, PeerView> peers) {
    return of(stripe, peers, EnumSet.allOf(Rule.class));
  }

  static List<Spare> of(StripeView stripe, Map<PeerId, PeerView> peers, Set<Rule> rules) {
    List<Spare> spares = new ArrayList<>();
    for (int index = 0; index < stripe.shape().shards(); index++) {
      int wanted = stripe.shape().wanted(index);
      List<PeerView> candidates = new ArrayList<>();
      List<PeerView> bad = new ArrayList<>();
      for (HeldCopy copy : stripe.held().get(index)) {
        PeerView peer = peers.get(copy.peer());
        if (peer != null && copy.state() == CopyState.OK && answers(peer)) {
          candidates.add(peer);
        } else if (peer != null && isBad(copy.state()) && answers(peer)) {
          bad.add(peer);
        }
      }
      List<PeerView> good = new ArrayList<>(candidates);
      good.removeIf(peer -> peer.state() == PeerState.DRAINING);
      int had = candidates.size();
      List<PeerView> going = redundant(candidates, good, wanted, rules);
      SortedSet<PeerId> rest = new TreeSet<>();
      good.forEach(peer -> rest.add(peer.id()));
      for (PeerView peer : going) {
        String reason =
            "Its shard has %d copies, and %d %s asked.".formatted(had, wanted, are(wanted));
        spares.add(
            new Spare(index, peer.id(), PruneCategory.REDUNDANT, true, rest, wanted, reason));
      }
      long owners = owners(good, "");
      boolean goes = owners >= wanted;
      for (PeerView peer : bad) {
        String reason =
            goes
                ? "It is not whole, and %d good %s elsewhere.".formatted(owners, lie(owners))
                : "%d good %s elsewhere, and %d %s asked: repair first, plexichat integrity repair."
                    .formatted(owners, lie(owners), wanted, are(wanted));
        spares.add(
            new Spare(index, peer.id(), PruneCategory.CORRUPTED, goes, rest, wanted, reason));
      }
    }
    return spares;
  }

  private static boolean answers(PeerView peer) {
    return peer.state().takesShards()
        || peer.state() == PeerState.CORDONED
        || peer.state() == PeerState.DRAINING;
  }

  private static boolean isBad(CopyState state) {
    return state == CopyState.CORRUPT || state == CopyState.QUARANTINED;
  }

  private static String are(int count) {
    return count == 1 ? "is" : "are";
  }

  private static String lie(long count) {
    return count == 1 ? "copy lies" : "copies lie";
  }

  /// Those that go, one after another; they are taken from both lists.
  private static List<PeerView> redundant(
      List<PeerView> candidates, List<PeerView> good, int wanted, Set<Rule> rules) {
    List<PeerView> going = new ArrayList<>();
    while (true) {
      var next =
          candidates.stream()
              .filter(peer -> isSpare(peer, good, wanted, rules))
              .min(leastMissed(good));
      if (next.isEmpty()) {
        return going;
      }
      candidates.remove(next.get());
      good.remove(next.get());
      going.add(next.get());
    }
  }

  private static boolean isSpare(PeerView peer, List<PeerView> good, int wanted, Set<Rule> rules) {
    List<PeerView> others = good.stream().filter(other -> !other.id().equals(peer.id())).toList();
    long stay = rules.contains(Rule.OWNERS) ? owners(others, peer.owner()) : (long) others.size();
    return stay >= (rules.contains(Rule.FACTOR) ? wanted : Math.max(1, wanted - 1));
  }

  /// Owners of these, without one.
  private static long owners(List<PeerView> peers, String without) {
    return peers.stream()
        .map(PeerView::owner)
        .filter(owner -> !owner.equals(without))
        .distinct()
        .count();
  }

  /// First what leaves anyway, then what its owner, region or site has most of, then what lies
  /// where space is least.
  private static Comparator<PeerView> leastMissed(List<PeerView> good) {
    return Comparator.comparing((PeerView peer) -> peer.state() != PeerState.DRAINING)
        .thenComparingLong(
            peer -> -good.stream().filter(one -> one.owner().equals(peer.owner())).count())
        .thenComparingLong(
            peer -> -good.stream().filter(one -> one.region().equals(peer.region())).count())
        .thenComparingLong(peer ->
            -good.stream()
                .filter(one -> one.region().equals(peer.region()))
                .filter(one -> one.site().equals(peer.site()))
                .count())
        .thenComparingLong(PeerView::freeBytes)
        .thenComparing(PeerView::id);
  }
}
