package com.plexichat.backup.shared.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.Beat;
import com.plexichat.backup.proto.BrowseEntry;
import com.plexichat.backup.proto.BrowsePage;
import com.plexichat.backup.proto.BrowseRequest;
import com.plexichat.backup.proto.ChangeRetentionRequest;
import com.plexichat.backup.proto.ClusterStatusAnswer;
import com.plexichat.backup.proto.ClusterStatusRequest;
import com.plexichat.backup.proto.ConsoleGrpc;
import com.plexichat.backup.proto.DefineSetAnswer;
import com.plexichat.backup.proto.DefineSetRequest;
import com.plexichat.backup.proto.DownloadFrame;
import com.plexichat.backup.proto.DownloadRequest;
import com.plexichat.backup.proto.HookSpec;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.ListBackupsAnswer;
import com.plexichat.backup.proto.ListBackupsRequest;
import com.plexichat.backup.proto.ListJobsAnswer;
import com.plexichat.backup.proto.ListJobsRequest;
import com.plexichat.backup.proto.ListPrunesAnswer;
import com.plexichat.backup.proto.ListPrunesRequest;
import com.plexichat.backup.proto.ListSetsAnswer;
import com.plexichat.backup.proto.ListSetsRequest;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlanPruneRequest;
import com.plexichat.backup.proto.PruneEntry;
import com.plexichat.backup.proto.RollBackPruneRequest;
import com.plexichat.backup.proto.RunPruneRequest;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.SweepTrashRequest;
import com.plexichat.backup.proto.WatchRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.RetentionChange;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.BackupSets;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client asks a server over TLS, as the person of a context.
class ClusterClientTest {
  private static final InstantSource CLOCK = () -> TestAuthority.NOW;
  private static final SetSpec STORED =
      BackupSets.message(
              new BackupSet("docs", "", List.of(FilePath.of("/a")), List.of(), Tier.SILVER))
          .toBuilder()
          .setBefore(HookSpec.newBuilder().addCommand("dump").setTimeoutMs(5))
          .build();

  @TempDir private Path home;
  private final Service service = new Service();
  private Server server;
  private Cluster cluster;

  @BeforeEach
  void open() throws Exception {
    TestAuthority authority = new TestAuthority();
    Identity agent = authority.agent();
    RootTrust trust = new RootTrust(agent.root(), CLOCK, _ -> false, null);
    server =
        NettyServerBuilder.forPort(0)
            .sslContext(TlsContexts.server(agent, trust))
            .addService(service)
            .build()
            .start();
    ContextStore store = new ContextStore(home);
    String endpoint = "127.0.0.1:" + server.getPort();
    cluster =
        store.open(
            store.add(new Context("c", "c", "c", endpoint, "ann", true), authority.person()),
            CLOCK);
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
    server.shutdownNow();
    assertTrue(server.awaitTermination(10, TimeUnit.SECONDS));
  }

  /// An agent of which each test says what it answers.
  private static final class Service extends ConsoleGrpc.ConsoleImplBase {
    private final BlockingQueue<WatchRequest> watches = new LinkedBlockingQueue<>();
    private final AtomicReference<StreamObserver<com.plexichat.backup.proto.Change>> changes =
        new AtomicReference<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private final AtomicReference<SetSpec> defined = new AtomicReference<>();

    private static <A> void answer(StreamObserver<A> to, A answer) {
      to.onNext(answer);
      to.onCompleted();
    }

    private static void refuse(StreamObserver<?> to, OperationFailed failed) {
      to.onError(CallFailures.status(failed).asRuntimeException(CallFailures.trailers(failed)));
    }

    @Override
    public void clusterStatus(ClusterStatusRequest ask, StreamObserver<ClusterStatusAnswer> to) {
      answer(to, ClusterStatusAnswer.newBuilder().setClusterName("home").build());
    }

    @Override
    public void listBackups(ListBackupsRequest ask, StreamObserver<ListBackupsAnswer> to) {
      if (ask.getBackupId().equals("ab")) {
        refuse(to, new OperationFailed(FailureCode.BACKUP_AMBIGUOUS, "ab"));
      } else {
        answer(to, ListBackupsAnswer.getDefaultInstance());
      }
    }

    @Override
    public void listJobs(ListJobsRequest ask, StreamObserver<ListJobsAnswer> to) {
      answer(
          to,
          ListJobsAnswer.newBuilder()
              .addJobs(
                  JobEntry.newBuilder().setJobId(ask.getJobId()).setKind("check").setState("done"))
              .build());
    }

    @Override
    public void listSets(ListSetsRequest ask, StreamObserver<ListSetsAnswer> to) {
      answer(to, ListSetsAnswer.newBuilder().addSets(STORED).build());
    }

    @Override
    public void defineSet(DefineSetRequest ask, StreamObserver<DefineSetAnswer> to) {
      defined.set(ask.getSet());
      answer(to, DefineSetAnswer.newBuilder().setSet(ask.getSet()).build());
    }

    @Override
    public void changeRetention(ChangeRetentionRequest ask, StreamObserver<BackupEntry> to) {
      answer(
          to,
          BackupEntry.newBuilder()
              .setBackupId(ask.getBackupId())
              .setSentence(ask.getMoreDays() + " " + ask.getReason())
              .build());
    }

    @Override
    public void planPrune(PlanPruneRequest ask, StreamObserver<PlanPruneAnswer> to) {
      answer(
          to,
          PlanPruneAnswer.newBuilder()
              .setPlanId(ask.getTiersList() + " " + ask.getSet() + " " + ask.getCategoriesList())
              .build());
    }

    @Override
    public void listPrunes(ListPrunesRequest ask, StreamObserver<ListPrunesAnswer> to) {
      answer(
          to,
          ListPrunesAnswer.newBuilder().addPrunes(PruneEntry.newBuilder().setJobId("p")).build());
    }

    @Override
    public void runPrune(RunPruneRequest ask, StreamObserver<JobStarted> to) {
      if (ask.getPlanId().equals("old")) {
        refuse(to, new OperationFailed(FailureCode.PLAN_STALE, "old", "backup b stays."));
      } else {
        answer(to, started("run", ask.getPlanId(), ask.getReason()));
      }
    }

    @Override
    public void rollBackPrune(RollBackPruneRequest ask, StreamObserver<JobStarted> to) {
      answer(to, started("back", ask.getJobId(), ask.getReason()));
    }

    @Override
    public void sweepTrash(SweepTrashRequest ask, StreamObserver<JobStarted> to) {
      answer(to, started("sweep", "", ask.getReason()));
    }

    private static JobStarted started(String act, String of, String reason) {
      return JobStarted.newBuilder().setJobId(act + " " + of + " " + reason).build();
    }

    @Override
    public void browse(BrowseRequest ask, StreamObserver<BrowsePage> to) {
      for (String name : List.of("a", "b")) {
        to.onNext(
            BrowsePage.newBuilder()
                .addEntries(
                    BrowseEntry.newBuilder()
                        .setPath(ask.getPath().concat(ByteString.copyFromUtf8(name))))
                .build());
      }
      to.onCompleted();
    }

    @Override
    public void download(DownloadRequest ask, StreamObserver<DownloadFrame> to) {
      boolean folder = ask.getPath().toStringUtf8().endsWith("/");
      to.onNext(
          DownloadFrame.newBuilder()
              .setTar(folder)
              .setData(ByteString.copyFromUtf8("one "))
              .build());
      to.onNext(DownloadFrame.newBuilder().setData(ByteString.copyFromUtf8("two")).build());
      to.onCompleted();
    }

    @Override
    public void watch(WatchRequest ask, StreamObserver<com.plexichat.backup.proto.Change> to) {
      ((ServerCallStreamObserver<?>) to).setOnCancelHandler(left::countDown);
      changes.set(to);
      watches.add(ask);
    }

    StreamObserver<com.plexichat.backup.proto.Change> watched() throws InterruptedException {
      assertEquals(
          WatchRequest.newBuilder().setStream("s").setAfter(7).build(),
          watches.poll(10, TimeUnit.SECONDS));
      return changes.get();
    }
  }

  @Test
  void questionsAreAnsweredAndRefusalsKept() {
    assertEquals("home", cluster.facts().name());
    assertEquals("127.0.0.1:" + server.getPort(), cluster.endpoint());
    assertEquals(
        FailureCode.BACKUP_UNKNOWN,
        assertThrows(OperationFailed.class, () -> cluster.backup("none")).code());
    assertEquals(
        FailureCode.BACKUP_AMBIGUOUS,
        assertThrows(OperationFailed.class, () -> cluster.backup("ab")).code());
    assertEquals(
        Optional.of(new JobResult.Checked(0, 0, List.of(), 0, List.of())),
        cluster.job("j").result());
  }

  @Test
  void whatTheAgentDoesNotKnowIsAFailureToo() {
    assertThrows(OperationFailed.class, () -> cluster.preflight(Tier.GOLD, ""));
  }

  @Test
  void aSetKeepsTheCommandsThatItHas() {
    BackupSet changed = new BackupSet("docs", "", List.of(FilePath.of("/b")), List.of(), Tier.GOLD);
    assertEquals(changed, cluster.define(changed));
    assertEquals(STORED.getBefore(), service.defined.get().getBefore());
    BackupSet other = new BackupSet("new", "", List.of(FilePath.of("/b")), List.of(), Tier.GOLD);
    assertEquals(other, cluster.define(other));
    assertEquals(BackupSets.message(other), service.defined.get());
  }

  @Test
  void whatLeavesIsPlannedRunAndTakenBack() {
    assertEquals(
        "[gold, silver] docs [expired, orphaned]",
        cluster.planPrune(List.of("gold", "silver"), "docs", PruneCategory.USUAL).id());
    assertEquals("p", cluster.prunes().getFirst().jobId());
    assertEquals("run plan why", cluster.runPrune("plan", "why").jobId());
    assertEquals("back p why", cluster.rollBackPrune("p", "why").jobId());
    assertEquals("sweep  why", cluster.sweepTrash("why").jobId());
    assertEquals(
        "30 why", cluster.changeRetention("b", new RetentionChange.Extend(30), "why").sentence());
    OperationFailed stale = assertThrows(OperationFailed.class, () -> cluster.runPrune("old", ""));
    assertEquals(FailureCode.PLAN_STALE, stale.code());
    assertTrue(stale.sentence().contains("backup b stays."), stale::sentence);
  }

  @Test
  void pagesAreReadToTheEnd() {
    List<String> read = new ArrayList<>();
    cluster.browse("b", FilePath.NONE, page -> page.forEach(one -> read.add(one.path().shown())));
    assertEquals(List.of("/a", "/b"), read);
    IllegalStateException enough =
        assertThrows(
            IllegalStateException.class,
            () ->
                cluster.browse(
                    "b",
                    FilePath.NONE,
                    _ -> {
                      throw new IllegalStateException("enough");
                    }));
    assertEquals("enough", enough.getMessage());
  }

  @Test
  void aDownloadSaysInEachPartWhatItIs() {
    assertEquals("one :false two:false ", download("/a/f"));
    assertEquals("one :true two:true ", download("/a/"));
  }

  private String download(String path) {
    StringBuilder all = new StringBuilder();
    cluster.download(
        "b",
        FilePath.of(path),
        (bytes, tar) ->
            all.append(new String(bytes, StandardCharsets.UTF_8))
                .append(':')
                .append(tar)
                .append(' '));
    return all.toString();
  }

  @Test
  void aWatchTellsUntilTheAgentEndsIt() throws Exception {
    BlockingQueue<Change> heard = new LinkedBlockingQueue<>();
    BlockingQueue<Optional<OperationFailed>> ends = new LinkedBlockingQueue<>();
    try (Watch _ = cluster.watch("s", 7, heard::add, ends::add)) {
      var agent = service.watched();
      // One that this version does not know, then one that it does.
      agent.onNext(com.plexichat.backup.proto.Change.newBuilder().setRevision(8).build());
      agent.onNext(
          com.plexichat.backup.proto.Change.newBuilder()
              .setStream("s")
              .setRevision(9)
              .setBeat(Beat.getDefaultInstance())
              .build());
      Change told = heard.poll(10, TimeUnit.SECONDS);
      assertEquals(9, told == null ? 0 : told.revision());
      agent.onCompleted();
      assertEquals(Optional.empty(), ends.poll(10, TimeUnit.SECONDS));
      assertEquals(List.of(), List.copyOf(heard));
    }
  }

  @Test
  void aWatchThatBreaksSaysWhy() throws Exception {
    BlockingQueue<Optional<OperationFailed>> ends = new LinkedBlockingQueue<>();
    Watch watch = cluster.watch("s", 7, _ -> {}, ends::add);
    Service.refuse(service.watched(), new OperationFailed(FailureCode.INTERRUPTED, "x", "y"));
    Optional<OperationFailed> end = ends.poll(10, TimeUnit.SECONDS);
    assertEquals(FailureCode.INTERRUPTED, end == null ? null : end.orElseThrow().code());
    watch.close();
  }

  @Test
  void aClosedWatchLeavesTheAgentAndTellsNoEnd() throws Exception {
    BlockingQueue<Optional<OperationFailed>> ends = new LinkedBlockingQueue<>();
    Watch watch = cluster.watch("s", 7, _ -> {}, ends::add);
    service.watched();
    watch.close();
    assertTrue(service.left.await(10, TimeUnit.SECONDS));
    // Another call over the same connection comes after whatever the close caused.
    assertEquals("home", cluster.facts().name());
    assertEquals(0, ends.size());
  }

  @Test
  void anAgentThatIsAwayIsUnreachable() throws Exception {
    server.shutdownNow();
    assertTrue(server.awaitTermination(10, TimeUnit.SECONDS));
    assertEquals(
        FailureCode.UNREACHABLE, assertThrows(OperationFailed.class, () -> cluster.facts()).code());
  }
}
