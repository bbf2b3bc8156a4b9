package com.plexichat.backup.agent.catalogue;

import static com.plexichat.backup.agent.catalogue.Acts.stripe;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.EpochTaken;
import com.plexichat.backup.proto.KitStored;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerJoined;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.PersonJoined;
import com.plexichat.backup.proto.TokenIssued;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Role;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The smaller subjects: backups, sets, vaults, jobs, tokens, people, the cluster.
class BackupTableTest {
  @TempDir Path folder;
  private Catalogue catalogue;

  @BeforeEach
  void openCatalogue() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private FailureCode refused(Command command) {
    return assertThrows(OperationFailed.class, () -> submit(catalogue, command)).code();
  }

  @Test
  void closingTwiceKeepsTheFirstResult() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    submit(catalogue, Acts.closed(1, "complete", List.of(1), List.of()));
    assertEquals(FailureCode.ACT_REFUSED, refused(Acts.closed(1, "failed", List.of(), List.of())));
    BackupRow backup = catalogue.backups().get(Acts.backup(1));
    assertEquals(BackupState.COMPLETE, backup.state());
    assertEquals(Optional.of(stripe(1)), backup.recordStripe());
    assertEquals(Optional.of(backup), catalogue.backups().newest("docs"));
    assertEquals(Optional.of(backup), catalogue.backups().newest());
    assertEquals(2, catalogue.backups().nextNumber("docs"));
    assertEquals(1, catalogue.backups().nextNumber("mail"));
  }

  @Test
  void aBackupIsNotListedBeforeItsStripesAreAcknowledged() {
    submit(catalogue, Acts.opened(1, "docs", 1, Tier.BRONZE));
    TestCatalogue.reserve(catalogue, 1, 1);
    assertEquals(
        FailureCode.ACT_REFUSED, refused(Acts.closed(1, "complete", List.of(1), List.of())));
    assertEquals(BackupState.RUNNING, catalogue.backups().get(Acts.backup(1)).state());
  }

  @Test
  void onlyARebuiltCatalogueTakesBackupsWithTheirOldDates() {
    Command old = Acts.opened(1, "docs", 1, Tier.BRONZE);
    Command dated =
        old.toBuilder().setBackupOpened(old.getBackupOpened().toBuilder().setCreatedMs(5)).build();
    assertEquals(FailureCode.ACT_REFUSED, refused(dated));
  }

  @Test
  void anInterruptedBackupGoesOnWithWhatItCommitted() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    TestCatalogue.reserve(catalogue, 1, 3);
    assertEquals(FailureCode.BACKUP_RUNNING, refused(Acts.opened(2, "docs", 2, Tier.BRONZE)));
    submit(catalogue, Acts.closed(1, "interrupted", List.of(), List.of()));
    assertEquals(Acts.backup(1), catalogue.backups().interrupted("docs").orElseThrow().id());
    List<StripeId> committed = new ArrayList<>();
    catalogue.stripes().committedBy(Acts.backup(1), committed::add);
    assertEquals(List.of(stripe(1), stripe(2)), committed);
    List<StripeId> made = new ArrayList<>();
    catalogue.stripes().neededBy(Acts.backup(1), made::add);
    assertEquals(3, made.size());
    submit(catalogue, Acts.opened(1, "docs", 1, Tier.BRONZE));
    assertEquals(1, catalogue.backups().in(BackupState.RUNNING).size());
    submit(catalogue, Acts.closed(1, "complete", List.of(1, 2), List.of()));
    assertEquals(Optional.empty(), catalogue.backups().interrupted("docs"));
    assertEquals(Optional.empty(), catalogue.stripes().find(stripe(3), 0).orElseThrow().target());
  }

  @Test
  void aBackupThatWasTestedSaysWhenAndKeepsTheRest() throws IOException {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    assertEquals(FailureCode.ACT_REFUSED, refused(Acts.tested(1)), "it is still running");
    assertEquals(FailureCode.BACKUP_UNKNOWN, refused(Acts.tested(2)));
    submit(catalogue, Acts.closedUntil(1, 77, 1));
    BackupRow before = catalogue.backups().get(Acts.backup(1));
    assertEquals(0, before.figures().testedMs());
    submit(catalogue, Acts.tested(1));
    BackupRow tested = catalogue.backups().get(Acts.backup(1));
    assertEquals(TestCatalogue.NOW, tested.figures().testedMs());
    assertEquals(before.recordHash(), tested.recordHash());
    assertEquals(before.recordStripe(), tested.recordStripe());
    assertEquals(before.expiresMs(), tested.expiresMs());
    catalogue.close();
    catalogue = TestCatalogue.open(folder);
    assertEquals(tested, catalogue.backups().get(Acts.backup(1)));
    catalogue.close();
    TestCatalogue.dropDatabase(folder);
    catalogue = TestCatalogue.open(folder);
    assertEquals(tested, catalogue.backups().get(Acts.backup(1)), "made anew from the log");
    submit(catalogue, Acts.deleted(1));
    assertEquals(FailureCode.ACT_REFUSED, refused(Acts.tested(1)), "it is deleted");
  }

  @Test
  void aBackupIsFoundByABeginningThatOnlyItHas() {
    submit(catalogue, Acts.opened(0x1a, "docs", 1, Tier.BRONZE));
    submit(catalogue, Acts.opened(0x1b, "mail", 1, Tier.SILVER));
    assertEquals("docs", catalogue.backups().get("000000000000001a").set());
    assertEquals(Tier.SILVER, catalogue.backups().get("000000000000001b").tier());
    assertEquals(
        FailureCode.BACKUP_AMBIGUOUS,
        assertThrows(OperationFailed.class, () -> catalogue.backups().get("0000")).code());
    assertEquals(
        FailureCode.BACKUP_UNKNOWN,
        assertThrows(OperationFailed.class, () -> catalogue.backups().get("%")).code());
    assertEquals(
        List.of("mail", "docs"), catalogue.backups().all().stream().map(BackupRow::set).toList());
  }

  @Test
  void aTokenIsUsedAsOftenAsItMayBe() {
    Bytes hash = Bytes.of(new byte[32]);
    submit(catalogue, token(hash, "bob", 1));
    assertEquals(1, catalogue.persons().token(hash).orElseThrow().usesLeft());
    assertEquals(FailureCode.TOKEN_INVALID, refused(person("eve", hash)));
    submit(catalogue, person("bob", hash));
    assertEquals(0, catalogue.persons().token(hash).orElseThrow().usesLeft());
    assertEquals(FailureCode.TOKEN_USED, refused(person("bob", hash)));
    assertEquals(List.of(Role.AUDIT_VIEWER), catalogue.persons().find("bob").orElseThrow().roles());
    byte[] other = new byte[32];
    other[0] = 1;
    submit(
        catalogue,
        Command.newBuilder()
            .setTokenIssued(
                TokenIssued.newBuilder()
                    .setSecretHash(ByteString.copyFrom(other))
                    .setUses(1)
                    .setPerson("bob")
                    .setExpiresMs(TestCatalogue.NOW))
            .build());
    assertEquals(FailureCode.TOKEN_EXPIRED, refused(person("bob", Bytes.of(other))));
  }

  private static Command token(Bytes hash, String person, int uses) {
    return Command.newBuilder()
        .setTokenIssued(
            TokenIssued.newBuilder()
                .setSecretHash(ByteString.copyFrom(hash.toArray()))
                .setUses(uses)
                .setPerson(person)
                .addRoles("AUDIT_VIEWER")
                .setExpiresMs(TestCatalogue.NOW + 1))
        .build();
  }

  private static Command person(String name, Bytes token) {
    return Command.newBuilder()
        .setPersonJoined(
            PersonJoined.newBuilder()
                .setName(name)
                .addRoles("AUDIT_VIEWER")
                .setSerial("01")
                .setTokenHash(ByteString.copyFrom(token.toArray())))
        .build();
  }

  @Test
  void aPeerKeepsItsOwner() {
    Command moved =
        Command.newBuilder()
            .setPeerJoined(
                PeerJoined.newBuilder()
                    .setPeer(
                        PeerEntry.newBuilder()
                            .setPeerId(Acts.peer(2).hex())
                            .setName("machine2")
                            .setOwner("somebody")
                            .setState(PeerState.ACTIVE)))
            .build();
    assertEquals(FailureCode.ACT_REFUSED, refused(moved));
    PeerRow peer = catalogue.peers().find(Acts.peer(2)).orElseThrow();
    assertEquals("owner2", peer.owner());
    assertEquals(peer, catalogue.peers().get("machine2"));
    assertEquals(1L << 40, peer.freeBytes());
  }

  @Test
  void aVaultTakesOnlyNewerRings() {
    submit(catalogue, Acts.vault(Acts.ring(3)));
    assertEquals(FailureCode.ACT_REFUSED, refused(Acts.vault(Acts.ring(2))));
    VaultRow vault = catalogue.vaults().find(Acts.VAULT).orElseThrow();
    assertEquals(3, vault.version());
    assertEquals(List.of("recovery"), vault.recipients());
    assertEquals(List.of(vault), catalogue.vaults().ofHost(Acts.peer(1)));
  }

  @Test
  void aJobThatHasEndedStaysAsItEnded() {
    submit(catalogue, Acts.job("j", "running"));
    assertEquals(1, catalogue.jobs().unfinished().size());
    submit(catalogue, Acts.job("j", "done"));
    assertEquals(FailureCode.ACT_REFUSED, refused(Acts.job("j", "running")));
    assertEquals("done", catalogue.jobs().find("j").orElseThrow().getState());
    assertEquals(List.of(), catalogue.jobs().unfinished());
    assertEquals(1, catalogue.jobs().newest(10).size());
  }

  @Test
  void theClusterIsFoundedOnceAndEpochsOnlyGrow() {
    assertEquals(FailureCode.ACT_REFUSED, refused(Acts.founded()));
    submit(catalogue, epoch(2, 3));
    assertEquals(FailureCode.ACT_REFUSED, refused(epoch(2, 4)));
    submit(
        catalogue,
        Command.newBuilder().setKitStored(KitStored.newBuilder().setNote("in the safe")).build());
    ClusterRow cluster = catalogue.cluster().find().orElseThrow();
    assertEquals(Optional.of(Acts.peer(3)), cluster.coordinator());
    assertEquals(2, cluster.epoch());
    assertTrue(cluster.kit().stored());
    assertEquals("person:anna", cluster.kit().storedBy());
    assertTrue(catalogue.peers().find(Acts.peer(3)).orElseThrow().coordinator());
    assertEquals("docs", catalogue.sets().find("docs").orElseThrow().name());
    assertEquals(2, catalogue.sets().all().size());
  }

  private static Command epoch(long epoch, int peer) {
    PeerId coordinator = Acts.peer(peer);
    return Command.newBuilder()
        .setEpochTaken(
            EpochTaken.newBuilder()
                .setGrant(
                    EpochGrant.newBuilder()
                        .setClusterId("c1")
                        .setEpoch(epoch)
                        .setCoordinator(coordinator.hex())))
        .build();
  }
}
