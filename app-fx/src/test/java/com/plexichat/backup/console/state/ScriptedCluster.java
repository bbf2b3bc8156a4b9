package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.client.Cluster;
import com.plexichat.backup.shared.client.Watch;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Change;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A cluster whose watchers hear what a test says. All else is refused.
final class ScriptedCluster {
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

  /// One call of [Cluster#watch].
  record Asked(
      String stream,
      long after,
      Consumer<Change> reader,
      Consumer<Optional<OperationFailed>> end,
      List<String> closed) {
    void tell(long revision, Change.What... all) {
      for (Change.What what : all) {
        reader.accept(new Change("run-1", revision, Instant.EPOCH, what));
      }
    }
  }

  Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Cluster.class},
            (_, method, args) -> {
              if (!method.getName().equals("watch")) {
                throw new UnsupportedOperationException(method.getName());
              }
              return watch(args);
            });
  }

  @SuppressWarnings("unchecked")
  private Watch watch(Object[] args) {
    List<String> closed = new ArrayList<>();
    asked.add(
        new Asked(
            (String) args[0],
            (Long) args[1],
            (Consumer<Change>) args[2],
            (Consumer<Optional<OperationFailed>>) args[3],
            closed));
    return () -> closed.add("closed");
  }

  /// The next one who asks.
  Asked next() throws InterruptedException {
    Asked next = asked.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nobody asked");
    }
    return next;
  }
}
