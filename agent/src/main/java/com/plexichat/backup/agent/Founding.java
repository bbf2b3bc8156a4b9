package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.cli.InitOptions;
import com.plexichat.backup.agent.cli.LocalActs;
import com.plexichat.backup.agent.cli.Passphrase;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.KitFile;
import com.plexichat.backup.agent.crypto.KitPage;
import com.plexichat.backup.agent.crypto.RecoveryKit;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.policy.DefaultSchedules;
import com.plexichat.backup.agent.security.AgentKeys;
import com.plexichat.backup.agent.security.Approvals;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.agent.security.CertifiedKey;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.agent.security.EpochGrants;
import com.plexichat.backup.agent.security.KeyFolder;
import com.plexichat.backup.agent.security.Membership;
import com.plexichat.backup.proto.ClusterFounded;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.EpochTaken;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerJoined;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.PersonJoined;
import com.plexichat.backup.shared.client.CertificateRequests;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.client.ContextStore;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.Role;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Founds a cluster: authority, recovery kit, the coordinator's own certificate, its first
/// administrator, and the first entries of the log. The root's private key is in the kit and
/// nowhere else afterwards.
final class Founding {
  static final String ADMINISTRATOR = "admin";

  private final InstantSource time;
  private final SecureRandom random;

  Founding(InstantSource time, SecureRandom random) {
    this.time = time;
    this.random = random;
  }

  LocalActs.Founded found(
      InitOptions options, AgentConfig config, KeyFolder folder, Passphrase passphrase) {
    byte[] id = new byte[16];
    random.nextBytes(id);
    String cluster = HexFormat.of().formatHex(id);
    ClusterAuthority authority = new ClusterAuthority(time, random);
    CertifiedKey root = authority.newRoot(options.clusterName());
    CertifiedKey intermediate = authority.newIntermediate(root, options.clusterName());
    HybridKey recovery = HybridKey.generate(random);
    storeKit(options, cluster, root, recovery, passphrase);
    AgentKeys keys = folder.makeKeys(random);
    X509Certificate own =
        authority.agent(
            intermediate, cluster, config.name(), CertificateRequests.request(keys.signing()));
    Membership membership =
        new Membership(
            cluster,
            config.name(),
            config.listen(),
            List.of(own, intermediate.certificate()),
            root.certificate());
    folder.saveIntermediate(intermediate);
    LocalMachine.write(options.agent().home(), config);
    folder.save(membership);
    Person person = person(authority, intermediate, cluster, root.certificate());
    EpochGrant grant = EpochGrants.sign(root.key(), cluster, 1, own, config.listen());
    try (Node node = Node.open(options.agent().home(), time)) {
      node.directory().obey(grant);
      try (Catalogue catalogue = CoordinatorRole.openCatalogue(node)) {
        var _ =
            catalogue.submit(
                "coordinator",
                "the cluster is founded",
                "",
                Stream.concat(
                        Stream.of(
                            founded(options.clusterName(), cluster, root, recovery),
                            joined(config, keys, own),
                            Command.newBuilder()
                                .setEpochTaken(EpochTaken.newBuilder().setGrant(grant))
                                .build(),
                            Command.newBuilder().setPersonJoined(person.joined).build()),
                        DefaultSchedules.commands(options.quiet()).stream())
                    .toArray(Command[]::new));
      }
    }
    new ContextStore(options.contextHome())
        .add(
            new Context(
                options.clusterName(),
                cluster,
                options.clusterName(),
                config.listen(),
                ADMINISTRATOR,
                true),
            person.identity);
    String fingerprint = HexFormat.of().formatHex(Certificates.fingerprint(root.certificate()));
    return new LocalActs.Founded(
        cluster, options.clusterName(), keys.peerId().hex(), fingerprint, options.kit());
  }

  private void storeKit(
      InitOptions options,
      String cluster,
      CertifiedKey root,
      HybridKey recovery,
      Passphrase passphrase) {
    RecoveryKit kit =
        RecoveryKit.of(
            cluster,
            options.clusterName(),
            new RecoveryKit.RootOfTrust(root.key(), Bytes.of(Certificates.der(root.certificate()))),
            recovery,
            time.instant());
    byte[] file = new KitFile(random).write(kit, passphrase.signs());
    LocalMachine.store(options.kit(), file);
    Path page = options.kit().resolveSibling(options.kit().getFileName() + ".pdf");
    byte[] fingerprint = Certificates.fingerprint(root.certificate());
    LocalMachine.store(page, KitPage.pdf(file, options.clusterName(), fingerprint, time.instant()));
  }

  private static Command founded(
      String name, String cluster, CertifiedKey root, HybridKey recovery) {
    return Command.newBuilder()
        .setClusterFounded(
            ClusterFounded.newBuilder()
                .setClusterId(cluster)
                .setName(name)
                .setRootCertificate(ByteString.copyFrom(Certificates.der(root.certificate())))
                .setRecoveryKey(ByteString.copyFrom(recovery.publicBytes().toArray())))
        .build();
  }

  /// The entry of the machine that coordinates.
  static Command joined(AgentConfig config, AgentKeys keys, X509Certificate own) {
    PeerEntry peer =
        PeerEntry.newBuilder()
            .setPeerId(keys.peerId().hex())
            .setName(config.name())
            .setEndpoint(config.listen())
            .setEnrolEndpoint(config.enrolListen())
            .setOwner(config.domains().owner())
            .setRegion(config.domains().region())
            .setSite(config.domains().site())
            .setState(PeerState.ACTIVE)
            .setCapacity(config.capacity().bytes())
            .setSealingKey(ByteString.copyFrom(keys.sealing().publicBytes().toArray()))
            .setCertificate(ByteString.copyFrom(Certificates.der(own)))
            .build();
    return Command.newBuilder()
        .setPeerJoined(
            PeerJoined.newBuilder()
                .setPeer(peer)
                .setCertificateExpiresMs(own.getNotAfter().toInstant().toEpochMilli()))
        .build();
  }

  /// The first administrator.
  record Person(PersonJoined joined, Identity identity) {}

  Person person(
      ClusterAuthority authority, CertifiedKey intermediate, String cluster, X509Certificate root) {
    KeyPair pair = Signing.newKeyPair(random);
    X509Certificate certificate =
        authority.person(
            intermediate,
            cluster,
            ADMINISTRATOR,
            Set.of(Role.ADMINISTRATOR),
            CertificateRequests.request(pair));
    PersonJoined joined =
        PersonJoined.newBuilder()
            .setName(ADMINISTRATOR)
            .addRoles(Role.ADMINISTRATOR.name())
            .setSerial(Certificates.serial(certificate))
            .setCertificateExpiresMs(certificate.getNotAfter().toInstant().toEpochMilli())
            .setKeyHash(Approvals.keyHash(certificate))
            .build();
    return new Person(
        joined,
        new Identity(pair.getPrivate(), List.of(certificate, intermediate.certificate()), root));
  }
}
