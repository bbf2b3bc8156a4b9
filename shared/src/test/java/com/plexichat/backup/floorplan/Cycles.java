package com.plexichat.backup.floorplan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The search for a cycle in a graph of names.
final class Cycles {
  private final Map<String, Set<String>> edges;
  private final Set<String> done = new TreeSet<>();
  private final List<String> path = new ArrayList<>();

  private Cycles(Map<String, Set<String>> edges) {
    this.edges = edges;
  }

  /// Returns one cycle as the names along it, the first one repeated at the end.
  static Optional<List<String>> in(Map<String, Set<String>> edges) {
    Cycles search = new Cycles(edges);
    return edges.keySet().stream().map(search::from).flatMap(Optional::stream).findFirst();
  }

  private Optional<List<String>> from(String node) {
    int seen = path.indexOf(node);
    if (seen >= 0) {
      List<String> cycle = new ArrayList<>(path.subList(seen, path.size()));
      cycle.add(node);
      return Optional.of(cycle);
    }
    if (done.contains(node)) {
      return Optional.empty();
    }
    path.add(node);
    for (String next : edges.getOrDefault(node, Set.of())) {
      Optional<List<String>> cycle = from(next);
      if (cycle.isPresent()) {
        return cycle;
      }
    }
    path.removeLast();
    done.add(node);
    return Optional.empty();
  }
}
