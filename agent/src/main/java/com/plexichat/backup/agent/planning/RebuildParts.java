package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.plan.Action.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Chooses who adds what to a masked rebuild: k distinct shards, each owner through one peer and
/// with fewer than k of them.
///
/// The target's owner knows the mask. It takes part only when there is no other way, and then last:
/// what it sees before its own part is the missing shard less its own shards, nothing that it would
/// not know afterwards.
final class RebuildParts {
  private static final int COMBINATIONS = 4096;

  private record Offer(PeerView peer, IndexSet shards) {}

  private final int k;
  private final String targetOwner;
  private final List<Offer> offers;

  /// @param held proven shards of each peer that counts
  RebuildParts(int k, String targetOwner, SortedMap<PeerView, IndexSet> held) {
    this.k = k;
    this.targetOwner = targetOwner;
    offers = new ArrayList<>();
    held.forEach((peer, shards) -> offers.add(new Offer(peer, shards)));
    offers.sort(Comparator.comparingInt((Offer offer) -> offer.shards.size()).reversed());
  }

  /// In the order of the chain; empty when no k distinct shards can be had.
  List<Part> choose() {
    List<Offer> others =
        offers.stream().filter(offer -> !offer.peer.owner().equals(targetOwner)).toList();
    List<Offer> answering =
        others.stream().filter(offer -> offer.peer.state() != PeerState.SUSPECT).toList();
    for (List<Offer> from : List.of(answering, others, offers)) {
      List<Part> parts = choose(from);
      if (!parts.isEmpty()) {
        return parts;
      }
    }
    return List.of();
  }

  private List<Part> choose(List<Offer> from) {
    SortedMap<String, List<Offer>> byOwner = new TreeMap<>();
    for (Offer offer : from) {
      byOwner.computeIfAbsent(offer.peer.owner(), _ -> new ArrayList<>()).add(offer);
    }
    List<List<Offer>> owners = List.copyOf(byOwner.values());
    int combinations = 1;
    for (List<Offer> owner : owners) {
      combinations = Math.min(COMBINATIONS, combinations * owner.size());
    }
    for (int combination = 0; combination < combinations; combination++) {
      List<Offer> chosen = new ArrayList<>();
      int rest = combination;
      for (List<Offer> owner : owners) {
        chosen.add(owner.get(rest % owner.size()));
        rest /= owner.size();
      }
      List<Part> parts = cover(chosen);
      if (!parts.isEmpty()) {
        return parts;
      }
    }
    return List.of();
  }

  /// Takes from whoever adds most until there are k.
  private List<Part> cover(List<Offer> chosen) {
    List<Offer> rest = new ArrayList<>(chosen);
    List<Part> parts = new ArrayList<>();
    List<Part> last = new ArrayList<>();
    IndexSet covered = IndexSet.EMPTY;
    while (covered.size() < k && !rest.isEmpty()) {
      IndexSet have = covered;
      rest.sort(
          Comparator.comparingInt((Offer offer) -> -offer.shards.minus(have).size())
              .thenComparing(offer -> offer.peer.id()));
      Offer most = rest.removeFirst();
      List<Integer> adds = most.shards.minus(covered).indexes();
      List<Integer> part =
          adds.subList(0, Math.min(adds.size(), Math.min(k - 1, k - covered.size())));
      if (part.isEmpty()) {
        return List.of();
      }
      covered = covered.union(IndexSet.of(part));
      (most.peer.owner().equals(targetOwner) ? last : parts).add(new Part(most.peer.id(), part));
    }
    parts.addAll(last);
    return covered.size() < k ? List.of() : parts;
  }
}
