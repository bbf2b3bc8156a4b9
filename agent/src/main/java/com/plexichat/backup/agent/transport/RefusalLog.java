package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.client.Refusal;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AsciiString;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// TLS negotiation of a server that logs every refused connection with its reason, bounds how many
/// wait for theirs, and ends those that only keep it busy.
///
/// gRPC keeps failed handshakes to itself, so this stands behind its own handler in each new
/// connection's pipeline and listens to what fails there.
final class RefusalLog implements InternalProtocolNegotiator.ProtocolNegotiator {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

  /// Lines a minute: whoever knocks all day shall not fill the disk.
  private static final int LINES = 60;

  private static final String FLOOD = "it sends frames of nothing";

  private final InternalProtocolNegotiator.ProtocolNegotiator tls;
  private final InstantSource clock;
  private final RateLimit<String> lines;
  private final Doorstep doorstep = new Doorstep();

  RefusalLog(SslContext context, InstantSource clock) {
    this.tls = InternalProtocolNegotiators.serverTls(context);
    this.clock = clock;
    this.lines = new RateLimit<>(LINES, clock);
  }

  @Override
  public AsciiString scheme() {
    return tls.scheme();
  }

  @Override
  public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
    return new Entrance(tls.newHandler(grpc));
  }

  @Override
  public void close() {
    tls.close();
  }

  private void log(@Nullable SocketAddress remote, String reason) {
    if (!reason.isEmpty() && lines.admits("")) {
      LOG.warn("connection from {} refused: {}", remote, reason);
    }
  }

  /// Why a handshake failed; empty when the other end merely went away.
  static String reason(Throwable cause) {
    for (Throwable one = cause; one != null; one = one.getCause()) {
      if (one instanceof Refusal refusal) {
        return String.valueOf(refusal.getMessage());
      }
      String message = String.valueOf(one.getMessage()).toUpperCase(Locale.ROOT);
      if (message.contains("PEER_DID_NOT_RETURN_A_CERTIFICATE")) {
        return Refusal.Reason.NO_CERTIFICATE.words();
      }
      if (message.contains("NO_SHARED_GROUP")) {
        return "no common key exchange";
      }
      if (message.contains("UNSUPPORTED_PROTOCOL") || message.contains("NO_SHARED_CIPHER")) {
        return "no common TLS version";
      }
      if (message.contains("_ALERT_")) {
        return "it refused this agent's certificate, or gave up";
      }
      String name = one.getClass().getSimpleName();
      if (name.equals("NotSslRecordException") || message.contains("HTTP_REQUEST")) {
        return "not TLS";
      }
      if (name.equals("SslHandshakeTimeoutException")) {
        return "the handshake took too long";
      }
      if (one instanceof SSLException && one.getCause() == null) {
        return name.equals("StacklessSSLHandshakeException")
            ? ""
            : String.valueOf(one.getMessage());
      }
    }
    return "";
  }

  /// Makes way for gRPC's handler and stays behind it.
  private final class Entrance extends ChannelInboundHandlerAdapter {
    private final ChannelHandler negotiation;

    private boolean isLogged;

    private Entrance(ChannelHandler negotiation) {
      this.negotiation = negotiation;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      context.pipeline().addBefore(context.name(), null, negotiation);
    }

    /// By now gRPC has put TLS into the pipeline.
    @Override
    public void channelActive(ChannelHandlerContext context) {
      Channel channel = context.channel();
      doorstep.enter(CallerFilter.address(channel.remoteAddress()), channel);
      channel.closeFuture().addListener(_ -> doorstep.leave(channel));
      ChannelHandlerContext handshake = context.pipeline().context(SslHandler.class);
      if (handshake != null && handshake.handler() instanceof SslHandler handler) {
        handler.handshakeFuture().addListener(_ -> doorstep.leave(channel));
        FrameMeter meter = new FrameMeter(clock, () -> log(channel.remoteAddress(), FLOOD));
        context.pipeline().addAfter(handshake.name(), null, meter);
      }
      context.fireChannelActive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!isLogged) {
        isLogged = true;
        log(context.channel().remoteAddress(), reason(cause));
      }
      context.fireExceptionCaught(cause);
    }
  }
}
