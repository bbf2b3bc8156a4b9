package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.Survivors.Survivor;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.VaultRow;
import com.plexichat.backup.agent.content.KeyRingCodec;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.KeyRing;
import com.plexichat.backup.agent.crypto.KeyRings;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.EpochTaken;
import com.plexichat.backup.proto.JobChanged;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.VaultRegistered;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import com.plexichat.backup.shared.wire.Failures;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a takeover writes into the log: the epoch, this machine in the place of the lost one, what
/// was under way and ended, and vaults that nobody else can open any more.
///
/// The lost machine's owner keeps what he may hold: a disk that is found again still has it.
final class TakeoverActs {
  private static final Logger LOG = LoggerFactory.getLogger(TakeoverActs.class);
  private static final String WHY = "the coordinator was lost meanwhile";

  private final Node node;
  private final EpochGrant grant;
  private final HybridKey recoveryKey;
  private final InstantSource time;
  private final List<String> lost = new ArrayList<>();

  TakeoverActs(Node node, EpochGrant grant, HybridKey recoveryKey, InstantSource time) {
    this.node = node;
    this.grant = grant;
    this.recoveryKey = recoveryKey;
    this.time = time;
  }

  /// Facts that could not be brought back, a sentence each; complete after [#commands].
  List<String> lost() {
    return lost;
  }

  /// Appoints this machine.
  List<Command> appointed() {
    return List.of(
        Command.newBuilder().setEpochTaken(EpochTaken.newBuilder().setGrant(grant)).build(),
        Founding.joined(node.config(), node.keys(), node.membership().certificate()));
  }

  /// What is left to do where the catalogue was made anew after the appointment.
  List<Command> afterwards(Catalogue catalogue, Survivors survivors) throws InterruptedException {
    List<Command> commands = new ArrayList<>();
    survivors
        .lost()
        .filter(one -> catalogue.peers().find(one).isPresent() && !one.equals(node.id()))
        .ifPresent(one -> commands.add(removed(one)));
    grantVaults(catalogue, survivors, survivors.lost(), commands);
    return commands;
  }

  /// Everything, for a catalogue as the lost coordinator left it.
  List<Command> commands(Catalogue catalogue, Survivors survivors) throws InterruptedException {
    Optional<PeerId> before = catalogue.cluster().find().orElseThrow().coordinator();
    refuseTakenName(catalogue, before);
    List<Command> commands = new ArrayList<>(appointed());
    before.filter(one -> !one.equals(node.id())).ifPresent(one -> commands.add(removed(one)));
    endBackups(catalogue, commands);
    endJobs(catalogue, commands);
    grantVaults(catalogue, survivors, before, commands);
    return commands;
  }

  private void refuseTakenName(Catalogue catalogue, Optional<PeerId> before) {
    for (PeerRow peer : catalogue.peers().all()) {
      if (peer.name().equals(node.config().name())
          && !peer.state().isExpelled()
          && !before.equals(Optional.of(peer.id()))
          && !peer.id().equals(node.id())) {
        throw new OperationFailed(FailureCode.NAME_TAKEN, peer.name());
      }
    }
  }

  private static Command removed(PeerId lostOne) {
    return Command.newBuilder()
        .setPeerChanged(
            PeerChanged.newBuilder()
                .setPeerId(lostOne.hex())
                .setState(PeerState.REMOVED)
                .setWhy(Herald.REPLACED))
        .build();
  }

  private void endBackups(Catalogue catalogue, List<Command> commands) {
    int ended = 0;
    for (BackupRow backup : catalogue.backups().all()) {
      if (backup.state() == BackupState.RUNNING) {
        BackupEntry entry =
            BackupEntry.newBuilder()
                .setBackupId(backup.id())
                .setState(BackupState.INTERRUPTED.name().toLowerCase(Locale.ROOT))
                .setSentence("It was interrupted: " + WHY + ".")
                .build();
        commands.add(
            Command.newBuilder()
                .setBackupClosed(BackupClosed.newBuilder().setBackup(entry))
                .build());
        ended++;
      }
    }
    if (ended > 0) {
      lost.add(
          (ended == 1 ? "One backup was" : ended + " backups were")
              + " under way and ended there; on a machine that is left it goes on when it is run"
              + " again.");
    }
  }

  private void endJobs(Catalogue catalogue, List<Command> commands) {
    for (JobEntry job : catalogue.jobs().unfinished()) {
      OperationFailed failure =
          new OperationFailed(FailureCode.INTERRUPTED, "The job " + job.getKind(), WHY);
      JobEntry ended =
          job.toBuilder()
              .setState("failed")
              .setReason(failure.sentence())
              .setEndedMs(time.millis())
              .setFailure(Failures.message(failure))
              .build();
      commands.add(
          Command.newBuilder().setJobChanged(JobChanged.newBuilder().setJob(ended)).build());
    }
  }

  /// The newest ring of each vault, with this machine as a reader where no other is left.
  private void grantVaults(
      Catalogue catalogue, Survivors survivors, Optional<PeerId> before, List<Command> commands)
      throws InterruptedException {
    Map<VaultId, KeyRing> shown = shown(catalogue, survivors, before);
    KeyRings keyRings = new KeyRings(node.random());
    for (VaultRow vault : catalogue.vaults().all()) {
      KeyRing ring =
          KeyRingCodec.verify(
              vault.signedRing().toArray(), certificate -> isKnown(catalogue, certificate));
      KeyRing newer = shown.get(vault.id());
      if (newer != null && newer.version() > ring.version() && newer.host().equals(ring.host())) {
        ring = newer;
      }
      if (hasReader(catalogue, ring, before)) {
        continue;
      }
      try {
        KeyRing granted =
            keyRings.grant(
                ring,
                KeyRings.RECOVERY,
                recoveryKey,
                node.id().hex(),
                node.keys().sealing().publicBytes());
        commands.add(registered(granted));
      } catch (OperationFailed e) {
        lost.add("The vault of " + host(catalogue, vault) + " does not open: " + e.sentence());
      }
    }
  }

  private Command registered(KeyRing ring) {
    byte[] signed =
        KeyRingCodec.sign(
            ring,
            node.keys().signing().getPrivate(),
            Certificates.der(node.membership().certificate()),
            Certificates.der(node.membership().issuer()));
    return Command.newBuilder()
        .setVaultRegistered(VaultRegistered.newBuilder().setRing(ByteString.copyFrom(signed)))
        .build();
  }

  private static boolean hasReader(Catalogue catalogue, KeyRing ring, Optional<PeerId> before) {
    return ring.masters().stream()
        .map(KeyRing.SealedMaster::recipient)
        .filter(recipient -> !recipient.equals(KeyRings.RECOVERY))
        .filter(recipient -> !before.map(PeerId::hex).equals(Optional.of(recipient)))
        .anyMatch(recipient ->
            catalogue
                .peers()
                .find(new PeerId(recipient))
                .filter(one -> !one.state().isExpelled())
                .isPresent());
  }

  private static String host(Catalogue catalogue, VaultRow vault) {
    return catalogue.peers().find(vault.host()).map(PeerRow::name).orElse(vault.host().hex());
  }

  /// The newest genuine rings that the survivors hold: one may be newer than the capsule. Others
  /// than its machine signed only as coordinators.
  private static Map<VaultId, KeyRing> shown(
      Catalogue catalogue, Survivors survivors, Optional<PeerId> before)
      throws InterruptedException {
    Map<VaultId, KeyRing> rings = new HashMap<>();
    Set<PeerId> coordinators = before.map(Set::of).orElse(Set.of());
    for (Survivor survivor : survivors.answered()) {
      try {
        for (ByteString signed : survivor.link().keyRings().getRingsList()) {
          newest(signed.toByteArray(), catalogue, coordinators, rings);
        }
      } catch (OperationFailed e) {
        LOG.warn("key rings of {}: {}", survivor.name(), e.sentence());
      }
    }
    return rings;
  }

  /// A ring that is not believed takes no other one with it.
  private static void newest(
      byte[] signed, Catalogue catalogue, Set<PeerId> coordinators, Map<VaultId, KeyRing> rings) {
    try {
      KeyRing ring =
          KeyRingCodec.verify(signed, certificate -> isKnown(catalogue, certificate), coordinators);
      rings.merge(ring.vault(), ring, (one, two) -> one.version() >= two.version() ? one : two);
    } catch (OperationFailed e) {
      LOG.warn("a key ring is not believed: {}", e.sentence());
    }
  }

  private static boolean isKnown(Catalogue catalogue, X509Certificate certificate) {
    return catalogue.peers().find(Signing.peerId(certificate.getPublicKey())).isPresent();
  }
}
