package com.plexichat.backup.agent.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Who is held to be alive.
class LivenessTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final PeerId SELF = id(0);

  private final Liveness liveness = new Liveness(SELF, Liveness.Thresholds.DEFAULT);

  private static PeerId id(int number) {
    return new PeerId("%032x".formatted(number));
  }

  private static List<PeerId> peers(int count) {
    List<PeerId> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(id(i));
    }
    return all;
  }

  private static Instant at(int seconds) {
    return START.plusSeconds(seconds);
  }

  private void heard(int seconds, int... who) {
    for (int one : who) {
      liveness.heard(id(one), at(seconds));
    }
  }

  private PeerState state(int who, int cluster, int seconds) {
    return Objects.requireNonNull(
        liveness.judge(peers(cluster), at(seconds)).states().get(id(who)));
  }

  @Test
  void silenceMakesSuspectAndTwoObserversMakeDown() {
    liveness.judge(peers(5), START);
    heard(14, 1, 2, 3);
    assertEquals(PeerState.ACTIVE, state(4, 5, 14));
    assertEquals(PeerState.SUSPECT, state(4, 5, 15));
    heard(200, 1, 2, 3);
    assertEquals(PeerState.SUSPECT, state(4, 5, 200), "silence alone is not enough");
    liveness.probed(id(4), SELF, false, at(200));
    assertEquals(PeerState.SUSPECT, state(4, 5, 200), "one observer is not enough");
    liveness.probed(id(4), id(4), false, at(200));
    assertEquals(PeerState.SUSPECT, state(4, 5, 200), "nobody observes themselves");
    liveness.probed(id(4), id(2), false, at(200));
    assertEquals(PeerState.DOWN, state(4, 5, 200));
    heard(201, 4);
    assertEquals(PeerState.ACTIVE, state(4, 5, 201), "a stopped one that goes on is back");
    heard(350, 1, 2, 3);
    assertEquals(PeerState.SUSPECT, state(4, 5, 350), "failures from before do not count");
  }

  @Test
  void whomAnotherReachesIsNotDown() {
    liveness.judge(peers(5), START);
    heard(200, 1, 2, 3);
    liveness.probed(id(4), SELF, false, at(200));
    liveness.probed(id(4), id(1), false, at(200));
    assertEquals(PeerState.DOWN, state(4, 5, 200));
    liveness.probed(id(4), id(2), true, at(205));
    assertEquals(PeerState.SUSPECT, state(4, 5, 205));
    liveness.probed(id(4), id(3), false, at(206));
    assertEquals(PeerState.DOWN, state(4, 5, 206));
  }

  @Test
  void aloneWithOnePeerTheDirectProbeDecides() {
    liveness.judge(peers(2), START);
    assertEquals(PeerState.SUSPECT, state(1, 2, 130));
    liveness.probed(id(1), SELF, false, at(130));
    assertEquals(PeerState.DOWN, state(1, 2, 130));
  }

  @Test
  void whoSeesHalfOfTheClusterGoneSuspectsItself() {
    liveness.judge(peers(7), START);
    heard(200, 1, 2);
    for (int i = 3; i < 7; i++) {
      liveness.probed(id(i), SELF, false, at(200));
      liveness.probed(id(i), id(1), false, at(200));
    }
    Judgement judgement = liveness.judge(peers(7), at(200));
    assertTrue(judgement.partitionSuspected());
    assertFalse(judgement.states().containsValue(PeerState.DOWN));
    heard(201, 3);
    judgement = liveness.judge(peers(7), at(201));
    assertFalse(judgement.partitionSuspected());
    assertEquals(PeerState.DOWN, judgement.states().get(id(6)));
  }

  @Test
  void asksDifferentObserversInTurn() {
    liveness.judge(peers(4), START);
    heard(20, 1, 2);
    List<PeerId> asked = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Judgement judgement = liveness.judge(peers(4), at(20));
      assertEquals(List.of(id(3)), List.copyOf(judgement.probe()));
      asked.add(judgement.ask().getFirst().observer());
    }
    assertEquals(List.of(id(1), id(2), id(1), id(2)), asked);
  }

  /// A random cluster life against its definition: nobody is DOWN who was heard within the time,
  /// nobody turns DOWN in a partition, and whoever speaks is ACTIVE at once.
  @Test
  void neverDeclaresTheLivingDown() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int life = 0; life < 50; life++) {
      int size = 2 + random.nextInt(7);
      Liveness one = new Liveness(SELF, Liveness.Thresholds.DEFAULT);
      Map<PeerId, Instant> spoke = new HashMap<>();
      Map<PeerId, PeerState> before = Map.of();
      for (int second = 0; second < 600; second += 5) {
        Instant now = at(second);
        for (int i = 1; i < size; i++) {
          if (random.nextInt(10) < (i + life) % 10) {
            one.heard(id(i), now);
            spoke.put(id(i), now);
          }
          if (random.nextInt(4) == 0) {
            one.probed(id(i), id(random.nextInt(size)), false, now);
          }
        }
        Judgement judgement = one.judge(peers(size), now);
        for (var entry : judgement.states().entrySet()) {
          Instant last = spoke.getOrDefault(entry.getKey(), START);
          Duration silent = Duration.between(last, now);
          String where = "seed " + seed + " life " + life + " second " + second;
          if (entry.getValue() == PeerState.DOWN) {
            assertTrue(silent.toSeconds() >= 120, where);
            assertTrue(
                !judgement.partitionSuspected() || before.get(entry.getKey()) == PeerState.DOWN,
                where);
          }
          assertEquals(silent.toSeconds() < 15, entry.getValue() == PeerState.ACTIVE, where);
        }
        before = judgement.states();
      }
    }
  }
}
