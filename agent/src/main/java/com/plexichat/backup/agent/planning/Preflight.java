package com.plexichat.backup.agent.planning;

import com.plexichat.backup.agent.planning.Assignment.Assigned;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Says before a backup what a tier would get from the peers that there are.
///
/// It places stripes of full size with the same code as a backup does.
public final class Preflight {
  private static final long SHARD_BYTES = 1 << 20;

  /// Placements differ from stripe to stripe; the worst of these is told.
  private static final int STRIPES = 16;

  private Preflight() {}

  public static Verdict judge(Tier tier, String sourceOwner, List<PeerView> peers) {
    List<PeerView> others =
        peers.stream()
            .filter(peer -> peer.state().takesShards() && !peer.owner().equals(sourceOwner))
            .toList();
    Trial now = Trial.of(tier, sourceOwner, peers);
    Trial withOneMore = Trial.of(tier, sourceOwner, Imagined.add(peers, 1));
    PreflightWords words =
        new PreflightWords(tier, owners(others), others.size(), now, withOneMore);
    int more = moreNeeded(tier, sourceOwner, peers);
    long sameOwner = peers.stream().filter(peer -> peer.state().takesShards()).count();
    int full = full(others);
    String sentence = others.isEmpty() ? words.nobody(sameOwner) : words.sentence(more, full);
    return new Verdict(
        now.outcome,
        tier.ownersNeeded(),
        owners(others),
        now.copies,
        now.losses,
        now.collusion,
        sentence,
        words.detail(more, full));
  }

  /// Who would hold the shards of a few stripes, by index of the shard.
  public static List<List<List<PeerId>>> holders(
      Tier tier, String sourceOwner, List<PeerView> peers) {
    List<List<List<PeerId>>> stripes = new ArrayList<>();
    for (int at = 0; at < STRIPES; at++) {
      List<List<PeerId>> stripe = new ArrayList<>();
      for (int index = 0; index < Shape.of(tier).shards(); index++) {
        stripe.add(new ArrayList<>());
      }
      placed(tier, sourceOwner, peers, at)
          .copies()
          .forEach(copy -> stripe.get(copy.index()).add(copy.peer()));
      stripes.add(stripe);
    }
    return stripes;
  }

  private static Assignment placed(Tier tier, String sourceOwner, List<PeerView> peers, int at) {
    StripeView stripe =
        StripeView.fresh(
            new StripeId(0, at),
            tier,
            Collections.nCopies(Shape.of(tier).shards(), SHARD_BYTES),
            sourceOwner);
    return Placement.place(stripe, peers, at);
  }

  /// What placing a few stripes comes to; the worst of them counts.
  record Trial(Outcome outcome, int copies, int losses, int collusion, boolean crowded) {
    static Trial of(Tier tier, String sourceOwner, List<PeerView> peers) {
      Trial worst = stripe(tier, sourceOwner, peers, 0);
      for (int at = 1; at < STRIPES; at++) {
        Trial next = stripe(tier, sourceOwner, peers, at);
        worst =
            new Trial(
                next.outcome.compareTo(worst.outcome) > 0 ? next.outcome : worst.outcome,
                Math.min(worst.copies, next.copies),
                Math.min(worst.losses, next.losses),
                Math.min(worst.collusion, next.collusion),
                worst.crowded || next.crowded);
      }
      return worst;
    }

    private static Trial stripe(Tier tier, String sourceOwner, List<PeerView> peers, int at) {
      Shape shape = Shape.of(tier);
      Assignment placed = placed(tier, sourceOwner, peers, at);
      SortedMap<PeerId, PeerView> byId = Standing.byId(peers);
      SortedMap<String, IndexSet> held = new TreeMap<>();
      for (Assigned copy : placed.copies()) {
        PeerView peer = byId.get(copy.peer());
        if (peer != null) {
          held.merge(peer.owner(), IndexSet.of(copy.index()), IndexSet::union);
        }
      }
      int copies = Collections.min(placed.reached().subList(0, shape.k()));
      boolean failed = placed.outcome() == Outcome.FAILED;
      return new Trial(
          placed.outcome(),
          failed ? 0 : copies,
          failed ? -1 : guaranteed(shape, copies, held),
          Collusion.number(shape.k(), held.values()),
          !placed.crowded().isEmpty());
    }
  }

  /// Never more than copies − 1: another stripe may have all its spare shards at the same owners.
  private static int guaranteed(Shape shape, int copies, SortedMap<String, IndexSet> held) {
    int survived = Collusion.lossesSurvived(shape.k(), shape.shards(), held.values());
    return Math.min(survived, copies - 1);
  }

  /// Owners to add until the tier has what it asks; −1 when more owners alone do not do it.
  private static int moreNeeded(Tier tier, String sourceOwner, List<PeerView> peers) {
    for (int more = 0; more <= tier.ownersNeeded() + 1; more++) {
      if (Trial.of(tier, sourceOwner, Imagined.add(peers, more)).outcome == Outcome.COMPLETE) {
        return more;
      }
    }
    return -1;
  }

  private static int owners(List<PeerView> peers) {
    return (int) peers.stream().map(PeerView::owner).distinct().count();
  }

  private static int full(List<PeerView> others) {
    return (int) others.stream().filter(peer -> peer.freeBytes() < SHARD_BYTES).count();
  }
}
