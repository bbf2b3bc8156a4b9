package com.plexichat.backup.agent.planning;

import com.plexichat.backup.agent.planning.Assignment.Assigned;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Chooses holders for the copies that a stripe still needs.
///
/// What holds for every result: copies of one shard lie at distinct owners, and never at the
/// source's; no owner may hold k or more distinct shards of the stripe, what it may hold already
/// included; a shard has at most [Shape#regionLimit] copies in one region where there is more than
/// one, unless fewer copies would be the price, and then it is said. The number of copies is the
/// largest that there is, first copies of all shards before second ones. Which owner gets what
/// follows weighted rendezvous hashing.
public final class Placement {
  private Placement() {}

  /// Places what is missing; copies in the states OK and PENDING count.
  public static Assignment place(StripeView stripe, List<PeerView> peers, long seed) {
    return place(stripe, peers, new TreeSet<>(), seed);
  }

  /// Places what is missing without the peers to `avoid`: they get nothing, and copies that are
  /// PENDING there do not count.
  public static Assignment place(
      StripeView stripe, List<PeerView> peers, SortedSet<PeerId> avoid, long seed) {
    SortedMap<PeerId, PeerView> byId = Standing.byId(peers);
    Standing standing =
        Standing.of(
            stripe,
            byId,
            copy ->
                copy.state() == CopyState.OK
                    || (copy.state() == CopyState.PENDING && !avoid.contains(copy.peer())));
    return place(stripe, standing, byId, avoid, seed);
  }

  static Assignment place(
      StripeView stripe,
      Standing standing,
      SortedMap<PeerId, PeerView> peers,
      SortedSet<PeerId> avoid,
      long seed) {
    boolean manyRegions = Standing.regions(stripe, peers.values()).size() > 1;
    List<PeerView> targets =
        peers.values().stream()
            .filter(peer -> peer.state().takesShards())
            .filter(peer -> !avoid.contains(peer.id()))
            .filter(peer -> !peer.owner().equals(stripe.sourceOwner()))
            .filter(peer -> peer.freeBytes() >= Math.max(1, stripe.longest()))
            .toList();
    List<Assigned> copies = new PlacementFlow(stripe, standing, targets, manyRegions, seed).solve();
    return describe(stripe, standing, inRounds(standing, copies), peers, manyRegions);
  }

  private record Ranked(Assigned copy, int round) {}

  /// First copies of all shards, then second ones.
  private static List<Assigned> inRounds(Standing standing, List<Assigned> copies) {
    Map<Integer, Integer> reached = new TreeMap<>();
    List<Ranked> ranked = new ArrayList<>();
    for (Assigned copy : copies) {
      int round = reached.merge(copy.index(), 1, Integer::sum) + standing.copies(copy.index());
      ranked.add(new Ranked(copy, round));
    }
    ranked.sort(Comparator.comparingInt(Ranked::round));
    return ranked.stream().map(Ranked::copy).toList();
  }

  private static Assignment describe(
      StripeView stripe,
      Standing standing,
      List<Assigned> copies,
      SortedMap<PeerId, PeerView> peers,
      boolean manyRegions) {
    Shape shape = stripe.shape();
    List<Integer> reached = new ArrayList<>();
    IndexSet crowded = IndexSet.EMPTY;
    int missing = 0;
    boolean none = false;
    for (int index = 0; index < shape.shards(); index++) {
      Map<String, Integer> perRegion = standing.perRegion(index);
      int count = standing.copies(index);
      for (Assigned copy : copies) {
        if (copy.index() == index) {
          count++;
          perRegion.merge(region(peers, copy.peer()), 1, Integer::sum);
        }
      }
      reached.add(count);
      missing += Math.max(0, shape.wanted(index) - count);
      none |= count == 0;
      if (manyRegions && perRegion.values().stream().anyMatch(n -> n > shape.regionLimit())) {
        crowded = crowded.with(index);
      }
    }
    Outcome outcome =
        none
            ? Outcome.FAILED
            : missing > 0 || !crowded.isEmpty() ? Outcome.UNDER_PROTECTED : Outcome.COMPLETE;
    String sentence = sentence(stripe, peers.values(), missing, crowded);
    return new Assignment(stripe.id(), copies, reached, missing, crowded, outcome, sentence);
  }

  private static String region(SortedMap<PeerId, PeerView> peers, PeerId id) {
    PeerView peer = peers.get(id);
    if (peer == null) {
      throw new IllegalStateException("placed on an unknown peer: " + id);
    }
    return peer.region();
  }

  private static String sentence(
      StripeView stripe, Collection<PeerView> peers, int missing, IndexSet crowded) {
    Shape shape = stripe.shape();
    if (missing > 0) {
      long owners =
          peers.stream()
              .filter(peer -> peer.state().takesShards())
              .map(PeerView::owner)
              .filter(owner -> !owner.equals(stripe.sourceOwner()))
              .distinct()
              .count();
      return "%d of %d shard copies have no holder now: %s beside the source's %s shards, and none may hold %d different shards of a stripe."
          .formatted(
              missing,
              shape.wantedInAll(),
              Words.count(owners, "owner"),
              owners == 1 ? "takes" : "take",
              shape.k());
    }
    if (!crowded.isEmpty()) {
      return "%s of a stripe %s more than %s in one region, because no other region can take them."
          .formatted(
              Words.count(crowded.size(), "shard"),
              crowded.size() == 1 ? "has" : "have",
              Words.count(shape.regionLimit(), "copy"));
    }
    return "";
  }
}
