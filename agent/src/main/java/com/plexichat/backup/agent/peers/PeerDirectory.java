package com.plexichat.backup.agent.peers;

import com.plexichat.backup.agent.peers.DirectoryStore.Known;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The newest directory and the highest epoch that this agent knows.
///
/// What it knows only grows: an older directory, a lower epoch or another cluster's is not taken,
/// whoever sends it, and what was taken survives a restart, so that a fenced coordinator stays
/// fenced.
public final class PeerDirectory {
  private final DirectoryStore store;
  private final List<Consumer<PeerDirectory>> listeners = new CopyOnWriteArrayList<>();
  private volatile Known known;

  public PeerDirectory(DirectoryStore store) {
    this.store = store;
    this.known = store.load();
  }

  /// Takes a verified directory when it is newer; returns whether it was taken.
  public boolean accept(KnownDirectory directory) {
    synchronized (this) {
      EpochGrant theirs = directory.grant();
      boolean isOld = current().filter(one -> !directory.isNewerThan(one)).isPresent();
      if (isOld || !isObeyed(theirs)) {
        return false;
      }
      EpochGrant grant = grant().filter(one -> one.getEpoch() == theirs.getEpoch()).orElse(theirs);
      become(new Known(Optional.of(directory), Optional.of(grant)));
    }
    tell();
    return true;
  }

  /// Obeys the coordinator of a verified grant unless a higher epoch is known; returns whether this
  /// is the one obeyed now.
  public boolean obey(EpochGrant grant) {
    synchronized (this) {
      if (!isObeyed(grant)) {
        return false;
      }
      if (grant.getEpoch() == epoch()) {
        return true;
      }
      become(new Known(known.directory(), Optional.of(grant)));
    }
    tell();
    return true;
  }

  /// Is told of every change, on the thread that makes it.
  public void onChange(Consumer<PeerDirectory> listener) {
    listeners.add(listener);
  }

  public Optional<KnownDirectory> current() {
    return known.directory();
  }

  /// The grant with the highest epoch seen.
  public Optional<EpochGrant> grant() {
    return known.grant();
  }

  /// The highest epoch seen; 0: none yet.
  public long epoch() {
    return grant().map(EpochGrant::getEpoch).orElse(0L);
  }

  /// The directory's version; 0: none yet.
  public long version() {
    return current().map(KnownDirectory::version).orElse(0L);
  }

  /// The epoch of the coordinator that signed the directory; 0: none yet. A grant may be newer.
  public long directoryEpoch() {
    return current().map(KnownDirectory::epoch).orElse(0L);
  }

  /// Who coordinates, by the highest grant.
  public Optional<PeerId> coordinator() {
    return grant().map(one -> new PeerId(one.getCoordinator()));
  }

  /// host:port of the coordinator: the directory's when it lists it, else the grant's.
  public Optional<String> coordinatorEndpoint() {
    return grant()
        .map(one ->
            first(peer -> peer.getPeerId().equals(one.getCoordinator()))
                .map(PeerEntry::getEndpoint)
                .filter(endpoint -> !endpoint.isEmpty())
                .orElse(one.getEndpoint()));
  }

  public List<PeerEntry> peers() {
    return current().map(one -> one.directory().getPeersList()).orElse(List.of());
  }

  public Optional<PeerEntry> byId(PeerId id) {
    return first(one -> one.getPeerId().equals(id.hex()));
  }

  /// By name; a removed peer's name may have been given again.
  public Optional<PeerEntry> byName(String name) {
    return first(one -> one.getName().equals(name) && !isExpelled(one))
        .or(() -> first(one -> one.getName().equals(name)));
  }

  public Optional<PeerEntry> byEndpoint(String endpoint) {
    return first(one -> one.getEndpoint().equals(endpoint) && !isExpelled(one));
  }

  /// A peer by name or id, as people write it; fails with PEER_UNKNOWN.
  public PeerEntry find(String nameOrId) {
    return byName(nameOrId)
        .or(() -> first(one -> one.getPeerId().equals(nameOrId)))
        .orElseThrow(() -> new OperationFailed(FailureCode.PEER_UNKNOWN, nameOrId));
  }

  /// Serial numbers (hex, lower case) of certificates that are no longer accepted.
  public Set<String> revoked() {
    return current()
        .map(one -> Set.copyOf(one.directory().getRevokedSerialsList()))
        .orElse(Set.of());
  }

  /// Peers that were removed or banned.
  public Set<PeerId> expelled() {
    return peers().stream()
        .filter(PeerDirectory::isExpelled)
        .map(one -> new PeerId(one.getPeerId()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether a peer belongs to the cluster no more.
  public static boolean isExpelled(PeerEntry peer) {
    return peer.getState() == PeerState.REMOVED || peer.getState() == PeerState.BANNED;
  }

  /// Whether a grant is of this cluster, not of a lower epoch, and within the same epoch of the
  /// same coordinator: first come, first served.
  private boolean isObeyed(EpochGrant grant) {
    return grant()
        .map(one ->
            one.getClusterId().equals(grant.getClusterId())
                && (grant.getEpoch() > one.getEpoch()
                    || (grant.getEpoch() == one.getEpoch()
                        && grant.getCoordinator().equals(one.getCoordinator()))))
        .orElse(true);
  }

  private Optional<PeerEntry> first(Predicate<PeerEntry> wanted) {
    return peers().stream().filter(wanted).findFirst();
  }

  private void become(Known next) {
    store.save(next);
    known = next;
  }

  private void tell() {
    listeners.forEach(one -> one.accept(this));
  }
}
