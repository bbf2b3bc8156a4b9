package com.plexichat.backup.shared.wire;

import static com.plexichat.backup.shared.wire.AnswersTest.AT;
import static com.plexichat.backup.shared.wire.AnswersTest.ODD;
import static com.plexichat.backup.shared.wire.AnswersTest.ODD_PATH;
import static com.plexichat.backup.shared.wire.AnswersTest.PEER;
import static com.plexichat.backup.shared.wire.AnswersTest.SHARD;
import static com.plexichat.backup.shared.wire.AnswersTest.STRIPE;
import static com.plexichat.backup.shared.wire.AnswersTest.assertUsage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BrowseEntry;
import com.plexichat.backup.proto.CertificateAnswer;
import com.plexichat.backup.proto.CopyEntry;
import com.plexichat.backup.proto.MapBackup;
import com.plexichat.backup.proto.MapPeer;
import com.plexichat.backup.proto.MapStripe;
import com.plexichat.backup.proto.PreflightAnswer;
import com.plexichat.backup.proto.PreviewExclude;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.RestoreRequest;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.proto.SourceEntry;
import com.plexichat.backup.proto.Warning;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.Certificate;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.Difference;
import com.plexichat.backup.shared.model.Entry;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Keep;
import com.plexichat.backup.shared.model.KeepKind;
import com.plexichat.backup.shared.model.MapPage;
import com.plexichat.backup.shared.model.PathWarning;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.RestoreAsk;
import com.plexichat.backup.shared.model.SetPreview;
import com.plexichat.backup.shared.model.Shard;
import com.plexichat.backup.shared.model.StripeEvent;
import com.plexichat.backup.shared.model.StripeEventKind;
import com.plexichat.backup.shared.model.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is in a cluster, in our own words, odd values and those of a newer agent included.
class ContentsTest {
  private static final com.plexichat.backup.proto.Keep HELD =
      com.plexichat.backup.proto.Keep.newBuilder()
          .setKind("hold")
          .setName("case 7")
          .setReason("r")
          .setOwner("o")
          .setBy("person:admin")
          .setSinceMs(7)
          .build();

  private static final long MS = AT.toEpochMilli();

  @Test
  void backups() {
    BackupEntry whole =
        BackupEntry.newBuilder()
            .setBackupId("b")
            .setSet("s")
            .setHost("h")
            .setNumber(4)
            .setCreatedMs(MS)
            .setTier("gold")
            .setState("under_protected")
            .setFiles(1)
            .setDirectories(2)
            .setSourceBytes(3)
            .setNewChunkBytes(4)
            .setStoredBytes(5)
            .setParityBytes(6)
            .setSentBytes(7)
            .setDurationMs(8)
            .setExpiresMs(MS)
            .setLockedMs(9)
            .setResealedBytes(3)
            .setRestorable(true)
            .setCollusionNumber(9)
            .addWarnings(Warning.newBuilder().setPath(ODD).setCode("C").setMessage("m"))
            .setJobId("j")
            .setSentence("why")
            .addKeeps(HELD)
            .build();
    assertEquals(
        new Backup(
            "b",
            "s",
            "h",
            4,
            AT,
            "gold",
            BackupState.UNDER_PROTECTED,
            new Backup.Counts(1, 2, 3, 4, 3, 5, 6, 7),
            Duration.ofMillis(8),
            Optional.of(AT),
            List.of(
                new Keep(
                    KeepKind.HOLD, "case 7", "r", "o", "person:admin", Instant.ofEpochMilli(7))),
            Optional.of(Instant.ofEpochMilli(9)),
            true,
            9,
            Optional.empty(),
            List.of(new PathWarning(ODD_PATH, "C", "m")),
            "j",
            "why"),
        Backups.backup(whole));
    for (BackupState state : BackupState.values()) {
      assertEquals(state, Backups.backup(whole.toBuilder().setState(state.name()).build()).state());
    }
    BackupEntry newer = whole.toBuilder().setState("of_tomorrow").build();
    assertEquals(BackupState.UNDER_PROTECTED, Backups.backup(newer).state());
    assertEquals(
        BackupState.INTERRUPTED,
        Backups.backup(newer.toBuilder().setRestorable(false).build()).state());
    assertTrue(Backups.backup(BackupEntry.getDefaultInstance()).expires().isEmpty());
  }

  @Test
  void sets() {
    BackupSet set =
        new BackupSet(
            "s",
            PEER.hex(),
            List.of(FilePath.of("/a"), ODD_PATH),
            List.of("*.tmp"),
            Tier.GOLD,
            true);
    assertEquals(set, BackupSets.set(BackupSets.message(set)));
    assertUsage(() -> BackupSets.set(SetSpec.getDefaultInstance()));
    assertEquals(
        new SetPreview(
            1,
            2,
            3,
            4,
            List.of(new SetPreview.Exclude("*.tmp", 5, List.of(ODD_PATH))),
            true,
            List.of(new PathWarning(ODD_PATH, "C", "m"))),
        BackupSets.preview(
            PreviewSetAnswer.newBuilder()
                .setFiles(1)
                .setDirectories(2)
                .setBytes(3)
                .setExcluded(4)
                .addExcludes(
                    PreviewExclude.newBuilder().setPattern("*.tmp").setMatches(5).addExamples(ODD))
                .setPartial(true)
                .addWarnings(Warning.newBuilder().setPath(ODD).setCode("C").setMessage("m"))
                .build()));
    PreflightAnswer answer =
        PreflightAnswer.newBuilder()
            .setOutcome("complete")
            .setSentence("s")
            .setOwnersNeeded(1)
            .setOwnersPresent(2)
            .setCopiesPossible(3)
            .setCollusionNumber(4)
            .setTier(Tiers.message(Tier.BRONZE))
            .build();
    assertEquals(
        new Preflight(BackupState.COMPLETE, "s", 1, 2, 3, 4, Tier.BRONZE, Optional.empty()),
        BackupSets.preflight(answer));
    assertEquals(
        BackupState.FAILED,
        BackupSets.preflight(answer.toBuilder().setOutcome("of_tomorrow").build()).outcome());
  }

  @Test
  void restores() {
    CertificateAnswer measured =
        CertificateAnswer.newBuilder()
            .setRestorable(true)
            .setMissingShards(1)
            .addSources(SourceEntry.newBuilder().setPeer("p").setShards(2).setBytes(3))
            .setEtaLowMs(0)
            .setEtaHighMs(4)
            .setLossWindowMs(5)
            .setKeysPresent(true)
            .addBlockers("x")
            .setEtaBasis("y")
            .build();
    assertEquals(
        new Certificate(
            true,
            1,
            List.of(new Certificate.Source("p", 2, 3)),
            Optional.of(Duration.ZERO),
            Optional.of(Duration.ofMillis(4)),
            Duration.ofMillis(5),
            true,
            List.of("x"),
            "y"),
        Restores.certificate(measured));
    Certificate unmeasured =
        Restores.certificate(measured.toBuilder().setEtaLowMs(-1).setEtaHighMs(-1).build());
    assertEquals(Optional.empty(), unmeasured.low());
    assertEquals(Optional.empty(), unmeasured.high());
    assertEquals(
        RestoreRequest.newBuilder()
            .setBackupId("b")
            .setTo(ODD)
            .addIncludes("*.odt")
            .setOverwrite("never")
            .setDryRun(true)
            .setHost("h")
            .build(),
        Restores.message(new RestoreAsk("b", ODD_PATH, List.of("*.odt"), "never", true, "h")));
  }

  @Test
  void entriesAndDifferences() {
    assertEquals(
        new Entry("b", ODD_PATH, "symlink", 1, Instant.ofEpochMilli(-2), 0777, -1, 5, ODD_PATH),
        Entries.entry(
            BrowseEntry.newBuilder()
                .setBackupId("b")
                .setPath(ODD)
                .setKind("symlink")
                .setSize(1)
                .setMtimeMs(-2)
                .setMode(0777)
                .setUid(-1)
                .setGid(5)
                .setTarget(ODD)
                .build()));
    assertEquals(FilePath.NONE, Entries.entry(BrowseEntry.getDefaultInstance()).target());
    assertEquals(
        new Difference(ODD_PATH, "changed", "file", 1, 2, AT, AT.plusMillis(1)),
        Entries.difference(
            com.plexichat.backup.proto.Difference.newBuilder()
                .setPath(ODD)
                .setChange("changed")
                .setKind("file")
                .setFromSize(1)
                .setToSize(2)
                .setFromMtimeMs(MS)
                .setToMtimeMs(MS + 1)
                .build()));
  }

  @Test
  void shards() {
    ShardEntry.Builder shard =
        ShardEntry.newBuilder()
            .setShard(Ids.message(SHARD))
            .setNumber(1)
            .setStripe(Ids.message(STRIPE))
            .setIndex(9)
            .setParity(true)
            .setSize(3)
            .setTier("gold");
    for (CopyState state : CopyState.values()) {
      shard.addCopies(CopyEntry.newBuilder().setPeerId(PEER.hex()).setState(state.name()));
    }
    shard.addCopies(
        CopyEntry.newBuilder().setPeerId(PEER.hex()).setState("OF_TOMORROW").setProvenMs(MS));
    Shard read = Shards.shard(shard.build());
    assertEquals(
        new Shard(SHARD, 1, STRIPE, 9, true, new ByteSize(3), "gold", read.copies()), read);
    assertEquals(
        List.of(CopyState.values()),
        read.copies().stream()
            .filter(copy -> copy.proven().isEmpty())
            .map(Shard.Copy::state)
            .toList());
    assertEquals(new Shard.Copy(PEER, CopyState.STALE, Optional.of(AT)), read.copies().getLast());
    assertUsage(() -> Shards.shard(ShardEntry.getDefaultInstance()));
  }

  @Test
  void eventsOfAStripe() {
    StripeEvent event =
        new StripeEvent(
            7,
            AT,
            StripeEventKind.GIVEN_UP,
            Optional.of(PEER),
            List.of(0, 9),
            new StripeEvent.Cause("b", "j", "repair", "because"));
    assertEquals(event, Shards.event(Shards.message(event)));
    StripeEvent whole =
        new StripeEvent(
            8,
            AT,
            StripeEventKind.FOLDED,
            Optional.empty(),
            List.of(),
            StripeEvent.Cause.backup("b"));
    assertEquals(whole, Shards.event(Shards.message(whole)));
    assertEquals(
        StripeEventKind.UNKNOWN,
        Shards.event(Shards.message(whole).toBuilder().setKind("of_tomorrow").build()).kind());
  }

  @Test
  void mapPages() {
    int last = (254 << 24) | (0xfffff << 4) | CopyState.TRASHED.code();
    int newer = (3 << 24) | (7 << 4) | 15;
    MapPage page =
        MapPages.page(
            com.plexichat.backup.proto.MapPage.newBuilder()
                .setLogIndex(5)
                .setWhole(true)
                .addPeers(MapPeer.newBuilder().setNumber(1).setPeerId(PEER.hex()).setProvenMs(MS))
                .addPeers(MapPeer.newBuilder().setNumber(2).setPeerId(PEER.hex()))
                .addTiers("")
                .addTiers("gold")
                .addBackups(MapBackup.newBuilder().setNumber(3).setBackupId("b").setSet("s"))
                .addStripes(
                    MapStripe.newBuilder()
                        .setNumber(4)
                        .setStripe(Ids.message(STRIPE))
                        .setFirstShard(40)
                        .setK(8)
                        .setM(2)
                        .setTier(1)
                        .setOrigin(3)
                        .setCopiesWanted(5)
                        .addCopies(last)
                        .addCopies(newer)
                        .setGone(true))
                .build());
    assertEquals(5, page.logIndex());
    assertTrue(page.whole());
    assertEquals(
        List.of(
            new MapPage.MapPeer(1, PEER, Optional.of(AT)),
            new MapPage.MapPeer(2, PEER, Optional.empty())),
        page.peers());
    assertEquals(List.of("", "gold"), page.tiers());
    assertEquals(List.of(new MapPage.Origin(3, "b", "s")), page.origins());
    MapPage.MapStripe stripe = page.stripes().getFirst();
    assertEquals(
        new MapPage.MapStripe(4, STRIPE, 40, 8, 2, 1, 3, 5, stripe.copies(), true), stripe);
    assertArrayEquals(
        new int[] {last, (3 << 24) | (7 << 4) | CopyState.STALE.code()}, stripe.copies());
    assertEquals(254, MapPage.MapStripe.index(stripe.copies()[0]));
    assertEquals(0xfffff, MapPage.MapStripe.peer(stripe.copies()[0]));
    assertEquals(CopyState.TRASHED, MapPage.MapStripe.state(stripe.copies()[0]));
  }
}
