package com.plexichat.backup.agent.transport;

import com.google.protobuf.Message;
import com.plexichat.backup.proto.CapsuleAnswer;
import com.plexichat.backup.proto.CapsuleFrame;
import com.plexichat.backup.proto.CapsuleRequest;
import com.plexichat.backup.proto.ContributeAnswer;
import com.plexichat.backup.proto.ContributeFrame;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.ForwardAnswer;
import com.plexichat.backup.proto.ForwardRequest;
import com.plexichat.backup.proto.GetFrame;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.proto.InventoryPage;
import com.plexichat.backup.proto.InventoryRequest;
import com.plexichat.backup.proto.KeyRingAnswer;
import com.plexichat.backup.proto.KeyRingList;
import com.plexichat.backup.proto.KeyRingRequest;
import com.plexichat.backup.proto.KeyRingUpdate;
import com.plexichat.backup.proto.ObeyAnswer;
import com.plexichat.backup.proto.PeersGrpc;
import com.plexichat.backup.proto.ProbeAnswer;
import com.plexichat.backup.proto.ProbeRequest;
import com.plexichat.backup.proto.ProveAnswer;
import com.plexichat.backup.proto.ProveRequest;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.RebuildAnswer;
import com.plexichat.backup.proto.RebuildOrder;
import com.plexichat.backup.proto.ScrubReport;
import com.plexichat.backup.proto.ScrubRequest;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// What this agent asks of one other agent about shards.
///
/// Everything but [#put] blocks until it is answered; use virtual threads. Every failure is an
/// [com.plexichat.backup.shared.failure.OperationFailed]: the other agent's own, or UNREACHABLE,
/// TIMED_OUT, CERTIFICATE_REFUSED, CANCELLED.
public final class PeerLink implements AutoCloseable {
  /// Work on the other machine's disk: a rebuild reads k shards through several machines.
  private static final Duration WORK = Duration.ofMinutes(5);

  private static final Duration WORD = Duration.ofSeconds(10);

  /// A scrub of everything that a peer holds.
  private static final Duration LONG = Duration.ofDays(7);

  /// To read one shard again on the slowest disk.
  private static final Duration SHARD = Duration.ofSeconds(2);

  private final String peer;
  private final PeerCalls calls;
  private final PutLane saves;
  private final PutLane mends;
  private final Limits limits;

  /// How much and how long.
  ///
  /// @param bytesUnderWay sent and not yet answered, at most
  /// @param answerWithin patience for one shard, forwarding and fsync included
  /// @param gate what shards pass before they leave
  public record Limits(int bytesUnderWay, Duration answerWithin, SendGate gate) {
    public static final Limits DEFAULT = new Limits(8 << 20, Duration.ofMinutes(2), SendGate.OPEN);

    public Limits behind(SendGate other) {
      return new Limits(bytesUnderWay, answerWithin, other);
    }
  }

  PeerLink(Channel channel, String peer, Limits limits) {
    this.peer = peer;
    this.calls = new PeerCalls(channel, peer);
    this.saves = new PutLane(channel, peer, limits, SendGate.Cause.SAVE);
    this.mends = new PutLane(channel, peer, limits, SendGate.Cause.MEND);
    this.limits = limits;
  }

  /// Sends a shard on the stream that all puts to this peer for the same cause share; waits while
  /// too much is under way, and while the gate is closed. When it returns the array may be used
  /// again. The future ends with the answer or an OperationFailed.
  public CompletableFuture<PutAnswer> put(PutHead head, byte[] file, int offset, int length)
      throws InterruptedException {
    Objects.checkFromIndexSize(offset, length, file.length);
    if (length < 1 || head.getLength() != length) {
      throw new IllegalArgumentException("the head says " + head.getLength() + ", not " + length);
    }
    return (head.getMends() ? mends : saves).put(head, file, offset, length);
  }

  /// Fetches a shard or a range of it.
  ///
  /// @param most bytes to accept; more fails with USAGE
  public Fetched get(GetRequest request, int most) throws InterruptedException {
    try (PeerCalls.Incoming<Framed<GetFrame>> frames =
        calls.stream(PeersMethods.GET, patient(limits.answerWithin()), request)) {
      return GetReader.read(frames::next, request, most);
    }
  }

  /// Hands a masked sum on to the next link of a rebuild.
  ///
  /// @param hop index into the chain of the one who receives; chain length: the target
  public ContributeAnswer contribute(
      Signed authorisation, int hop, byte[] sum, int offset, int length)
      throws InterruptedException {
    List<Integer> starts = new ArrayList<>();
    int piece = limits.gate().piece(FrameSink.FRAME);
    for (int at = 0; at < Math.max(1, length); at += piece) {
      starts.add(at);
    }
    var frames =
        starts.stream()
            .map(at -> {
              int size = Math.min(piece, length - at);
              ContributeFrame.Builder head =
                  ContributeFrame.newBuilder().setHop(hop).setLast(at + size == length);
              if (at == 0) {
                head.setAuthorisation(authorisation);
              }
              return Framed.of(head.build(), sum, offset + at, size);
            })
            .iterator();
    return calls.send(
        PeersMethods.CONTRIBUTE,
        patient(WORK),
        frames,
        frame ->
            limits
                .gate()
                .send(
                    peer,
                    SendGate.Cause.MEND,
                    (long) frame.size() + frame.head().getSerializedSize()));
  }

  /// With the others' waiting for their own gates.
  private Duration patient(Duration usual) {
    return usual.plus(limits.gate().slack());
  }

  public ProveAnswer prove(ProveRequest request) throws InterruptedException {
    return calls.ask(PeersGrpc.getProveMethod(), limits.answerWithin(), request);
  }

  public ForwardAnswer forward(ForwardRequest request) throws InterruptedException {
    return calls.ask(PeersGrpc.getForwardMethod(), patient(WORK), request);
  }

  public RebuildAnswer rebuild(RebuildOrder order) throws InterruptedException {
    return calls.ask(PeersGrpc.getRebuildMethod(), patient(WORK), order);
  }

  public TrashAnswer trash(TrashRequest request) throws InterruptedException {
    return calls.ask(PeersGrpc.getTrashMethod(), limits.answerWithin(), request);
  }

  public ProbeAnswer probe(ProbeRequest request, Duration within) throws InterruptedException {
    return calls.ask(PeersGrpc.getProbeMethod(), within, request);
  }

  public ObeyAnswer obey(EpochGrant grant) throws InterruptedException {
    return calls.ask(PeersGrpc.getObeyMethod(), WORD, grant);
  }

  public KeyRingAnswer putKeyRings(KeyRingUpdate update) throws InterruptedException {
    return calls.ask(PeersGrpc.getPutKeyRingMethod(), limits.answerWithin(), update);
  }

  public KeyRingList keyRings() throws InterruptedException {
    return calls.ask(
        PeersGrpc.getGetKeyRingsMethod(),
        limits.answerWithin(),
        KeyRingRequest.getDefaultInstance());
  }

  /// Has everything read again, or what the request names; each report is given as it comes, at the
  /// reader's pace.
  public void scrub(ScrubRequest request, Consumer<ScrubReport> reader)
      throws InterruptedException {
    calls.read(PeersGrpc.getScrubMethod(), patience(request), request, reader);
  }

  /// As long as it takes for what was named: a peer that never answers must not hold a check up for
  /// as long as reading everything takes.
  static Duration patience(ScrubRequest request) {
    int named = request.getShardsCount();
    if (named == 0) {
      return LONG;
    }
    return request.getPresence() ? WORK : WORK.plus(SHARD.multipliedBy(named));
  }

  public void inventory(InventoryRequest request, Consumer<InventoryPage> reader)
      throws InterruptedException {
    calls.read(PeersGrpc.getInventoryMethod(), WORK, request, reader);
  }

  /// Sends a capsule, or the part of a growing one that begins at `offset`.
  public CapsuleAnswer putCapsule(String generation, long offset, InputStream content)
      throws InterruptedException {
    return calls.send(
        PeersMethods.PUT_CAPSULE, WORK, new CapsuleFrames(generation, offset, content));
  }

  /// The capsules held there: one frame each, its offset is the capsule's length. UNREACHABLE for
  /// one that shows more of them than it may hold.
  ///
  /// @param most capsules to accept
  public List<CapsuleFrame> capsules(int most) throws InterruptedException {
    List<CapsuleFrame> all = new ArrayList<>();
    calls.read(
        PeersMethods.GET_CAPSULE,
        WORK,
        CapsuleRequest.getDefaultInstance(),
        frame -> {
          all.add(headOf(frame));
          refuse(all.size() > most, "it shows more capsules than it may hold");
        });
    return all;
  }

  private void refuse(boolean isLie, String why) {
    if (isLie) {
      throw new OperationFailed(FailureCode.UNREACHABLE, peer, why);
    }
  }

  /// Fetches a capsule; returns how many bytes were written. UNREACHABLE for one that does not end
  /// where it was said to.
  ///
  /// @param most bytes to accept
  public long getCapsule(String generation, long most, OutputStream into)
      throws InterruptedException, IOException {
    CapsuleRequest request = CapsuleRequest.newBuilder().setGeneration(generation).build();
    long size = 0;
    try (PeerCalls.Incoming<Framed<CapsuleFrame>> frames =
        calls.stream(PeersMethods.GET_CAPSULE, WORK, request)) {
      for (Framed<CapsuleFrame> frame = frames.next(); frame != null; frame = frames.next()) {
        size += frame.size();
        refuse(size > most, "its capsule is longer than it said");
        into.write(frame.bytes());
      }
    }
    return size;
  }

  private static <M extends Message> M headOf(Framed<M> frame) {
    try (frame) {
      return frame.head();
    }
  }

  /// Ends the streams of puts; the connection stays for other links.
  @Override
  public void close() {
    saves.close();
    mends.close();
  }
}
