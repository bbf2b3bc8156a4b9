package com.plexichat.backup.agent;

import com.plexichat.backup.agent.api.AuditAnswers;
import com.plexichat.backup.agent.api.CertificateDesk;
import com.plexichat.backup.agent.api.ConfigService;
import com.plexichat.backup.agent.api.ConsoleDesks;
import com.plexichat.backup.agent.api.ConsoleService;
import com.plexichat.backup.agent.api.CoordinationService;
import com.plexichat.backup.agent.api.EnrolmentService;
import com.plexichat.backup.agent.api.ForecastDesk;
import com.plexichat.backup.agent.api.JobDesk;
import com.plexichat.backup.agent.api.JobDoctor;
import com.plexichat.backup.agent.api.JobsService;
import com.plexichat.backup.agent.api.LocateDesk;
import com.plexichat.backup.agent.api.LockDesk;
import com.plexichat.backup.agent.api.MapDesk;
import com.plexichat.backup.agent.api.MemberDesk;
import com.plexichat.backup.agent.api.PruneDesk;
import com.plexichat.backup.agent.api.PruneReports;
import com.plexichat.backup.agent.api.PruneService;
import com.plexichat.backup.agent.api.RetentionAuditDesk;
import com.plexichat.backup.agent.api.RetentionService;
import com.plexichat.backup.agent.api.RetierDesk;
import com.plexichat.backup.agent.api.RuleDesk;
import com.plexichat.backup.agent.api.ScheduleService;
import com.plexichat.backup.agent.api.ScheduledJobs;
import com.plexichat.backup.agent.api.TestedBackups;
import com.plexichat.backup.agent.api.TicketBook;
import com.plexichat.backup.agent.api.TierDesk;
import com.plexichat.backup.agent.api.VaultDesk;
import com.plexichat.backup.agent.api.WatchDesk;
import com.plexichat.backup.agent.audit.AuditChain;
import com.plexichat.backup.agent.backup.BackupClosing;
import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.backup.CompactionDesk;
import com.plexichat.backup.agent.backup.FoldDesk;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CheckpointSigner;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.jobs.CatalogueJobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.ledger.Ledger;
import com.plexichat.backup.agent.peers.Liveness;
import com.plexichat.backup.agent.policy.ConfigDesk;
import com.plexichat.backup.agent.policy.ExposureDesk;
import com.plexichat.backup.agent.policy.RetentionDesk;
import com.plexichat.backup.agent.policy.ScheduleCalendar;
import com.plexichat.backup.agent.policy.ScheduleDesk;
import com.plexichat.backup.agent.policy.Scheduler;
import com.plexichat.backup.agent.policy.WindowDesk;
import com.plexichat.backup.agent.security.Approvals;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.agent.security.CertifiedKey;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.agent.security.Enrolment;
import com.plexichat.backup.agent.security.Tokens;
import com.plexichat.backup.agent.storage.CapsuleFiles;
import com.plexichat.backup.agent.transport.EnrolmentServer;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.agent.upkeep.Challenges;
import com.plexichat.backup.agent.upkeep.PeerMonitor;
import com.plexichat.backup.agent.upkeep.RepairJob;
import com.plexichat.backup.agent.upkeep.UpkeepBase;
import com.plexichat.backup.agent.upkeep.UpkeepLoop;
import com.plexichat.backup.proto.EpochGrant;
import io.grpc.BindableService;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an agent runs beside its own work when it coordinates: catalogue, ledger, desks, upkeep.
final class CoordinatorRole implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorRole.class);

  /// Threads for what waits for no peer: [Errands], and the look at the jobs.
  private static final int ERRANDS = 2;

  /// Rounds of [Scheduler].
  private static final int SCHEDULES = 1;

  /// Schedules go by the minute; whoever looks at them need not hurry.
  private static final Duration SCHEDULE_PACE = Duration.ofSeconds(5);

  private final Node node;
  private final Catalogue catalogue;
  private final Jobs jobs;
  private final JobDesk jobDesk;
  private final MemberDesk members;
  private final Publisher publisher;
  private final UpkeepLoop loop;
  private final Herald herald;
  private final Capsules capsules;
  private final WatchDesk watches;
  private final Scheduler scheduler;
  private final TransferWatch transfers;
  private final List<BindableService> services;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          UpkeepLoop.ROUNDS + ERRANDS + SCHEDULES,
          Thread.ofPlatform().daemon().name("upkeep-", 0).factory());

  CoordinatorRole(Node node, PeerLinks links) {
    this.node = node;
    this.catalogue = openCatalogue(node);
    this.publisher = new Publisher(node, catalogue, links);
    this.herald = new Herald(node, catalogue, links);
    this.capsules = capsules(node, catalogue, links);
    this.jobs = new Jobs(new CatalogueJobStore(catalogue), node.time());
    BackupDesk backups = new BackupDesk(catalogue, node.time(), node.random());
    UpkeepBase base = base(links);
    PeerMonitor monitor = new PeerMonitor(base, node.id(), thresholds(node.config().timings()));
    Challenges challenges = new Challenges(base, Challenges.Settings.DEFAULT);
    this.transfers = new TransferWatch(catalogue, node.time());
    Watch watch = new Watch(node, publisher, monitor, challenges, transfers);
    TicketBook tickets = new TicketBook(node.time());
    this.jobDesk =
        new JobDesk(
            catalogue,
            new JobDesk.Desks(backups, new TestedBackups(catalogue, tickets)),
            jobs,
            new Machines(node, links, base),
            node.random());
    this.watches = new WatchDesk(catalogue, jobs, watch, node.random(), node.time());
    this.members = new MemberDesk(catalogue, office(node, publisher), node.time());
    this.loop =
        new UpkeepLoop(
            new UpkeepLoop.Parts(
                base,
                monitor,
                challenges,
                jobs,
                () -> new RepairJob(base, node::sign, List.of(), false, Optional.empty())),
            node.id(),
            intervals(node.config().timings()),
            timer);
    PruneDesk prunes = prunes();
    this.scheduler = new Scheduler(catalogue, new ScheduledJobs(jobDesk, prunes), node.time());
    this.services = services(new Desks(backups, base, watch, tickets, prunes), links);
  }

  /// What several services ask.
  private record Desks(
      BackupDesk backups, UpkeepBase base, Watch watch, TicketBook tickets, PruneDesk prunes) {}

  private List<BindableService> services(Desks desks, PeerLinks links) {
    BackupDesk backups = desks.backups();
    return List.of(
        new JobsService(
            jobDesk, desks.prunes(), new JobDoctor(catalogue, jobs, desks.watch(), node.time())),
        new CoordinationService(
            catalogue,
            new CoordinationService.Desks(
                backups,
                new BackupClosing(catalogue, backups, node.time()),
                locks(),
                desks.base().ledger(),
                new LocateDesk(catalogue, node::sign, node.time(), desks.tickets()),
                new FoldDesk(catalogue, backups, node.time()),
                new CompactionDesk(catalogue, node.time()),
                desks.watch()),
            node.time()),
        new ConsoleService(
            catalogue,
            new ConsoleDesks(
                jobDesk,
                new RetentionDesk(catalogue, node.time()),
                desks.prunes(),
                members,
                new VaultDesk(catalogue, new Machines(node, links, desks.base())),
                new CertificateDesk(catalogue, backups, node.time()),
                desks.watch(),
                new AuditAnswers(new AuditChain(catalogue.log(), List::of, this::isCoordinator)),
                watches,
                new MapDesk(catalogue, backups, desks.watch(), node.time())),
            node.time()),
        new ScheduleService(
            new ScheduleService.Desks(
                new ScheduleDesk(catalogue, node.time()),
                new ScheduleCalendar(catalogue, node.time()),
                new WindowDesk(catalogue, node.time()),
                new ExposureDesk(catalogue, node.time())),
            scheduler),
        new ConfigService(new ConfigDesk(catalogue), transfers),
        retention(),
        new PruneService(
            desks.prunes(),
            new PruneReports(catalogue, desks.prunes(), desks.base().holders(), node.time())));
  }

  private LockDesk locks() {
    return new LockDesk(new RetentionDesk(catalogue, node.time()), jobDesk);
  }

  private RetentionService retention() {
    return new RetentionService(
        new RetentionService.Desks(
            new TierDesk(catalogue, node.time()),
            new RetierDesk(catalogue, jobDesk, node.time()),
            locks(),
            new RuleDesk(catalogue),
            new ForecastDesk(catalogue, node.time()),
            new RetentionAuditDesk(catalogue, node.time(), node.config().timings().trash())));
  }

  /// The catalogue of the epoch that is this agent's now: should another one take over while it is
  /// open, nothing is written in that one's name.
  private UpkeepBase base(PeerLinks links) {
    Ledger ledger = new Ledger(catalogue, node::sign, node.time(), node.random());
    return new UpkeepBase(catalogue, ledger, new PeerHolders(links), node.time(), node.random());
  }

  private PruneDesk prunes() {
    Approvals approvals =
        new Approvals(
            node.membership().root(),
            node.self().clusterId(),
            node.time(),
            serial -> node.directory().revoked().contains(serial));
    return new PruneDesk(
        catalogue, jobDesk, approvals, node.time(), node.config().timings().trash());
  }

  static Catalogue openCatalogue(Node node) {
    long epoch = Math.max(1, node.directory().epoch());
    return Catalogue.open(folder(node), node.time(), () -> epoch, new Checkpoints(node));
  }

  static Path folder(Node node) {
    return node.data().path().resolve("catalogue");
  }

  private static Capsules capsules(Node node, Catalogue catalogue, PeerLinks links) {
    return new Capsules(
        new Capsules.Place(catalogue, CapsuleFiles.open(node.data()), node.keyFolder()),
        (peer, generation, offset, bytes) ->
            links.to(peer).putCapsule(generation, offset, bytes).getLength(),
        new Errands(Errands.own("capsule")),
        node.time(),
        node.random());
  }

  private static MemberDesk.Office office(Node node, Publisher publisher) {
    CertifiedKey intermediate = node.keyFolder().loadIntermediate();
    ClusterAuthority authority = new ClusterAuthority(node.time(), node.random());
    X509Certificate root = node.membership().root();
    return new MemberDesk.Office(
        new Tokens(node.time(), node.random()),
        new Enrolment(authority, intermediate, root, node.membership().clusterId()),
        root,
        node.config().enrolListen(),
        publisher::current);
  }

  private static Liveness.Thresholds thresholds(AgentConfig.Timings timings) {
    return new Liveness.Thresholds(timings.suspect(), timings.down());
  }

  /// Small clusters look often for what to repair; their disks are not read that often.
  private static UpkeepLoop.Intervals intervals(AgentConfig.Timings timings) {
    Duration upkeep = timings.upkeep();
    Duration least = AgentConfig.Timings.DEFAULT.upkeep();
    return new UpkeepLoop.Intervals(
        timings.heartbeat(), upkeep, upkeep.compareTo(least) > 0 ? upkeep : least);
  }

  private boolean isCoordinator(X509Certificate certificate) {
    return catalogue
        .cluster()
        .find()
        .flatMap(cluster -> cluster.coordinator())
        .filter(Signing.peerId(certificate.getPublicKey())::equals)
        .isPresent();
  }

  List<BindableService> services() {
    return services;
  }

  /// Opens the enrolment port, begins upkeep, and goes on with unfinished jobs.
  EnrolmentServer start() {
    publisher.publish();
    EnrolmentServer enrolment =
        EnrolmentServer.open(
            Addresses.of(node.config().enrolListen()),
            node.identity(),
            node.time(),
            new EnrolmentService(members).bindService());
    publisher.start(timer);
    every(node.config().timings().suspect(), herald::round);
    every(node.config().timings().heartbeat(), () -> jobs.beat(node.config().timings().suspect()));
    every(node.config().timings().capsule(), () -> capsules.round(node.id()));
    loop.start();
    jobDesk.resume();
    every(SCHEDULE_PACE, scheduler::tick);
    return enrolment;
  }

  private void every(Duration pause, Runnable round) {
    var running = timer.scheduleWithFixedDelay(round, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    LOG.trace("going round by {}", running);
  }

  /// Ends coordinating, because another agent does; the second time it does nothing.
  void stepDown(EpochGrant grant) {
    if (!grant.getCoordinator().equals(node.id().hex())) {
      LOG.error(
          "another agent coordinates now, at {} with epoch {}: this one keeps shards only",
          grant.getEndpoint(),
          grant.getEpoch());
      Thread.ofVirtual().name("step-down").start(this::close);
    }
  }

  /// Ends the watches, which would not end by themselves; the rest goes on.
  void endWatches() {
    watches.close();
  }

  @Override
  public synchronized void close() {
    watches.close();
    loop.close();
    timer.shutdownNow();
    jobs.close();
    catalogue.close();
  }

  /// Checkpoints are signed with the agent's key.
  record Checkpoints(Node node) implements CheckpointSigner {
    @Override
    public byte[] certificate() {
      return Certificates.der(node.membership().certificate());
    }

    @Override
    public byte[] sign(byte[] message) {
      return Signing.sign(node.keys().signing().getPrivate(), message);
    }
  }
}
