package com.plexichat.backup.agent.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.transport.SendGate.Cause;
import com.plexichat.backup.shared.model.Tuning;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The gate itself: waiting, other limits in the middle, interrupts. Its nanoseconds stand still,
/// so that nobody gets through by themselves.
class SendCapsTest {
  private static final int MIB = 1 << 20;

  private final AtomicLong nanos = new AtomicLong();
  private volatile Instant now = Instant.parse("2026-03-01T07:59:00Z");
  private final SendCaps caps = new SendCaps(nanos::get, () -> now);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private void limit(String key, String value) {
    caps.limit(Tuning.of(Map.of(key, value)).limits());
  }

  private Future<?> send() {
    return threads.submit(() -> {
      caps.send("peer", Cause.SAVE, MIB);
      return null;
    });
  }

  @Test
  void otherLimitsFreeWhoWaits() throws Exception {
    limit("transfer.rate", "1MiB/s");
    send().get();
    Future<?> waiting = send();
    limit("transfer.rate", "unlimited");
    waiting.get();
    assertEquals(2L * MIB, caps.sent());
  }

  @Test
  void theHourFreesWhoWaits() throws Exception {
    limit("transfer.hours", "00:00-08:00=1MiB/s");
    send().get();
    Future<?> waiting = send();
    now = Instant.parse("2026-03-01T08:00:00Z");
    waiting.get();
  }

  @Test
  void anInterruptEndsTheWaitingAndNothingIsCounted() throws Exception {
    limit("transfer.peer-rate", "1MiB/s");
    caps.send("peer", Cause.MEND, MIB);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> caps.send("peer", Cause.MEND, MIB));
    assertEquals(MIB, caps.sent());
    caps.send("another", Cause.MEND, MIB);
    assertEquals(2L * MIB, caps.sent());
  }

  @Test
  void readersWaitForNobodyButTheirOwnRate() throws Exception {
    limit("transfer.rate", "1MiB/s");
    caps.send("peer", Cause.SAVE, MIB);
    for (int i = 0; i < 100; i++) {
      caps.serve("reader", MIB);
    }
    assertEquals(100L * MIB, caps.served());
    limit("transfer.restore-rate", "1MiB/s");
    caps.serve("reader", MIB);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> caps.serve("reader", MIB));
  }

  @Test
  void slowRatesHaveSmallPiecesAndPatience() {
    assertEquals(256 << 10, caps.piece(256 << 10));
    assertEquals(Duration.ZERO, caps.slack());
    limit("transfer.rate", "256KiB/s");
    assertEquals(64 << 10, caps.piece(256 << 10));
    // Eight shards for each of twenty peers, and as many again to pass on.
    assertTrue(caps.slack().toSeconds() * (256 << 10) >= 2L * 8 * 20 * MIB);
  }
}
