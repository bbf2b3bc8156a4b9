package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.exchange.PeersDoor;
import com.plexichat.backup.agent.transport.AnswerSink;
import com.plexichat.backup.agent.transport.Caller;
import com.plexichat.backup.agent.transport.FrameSink;
import com.plexichat.backup.agent.transport.FrameSource;
import com.plexichat.backup.agent.transport.Framed;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.agent.transport.PeersHandler;
import com.plexichat.backup.agent.transport.PutStream;
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
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.InventoryPage;
import com.plexichat.backup.proto.InventoryRequest;
import com.plexichat.backup.proto.KeyRingAnswer;
import com.plexichat.backup.proto.KeyRingList;
import com.plexichat.backup.proto.KeyRingRequest;
import com.plexichat.backup.proto.KeyRingUpdate;
import com.plexichat.backup.proto.ObeyAnswer;
import com.plexichat.backup.proto.ProbeAnswer;
import com.plexichat.backup.proto.ProbeRequest;
import com.plexichat.backup.proto.Proof;
import com.plexichat.backup.proto.ProveAnswer;
import com.plexichat.backup.proto.ProveRequest;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutOrder;
import com.plexichat.backup.proto.RebuildAnswer;
import com.plexichat.backup.proto.RebuildOrder;
import com.plexichat.backup.proto.Receipt;
import com.plexichat.backup.proto.ScrubReport;
import com.plexichat.backup.proto.ScrubRequest;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.model.PeerId;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// The Peers service of a liar: what an honest holder would say, bent by a script that can be
/// changed while it serves.
final class LyingPeers implements PeersHandler {
  private final PeersHandler honest;
  private final Node node;
  private final PeerLinks links;
  private final AtomicLong told = new AtomicLong();
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile Lie lie = Lie.NONE;
  private volatile Optional<ByteString> other = Optional.empty();
  private volatile Optional<PeerId> behind = Optional.empty();

  /// What is bent.
  enum Lie {
    NONE,
    /// Reads come with one byte changed.
    WRONG_BYTES,
    /// Reads come with another shard's bytes, whole and well made.
    OTHER_SHARD,
    /// Reads end before the last byte.
    SHORT,
    /// Reads go on behind the last byte.
    LONG,
    /// Stores nothing, and gives receipts; whoever looks is told that all is well.
    EMPTY_RECEIPTS,
    /// Claims to hold what it holds no more, with proofs made up.
    EMPTY_PROOFS,
    /// Has challenges answered by another holder.
    PROXY,
    /// Answers no read and no challenge.
    SILENCE,
    /// Reports and proofs full of what nobody asked for.
    RUBBISH
  }

  LyingPeers(PeersDoor honest, Node node, PeerLinks links) {
    this.honest = honest;
    this.node = node;
    this.links = links;
  }

  void tell(Lie next) {
    lie = next;
    told.set(0);
  }

  /// Whose bytes come in place of those that are asked for.
  void tellOf(ByteString shard) {
    other = Optional.of(shard);
  }

  /// Who has to answer challenges.
  void hideBehind(PeerId peer) {
    behind = Optional.of(peer);
  }

  /// Lies since the last change of the script.
  long told() {
    return told.get();
  }

  private boolean lies(Lie one) {
    boolean now = lie == one;
    if (now) {
      told.incrementAndGet();
    }
    return now;
  }

  private void silence() throws InterruptedException {
    if (lies(Lie.SILENCE)) {
      never.await();
    }
  }

  @Override
  public void put(Caller caller, PutStream shards) throws InterruptedException {
    if (lie != Lie.EMPTY_RECEIPTS) {
      honest.put(caller, shards);
      return;
    }
    for (var shard = shards.next(); shard != null; shard = shards.next()) {
      told.incrementAndGet();
      shard.drop();
      shards.answer(
          PutAnswer.newBuilder()
              .setShard(shard.head().getShard())
              .addHolders(receipt(shard.head().getChain(0)))
              .build());
    }
  }

  /// Signed as it should be, for bytes that were dropped.
  private HolderAnswer receipt(Signed order) {
    try {
      PutOrder put = PutOrder.parseFrom(order.getMessage());
      Receipt receipt =
          Receipt.newBuilder()
              .setPeerId(node.id().hex())
              .setOperation(put.getOperation())
              .addAllShards(put.getShardsList())
              .setEpoch(put.getEpoch())
              .build();
      return HolderAnswer.newBuilder()
          .setPeerId(node.id().hex())
          .setReceipt(node.sign(receipt.toByteArray()))
          .build();
    } catch (InvalidProtocolBufferException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public void get(Caller caller, GetRequest request, FrameSink<GetFrame> answer)
      throws InterruptedException {
    silence();
    GetRequest asked = request;
    if (other.isPresent() && lies(Lie.OTHER_SHARD)) {
      asked = request.toBuilder().setShard(other.get()).build();
    }
    if (request.getLength() == 0 && lies(Lie.SHORT)) {
      asked = request.toBuilder().setLength(300).build();
    }
    honest.get(caller, asked, frame -> send(answer, frame));
    if (lies(Lie.LONG)) {
      answer.send(Framed.of(GetFrame.getDefaultInstance(), new byte[100], 0, 100));
    }
  }

  private void send(FrameSink<GetFrame> answer, Framed<GetFrame> frame)
      throws InterruptedException {
    byte[] bytes = frame.bytes();
    GetFrame head = frame.head();
    if (bytes.length > 0 && lies(Lie.WRONG_BYTES)) {
      bytes[bytes.length / 2] ^= 1;
    }
    answer.send(Framed.of(head, bytes, 0, bytes.length));
  }

  @Override
  public ProveAnswer prove(Caller caller, ProveRequest request) throws InterruptedException {
    silence();
    if (behind.isPresent() && lies(Lie.PROXY)) {
      return links.to(behind.get()).prove(request);
    }
    if (lies(Lie.RUBBISH)) {
      return ProveAnswer.newBuilder()
          .addProofs(Proof.newBuilder().setShard(ByteString.copyFromUtf8("no shard")))
          .build();
    }
    if (lies(Lie.EMPTY_PROOFS) || lies(Lie.EMPTY_RECEIPTS)) {
      ProveAnswer.Builder made = ProveAnswer.newBuilder();
      request
          .getShardsList()
          .forEach(shard ->
              made.addProofs(
                  Proof.newBuilder()
                      .setShard(shard)
                      .setState("OK")
                      .setHeader(ByteString.copyFrom(new byte[256]))
                      .setLeaf(ByteString.copyFrom(new byte[1000]))));
      return made.build();
    }
    return honest.prove(caller, request);
  }

  @Override
  public void scrub(Caller caller, ScrubRequest request, AnswerSink<ScrubReport> reports)
      throws InterruptedException {
    silence();
    if (lies(Lie.RUBBISH)) {
      ScrubReport.Builder report = ScrubReport.newBuilder().setChecked(1);
      for (int i = 0; i < 10_000; i++) {
        report.addBadBuilder().setShard(ByteString.copyFrom(new byte[32])).setState("MISSING");
      }
      while (lie == Lie.RUBBISH) {
        reports.send(report.build());
      }
      return;
    }
    if (lies(Lie.EMPTY_RECEIPTS) || lies(Lie.EMPTY_PROOFS) || lies(Lie.PROXY)) {
      reports.send(
          ScrubReport.newBuilder()
              .setChecked(request.getShardsCount())
              .setTotal(request.getShardsCount())
              .build());
      return;
    }
    honest.scrub(caller, request, reports);
  }

  @Override
  public ForwardAnswer forward(Caller caller, ForwardRequest request) throws InterruptedException {
    return honest.forward(caller, request);
  }

  @Override
  public RebuildAnswer rebuild(Caller caller, RebuildOrder order) throws InterruptedException {
    return honest.rebuild(caller, order);
  }

  @Override
  public ContributeAnswer contribute(Caller caller, FrameSource<ContributeFrame> sum)
      throws InterruptedException {
    return honest.contribute(caller, sum);
  }

  @Override
  public TrashAnswer trash(Caller caller, TrashRequest request) throws InterruptedException {
    return honest.trash(caller, request);
  }

  @Override
  public void inventory(Caller caller, InventoryRequest request, AnswerSink<InventoryPage> pages)
      throws InterruptedException {
    honest.inventory(caller, request, pages);
  }

  @Override
  public ProbeAnswer probe(Caller caller, ProbeRequest request) throws InterruptedException {
    return honest.probe(caller, request);
  }

  @Override
  public CapsuleAnswer putCapsule(Caller caller, FrameSource<CapsuleFrame> capsule)
      throws InterruptedException {
    return honest.putCapsule(caller, capsule);
  }

  @Override
  public void getCapsule(Caller caller, CapsuleRequest request, FrameSink<CapsuleFrame> capsule)
      throws InterruptedException {
    honest.getCapsule(caller, request, capsule);
  }

  @Override
  public KeyRingAnswer putKeyRing(Caller caller, KeyRingUpdate update) throws InterruptedException {
    return honest.putKeyRing(caller, update);
  }

  @Override
  public KeyRingList getKeyRings(Caller caller, KeyRingRequest request)
      throws InterruptedException {
    return honest.getKeyRings(caller, request);
  }

  @Override
  public ObeyAnswer obey(Caller caller, EpochGrant grant) throws InterruptedException {
    return honest.obey(caller, grant);
  }
}
