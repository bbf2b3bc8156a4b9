package com.plexichat.backup.agent.transport;

import static com.plexichat.backup.agent.transport.RawFrames.block;
import static com.plexichat.backup.agent.transport.RawFrames.data;
import static com.plexichat.backup.agent.transport.RawFrames.frame;
import static com.plexichat.backup.agent.transport.RawFrames.joined;
import static com.plexichat.backup.agent.transport.RawFrames.number;
import static com.plexichat.backup.agent.transport.RawFrames.open;
import static com.plexichat.backup.agent.transport.RawFrames.prefix;
import static com.plexichat.backup.agent.transport.RawFrames.times;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.CloseBackupRequest;
import com.plexichat.backup.proto.CoordinationGrpc;
import com.plexichat.backup.proto.PeersGrpc;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.function.IntFunction;

/// What a member of the cluster, or a thief of its key, may send on one connection to harm others.
/// Each is one wave: it goes on until the connection is cut or everything was sent.
public enum Attack {
  /// Calls that are taken back at once.
  RAPID_RESET(
      true,
      wave ->
          each(
              wave,
              stream ->
                  joined(
                      open(stream, Names.PROBE, ""),
                      frame(RawFrames.RST_STREAM, 0, stream, number(8))))),
  /// Calls that the server has to take back, because each is followed by a mistake.
  MADE_YOU_RESET(
      true,
      wave ->
          each(
              wave,
              stream ->
                  joined(
                      open(stream, Names.PROBE, ""),
                      frame(RawFrames.WINDOW_UPDATE, 0, stream, number(0))))),
  /// Headers without an end, in large pieces.
  CONTINUATIONS(
      true,
      wave ->
          wave == 0
              ? frame(RawFrames.HEADERS, 0, 1, block(Names.PROBE, ""))
              : frame(RawFrames.CONTINUATION, 0, 1, header())),
  /// Headers without an end, in pieces of nothing.
  EMPTY_CONTINUATIONS(
      true,
      wave ->
          wave == 0
              ? frame(RawFrames.HEADERS, 0, 1, block(Names.PROBE, ""))
              : times(1000, frame(RawFrames.CONTINUATION, 0, 1, new byte[0]))),
  PINGS(true, _ -> times(1000, frame(RawFrames.PING, 0, 0, new byte[8]))),
  /// Settings that change nothing, each of which has to be acknowledged.
  SETTINGS(true, _ -> times(1000, frame(RawFrames.SETTINGS, 0, 0, new byte[0]))),
  /// Data frames of nothing, which no flow control holds back.
  EMPTY_DATA(
      true,
      wave ->
          wave == 0
              ? open(1, Names.PUT, "")
              : times(1000, frame(RawFrames.DATA, 0, 1, new byte[0]))),
  /// Messages that announce four gigabytes.
  VAST_MESSAGES(
      false,
      wave -> {
        int stream = 2 * wave + 1;
        return joined(
            open(stream, (wave & 1) == 0 ? Names.PUT : Names.PROBE, ""),
            data(stream, prefix(false, -1), false));
      }),
  /// Messages of zeros, packed a thousandfold.
  BOMBS(
      false,
      wave -> {
        int stream = 2 * wave + 1;
        return joined(
            open(stream, (wave & 1) == 0 ? Names.PUT : Names.PROBE, "gzip"),
            data(stream, joined(prefix(true, Bomb.PACKED.length), Bomb.PACKED), true));
      }),
  /// As many calls as there may be, each with a message whose last byte never comes.
  HALF_MESSAGES(
      false,
      wave -> {
        int stream = 2 * wave + 1;
        return joined(
            open(stream, Names.PUT, ""),
            data(stream, joined(prefix(false, Names.MESSAGE), new byte[Names.MESSAGE - 1]), false));
      }),
  /// One call whose pages never end.
  ENDLESS_PAGES(
      false,
      wave ->
          wave == 0
              ? open(1, Names.CLOSE, "")
              : data(1, joined(prefix(false, Pages.ONE.length), Pages.ONE), false));

  private final boolean isCut;

  @SuppressWarnings("ImmutableEnumChecker") // functions without a state
  private final IntFunction<byte[]> waves;

  /// @param isCut whether it costs the attacker its connection; else each call alone fails
  Attack(boolean isCut, IntFunction<byte[]> waves) {
    this.isCut = isCut;
    this.waves = waves;
  }

  public boolean isCut() {
    return isCut;
  }

  /// What comes in turn after the preface; number 0 is the first.
  byte[] wave(int number) {
    return waves.apply(number);
  }

  private static byte[] each(int wave, IntFunction<byte[]> call) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < Names.CALLS; i++) {
      out.writeBytes(call.apply(2 * (wave * Names.CALLS + i) + 1));
    }
    return out.toByteArray();
  }

  private static byte[] header() {
    // A literal header without a name in the table: "a" and some value, again and again.
    return times(3200, new byte[] {0, 1, 'a', 1, 'b'});
  }

  /// An enumeration's own constants come before what else it has.
  private static final class Names {
    static final String PROBE = PeersGrpc.getProbeMethod().getFullMethodName();
    static final String PUT = PeersGrpc.getPutMethod().getFullMethodName();
    static final String CLOSE = CoordinationGrpc.getCloseBackupMethod().getFullMethodName();
    static final int MESSAGE = 5 << 18;
    static final int CALLS = 100;
  }

  private static final class Bomb {
    static final byte[] PACKED = RawFrames.bomb(256);
  }

  private static final class Pages {
    static final byte[] ONE = page();

    /// As many stripes as a message may name.
    private static byte[] page() {
      CloseBackupRequest.Builder page = CloseBackupRequest.newBuilder();
      Random random = new Random(3);
      while (page.getStripesCount() < 70_000) {
        byte[] stripe = new byte[16];
        random.nextBytes(stripe);
        page.addStripes(ByteString.copyFrom(stripe));
      }
      return page.build().toByteArray();
    }
  }
}
