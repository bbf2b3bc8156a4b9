package com.plexichat.backup.agent.planning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which owners together could rebuild a stripe, and which losses a stripe survives.
public final class Collusion {
  private Collusion() {}

  /// Fewest owners that together may hold k distinct shards of a stripe; 0 when not even all of
  /// them do.
  public static int number(StripeView stripe, Collection<PeerView> peers) {
    Standing standing = Standing.proven(stripe, Standing.byId(peers));
    return number(stripe.shape().k(), standing.mayHold());
  }

  /// Fewest owners that together hold k distinct shards; 0 when not even all of them do.
  public static int number(int k, Collection<IndexSet> heldPerOwner) {
    List<IndexSet> held = new ArrayList<>(heldPerOwner);
    held.sort(Comparator.comparingInt(IndexSet::size).reversed());
    if (held.stream().reduce(IndexSet.EMPTY, IndexSet::union).size() < k) {
      return 0;
    }
    int owners = 1;
    while (!reaches(k, held, 0, owners, IndexSet.EMPTY)) {
      owners++;
    }
    return owners;
  }

  /// Whether `owners` more of those from `first` on (largest first) bring `together` to k shards.
  private static boolean reaches(
      int k, List<IndexSet> held, int first, int owners, IndexSet together) {
    if (together.size() >= k) {
      return true;
    }
    for (int at = first; owners > 0 && at < held.size(); at++) {
      if (together.size() + owners * held.get(at).size() < k) {
        return false;
      }
      if (reaches(k, held, at + 1, owners - 1, together.union(held.get(at)))) {
        return true;
      }
    }
    return false;
  }

  /// Most owners that may be lost, whichever they are, with k distinct shards left; −1 when there
  /// are fewer than k now.
  ///
  /// Losing a stripe takes losing every holder of more shards than there are to spare: the smallest
  /// such set of owners, less one. Exact for up to 64 owners and a few spare shards; past that a
  /// lower bound, the fewest holders of any one shard.
  public static int lossesSurvived(int k, int shards, Collection<IndexSet> heldPerOwner) {
    List<Long> holders = holders(shards, heldPerOwner);
    int spare = holders.size() - k;
    if (spare < 0) {
      return -1;
    }
    if (heldPerOwner.size() > Long.SIZE || spare > 4) {
      return fewestHolders(shards, heldPerOwner) - 1;
    }
    return smallestUnion(holders, 0, spare + 1, 0L, Integer.MAX_VALUE) - 1;
  }

  /// Owners of each shard that has any, as bits; equal for shards that only the first 64 hold.
  private static List<Long> holders(int shards, Collection<IndexSet> heldPerOwner) {
    List<Long> holders = new ArrayList<>();
    for (int index = 0; index < shards; index++) {
      long owners = 0;
      boolean any = false;
      int at = 0;
      for (IndexSet held : heldPerOwner) {
        if (held.contains(index)) {
          any = true;
          owners |= at < Long.SIZE ? 1L << at : 0;
        }
        at++;
      }
      if (any) {
        holders.add(owners);
      }
    }
    return holders;
  }

  private static int fewestHolders(int shards, Collection<IndexSet> heldPerOwner) {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    for (int index = 0; index < shards; index++) {
      for (IndexSet held : heldPerOwner) {
        if (held.contains(index)) {
          counts.merge(index, 1, Integer::sum);
        }
      }
    }
    return counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
  }

  private static int smallestUnion(List<Long> sets, int first, int left, long union, int best) {
    int size = Long.bitCount(union);
    if (size >= best) {
      return best;
    }
    if (left == 0) {
      return size;
    }
    int found = best;
    for (int at = first; at + left <= sets.size(); at++) {
      found = smallestUnion(sets, at + 1, left - 1, union | sets.get(at), found);
    }
    return found;
  }
}
