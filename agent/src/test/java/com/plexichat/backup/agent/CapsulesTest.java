package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.CapsuleReader;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.LogExtent;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.security.KeyFolder;
import com.plexichat.backup.agent.storage.CapsuleFiles;
import com.plexichat.backup.agent.storage.DataDir;
import com.plexichat.backup.proto.ClusterFounded;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.EpochTaken;
import com.plexichat.backup.proto.Noted;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerJoined;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The coordinator's side of capsules, with holders that are real files and can be cut off.
class CapsulesTest {
  private static final PeerId SELF = peer(1);

  @TempDir Path dir;
  private final HybridKey recovery = HybridKey.generate(new SecureRandom());
  private final Map<PeerId, CapsuleFiles> holders = new HashMap<>();
  private final Set<PeerId> away = new HashSet<>();
  private final Map<PeerId, Long> sent = new HashMap<>();
  private Catalogue catalogue;
  private DataDir own;

  @BeforeEach
  void found() {
    catalogue = TestCatalogue.open(dir.resolve("catalogue"));
    own = DataDir.open(dir.resolve("own"), SELF);
    TestCatalogue.submit(
        catalogue,
        Command.newBuilder()
            .setClusterFounded(
                ClusterFounded.newBuilder()
                    .setClusterId("c1")
                    .setName("home")
                    .setRecoveryKey(ByteString.copyFrom(recovery.publicBytes().toArray())))
            .build(),
        epoch(1));
    for (int i = 1; i <= 4; i++) {
      TestCatalogue.submit(catalogue, joined(i));
      if (i > 1) {
        holders.put(peer(i), CapsuleFiles.open(DataDir.open(dir.resolve("peer" + i), peer(i))));
      }
    }
  }

  @AfterEach
  void close() {
    catalogue.close();
    own.close();
  }

  private static PeerId peer(int number) {
    return new PeerId("%032x".formatted(number));
  }

  private static Command joined(int number) {
    PeerEntry entry =
        PeerEntry.newBuilder()
            .setPeerId(peer(number).hex())
            .setName("agent-" + number)
            .setEndpoint("127.0.0.1:" + number)
            .setOwner("owner" + number)
            .setState(PeerState.ACTIVE)
            .setCapacity(1 << 20)
            .build();
    return Command.newBuilder().setPeerJoined(PeerJoined.newBuilder().setPeer(entry)).build();
  }

  private static Command epoch(long epoch) {
    EpochGrant grant =
        EpochGrant.newBuilder()
            .setClusterId("c1")
            .setEpoch(epoch)
            .setCoordinator(SELF.hex())
            .build();
    return Command.newBuilder().setEpochTaken(EpochTaken.newBuilder().setGrant(grant)).build();
  }

  private void note(String what) {
    TestCatalogue.submit(
        catalogue,
        Command.newBuilder().setNoted(Noted.newBuilder().setAct("noted").setDetail(what)).build());
  }

  private Capsules capsules() {
    return new Capsules(
        new Capsules.Place(catalogue, CapsuleFiles.open(own), new KeyFolder(dir.resolve("home"))),
        this::put,
        new Errands(Runnable::run),
        InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)),
        new SecureRandom());
  }

  private CapsuleFiles holder(PeerId peer) {
    return Objects.requireNonNull(holders.get(peer));
  }

  private long sentTo(PeerId peer) {
    return sent.getOrDefault(peer, 0L);
  }

  private long put(PeerId peer, String generation, long offset, InputStream bytes) {
    if (away.contains(peer)) {
      throw new OperationFailed(FailureCode.UNREACHABLE, peer.hex(), "cut off");
    }
    try {
      byte[] all = bytes.readAllBytes();
      sent.merge(peer, (long) all.length, Long::sum);
      return holder(peer).append(generation, offset, all);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private LogExtent held(PeerId peer, String generation) throws IOException {
    CapsuleFiles files = holder(peer);
    try (InputStream in = files.stream(generation, 0);
        CapsuleReader reader = CapsuleReader.open(generation, in, "c1", recovery)) {
      LogExtent extent = Catalogue.scan(generation, reader);
      assertEquals(CapsuleReader.End.WHOLE, reader.end());
      return extent;
    }
  }

  private String newest(PeerId peer) {
    return List.copyOf(holder(peer).list().keySet()).getLast();
  }

  private void assertHolds(PeerId peer) throws IOException {
    assertEquals(catalogue.head(), held(peer, newest(peer)).head());
  }

  @Test
  void everyHolderGetsTheLogAndThenOnlyWhatIsNew() throws IOException {
    Capsules capsules = capsules();
    capsules.round(SELF);
    for (PeerId holder : holders.keySet()) {
      assertHolds(holder);
    }
    long before = sentTo(peer(2));
    capsules.round(SELF);
    assertEquals(before, sentTo(peer(2)), "nothing is sent twice");
    note("one more");
    capsules.round(SELF);
    assertHolds(peer(2));
    long tail = sentTo(peer(2)) - before;
    assertTrue(tail > 0 && tail < before / 2, tail + " of " + before);
  }

  @Test
  void aHolderThatWasAwayIsBroughtWhatItMissed() throws IOException {
    Capsules capsules = capsules();
    capsules.round(SELF);
    away.add(peer(3));
    for (int i = 0; i < 5; i++) {
      note("while it was away " + i);
      capsules.round(SELF);
    }
    long before = sentTo(peer(3));
    assertNotEquals(catalogue.head(), held(peer(3), newest(peer(3))).head());
    away.clear();
    capsules.round(SELF);
    assertHolds(peer(3));
    long whole = holder(peer(2)).list().getOrDefault(newest(peer(2)), 0L);
    assertTrue(sentTo(peer(3)) - before < whole, "only the missing part");
    assertEquals(whole, sentTo(peer(3)), "each byte once");
  }

  @Test
  void theSameCapsuleGoesOnAfterARestart() throws IOException {
    capsules().round(SELF);
    String generation = newest(peer(2));
    note("after the restart");
    capsules().round(SELF);
    assertEquals(List.of(generation), List.copyOf(holder(peer(2)).list().keySet()));
    assertHolds(peer(2));
    assertEquals(holder(peer(2)).list().getOrDefault(generation, 0L), sentTo(peer(2)));
  }

  @Test
  void aCapsuleThatFellBehindItsHoldersIsBegunAnew() throws IOException {
    capsules().round(SELF);
    String first = newest(peer(2));
    byte[] more = new byte[40];
    holder(peer(2)).append(first, holder(peer(2)).list().getOrDefault(first, 0L), more);
    Capsules capsules = capsules();
    capsules.round(SELF);
    capsules.round(SELF);
    assertNotEquals(first, newest(peer(2)));
    for (PeerId holder : holders.keySet()) {
      assertHolds(holder);
    }
  }

  @Test
  void aNewEpochBeginsANewCapsule() throws IOException {
    capsules().round(SELF);
    String first = newest(peer(4));
    TestCatalogue.submit(catalogue, epoch(2));
    capsules().round(SELF);
    assertTrue(newest(peer(4)).compareTo(first) > 0);
    assertHolds(peer(4));
    assertEquals(2, holder(peer(4)).list().size(), "the one before is kept");
  }

  @Test
  void whatIsHeldIsClosedWithoutTheRecoveryKey() throws IOException {
    note("a secret remark");
    capsules().round(SELF);
    byte[] file = holder(peer(2)).read(newest(peer(2)), 0, 1 << 20);
    assertTrue(!new String(file, StandardCharsets.ISO_8859_1).contains("remark"));
    try (InputStream in = new ByteArrayInputStream(file);
        HybridKey other = HybridKey.generate(new SecureRandom())) {
      OperationFailed refused =
          assertThrows(OperationFailed.class, () -> CapsuleReader.open("it", in, "c1", other));
      assertEquals(FailureCode.CAPSULE_UNUSABLE, refused.code());
    }
    assertArrayEquals(
        file, CapsuleFiles.open(own).read(newest(peer(2)), 0, 1 << 20), "the same file here");
  }
}
