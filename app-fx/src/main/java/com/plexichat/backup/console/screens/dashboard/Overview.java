package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Protection;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The figures of a cluster that stand above all others. Pure: what was told, added up.
///
/// @param shards that a live backup needs
/// @param copies of them that count
/// @param under shards with fewer copies than asked, those that are lost among them
/// @param lost shards that cannot be read from anywhere
/// @param sets that are defined
/// @param protectedSets sets with a backup that can be restored
/// @param sourceBytes of the newest restorable backup of each of these
/// @param peers that belong to the cluster now
/// @param down of them, those that do not answer and do not count
/// @param silent of them, those that do not answer and still count
/// @param offered bytes of the peers that count
/// @param used bytes held there, all copies
record Overview(
    long shards,
    long copies,
    long under,
    long lost,
    int sets,
    int protectedSets,
    long sourceBytes,
    int peers,
    int down,
    int silent,
    long offered,
    long used) {
  static Overview of(ClusterState state) {
    Optional<Distribution> told = state.distribution();
    List<Backup> newest =
        state.sets().stream()
            .flatMap(set ->
                state.backupsOf(set.name()).stream()
                    .filter(Backup::restorable)
                    .max(Comparator.comparing(Backup::created))
                    .stream())
            .toList();
    List<Peer> peers =
        state.peers().stream()
            .filter(peer -> !peer.state().isExpelled() && peer.state() != PeerState.INVITED)
            .toList();
    Protection.Capacity capacity = Protection.capacity(state.peers());
    return new Overview(
        told.map(Distribution::shards).orElse(0L),
        told.map(Distribution::copies).orElse(0L),
        told.map(Distribution::underReplicated).orElse(0L),
        told.map(Distribution::lost).orElse(0L),
        state.sets().size(),
        newest.size(),
        newest.stream().mapToLong(backup -> backup.counts().sourceBytes()).sum(),
        peers.size(),
        count(peers, PeerState.DOWN),
        count(peers, PeerState.SUSPECT),
        capacity.offered(),
        capacity.used());
  }

  private static int count(List<Peer> peers, PeerState state) {
    return (int) peers.stream().filter(peer -> peer.state() == state).count();
  }

  /// Shards with all their copies.
  long covered() {
    return shards - under;
  }

  /// Of all shards, those with all their copies; NaN while there are none.
  double coveredPercent() {
    return shards == 0 ? Double.NaN : 100.0 * covered() / shards;
  }

  /// Copies of a shard on the average, parity being kept once.
  double meanCopies() {
    return shards == 0 ? 0 : copies / (double) shards;
  }

  /// Of what is offered, what is used; NaN while nothing is offered.
  double usedPercent() {
    return offered == 0 ? Double.NaN : 100.0 * used / offered;
  }
}
