package com.plexichat.backup.agent;

import com.plexichat.backup.agent.transport.RpcMatrix;
import com.plexichat.backup.proto.ClusterStatusRequest;
import com.plexichat.backup.proto.ConsoleGrpc;
import com.plexichat.backup.proto.PeersGrpc;
import com.plexichat.backup.proto.ProbeRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.netty.handler.ssl.SslContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Calls cheap methods of one agent all the time, over a connection that stands and every tenth
/// time over a new one, and keeps how long each call took. A call that fails is counted.
final class HonestCaller implements AutoCloseable {
  private static final int NEW_ONE = 10;

  private final String endpoint;
  private final SslContext peer;
  private final ManagedChannel asPeer;
  private final ManagedChannel asPerson;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final List<Long> standing = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> fresh = Collections.synchronizedList(new ArrayList<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Void> ended;

  /// Begins at once.
  ///
  /// @param person with the right to view; the endpoint is a coordinator's
  HonestCaller(String endpoint, SslContext peer, SslContext person) {
    this.endpoint = endpoint;
    this.peer = peer;
    this.asPeer = RpcMatrix.channel(endpoint, peer);
    this.asPerson = RpcMatrix.channel(endpoint, person);
    this.ended =
        CompletableFuture.runAsync(
            this::run, task -> Thread.ofPlatform().name("honest").start(task));
  }

  private void run() {
    for (int i = 0; !isOver.get(); i++) {
      timed(standing, () -> probe(PeersGrpc.newBlockingStub(asPeer)));
      timed(standing, this::status);
      if (i % NEW_ONE == 0) {
        timed(fresh, this::anew);
      }
    }
  }

  private void timed(List<Long> into, Runnable call) {
    long start = System.nanoTime();
    try {
      call.run();
      into.add(System.nanoTime() - start);
    } catch (StatusRuntimeException failed) {
      failures.add(failed.getStatus().toString());
    }
  }

  private static void probe(PeersGrpc.PeersBlockingStub stub) {
    var answer =
        stub.withDeadlineAfter(30, TimeUnit.SECONDS).probe(ProbeRequest.getDefaultInstance());
    if (!answer.getReached()) {
      throw new AssertionError("it does not reach itself");
    }
  }

  private void status() {
    var answer =
        ConsoleGrpc.newBlockingStub(asPerson)
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .clusterStatus(ClusterStatusRequest.getDefaultInstance());
    if (answer.getSerializedSize() == 0) {
      throw new AssertionError("it says nothing");
    }
  }

  /// Who is turned away in a crush tries again, as gRPC does by itself while it waits to be ready.
  private void anew() {
    ManagedChannel own = RpcMatrix.channel(endpoint, peer);
    try {
      probe(PeersGrpc.newBlockingStub(own).withWaitForReady());
    } finally {
      own.shutdownNow();
    }
  }

  /// What was measured since the last look, as a line's middle: `p50 1.2 ms, p99 …`.
  String look() {
    return "%s; new connection %s; %d failed"
        .formatted(taken(standing), taken(fresh), failures.size());
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  private static String taken(List<Long> times) {
    List<Long> sorted;
    synchronized (times) {
      sorted = new ArrayList<>(times);
      times.clear();
    }
    Collections.sort(sorted);
    return "%d calls p50 %s p99 %s"
        .formatted(sorted.size(), millis(sorted, 0.5), millis(sorted, 0.99));
  }

  private static String millis(List<Long> sorted, double part) {
    return sorted.isEmpty()
        ? "-"
        : String.format(
            Locale.ROOT, "%.1f ms", sorted.get((int) (part * (sorted.size() - 1))) / 1e6);
  }

  @Override
  public void close() {
    isOver.set(true);
    ended.join();
    asPeer.shutdownNow();
    asPerson.shutdownNow();
  }
}
