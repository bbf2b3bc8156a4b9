package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.api.AgentsService;
import com.plexichat.backup.agent.exchange.Approvers;
import com.plexichat.backup.agent.exchange.HolderParts;
import com.plexichat.backup.agent.exchange.LinkCalls;
import com.plexichat.backup.agent.exchange.Obedience;
import com.plexichat.backup.agent.exchange.PeersDoor;
import com.plexichat.backup.agent.exchange.ShardHolder;
import com.plexichat.backup.agent.exchange.Surroundings;
import com.plexichat.backup.agent.jobs.JobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.peers.KnownDirectory;
import com.plexichat.backup.agent.peers.PeerDirectory;
import com.plexichat.backup.agent.storage.CapsuleFiles;
import com.plexichat.backup.agent.storage.RingFiles;
import com.plexichat.backup.agent.storage.ServedTime;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.agent.storage.SmallFile;
import com.plexichat.backup.agent.storage.StoreFigures;
import com.plexichat.backup.agent.storage.StoreSettings;
import com.plexichat.backup.agent.storage.TrashRule;
import com.plexichat.backup.agent.transport.AgentServer;
import com.plexichat.backup.agent.transport.Gatekeeper;
import com.plexichat.backup.agent.transport.OnlyCoordinator;
import com.plexichat.backup.agent.transport.PeerLink;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.agent.transport.PeersBinding;
import com.plexichat.backup.agent.transport.Standing;
import com.plexichat.backup.agent.upkeep.ScrubPatrol;
import com.plexichat.backup.proto.HeartbeatAnswer;
import com.plexichat.backup.proto.HeartbeatRequest;
import com.plexichat.backup.proto.RegisterVaultRequest;
import com.plexichat.backup.proto.SignedDirectory;
import com.plexichat.backup.proto.StoreRoom;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.Parameter;
import io.grpc.ServerServiceDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running agent: the one place where the rooms are put together.
final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final ByteSize FREE_RESERVE = new ByteSize(64L << 20);

  private static final Duration SCRUB_LOOK = Duration.ofMinutes(10);
  private static final int SCRUB_LOOKS = 18;

  private final Node node;
  private final PeerLinks links;
  private final ShardStore store;
  private final ServedTime served;
  private final AgentTuning tuning;
  private final Obedience obedience;
  private final OwnVaults vaults;
  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("heartbeat").factory());
  private final Jobs ownJobs;
  private volatile LongSupplier scrubbed = () -> 0;
  private boolean isRegistered;
  private boolean isHeard = true;

  private Agent(
      Node node, PeerLinks links, ShardStore store, ServedTime served, AgentTuning tuning) {
    this.node = node;
    this.links = links;
    this.tuning = tuning;
    this.store = store;
    this.served = served;
    this.obedience =
        new Obedience(node.self(), node.membership().root(), SmallFile.in(node.data(), "obeyed"));
    this.vaults = new OwnVaults(node, RingFiles.open(node.data()));
    this.ownJobs = new Jobs(JobStore.none(), node.time());
  }

  /// Opens everything and serves, until it is closed.
  static Agent start(Path home) {
    Node node = Node.open(home, InstantSource.system());
    Channels channels = new Channels(node.identity(), node.time());
    AgentTuning tuning = AgentTuning.open(SmallFile.in(node.data(), "configuration"), node.time());
    PeerLinks links =
        new PeerLinks(channels, node.directory(), PeerLink.Limits.DEFAULT.behind(tuning.caps()));
    ServedTime served = ServedTime.open(node.data(), System::nanoTime);
    ShardStore store =
        ShardStore.open(
            node.data(),
            new StoreSettings(
                node.config().name(),
                node.config().capacity(),
                FREE_RESERVE,
                new TrashRule(node.config().timings().rest(), served)));
    Agent agent = new Agent(node, links, store, served, tuning);
    agent.closing.push(node);
    agent.closing.push(store);
    agent.closing.push(channels);
    agent.closing.push(links);
    agent.closing.push(agent.vaults);
    try {
      agent.serve();
      return agent;
    } catch (RuntimeException e) {
      agent.close();
      throw e;
    }
  }

  /// Who may let something go at once, kept as the directory has it.
  private Approvers approvers() {
    TrashRule rule = new TrashRule(node.config().timings().rest(), served);
    Approvers approvers = Approvers.open(node.data(), rule);
    Consumer<PeerDirectory> told =
        known ->
            known.current().ifPresent(one -> approvers.told(one.directory().getApproversList()));
    told.accept(node.directory());
    node.directory().onChange(told);
    return approvers;
  }

  private void serve() {
    obeyAsOne();
    LinkCalls calls = new LinkCalls(links);
    RingFiles rings = RingFiles.open(node.data());
    ShardHolder holder =
        new ShardHolder(
            node.self(),
            obedience,
            new HolderParts(store, CapsuleFiles.open(node.data()), rings, approvers()),
            calls,
            new Surroundings(
                node.time(), node.random(), this::signedDirectory, node.directory()::version));
    OwnVaults own = vaults;
    CoordinatorCalls coordinator = new CoordinatorCalls(links);
    OwnMachine machine = new OwnMachine(node, own, coordinator, calls, tuning);
    closing.push(machine);
    closing.push(ownJobs);
    List<ServerServiceDefinition> services = new ArrayList<>();
    services.add(PeersBinding.bind(new PeersDoor(holder, tuning.caps())));
    services.add(new AgentsService(ownJobs, machine).bindService());
    CoordinatorRole role = null;
    if (node.isCoordinator()) {
      role = new CoordinatorRole(node, links);
      closing.push(role);
      OnlyCoordinator fence = new OnlyCoordinator(node.directory());
      obedience.onObeyed(role::stepDown);
      role.services().forEach(service -> services.add(fence.around(service)));
    }
    closing.push(
        AgentServer.open(
            Addresses.of(node.config().listen()),
            new AgentServer.Doors(
                node.identity(),
                new Gatekeeper(),
                () -> Standing.of(node.directory()),
                node.time()),
            services));
    if (role != null) {
      closing.push(role.start());
      closing.push(role::endWatches);
    }
    long every = node.config().timings().heartbeat().toMillis();
    ScheduledFuture<?> beating =
        timer.scheduleWithFixedDelay(this::beat, 0, every, TimeUnit.MILLISECONDS);
    patrol(coordinator);
    LOG.info("agent {} serves at {} ({})", node.config().name(), node.config().listen(), beating);
  }

  /// Obedience and directory know the same coordinator, whichever heard of it first.
  private void obeyAsOne() {
    node.directory().grant().ifPresent(obedience::obey);
    obedience.grant().ifPresent(node.directory()::obey);
    node.directory().onChange(known -> known.grant().ifPresent(obedience::obey));
    obedience.onObeyed(node.directory()::obey);
    obedience.onObeyed(_ -> ownJobs.cancelPaused("another coordinator took over"));
  }

  /// Reads the own shards again and again, and tells the coordinator what is not whole.
  private void patrol(CoordinatorCalls coordinator) {
    Duration period = node.config().timings().scrub();
    ScrubPatrol patrol =
        new ScrubPatrol(
            store,
            SmallFile.in(node.data(), "scrub"),
            bad ->
                coordinator.report(
                    bad.stream()
                        .map(one ->
                            CoordinatorCalls.reported(
                                one.shard(), node.id(), CopyState.valueOf(one.damage().name())))
                        .toList()),
            new ScrubPatrol.Settings(period, () -> tuning.rate(Parameter.SCRUB_RATE)),
            node.time());
    scrubbed = patrol::wholeMs;
    long every = Math.min(SCRUB_LOOK.toMillis(), period.dividedBy(SCRUB_LOOKS).toMillis());
    ScheduledExecutorService scrub =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("scrub").factory());
    closing.push(scrub::shutdownNow);
    ScheduledFuture<?> running =
        scrub.scheduleWithFixedDelay(patrol::round, every, every, TimeUnit.MILLISECONDS);
    LOG.debug("scrub every {}: {}", period, running);
  }

  private SignedDirectory signedDirectory() {
    return node.directory()
        .current()
        .map(KnownDirectory::signed)
        .orElse(SignedDirectory.getDefaultInstance());
  }

  private static StoreRoom room(StoreFigures figures) {
    return StoreRoom.newBuilder()
        .setTrashed(figures.trashedBytes())
        .setReserved(figures.reserved())
        .setFree(figures.free())
        .setKeptFree(FREE_RESERVE.bytes())
        .build();
  }

  /// A sign of life; and, until it is done, the registration of this machine's vault.
  private void beat() {
    ownJobs.beat(node.config().timings().suspect());
    try {
      keepServed();
      StoreFigures figures = store.figures();
      HeartbeatAnswer answer =
          links
              .coordinator()
              .heartbeat(
                  HeartbeatRequest.newBuilder()
                      .setEndpoint(node.config().listen())
                      .setCapacity(node.config().capacity().bytes())
                      .setUsed(figures.used())
                      .setShards(figures.shards())
                      .setDirectoryVersion(node.directory().version())
                      .setDirectoryEpoch(node.directory().directoryEpoch())
                      .setScrubbedMs(scrubbed.getAsLong())
                      .setConfigVersion(tuning.told().getVersion())
                      .setConfigMs(tuning.told().getAtMs())
                      .setSent(tuning.caps().sent())
                      .setServed(tuning.caps().served())
                      .setRoom(room(figures))
                      .setTrouble(store.failure().map(OperationFailed::sentence).orElse(""))
                      .build());
      if (answer.hasDirectory()) {
        node.accept(answer.getDirectory());
      }
      if (answer.hasConfig()) {
        tuning.accept(answer.getConfig());
      }
      isHeard = true;
      if (!isRegistered) {
        register();
      }
    } catch (OperationFailed e) {
      if (isHeard) {
        LOG.warn("no heartbeat: {} {}", e.sentence(), e.nextAct());
      }
      isHeard = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the heartbeat failed", e);
    }
  }

  private void keepServed() {
    try {
      served.keep();
    } catch (OperationFailed e) {
      LOG.debug("the time served is not written: {}", e.sentence());
    }
  }

  private void register() throws InterruptedException {
    ByteString recovery = node.directory().current().orElseThrow().directory().getRecoveryKey();
    byte[] ring = vaults.own(recovery);
    var registered =
        links
            .coordinator()
            .registerVault(
                RegisterVaultRequest.newBuilder().setRing(ByteString.copyFrom(ring)).build());
    LOG.debug("the vault is registered: {}", registered);
    isRegistered = true;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    while (!closing.isEmpty()) {
      try {
        closing.pop().close();
      } catch (Exception e) {
        LOG.warn("not closed cleanly", e);
      }
    }
  }
}
