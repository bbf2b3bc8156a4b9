package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.StripeSorter;
import com.plexichat.backup.agent.planning.FatalSets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Stripes that the same losses would lose, for the durability of each.
///
/// Machines of one region and site stand together; those that name none do so as well, because
/// nothing says that they do not.
final class FatalKinds implements StripeSorter {
  private record Site(String region, String site) {}

  private final Map<Integer, Integer> sites = new HashMap<>();
  private final Map<FatalSets, Integer> numbers = new HashMap<>();
  private final List<FatalSets> kinds = new ArrayList<>();

  FatalKinds(List<PeerRow> peers) {
    Map<Site, Integer> known = new HashMap<>();
    for (PeerRow peer : peers) {
      Site site = new Site(peer.region(), peer.site());
      sites.put(peer.number(), known.computeIfAbsent(site, _ -> known.size()));
    }
  }

  @Override
  public int kind(int k, int copies, List<int[]> holders) {
    FatalSets sets = FatalSets.of(k, copies, holders, machine -> sites.getOrDefault(machine, -1));
    return numbers.computeIfAbsent(
        sets,
        one -> {
          kinds.add(one);
          return kinds.size() - 1;
        });
  }

  /// What the numbers mean, with how many stripes are of each.
  Map<FatalSets, Long> meaning(Map<Integer, Long> counted) {
    Map<FatalSets, Long> meaning = new HashMap<>();
    counted.forEach((kind, stripes) -> meaning.put(kinds.get(kind), stripes));
    return meaning;
  }
}
