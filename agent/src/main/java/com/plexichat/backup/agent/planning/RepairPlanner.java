package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.plan.Action;
import com.plexichat.backup.shared.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Plans the copies and rebuilds that bring stripes back to what their tiers ask.
///
/// Only proven copies (OK, at a peer that counts) count and are read from. Targets come from the
/// same placement as a backup's, over what owners may hold, so that no target's owner ever comes to
/// k distinct shards. A shard without a copy is rebuilt at one target first; its further copies are
/// made from there by the next plan.
public final class RepairPlanner {
  private static final int LOOKED_AT_FOR_MORE = 50;

  private RepairPlanner() {}

  /// Shards with the fewest copies come first, over all stripes; space is taken in that order too.
  public static Repair plan(List<StripeView> stripes, List<PeerView> peers, long seed) {
    SortedMap<PeerId, PeerView> left = Standing.byId(peers);
    Findings findings = new Findings();
    SortedMap<StripeOrder, StripeView> byNeed = new TreeMap<>();
    for (StripeView stripe : stripes) {
      Standing standing = Standing.proven(stripe, left);
      int worst = worst(stripe, standing);
      findings.worst = Math.min(findings.worst, worst);
      if (isShort(stripe, standing)) {
        byNeed.put(new StripeOrder(worst, stripe.id().hex()), stripe);
      }
    }
    for (StripeView stripe : byNeed.values()) {
      repair(stripe, left, seed, findings);
    }
    findings.ranked.sort(Comparator.comparingInt(Ranked::copies));
    Plan plan =
        new Plan(
            "repair",
            findings.ranked.stream().map(Ranked::action).toList(),
            findings.bytes,
            findings.worst == Integer.MAX_VALUE ? 0 : findings.worst,
            blockers(findings, peers));
    return new Repair(plan, findings.lost, findings.unplaced, findings.later);
  }

  private record StripeOrder(int worst, String id) implements Comparable<StripeOrder> {
    @Override
    public int compareTo(StripeOrder other) {
      int order = Integer.compare(worst, other.worst);
      return order != 0 ? order : id.compareTo(other.id);
    }
  }

  private record Ranked(int copies, Action action) {}

  /// What was found so far.
  private static final class Findings {
    final List<Ranked> ranked = new ArrayList<>();
    final List<LostShard> lost = new ArrayList<>();
    final List<StripeView> lacking = new ArrayList<>();
    long bytes;
    int worst = Integer.MAX_VALUE;
    int unplaced;
    int later;
  }

  private static int worst(StripeView stripe, Standing standing) {
    int worst = Integer.MAX_VALUE;
    for (int index = 0; index < stripe.shape().shards(); index++) {
      worst = Math.min(worst, standing.copies(index));
    }
    return worst;
  }

  private static boolean isShort(StripeView stripe, Standing standing) {
    for (int index = 0; index < stripe.shape().shards(); index++) {
      if (standing.copies(index) < stripe.shape().wanted(index)) {
        return true;
      }
    }
    return false;
  }

  private static void repair(
      StripeView stripe, SortedMap<PeerId, PeerView> left, long seed, Findings findings) {
    Standing standing = Standing.proven(stripe, left);
    Assignment placed = Placement.place(stripe, standing, left, new TreeSet<>(), seed);
    StripeRepair repair = new StripeRepair(stripe, left, seed);
    int missing = 0;
    for (int index = 0; index < stripe.shape().shards(); index++) {
      int wanted = stripe.shape().wanted(index);
      if (standing.copies(index) == 0 && repair.available() < stripe.shape().k()) {
        findings.lost.add(
            new LostShard(stripe.id(), index, repair.available(), stripe.shape().k()));
        continue;
      }
      missing += Math.max(0, wanted - placed.reached().get(index));
      List<PeerId> targets = targets(placed, index);
      if (targets.isEmpty()) {
        continue;
      }
      List<Action> actions =
          standing.copies(index) == 0
              ? repair.rebuild(index, targets)
              : repair.copies(index, targets);
      if (actions.isEmpty()) {
        findings.lost.add(
            new LostShard(stripe.id(), index, repair.available(), stripe.shape().k()));
        continue;
      }
      findings.later += targets.size() - actions.size();
      int copies = standing.copies(index);
      for (Action action : actions) {
        findings.ranked.add(new Ranked(copies++, action));
        findings.bytes += repair.bytes(action);
        take(left, StripeRepair.target(action), stripe.longest());
      }
    }
    if (missing > 0) {
      findings.unplaced += missing;
      findings.lacking.add(stripe);
    }
  }

  private static List<PeerId> targets(Assignment placed, int index) {
    List<PeerId> targets = new ArrayList<>();
    for (Assignment.Assigned copy : placed.copies()) {
      if (copy.index() == index) {
        targets.add(copy.peer());
      }
    }
    return targets;
  }

  private static void take(SortedMap<PeerId, PeerView> left, PeerId id, long bytes) {
    left.computeIfPresent(id, (_, peer) -> peer.withFreeBytes(peer.freeBytes() - bytes));
  }

  private static List<String> blockers(Findings findings, List<PeerView> peers) {
    List<String> blockers = new ArrayList<>();
    if (findings.unplaced > 0) {
      long owners =
          peers.stream()
              .filter(peer -> peer.state().takesShards())
              .map(PeerView::owner)
              .distinct()
              .count();
      blockers.add(
          "%s of %s %s no holder to go to: each of the %s that %s shards has a copy already, may hold as many different shards of the stripe as one owner may, has no space, or owns the data. %s."
              .formatted(
                  Words.count(findings.unplaced, "copy"),
                  Words.count(findings.lacking.size(), "stripe"),
                  findings.unplaced == 1 ? "has" : "have",
                  Words.count(owners, "owner"),
                  owners == 1 ? "takes" : "take",
                  needed(findings.lacking, peers)));
    }
    if (!findings.lost.isEmpty()) {
      long stripes = findings.lost.stream().map(LostShard::stripe).distinct().count();
      blockers.add(
          "%s of %s cannot be rebuilt from what can be read now: bring their holders back."
              .formatted(
                  Words.count(findings.lost.size(), "shard"), Words.count(stripes, "stripe")));
    }
    return blockers;
  }

  private static String needed(List<StripeView> stripes, List<PeerView> peers) {
    int most = 1;
    for (StripeView stripe : stripes.subList(0, Math.min(LOOKED_AT_FOR_MORE, stripes.size()))) {
      while (most < stripe.shape().copies() && shortWith(stripe, Imagined.add(peers, most))) {
        most++;
      }
    }
    return Words.more(most, "owner") + (most == 1 ? " is needed" : " are needed");
  }

  private static boolean shortWith(StripeView stripe, List<PeerView> peers) {
    SortedMap<PeerId, PeerView> byId = Standing.byId(peers);
    Standing standing = Standing.proven(stripe, byId);
    return Placement.place(stripe, standing, byId, new TreeSet<>(), 0).missing() > 0;
  }
}
