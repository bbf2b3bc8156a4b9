package com.plexichat.backup.agent.planning;

import com.plexichat.backup.agent.planning.Assignment.Assigned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The network of one stripe's placement.
///
/// ```
///  shard i → (i, region) → (i, owner) → owner in → owner out → its peers → sink
///           ≤ region limit      ≤ 1      ≤ k − 1 − may-hold   ≤ space in shards
///                                  ↘ past that limit, for a shard that the owner may hold anyway
/// ```
///
/// It is exact while no owner has peers in several regions. For such an owner the region is kept
/// per shard, and a shard that finds no space there is banned from that way and placed anew.
final class PlacementFlow {
  private static final int NONE = -1;

  private final StripeView stripe;
  private final Standing standing;
  private final List<PeerView> peers;
  private final boolean manyRegions;
  private final Preference preference;

  private final List<String> owners;
  private final List<String> regions;
  private final int[] ownerOf;
  private final int[] regionOf;

  /// Ways (shard, owner, region) that found no space.
  private final BitSet banned = new BitSet();

  private Flow flow = new Flow();
  private int sink;
  private final int[] ownerIn;
  private final int[] ownerOut;
  private final int[] ownerEdge;
  private final int[] peerEdge;
  private final int[] start;
  private final int[] placed;
  private final List<Integer> regionEdges = new ArrayList<>();
  private final List<List<Route>> routes = new ArrayList<>();

  /// A way for a copy of a shard to one peer: its edges in the network, owner limit −1 when the
  /// owner may hold the shard anyway.
  private record Route(
      int peer, double score, int way, int region, int group, int owner, int limit) {}

  PlacementFlow(
      StripeView stripe, Standing standing, List<PeerView> peers, boolean manyRegions, long seed) {
    this.stripe = stripe;
    this.standing = standing;
    this.peers = peers;
    this.manyRegions = manyRegions;
    preference = new Preference(seed, stripe.id());
    owners = new TreeSet<>(peers.stream().map(PeerView::owner).toList()).stream().toList();
    regions = new TreeSet<>(peers.stream().map(PeerView::region).toList()).stream().toList();
    ownerOf = peers.stream().mapToInt(peer -> owners.indexOf(peer.owner())).toArray();
    regionOf = peers.stream().mapToInt(peer -> regions.indexOf(peer.region())).toArray();
    ownerIn = new int[owners.size()];
    ownerOut = new int[owners.size()];
    ownerEdge = new int[owners.size()];
    peerEdge = new int[peers.size()];
    start = new int[stripe.shape().shards()];
    placed = new int[stripe.shape().shards()];
  }

  /// Places as many copies as can be: first copies first, and more than the region limit only for
  /// what cannot be placed otherwise.
  List<Assigned> solve() {
    while (true) {
      build();
      raiseAll();
      if (manyRegions) {
        regionEdges.forEach(flow::widen);
        raiseAll();
      }
      List<Assigned> copies = new ArrayList<>();
      if (readInto(copies)) {
        return copies;
      }
    }
  }

  private void build() {
    flow = new Flow();
    sink = flow.node();
    regionEdges.clear();
    routes.clear();
    Arrays.fill(placed, 0);
    for (int owner = 0; owner < owners.size(); owner++) {
      int limit = stripe.shape().ownerLimit() - standing.mayHold(owners.get(owner)).size();
      ownerIn[owner] = flow.node();
      ownerOut[owner] = flow.node();
      ownerEdge[owner] = flow.edge(ownerIn[owner], ownerOut[owner], Math.max(0, limit));
    }
    for (int peer = 0; peer < peers.size(); peer++) {
      peerEdge[peer] = flow.edge(ownerOut[ownerOf[peer]], sink, slots(peer));
    }
    for (int index = 0; index < start.length; index++) {
      start[index] = flow.node();
      routes.add(routes(index));
    }
  }

  private List<Route> routes(int index) {
    List<Route> found = new ArrayList<>();
    if (standing.copies(index) >= stripe.shape().wanted(index)) {
      return found;
    }
    int[] regionEdge = regionEdges(index);
    int[] ownerNode = unset(owners.size());
    int[] pairEdge = unset(owners.size());
    int[] groupEdge = unset(owners.size() * regions.size());
    for (int peer = 0; peer < peers.size(); peer++) {
      int owner = ownerOf[peer];
      int region = regionOf[peer];
      int group = owner * regions.size() + region;
      int way = index * groupEdge.length + group;
      if (standing.holds(owners.get(owner), index) || banned.get(way)) {
        continue;
      }
      boolean anyway = standing.mayHold(owners.get(owner)).contains(index);
      if (ownerNode[owner] == NONE) {
        ownerNode[owner] = flow.node();
        int to = anyway ? ownerOut[owner] : ownerIn[owner];
        pairEdge[owner] = flow.edge(ownerNode[owner], to, 1);
      }
      if (groupEdge[group] == NONE) {
        groupEdge[group] = flow.edge(flow.end(regionEdge[region]), ownerNode[owner], 1);
      }
      double score = preference.score(index, peers.get(peer));
      int limit = anyway ? NONE : ownerEdge[owner];
      found.add(
          new Route(
              peer, score, way, regionEdge[region], groupEdge[group], pairEdge[owner], limit));
    }
    found.sort(Comparator.comparingDouble(Route::score).reversed());
    return found;
  }

  private int[] regionEdges(int index) {
    Map<String, Integer> before = standing.perRegion(index);
    int[] edges = new int[regions.size()];
    for (int region = 0; region < edges.length; region++) {
      int limit = stripe.shape().regionLimit() - before.getOrDefault(regions.get(region), 0);
      int capacity = manyRegions ? Math.max(0, limit) : Flow.UNLIMITED;
      edges[region] = flow.edge(start[index], flow.node(), capacity);
      regionEdges.add(edges[region]);
    }
    return edges;
  }

  /// Copies up to the first, of every shard, then up to the second, and so on.
  private void raiseAll() {
    for (int round = 1; round <= stripe.shape().copies(); round++) {
      for (int index = 0; index < start.length; index++) {
        int goal = Math.min(round, stripe.shape().wanted(index));
        if (standing.copies(index) + placed[index] < goal && raise(index)) {
          placed[index]++;
        }
      }
    }
  }

  private boolean raise(int index) {
    for (Route to : routes.get(index)) {
      if (flow.push(to.region, to.group, to.owner, to.limit, peerEdge[to.peer])) {
        return true;
      }
    }
    return flow.raise(start[index], sink);
  }

  /// Reads the flow; false when a way had to be banned.
  private boolean readInto(List<Assigned> copies) {
    boolean whole = true;
    for (int owner = 0; owner < owners.size(); owner++) {
      whole &= deal(owner, copies);
    }
    copies.sort(Comparator.comparingInt(Assigned::index).thenComparing(Assigned::peer));
    return whole;
  }

  /// Deals what one owner takes to its peers in the chosen regions, as the scores prefer.
  private boolean deal(int owner, List<Assigned> copies) {
    Flow dealt = new Flow();
    int end = dealt.node();
    int[] space = unset(peers.size());
    List<Assigned> targets = new ArrayList<>();
    List<Integer> edges = new ArrayList<>();
    boolean whole = true;
    for (int index = 0; index < start.length; index++) {
      int from = dealt.node();
      int way = NONE;
      boolean done = false;
      for (Route to : routes.get(index)) {
        if (ownerOf[to.peer] != owner || flow.used(to.group) == 0) {
          continue;
        }
        way = to.way;
        if (space[to.peer] == NONE) {
          space[to.peer] = dealt.edge(dealt.node(), end, slots(to.peer));
        }
        int edge = dealt.edge(from, dealt.begin(space[to.peer]), 1);
        targets.add(new Assigned(index, peers.get(to.peer).id()));
        edges.add(edge);
        done = done || dealt.push(edge, space[to.peer]);
      }
      if (way != NONE && !done && !dealt.raise(from, end)) {
        banned.set(way);
        whole = false;
      }
    }
    for (int at = 0; at < targets.size(); at++) {
      if (dealt.used(edges.get(at)) > 0) {
        copies.add(targets.get(at));
      }
    }
    return whole;
  }

  private int slots(int peer) {
    long longest = Math.max(1, stripe.longest());
    return Math.clamp(peers.get(peer).freeBytes() / longest, 0, start.length);
  }

  private static int[] unset(int length) {
    int[] all = new int[length];
    Arrays.fill(all, NONE);
    return all;
  }
}
