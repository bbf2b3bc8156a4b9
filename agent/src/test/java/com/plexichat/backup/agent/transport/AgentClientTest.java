package com.plexichat.backup.agent.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.ClusterStatusAnswer;
import com.plexichat.backup.proto.ClusterStatusRequest;
import com.plexichat.backup.proto.ConsoleGrpc;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.KitStatusAnswer;
import com.plexichat.backup.proto.KitStatusRequest;
import com.plexichat.backup.proto.ListSetsRequest;
import com.plexichat.backup.proto.MarkKitStoredRequest;
import com.plexichat.backup.proto.WatchJobRequest;
import com.plexichat.backup.shared.client.AgentClient;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.client.Watch;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Role;
import io.grpc.ServerServiceDefinition;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a person's client gets to hear.
class AgentClientTest {
  private final TestCluster cluster = new TestCluster("c1");
  private final AtomicInteger told = new AtomicInteger();
  private final CountDownLatch watching = new CountDownLatch(1);
  private final CountDownLatch watched = new CountDownLatch(1);
  private AgentServer server = start(TestCluster.anyPort());
  private final Channels channels =
      new Channels(cluster.person("ada", Role.AUDIT_VIEWER), TestCluster.CLOCK);
  private final AgentClient client =
      new AgentClient(channels, TestCluster.endpoint(server.port()), null);

  private AgentServer start(InetSocketAddress at) {
    return AgentServer.open(
        at,
        new AgentServer.Doors(
            cluster.agent("beta"), new Gatekeeper(), () -> Standing.NOBODY, TestCluster.CLOCK),
        List.of(console()));
  }

  private ServerServiceDefinition console() {
    return BlockingService.of(ConsoleGrpc.SERVICE_NAME)
        .one(
            ConsoleGrpc.getClusterStatusMethod(),
            (caller, _) -> ClusterStatusAnswer.newBuilder().setYou(caller.id()).build())
        .one(
            ConsoleGrpc.getListSetsMethod(),
            (_, _) -> {
              throw new OperationFailed(FailureCode.SET_UNKNOWN, "mail");
            })
        .one(ConsoleGrpc.getMarkKitStoredMethod(), (_, _) -> KitStatusAnswer.getDefaultInstance())
        .many(ConsoleGrpc.getWatchJobMethod(), this::watch)
        .build();
  }

  private void watch(Caller caller, WatchJobRequest request, AnswerSink<JobEntry> answers)
      throws InterruptedException {
    try {
      long most = request.getJobId().isEmpty() ? Long.MAX_VALUE : 500;
      for (long i = 1; i <= most; i++) {
        answers.send(JobEntry.newBuilder().setDone(i).build());
        told.incrementAndGet();
        watching.countDown();
      }
    } finally {
      watched.countDown();
    }
  }

  @AfterEach
  void closes() {
    channels.close();
    server.close();
  }

  @Test
  void aCoordinatorThatCameBackIsReachedAtTheFirstTry() {
    InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    server.close();
    ClusterStatusRequest question = ClusterStatusRequest.getDefaultInstance();
    for (int i = 0; i < 4; i++) {
      OperationFailed gone =
          assertThrows(
              OperationFailed.class, () -> client.ask(stub -> stub.clusterStatus(question)));
      assertEquals(FailureCode.UNREACHABLE, gone.code());
    }
    server = start(at);
    assertEquals("ada", client.ask(stub -> stub.clusterStatus(question)).getYou());
  }

  /// Each try makes the channel begin anew, under the calls of the others.
  @Test
  void manyWhoAskAMachineThatIsGoneAreAllToldSo() throws Exception {
    server.close();
    ClusterStatusRequest question = ClusterStatusRequest.getDefaultInstance();
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> asked = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        asked.add(
            many.submit(() -> {
              for (int j = 0; j < 200; j++) {
                OperationFailed gone =
                    assertThrows(
                        OperationFailed.class,
                        () -> client.ask(stub -> stub.clusterStatus(question)));
                assertEquals(FailureCode.UNREACHABLE, gone.code());
              }
            }));
      }
      for (Future<?> one : asked) {
        one.get();
      }
    }
  }

  @Test
  void questionsAndTheirFailures() {
    assertEquals(
        "ada",
        client.ask(stub -> stub.clusterStatus(ClusterStatusRequest.getDefaultInstance())).getYou());
    OperationFailed failed =
        assertThrows(
            OperationFailed.class,
            () -> client.ask(stub -> stub.listSets(ListSetsRequest.getDefaultInstance())));
    assertEquals(FailureCode.SET_UNKNOWN, failed.code());
    OperationFailed denied =
        assertThrows(
            OperationFailed.class,
            () ->
                client.ask(stub -> stub.markKitStored(MarkKitStoredRequest.getDefaultInstance())));
    assertEquals(FailureCode.NOT_ALLOWED, denied.code());
    assertEquals(List.of("person:ada", "KEYS"), denied.args());
    OperationFailed missing =
        assertThrows(
            OperationFailed.class,
            () ->
                client.ask(
                    Duration.ofSeconds(5),
                    stub -> stub.kitStatus(KitStatusRequest.getDefaultInstance())));
    assertTrue(missing.sentence().contains("UNIMPLEMENTED"), missing::sentence);
  }

  @Test
  void streamsAreReadToTheirEnd() throws Exception {
    WatchJobRequest short500 = WatchJobRequest.newBuilder().setJobId("j").build();
    List<Long> read = new ArrayList<>();
    client.<JobEntry>read(stub -> stub.watchJob(short500), one -> read.add(one.getDone()));
    assertEquals(500, read.size());
    CompletableFuture<Optional<OperationFailed>> end = new CompletableFuture<>();
    AtomicInteger heard = new AtomicInteger();
    Watch watch =
        client.<JobEntry>watch(
            (stub, answers) -> stub.watchJob(short500, answers),
            _ -> heard.incrementAndGet(),
            end::complete);
    assertEquals(Optional.empty(), end.get(10, TimeUnit.SECONDS));
    assertEquals(500, heard.get());
    watch.close();
  }

  @Test
  void aReaderThatStopsEndsTheCallAndASlowOneHoldsItBack() throws Exception {
    WatchJobRequest endless = WatchJobRequest.getDefaultInstance();
    CountDownLatch gate = new CountDownLatch(1);
    Watch watch =
        client.<JobEntry>watch(
            (stub, answers) -> stub.watchJob(endless, answers), _ -> await(gate), _ -> {});
    assertTrue(watching.await(10, TimeUnit.SECONDS));
    int before;
    int rounds = 0;
    do {
      before = told.get();
      java.util.concurrent.locks.LockSupport.parkNanos(300_000_000);
    } while (told.get() != before && ++rounds < 100);
    assertTrue(rounds < 100, "it goes on sending to who does not read");
    watch.close();
    assertTrue(watched.await(10, TimeUnit.SECONDS), "the service was told");
    gate.countDown();
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
