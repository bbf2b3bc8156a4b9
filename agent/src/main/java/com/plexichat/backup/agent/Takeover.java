package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.CapsuleReader;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.cli.LocalActs;
import com.plexichat.backup.agent.cli.RecoverOptions;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.RecoveryKit;
import com.plexichat.backup.agent.recovery.CatalogueRebuild;
import com.plexichat.backup.agent.security.AgentKeys;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.agent.security.CertifiedKey;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.agent.security.Directories;
import com.plexichat.backup.agent.security.EpochGrants;
import com.plexichat.backup.agent.security.KeyFolder;
import com.plexichat.backup.agent.security.Membership;
import com.plexichat.backup.agent.transport.PeerLink;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.proto.ClusterFounded;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.Directory;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.SignedDirectory;
import com.plexichat.backup.shared.client.CertificateRequests;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.client.ContextStore;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes over a cluster whose coordinator is lost: the recovery kit appoints this machine with a
/// higher epoch, the peers obey it, and the catalogue comes back from what they hold.
///
/// It may be cut off anywhere and run again: the membership is written last, and every run begins
/// with a higher epoch than any that a peer has seen.
final class Takeover {
  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
  private static final String ACTOR = "coordinator";

  private final InstantSource time;
  private final SecureRandom random;
  private final RecoverOptions options;
  private final RecoveryKit kit;

  Takeover(InstantSource time, SecureRandom random, RecoverOptions options, RecoveryKit kit) {
    this.time = time;
    this.random = random;
    this.options = options;
    this.kit = kit;
  }

  /// This machine as it will be a member.
  private record Self(CertifiedKey root, CertifiedKey intermediate, Membership membership) {}

  LocalActs.Recovered run(AgentConfig config, KeyFolder folder) {
    AgentKeys keys = folder.hasKeys() ? folder.loadKeys() : folder.makeKeys(random);
    Self self = self(config, keys);
    folder.saveIntermediate(self.intermediate);
    try (Node node = Node.prepared(options.agent().home(), config, keys, self.membership, time);
        Channels channels = new Channels(node.identity(), time);
        PeerLinks links = new PeerLinks(channels, node.directory(), PeerLink.Limits.DEFAULT)) {
      Survivors survivors = new Survivors(links, self.membership);
      survivors.meet(options.peers());
      EpochGrant grant = appointed(self, node, survivors);
      LOG.info("{} peers obey epoch {}", survivors.answered().size(), grant.getEpoch());
      LocalActs.Recovered recovered =
          restored(self, node, survivors, new HeaderRebuild(node, links, survivors));
      LocalMachine.write(options.agent().home(), config);
      folder.save(self.membership);
      return recovered;
    }
  }

  private Self self(AgentConfig config, AgentKeys keys) {
    ClusterAuthority authority = new ClusterAuthority(time, random);
    CertifiedKey root =
        new CertifiedKey(
            kit.rootKey(), Certificates.parse("The kit's root", kit.rootCertificate().toArray()));
    CertifiedKey intermediate = authority.newIntermediate(root, kit.clusterName());
    X509Certificate own =
        authority.agent(
            intermediate,
            kit.clusterId(),
            config.name(),
            CertificateRequests.request(keys.signing()));
    Membership membership =
        new Membership(
            kit.clusterId(),
            config.name(),
            config.listen(),
            List.of(own, intermediate.certificate()),
            root.certificate());
    return new Self(root, intermediate, membership);
  }

  /// The grant that every peer which answers obeys, and this machine.
  private EpochGrant appointed(Self self, Node node, Survivors survivors) {
    while (true) {
      long epoch = Math.max(survivors.epoch(), node.directory().epoch()) + 1;
      EpochGrant grant =
          EpochGrants.sign(
              self.root.key(),
              kit.clusterId(),
              epoch,
              self.membership.certificate(),
              node.config().listen());
      if (survivors.show(grant)) {
        node.accept(directory(node, survivors, grant));
        return grant;
      }
    }
  }

  /// The survivors' directory in this coordinator's name, until the catalogue is back.
  private SignedDirectory directory(Node node, Survivors survivors, EpochGrant grant) {
    try (HybridKey recoveryKey = kit.recoveryKey()) {
      Directory directory =
          Directory.newBuilder()
              .setClusterId(grant.getClusterId())
              .setVersion(1)
              .setEpoch(grant.getEpoch())
              .setRecoveryKey(ByteString.copyFrom(recoveryKey.publicBytes().toArray()))
              .addAllPeers(survivors.peers())
              .build();
      return Directories.sign(node.keys().signing().getPrivate(), directory, grant);
    }
  }

  private LocalActs.Recovered restored(
      Self self, Node node, Survivors survivors, HeaderRebuild headers) {
    EpochGrant grant = node.directory().grant().orElseThrow();
    Path work = node.data().path().resolve("recover");
    delete(CoordinatorRole.folder(node));
    try (HybridKey recoveryKey = kit.recoveryKey()) {
      Optional<CapsuleSearch.Found> capsule =
          options.withoutCapsules() ? Optional.empty() : found(work, survivors, recoveryKey);
      TakeoverActs acts = new TakeoverActs(node, grant, recoveryKey, time);
      if (capsule.isEmpty()) {
        try (Catalogue catalogue = CoordinatorRole.openCatalogue(node)) {
          return rebuilt(
              self,
              catalogue,
              survivors,
              acts,
              headers.run(founded(self, catalogue, acts, recoveryKey), recoveryKey));
        }
      }
      CapsuleSearch search = new CapsuleSearch(work, kit.clusterId(), recoveryKey);
      CapsuleSearch.Found best = capsule.get();
      try (CapsuleReader reader = search.open(best.file(), best.generation())) {
        var head = Catalogue.restore(CoordinatorRole.folder(node), reader);
        LOG.info("capsule {} of {} ends with entry {}", best.generation(), best.holder(), head);
      }
      try (Catalogue catalogue = CoordinatorRole.openCatalogue(node)) {
        return takenOver(self, catalogue, survivors, acts);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "The takeover");
    } catch (IOException e) {
      throw new OperationFailed(
          e, FailureCode.FILE_UNWRITABLE, work.toString(), String.valueOf(e.getMessage()));
    } finally {
      delete(work);
    }
  }

  private Optional<CapsuleSearch.Found> found(Path work, Survivors survivors, HybridKey recoveryKey)
      throws InterruptedException {
    return new CapsuleSearch(work, kit.clusterId(), recoveryKey).best(survivors.answered());
  }

  /// The beginning of a catalogue that is made anew.
  private Catalogue founded(
      Self self, Catalogue catalogue, TakeoverActs acts, HybridKey recoveryKey) {
    ClusterFounded founded =
        ClusterFounded.newBuilder()
            .setClusterId(kit.clusterId())
            .setName(kit.clusterName())
            .setRootCertificate(ByteString.copyFrom(Certificates.der(self.root.certificate())))
            .setRecoveryKey(ByteString.copyFrom(recoveryKey.publicBytes().toArray()))
            .setRebuilt(true)
            .build();
    List<Command> commands = new ArrayList<>();
    commands.add(Command.newBuilder().setClusterFounded(founded).build());
    commands.addAll(acts.appointed());
    submit(catalogue, "the catalogue is made anew from headers and records", commands);
    return catalogue;
  }

  private LocalActs.Recovered rebuilt(
      Self self,
      Catalogue catalogue,
      Survivors survivors,
      TakeoverActs acts,
      CatalogueRebuild.Rebuilt report)
      throws InterruptedException {
    List<Command> commands = new ArrayList<>(acts.afterwards(catalogue, survivors));
    Founding.Person person = administrator(self);
    commands.add(Command.newBuilder().setPersonJoined(person.joined()).build());
    submit(catalogue, "taken over with the recovery kit", commands);
    List<String> lost = new ArrayList<>(report.lost());
    lost.addAll(acts.lost());
    return recovered(catalogue, person, "headers", survivors, lost);
  }

  private LocalActs.Recovered takenOver(
      Self self, Catalogue catalogue, Survivors survivors, TakeoverActs acts)
      throws InterruptedException {
    long head = catalogue.head().index();
    List<Command> commands = new ArrayList<>(acts.commands(catalogue, survivors));
    Founding.Person person = administrator(self);
    commands.add(Command.newBuilder().setPersonJoined(person.joined()).build());
    submit(catalogue, "taken over with the recovery kit", commands);
    List<String> lost = new ArrayList<>(acts.lost());
    if (survivors.directoryVersion() > head) {
      lost.add(
          ("The catalogue comes back up to entry %d, and peers know that there was an entry %d:"
                  + " what happened in the last moments before the loss is not known.")
              .formatted(head, survivors.directoryVersion()));
    }
    return recovered(catalogue, person, "capsule", survivors, lost);
  }

  private Founding.Person administrator(Self self) {
    return new Founding(time, random)
        .person(
            new ClusterAuthority(time, random),
            self.intermediate,
            kit.clusterId(),
            self.root.certificate());
  }

  private static void submit(Catalogue catalogue, String reason, List<Command> commands) {
    var submitted = catalogue.submit(ACTOR, reason, "", commands.toArray(Command[]::new));
    LOG.info("{}: up to entry {}", reason, submitted.last());
  }

  private LocalActs.Recovered recovered(
      Catalogue catalogue,
      Founding.Person person,
      String source,
      Survivors survivors,
      List<String> lost) {
    addContext(person);
    long[] stripes = new long[1];
    catalogue.stripes().forEach(time.millis(), _ -> stripes[0]++);
    return new LocalActs.Recovered(
        kit.clusterId(),
        catalogue.cluster().find().flatMap(ClusterRow::coordinator).orElseThrow().hex(),
        source,
        survivors.answered().size(),
        catalogue.backups().all().stream().filter(one -> one.state().isListed()).count(),
        stripes[0],
        lost);
  }

  private void addContext(Founding.Person person) {
    var context =
        new ContextStore(options.contextHome())
            .add(
                new Context(
                    kit.clusterName(),
                    kit.clusterId(),
                    kit.clusterName(),
                    options.agent().listen(),
                    Founding.ADMINISTRATOR,
                    true),
                person.identity());
    LOG.debug("the administrator's context is {}", context.name());
  }

  /// What an earlier run left.
  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    } catch (IOException e) {
      throw new OperationFailed(
          e, FailureCode.FILE_UNWRITABLE, folder.toString(), String.valueOf(e.getMessage()));
    }
  }
}
