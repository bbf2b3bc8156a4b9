package com.plexichat.backup.console;

import com.plexichat.backup.shared.model.PeerState;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A cluster as the command line tells it, with what follows from that by adding up.
///
/// @param backups with those that failed, were interrupted or deleted
record ToldCluster(
    Told status,
    Told distribution,
    Told kit,
    List<Told> peers,
    List<Told> sets,
    List<Told> backups,
    List<Told> jobs) {
  /// What is asked for; the rest stays empty.
  enum Part {
    STATUS("agent status"),
    DISTRIBUTION("distribution status"),
    KIT("kit status"),
    PEERS("peer list"),
    SETS("set list"),
    BACKUPS("backup list --all"),
    JOBS("job list");

    private final String words;

    Part(String words) {
      this.words = words;
    }

    private String[] words() {
      return words.split(" ", -1);
    }
  }

  /// Asks for these beside each other, so that they are of one moment as far as may be.
  static ToldCluster ask(RealAgents agents, Part... parts) throws Exception {
    Map<Part, Future<Told>> asked = new EnumMap<>(Part.class);
    try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Part part : parts) {
        asked.put(part, askers.submit(() -> agents.told(part.words())));
      }
    }
    return new ToldCluster(
        answer(asked, Part.STATUS),
        answer(asked, Part.DISTRIBUTION),
        answer(asked, Part.KIT),
        list(answer(asked, Part.PEERS), "peers").stream()
            .sorted(Comparator.comparing((Told peer) -> peer.text("name")))
            .toList(),
        list(answer(asked, Part.SETS), "sets"),
        newestFirst(list(answer(asked, Part.BACKUPS), "backups")),
        list(answer(asked, Part.JOBS), "jobs"));
  }

  private static Told answer(Map<Part, Future<Told>> asked, Part part) throws Exception {
    Future<Told> answer = asked.get(part);
    return answer == null ? new Told(Map.of()) : answer.get();
  }

  private static List<Told> list(Told told, String name) {
    return told.has(name) ? told.list(name) : List.of();
  }

  private static List<Told> newestFirst(List<Told> backups) {
    return backups.stream()
        .sorted(Comparator.comparing((Told backup) -> backup.moment("created")).reversed())
        .toList();
  }

  long shards() {
    return distribution.number("shards");
  }

  long under() {
    return distribution.number("under_replicated");
  }

  long covered() {
    return shards() - under();
  }

  double coveredPercent() {
    return 100.0 * covered() / shards();
  }

  private List<Told> counting() {
    return peers.stream()
        .filter(peer -> PeerState.valueOf(peer.text("state").toUpperCase(Locale.ROOT)).counts())
        .toList();
  }

  /// Bytes that lie on the peers whose copies count.
  long used() {
    return counting().stream().mapToLong(peer -> peer.number("used")).sum();
  }

  long offered() {
    return counting().stream().mapToLong(peer -> peer.number("capacity")).sum();
  }

  long peersIn(String state) {
    return peers.stream().filter(peer -> peer.text("state").equalsIgnoreCase(state)).count();
  }

  /// Without those that are deleted, newest first.
  List<Told> backupsOf(String set) {
    return backups.stream()
        .filter(one -> one.text("set").equals(set) && !one.text("state").equals("deleted"))
        .toList();
  }

  Optional<Told> newestOf(String set) {
    return backupsOf(set).stream().filter(one -> one.is("restorable")).findFirst();
  }

  Told backup(String id) {
    return named(backups, "backup_id", id);
  }

  Told set(String name) {
    return named(sets, "set", name);
  }

  Told peer(String name) {
    return named(peers, "name", name);
  }

  private static Told named(List<Told> all, String key, String name) {
    return all.stream().filter(one -> one.text(key).equals(name)).findFirst().orElseThrow();
  }
}
