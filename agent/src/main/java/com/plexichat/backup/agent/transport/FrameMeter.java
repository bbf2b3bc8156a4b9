package com.plexichat.backup.agent.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.time.InstantSource;

/// Counts the HTTP/2 frames of one connection that carry nothing, and ends it when there are too
/// many.
///
/// Settings, pings, priorities and empty pieces of data cost a few bytes and no flow control, and
/// keep the thread busy that serves others too. It reads the heads of frames as they pass and
/// changes nothing.
final class FrameMeter extends ChannelInboundHandlerAdapter {
  /// Points within the window: a thousand frames of nothing. Honest connections have a few pings.
  static final int BUDGET = 50_000;

  private static final int NOTHING = 50;

  /// An honest reader of a gigabyte a second sends a thousand of them.
  private static final int WINDOW_UPDATE_POINTS = 1;

  private static final int WINDOW_MILLIS = 10_000;
  private static final int PREFACE = 24;
  private static final int HEAD = 9;
  private static final int DATA = 0;
  private static final int PRIORITY = 2;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;

  private final InstantSource clock;
  private final Runnable tooMany;
  private final byte[] head = new byte[HEAD];
  private int known;
  private long skip = PREFACE;
  private long since;
  private int points;
  private boolean isOver;

  /// @param tooMany runs before the connection ends
  FrameMeter(InstantSource clock, Runnable tooMany) {
    this.clock = clock;
    this.tooMany = tooMany;
    this.since = clock.millis();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!isOver && message instanceof ByteBuf bytes && !isWithin(bytes)) {
      isOver = true;
      tooMany.run();
      var _ = context.close();
    }
    if (isOver) {
      // What TLS had unpacked before the end comes here still.
      ReferenceCountUtil.release(message);
      return;
    }
    context.fireChannelRead(message);
  }

  private boolean isWithin(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      if (skip > 0) {
        int passed = (int) Math.min(skip, end - at);
        skip -= passed;
        at += passed;
        continue;
      }
      int taken = Math.min(HEAD - known, end - at);
      bytes.getBytes(at, head, known, taken);
      known += taken;
      at += taken;
      if (known == HEAD) {
        known = 0;
        skip = Integer.toUnsignedLong(ByteBuffer.wrap(head).getInt()) >>> 8;
        if (!isPaid(head[3] & 0xff, head[4])) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isPaid(int type, int flags) {
    int cost =
        switch (type) {
          case DATA -> skip == 0 && (flags & END_STREAM) == 0 ? NOTHING : 0;
          case PRIORITY, SETTINGS, PING -> NOTHING;
          case WINDOW_UPDATE -> WINDOW_UPDATE_POINTS;
          default -> type > CONTINUATION ? NOTHING : 0;
        };
    if (cost == 0) {
      return true;
    }
    long now = clock.millis();
    if (now - since >= WINDOW_MILLIS) {
      since = now;
      points = 0;
    }
    points += cost;
    return points <= BUDGET;
  }
}
