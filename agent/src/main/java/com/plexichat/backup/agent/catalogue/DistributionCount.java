package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.Lens.Raw;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Adds stripes up to the figures of a distribution.
final class DistributionCount {
  private final Lens lens;
  private final List<Sum> sums = new ArrayList<>();
  private long shards;
  private long copies;
  private long under;
  private long over;
  private long lost;
  private long violations;

  DistributionCount(Lens lens) {
    this.lens = lens;
    lens.live().tiers().forEach(tier -> sums.add(new Sum(tier)));
  }

  /// One tier's part so far.
  private static final class Sum {
    private final Tier tier;
    private long shards;
    private long covered;
    private long dataShards;
    private long dataCopies;
    private long bytes;

    Sum(Tier tier) {
      this.tier = tier;
    }
  }

  /// Answers the number of the tier that the stripe was counted for; [LiveTiers#NONE]: of none.
  int add(Raw raw, int ofRuns) {
    int target = lens.target(raw, ofRuns);
    if (target < 0 || (ofRuns < 0 && isUnderWay(raw))) {
      return LiveTiers.NONE;
    }
    Sum sum = sums.get(target);
    int[] counted = lens.counted(raw);
    int present = 0;
    for (int one : counted) {
      present += one > 0 ? 1 : 0;
    }
    for (int index = 0; index < counted.length; index++) {
      boolean data = index < raw.k();
      int wanted = data ? sum.tier.copies() : 1;
      int has = counted[index];
      shards++;
      copies += has;
      sum.shards++;
      sum.bytes += has * Lengths.at(raw.lengths(), index);
      sum.covered += has >= wanted ? 1 : 0;
      under += has < wanted ? 1 : 0;
      over += has > wanted ? 1 : 0;
      lost += has == 0 && present < raw.k() ? 1 : 0;
      if (data) {
        sum.dataShards++;
        sum.dataCopies += has;
      }
    }
    violations += violations(raw);
    return target;
  }

  /// Whether a shard is still to be acknowledged. Until then a stripe that only an open backup
  /// wants was never promised, and is neither short of copies nor lost.
  private static boolean isUnderWay(Raw raw) {
    return raw.isAny(state -> state == CopyState.PENDING);
  }

  private long violations(Raw raw) {
    Map<String, boolean[]> held = new HashMap<>();
    CopySet.visit(
        raw.copies(),
        (index, peer, _) ->
            held.computeIfAbsent(lens.peer(peer).owner(), _ -> new boolean[raw.k() + raw.m()])[
                    index] =
                true);
    String source = lens.peer(raw.source()).owner();
    long found = 0;
    for (Map.Entry<String, boolean[]> owner : held.entrySet()) {
      int distinct = 0;
      for (boolean one : owner.getValue()) {
        distinct += one ? 1 : 0;
      }
      found += distinct >= raw.k() || owner.getKey().equals(source) ? 1 : 0;
    }
    return found;
  }

  DistributionRow row(List<PeerRow> peers) {
    return new DistributionRow(
        shards,
        copies,
        under,
        over,
        lost,
        violations,
        imbalance(peers),
        sums.stream()
            .map(sum ->
                new DistributionRow.TierRow(
                    sum.tier.name(),
                    sum.tier.copies(),
                    sum.shards,
                    sum.covered,
                    sum.dataShards,
                    sum.dataCopies,
                    sum.bytes))
            .toList());
  }

  private static double imbalance(List<PeerRow> peers) {
    List<PeerRow> placing = peers.stream().filter(peer -> peer.state().takesShards()).toList();
    double bytes = placing.stream().mapToLong(PeerRow::bytes).sum();
    double capacity = placing.stream().mapToLong(PeerRow::capacity).sum();
    double most = 0;
    for (PeerRow peer : placing) {
      if (bytes > 0 && peer.capacity() > 0) {
        double ideal = peer.capacity() / capacity;
        most = Math.max(most, Math.abs(peer.bytes() / bytes - ideal) / ideal);
      }
    }
    return most;
  }
}
