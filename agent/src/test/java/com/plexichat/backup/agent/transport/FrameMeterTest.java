package com.plexichat.backup.agent.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Which frames cost a connection its life, and when.
class FrameMeterTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicInteger told = new AtomicInteger();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new FrameMeter(now::get, told::incrementAndGet));

  private void send(byte[] bytes) {
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
  }

  @Test
  void aThousandOfNothingAreBorneAndOneMoreIsNot() {
    send(RawFrames.preface());
    send(RawFrames.times(999, RawFrames.frame(RawFrames.PING, 0, 0, new byte[8])));
    assertTrue(channel.isOpen());
    send(RawFrames.frame(RawFrames.DATA, 0, 1, new byte[0]));
    assertFalse(channel.isOpen());
    assertEquals(1, told.get());
    assertEquals(2, channel.inboundMessages().size());
  }

  @Test
  void afterTenSecondsItIsForgotten() {
    send(RawFrames.preface());
    for (int i = 0; i < 5; i++) {
      send(RawFrames.times(900, RawFrames.frame(RawFrames.SETTINGS, 0, 0, new byte[0])));
      now.updateAndGet(before -> before.plusSeconds(10));
    }
    assertTrue(channel.isOpen());
  }

  @Test
  void whatCarriesSomethingCostsNothingHoweverItIsCut() {
    byte[] all =
        RawFrames.joined(
            RawFrames.preface(),
            RawFrames.times(
                300,
                RawFrames.joined(
                    RawFrames.frame(RawFrames.DATA, 0, 1, new byte[300]),
                    RawFrames.frame(RawFrames.DATA, 1, 1, new byte[0]),
                    RawFrames.frame(RawFrames.WINDOW_UPDATE, 0, 0, new byte[4]))));
    for (int at = 0; at < all.length; at += 7) {
      send(Arrays.copyOfRange(all, at, Math.min(all.length, at + 7)));
    }
    assertTrue(channel.isOpen());
    assertEquals(0, told.get());
  }
}
