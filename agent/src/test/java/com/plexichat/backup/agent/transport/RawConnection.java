package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.client.Channels;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A connection of somebody who sends what they like: any bytes after a real handshake, or without
/// one. What comes back is counted by the type of its frame.
public final class RawConnection implements AutoCloseable {
  /// One thread for all attackers, so that they take at most one core from those whom they attack.
  private static final EventLoopGroup LOOP =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  private static final int HEAD = 9;
  private static final int TYPES = 16;
  private static final int PATIENCE_SECONDS = 60;

  private final AtomicIntegerArray frames = new AtomicIntegerArray(TYPES);
  // Bytes of data that the other end still takes, by stream; 0: on this connection.
  private final Map<Integer, AtomicLong> credits = new ConcurrentHashMap<>();
  private final Channel channel;
  private volatile String farewell = "none";
  private volatile boolean isBegun;
  private int owed;

  private RawConnection(String endpoint, @Nullable SslContext tls) {
    int colon = endpoint.lastIndexOf(':');
    InetSocketAddress to =
        new InetSocketAddress(
            endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
    Bootstrap bootstrap =
        new Bootstrap()
            .group(LOOP)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    if (tls != null) {
                      opened.pipeline().addLast(tls.newHandler(opened.alloc()));
                    }
                    opened.pipeline().addLast(new Counting());
                  }
                });
    ChannelFuture connected = bootstrap.connect(to).awaitUninterruptibly();
    channel = connected.channel();
  }

  /// Nothing but TCP.
  public static RawConnection plain(String endpoint) {
    return new RawConnection(endpoint, null);
  }

  /// After TLS, if the other end lets it in.
  public static RawConnection over(String endpoint, SslContext tls) {
    RawConnection made = new RawConnection(endpoint, tls);
    SslHandler handshake = made.channel.pipeline().get(SslHandler.class);
    if (handshake != null) {
      var _ = handshake.handshakeFuture().awaitUninterruptibly();
    }
    return made;
  }

  /// Counts frames, and acknowledges settings as whoever wants to be taken for honest does.
  private final class Counting extends ByteToMessageDecoder {
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      while (in.readableBytes() >= HEAD) {
        int length = in.getUnsignedMedium(in.readerIndex());
        if (in.readableBytes() < HEAD + length) {
          return;
        }
        int type = in.getByte(in.readerIndex() + 3) & 0xf;
        boolean isAcknowledgement = (in.getByte(in.readerIndex() + 4) & 1) != 0;
        if (type == RawFrames.WINDOW_UPDATE) {
          credit(in.getInt(in.readerIndex() + 5)).addAndGet(in.getInt(in.readerIndex() + HEAD));
        }
        if (type == RawFrames.GO_AWAY) {
          int text = in.readerIndex() + HEAD + 8;
          farewell =
              in.getInt(text - 4) + " " + in.toString(text, length - 8, StandardCharsets.US_ASCII);
        }
        in.skipBytes(HEAD + length);
        frames.incrementAndGet(type);
        if (type == RawFrames.SETTINGS && !isAcknowledgement) {
          acknowledge(1);
        }
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (farewell.equals("none")) {
        farewell = cause.toString();
      }
      var _ = context.close();
    }
  }

  /// How many frames of a type came back.
  public int received(int type) {
    return frames.get(type);
  }

  /// Code and words of the last GOAWAY.
  public String farewell() {
    return farewell;
  }

  public boolean isOpen() {
    return channel.isActive();
  }

  /// Sends, and waits until it is on its way; false when the connection is over.
  public boolean send(byte[] bytes) {
    return channel.isActive()
        && channel
            .writeAndFlush(Unpooled.wrappedBuffer(bytes))
            .awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS)
        && channel.isActive();
  }

  /// Sends the preface, and waits for the settings of the other end: before they are acknowledged
  /// less is taken.
  boolean begin() {
    boolean isOpen = send(RawFrames.preface());
    isBegun = true;
    acknowledge(0);
    long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    while (received(RawFrames.SETTINGS) == 0 && channel.isActive() && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    return isOpen;
  }

  /// Not before the preface.
  private synchronized void acknowledge(int more) {
    owed += more;
    if (isBegun && owed > 0) {
      byte[] one = RawFrames.frame(RawFrames.SETTINGS, 1, 0, new byte[0]);
      var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(RawFrames.times(owed, one)));
      owed = 0;
    }
  }

  /// The same within what the other end takes of data; false also when it takes no more.
  boolean sendData(byte[] bytes, Duration patience) {
    Map<Integer, Long> costs = RawFrames.costs(bytes);
    long end = System.nanoTime() + patience.toNanos();
    while (!isTaken(costs) && channel.isActive() && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    if (!isTaken(costs)) {
      return false;
    }
    costs.forEach((stream, cost) -> credit(stream).addAndGet(-cost));
    return send(bytes);
  }

  private boolean isTaken(Map<Integer, Long> costs) {
    return costs.entrySet().stream().allMatch(one -> credit(one.getKey()).get() >= one.getValue());
  }

  private AtomicLong credit(int stream) {
    return credits.computeIfAbsent(
        stream, one -> new AtomicLong(one == 0 ? 65_535 : Channels.WINDOW));
  }

  /// Whether the other end ends the connection within that time.
  public boolean isCutWithin(int seconds) {
    return channel.closeFuture().awaitUninterruptibly(seconds, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    var _ = channel.close().awaitUninterruptibly();
  }
}
