package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.client.Cluster;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.client.ContextStore;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The clusters that this person is known to, and the one that is open.
public final class Sessions implements AutoCloseable {
  private final ContextStore store;
  private final InstantSource clock;
  private final Live<Optional<Session>> open = new Live<>(Optional.empty());
  private final Live<Optional<OperationFailed>> notOpened = new Live<>(Optional.empty());

  public Sessions(ContextStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// An open cluster: whom to ask, and what is known of it.
  public record Session(Context context, Cluster cluster, LiveCluster live) {
    /// What the cluster was called when it was saved.
    public String clusterName() {
      return context.clusterName();
    }

    /// Who asks there.
    public String person() {
      return context.person();
    }
  }

  public Live<Optional<Session>> open() {
    return open;
  }

  /// All that were saved, by name. It reads files: not on the toolkit's thread.
  public List<Context> saved() {
    return store.list();
  }

  /// Why the cluster that was used last was not opened at the start.
  public Live<Optional<OperationFailed>> notOpened() {
    return notOpened;
  }

  /// Opens the one that was used last, when there is one.
  public void openLast() {
    try {
      store.list(why -> notOpened.set(Optional.of(why))).stream()
          .filter(Context::used)
          .findFirst()
          .ifPresent(this::open);
    } catch (OperationFailed why) {
      notOpened.set(Optional.of(why));
    }
  }

  /// Opens a saved cluster in place of the one that is open.
  public synchronized void open(Context context) {
    Context used = store.use(context.name());
    Cluster cluster = store.open(used, clock);
    Session next = new Session(used, cluster, new LiveCluster(cluster, clock));
    Optional<Session> before = open.get();
    open.set(Optional.of(next));
    before.ifPresent(Sessions::close);
  }

  /// Makes a key here, exchanges the token for its certificate, and opens the cluster.
  ///
  /// @param address of the enrolment listener; empty: the token's own
  public void enrol(String address, String token) {
    open(store.enrol(address, token, clock));
  }

  /// Takes over a context that a program made in another folder, such as a local cluster's.
  public void adopt(ContextStore other) {
    Context context = other.used();
    open(store.add(context, other.identity(context)));
  }

  /// Forgets a saved cluster, its key with it.
  public synchronized void forget(Context context) {
    Optional<Session> now = open.get();
    if (now.filter(session -> session.context().name().equals(context.name())).isPresent()) {
      close();
    }
    store.remove(context.name());
  }

  private static void close(Session session) {
    session.live().close();
    session.cluster().close();
  }

  @Override
  public synchronized void close() {
    Optional<Session> before = open.get();
    open.set(Optional.empty());
    before.ifPresent(Sessions::close);
  }
}
