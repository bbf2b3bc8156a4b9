package com.plexichat.backup.agent.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.transport.SendGate.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Who sends how much, second by second of a clock that the test moves.
class SendQueueTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MIB = 1 << 20;
  private static final int PIECE = 64 << 10;

  private final SendQueue queue = new SendQueue(0);
  private final List<Stream> streams = new ArrayList<>();
  private final Map<String, Long> passed = new HashMap<>();
  private long now;

  /// One who always has another piece to send.
  private record Stream(String name, String peer, Cause cause) {}

  private void stream(String name, String peer, Cause cause) {
    streams.add(new Stream(name, peer, cause));
  }

  /// Lets all streams send for so long; answers how much of each passed, and of all under "".
  private Map<String, Long> run(long seconds) {
    passed.clear();
    long end = now + seconds * SECOND;
    Map<Stream, SendQueue.Waiting> waiting = new HashMap<>();
    streams.forEach(one -> waiting.put(one, queue.join(one.peer, one.cause, PIECE)));
    while (now < end) {
      long left = queue.pass(now);
      boolean isMoved = false;
      for (Stream one : streams) {
        if (Objects.requireNonNull(waiting.get(one)).isThrough()) {
          passed.merge(one.name, (long) PIECE, Long::sum);
          passed.merge("", (long) PIECE, Long::sum);
          waiting.put(one, queue.join(one.peer, one.cause, PIECE));
          isMoved = true;
        }
      }
      now += isMoved ? 0 : left;
    }
    waiting.values().forEach(queue::leave);
    return Map.copyOf(passed);
  }

  private static long of(Map<String, Long> sent, String name) {
    return sent.getOrDefault(name, 0L);
  }

  private static void assertNear(long expected, long found) {
    assertTrue(
        Math.abs(found - expected) <= expected / 25 + PIECE, () -> expected + " is not " + found);
  }

  @Test
  void allTogetherKeepTheRateAndShareItAlike() {
    queue.rates(2 * MIB, 0, now);
    stream("a", "a", Cause.SAVE);
    stream("b", "b", Cause.SAVE);
    stream("c", "c", Cause.SAVE);
    Map<String, Long> sent = run(12);
    assertNear(24 * MIB, of(sent, ""));
    assertNear(8 * MIB, of(sent, "a"));
    assertNear(8 * MIB, of(sent, "b"));
    assertNear(8 * MIB, of(sent, "c"));
  }

  @Test
  void aPausedSenderHasATenthOfASecondToCatchUpAndNoMore() {
    queue.rates(2 * MIB, 0, now);
    stream("a", "a", Cause.SAVE);
    now += 3600 * SECOND;
    long sent = of(run(1), "");
    assertTrue(sent <= 2 * MIB + 2 * MIB / 10 + PIECE, () -> "a burst: " + sent);
  }

  @Test
  void noPeerGetsMoreThanItsRateAndNobodyWaitsForIt() {
    queue.rates(0, MIB, now);
    stream("slow one", "a", Cause.SAVE);
    stream("slow two", "a", Cause.MEND);
    stream("other", "b", Cause.SAVE);
    Map<String, Long> sent = run(10);
    assertNear(10 * MIB, of(sent, "slow one") + of(sent, "slow two"));
    assertNear(10 * MIB, of(sent, "other"));
    queue.rates(3 * MIB, MIB, now);
    assertNear(20 * MIB, of(run(10), ""));
    queue.rates(MIB, MIB, now);
    assertNear(10 * MIB, of(run(10), ""));
  }

  @Test
  void repairsAndBackupsShareFiveToThree() {
    queue.rates(4 * MIB, 0, now);
    stream("save 1", "a", Cause.SAVE);
    stream("save 2", "b", Cause.SAVE);
    stream("save 3", "c", Cause.SAVE);
    stream("mend 1", "a", Cause.MEND);
    stream("mend 2", "b", Cause.MEND);
    Map<String, Long> sent = run(10);
    assertNear(25 * MIB, of(sent, "mend 1") + of(sent, "mend 2"));
    assertNear(15 * MIB, of(sent, "save 1") + of(sent, "save 2") + of(sent, "save 3"));
  }

  @Test
  void whoSleptHasNotSavedUpATurn() {
    queue.rates(4 * MIB, 0, now);
    stream("save", "a", Cause.SAVE);
    run(20);
    stream("mend", "b", Cause.MEND);
    Map<String, Long> sent = run(8);
    assertNear(20 * MIB, of(sent, "mend"));
    assertNear(12 * MIB, of(sent, "save"));
  }

  @Test
  void anotherRateCountsForWhoWaitsAlready() {
    queue.rates(64 << 10, 0, now);
    assertTrue(pass(MIB), "the first one goes into debt");
    SendQueue.Waiting waiting = queue.join("a", Cause.SAVE, PIECE);
    assertEquals(16 * SECOND, queue.pass(now));
    queue.rates(4 * MIB, 0, now);
    assertEquals(SECOND / 4, queue.pass(now));
    now += SECOND / 4;
    queue.pass(now);
    assertTrue(waiting.isThrough());
    queue.rates(0, 0, now);
    assertTrue(pass(100 * MIB));
    assertTrue(pass(100 * MIB), "no bound any more");
  }

  @Test
  void whoLeftIsNotLetThrough() {
    queue.rates(MIB, 0, now);
    assertTrue(pass(MIB));
    SendQueue.Waiting gone = queue.join("a", Cause.SAVE, MIB);
    queue.leave(gone);
    assertEquals(Long.MAX_VALUE, queue.pass(now));
    now += SECOND;
    assertTrue(pass(PIECE));
    assertFalse(gone.isThrough());
  }

  private boolean pass(long bytes) {
    SendQueue.Waiting one = queue.join("a", Cause.SAVE, bytes);
    queue.pass(now);
    return one.isThrough();
  }
}
