package com.plexichat.backup.agent.transport;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Wages an attack on one endpoint, and counts what comes of it.
///
/// @param connections that were made, one after another
/// @param cut of them, by the one who was attacked
/// @param bytes that went out
/// @param refusals calls that were ended by headers or a reset
/// @param farewell why the last connection was ended, in the words of who ended it
public record Assault(int connections, int cut, long bytes, int refusals, String farewell) {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int CUT_SECONDS = 20;

  /// One connection that goes on until it is cut or has sent so many waves.
  public static Assault once(String endpoint, SslContext tls, Attack attack, int waves) {
    long bytes = 0;
    try (RawConnection connection = RawConnection.over(endpoint, tls)) {
      boolean isOpen = connection.begin();
      for (int wave = 0; wave < waves && isOpen; wave++) {
        byte[] frames = attack.wave(wave);
        isOpen = connection.sendData(frames, PATIENCE);
        bytes += frames.length;
      }
      boolean isCut = attack.isCut() ? connection.isCutWithin(CUT_SECONDS) : !connection.isOpen();
      return new Assault(
          1,
          isCut ? 1 : 0,
          bytes,
          connection.received(RawFrames.HEADERS) + connection.received(RawFrames.RST_STREAM),
          connection.farewell());
    }
  }

  /// One connection after another, for as long as it is told to go on.
  public static Assault again(
      String endpoint, SslContext tls, Attack attack, int waves, BooleanSupplier goOn) {
    Assault all = new Assault(0, 0, 0, 0, "");
    do {
      Assault one = once(endpoint, tls, attack, waves);
      all =
          new Assault(
              all.connections + 1,
              all.cut + one.cut,
              all.bytes + one.bytes,
              all.refusals + one.refusals,
              one.farewell);
    } while (goOn.getAsBoolean());
    return all;
  }
}
