package com.plexichat.backup.agent.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.Directory;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.SignedDirectory;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What an agent believes of its cluster only grows.
class PeerDirectoryTest {
  private static final String ONE = "1".repeat(32);
  private static final String TWO = "2".repeat(32);

  private final Memory memory = new Memory();
  private final PeerDirectory directory = new PeerDirectory(memory);

  private static final class Memory implements DirectoryStore {
    private Known known = Known.NOTHING;

    @Override
    public Known load() {
      return known;
    }

    @Override
    public void save(Known next) {
      known = next;
    }
  }

  private static EpochGrant grant(String cluster, long epoch, String coordinator) {
    return EpochGrant.newBuilder()
        .setClusterId(cluster)
        .setEpoch(epoch)
        .setCoordinator(coordinator)
        .setEndpoint("granted:" + epoch)
        .build();
  }

  private static KnownDirectory known(EpochGrant grant, long version, PeerEntry... peers) {
    Directory directory =
        Directory.newBuilder()
            .setClusterId(grant.getClusterId())
            .setEpoch(grant.getEpoch())
            .setVersion(version)
            .addRevokedSerials("ab")
            .addAllPeers(List.of(peers))
            .build();
    return new KnownDirectory(SignedDirectory.getDefaultInstance(), directory, grant);
  }

  private static PeerEntry peer(String id, String name, PeerState state) {
    return PeerEntry.newBuilder()
        .setPeerId(id)
        .setName(name)
        .setEndpoint(name + ":7400")
        .setState(state)
        .build();
  }

  @Test
  void findsPeersByWhatPeopleCallThem() {
    assertTrue(
        directory.accept(
            known(
                grant("c", 1, ONE),
                1,
                peer("3".repeat(32), "beta", PeerState.REMOVED),
                peer(ONE, "alpha", PeerState.ACTIVE),
                peer(TWO, "beta", PeerState.ACTIVE))));
    assertEquals(TWO, directory.find("beta").getPeerId());
    assertEquals("alpha", directory.find(ONE).getName());
    assertEquals("beta", directory.byEndpoint("beta:7400").orElseThrow().getName());
    assertEquals(Optional.empty(), directory.byId(new PeerId("4".repeat(32))));
    assertEquals(
        FailureCode.PEER_UNKNOWN,
        assertThrows(OperationFailed.class, () -> directory.find("gamma")).code());
    assertEquals(Set.of(new PeerId("3".repeat(32))), directory.expelled());
    assertEquals(Set.of("ab"), directory.revoked());
    assertEquals("alpha:7400", directory.coordinatorEndpoint().orElseThrow());
  }

  @Test
  void takesOnlyWhatIsNewer() {
    List<Long> told = new ArrayList<>();
    directory.onChange(now -> told.add(now.version()));
    EpochGrant first = grant("c", 1, ONE);
    assertTrue(directory.accept(known(first, 5)));
    assertFalse(directory.accept(known(first, 5)));
    assertFalse(directory.accept(known(first, 4)));
    assertTrue(directory.accept(known(first, 6)));
    assertFalse(directory.accept(known(grant("other", 9, ONE), 9)));
    EpochGrant second = grant("c", 2, TWO);
    assertTrue(directory.accept(known(second, 2)), "a new coordinator counts anew");
    assertFalse(directory.accept(known(first, 7)));
    assertEquals(List.of(5L, 6L, 2L), told);
    assertEquals(new PeerId(TWO), directory.coordinator().orElseThrow());
  }

  @Test
  void obeysTheHighestEpochAndItsFirstHolder() {
    assertTrue(directory.obey(grant("c", 2, ONE)));
    assertTrue(directory.obey(grant("c", 2, ONE)));
    assertFalse(directory.obey(grant("c", 2, TWO)), "two of one epoch");
    assertFalse(directory.accept(known(grant("c", 2, TWO), 1)));
    assertFalse(directory.obey(grant("c", 1, TWO)));
    assertFalse(directory.accept(known(grant("c", 1, TWO), 8)), "the old one's directory");
    assertTrue(directory.obey(grant("c", 3, TWO)));
    assertEquals("granted:3", directory.coordinatorEndpoint().orElseThrow());
    PeerDirectory again = new PeerDirectory(memory);
    assertEquals(3, again.epoch());
    assertFalse(again.obey(grant("c", 2, ONE)), "after a restart too");
  }

  @Test
  void neverGoesBack() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long epoch = 0;
    for (int i = 0; i < 2000; i++) {
      EpochGrant grant = grant("c", 1 + random.nextInt(20), random.nextBoolean() ? ONE : TWO);
      boolean isTaken =
          random.nextBoolean()
              ? directory.obey(grant)
              : directory.accept(known(grant, random.nextInt(50)));
      assertTrue(directory.epoch() >= epoch, "seed " + seed);
      if (isTaken) {
        assertEquals(
            grant.getCoordinator(), directory.coordinator().orElseThrow().hex(), "seed " + seed);
      }
      epoch = directory.epoch();
      assertTrue(directory.current().map(KnownDirectory::epoch).orElse(0L) <= epoch);
    }
  }
}
