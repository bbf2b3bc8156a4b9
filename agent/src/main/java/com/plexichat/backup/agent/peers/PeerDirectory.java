package com.plexichat.backup.agent.peers;

import com.plexichat.backup.agent.peers.DirectoryStore.Known;
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

  /// Takes a directory when it is newer; returns whether it was taken.
  public boolean accept(KnownDirectory directory) {
    synchronized (this) {
      Optional<KnownDirectory> before = known.directory();
      if (isForeign(directory.clusterId())
          || directory.epoch() < epoch()
          || before.filter(one -> !directory.isNewerThan(one)).isPresent()
          || isUsurped(directory.grant())) {
        return false;
      }
      Grant grant = directory.epoch() > epoch() ? directory.grant() : grant().orElseThrow();
      become(new Known(Optional.of(directory), Optional.of(grant)));
    }
    tell();
    return true;
  }

  /// Obeys a coordinator with a higher epoch; returns whether this grant is the one obeyed now.
  public boolean obey(Grant grant) {
    synchronized (this) {
      if (isForeign(grant.clusterId()) || grant.epoch() < epoch() || isUsurped(grant)) {
        return false;
      }
      if (grant.epoch() == epoch()) {
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
  public Optional<Grant> grant() {
    return known.grant();
  }

  /// The highest epoch seen; 0: none yet.
  public long epoch() {
    return grant().map(Grant::epoch).orElse(0L);
  }

  /// The directory's version; 0: none yet.
  public long version() {
    return current().map(KnownDirectory::version).orElse(0L);
  }

  /// Who coordinates, by the highest grant.
  public Optional<PeerId> coordinator() {
    return grant().map(Grant::coordinator);
  }

  /// host:port of the coordinator: the directory's when it lists one, else the grant's.
  public Optional<String> coordinatorEndpoint() {
    return grant()
        .map(one ->
            byId(one.coordinator())
                .map(KnownPeer::endpoint)
                .filter(endpoint -> !endpoint.isEmpty())
                .orElse(one.endpoint()));
  }

  public List<KnownPeer> peers() {
    return current().map(KnownDirectory::peers).orElse(List.of());
  }

  public Optional<KnownPeer> byId(PeerId id) {
    return first(one -> one.id().equals(id));
  }

  /// By name; names of removed peers may have been given again.
  public Optional<KnownPeer> byName(String name) {
    return first(one -> one.name().equals(name) && !one.isExpelled())
        .or(() -> first(one -> one.name().equals(name)));
  }

  public Optional<KnownPeer> byEndpoint(String endpoint) {
    return first(one -> one.endpoint().equals(endpoint) && !one.isExpelled());
  }

  /// A peer by name or id, as people write it; fails with PEER_UNKNOWN.
  public KnownPeer find(String nameOrId) {
    return byName(nameOrId)
        .or(() -> first(one -> one.id().hex().equals(nameOrId)))
        .orElseThrow(() -> new OperationFailed(FailureCode.PEER_UNKNOWN, nameOrId));
  }

  /// Whether a certificate's serial number (hex, lower case) is revoked.
  public boolean isRevoked(String serial) {
    return current().filter(one -> one.revokedSerials().contains(serial)).isPresent();
  }

  /// Peers that were removed or banned.
  public Set<PeerId> expelled() {
    return peers().stream()
        .filter(KnownPeer::isExpelled)
        .map(KnownPeer::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean isForeign(String clusterId) {
    return grant().filter(one -> !one.clusterId().equals(clusterId)).isPresent();
  }

  /// Whether a grant names another coordinator for the epoch that is obeyed: first come, first
  /// served.
  private boolean isUsurped(Grant grant) {
    return grant()
        .filter(
            one -> one.epoch() == grant.epoch() && !one.coordinator().equals(grant.coordinator()))
        .isPresent();
  }

  private Optional<KnownPeer> first(Predicate<KnownPeer> wanted) {
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
