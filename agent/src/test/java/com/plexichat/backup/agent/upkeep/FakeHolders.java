package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.agent.coding.v1.StripeCode;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.proto.BadCopy;
import com.plexichat.backup.proto.Contribution;
import com.plexichat.backup.proto.ForwardAnswer;
import com.plexichat.backup.proto.ForwardItem;
import com.plexichat.backup.proto.ForwardRequest;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.Proof;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutOrder;
import com.plexichat.backup.proto.RebuildAnswer;
import com.plexichat.backup.proto.RebuildAuthorisation;
import com.plexichat.backup.proto.RebuildOrder;
import com.plexichat.backup.proto.Receipt;
import com.plexichat.backup.proto.ScrubReport;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.wire.Failures;
import com.plexichat.backup.shared.wire.Ids;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Holders with files in memory: they keep the bytes, check names and separation as agents do, and
/// can be down, mute, full or forgetful.
final class FakeHolders implements Holders {
  final Map<PeerId, Map<ShardId, byte[]>> files = new ConcurrentHashMap<>();
  private final Map<ShardId, ShardHeader> headers = new ConcurrentHashMap<>();
  final Map<PeerId, KeyPair> keys = new ConcurrentHashMap<>();
  final Set<PeerId> down = ConcurrentHashMap.newKeySet();
  final Set<PeerId> mute = ConcurrentHashMap.newKeySet();
  final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger inside = new AtomicInteger();

  /// Most calls to mute ones at the same time.
  final AtomicInteger mostInside = new AtomicInteger();

  final CountDownLatch enough = new CountDownLatch(1);
  final Set<PeerId> full = ConcurrentHashMap.newKeySet();
  final Set<PeerId> unseenFromHere = ConcurrentHashMap.newKeySet();

  /// Most shards of one stripe that any peer gave to a rebuild.
  int mostGiven;

  Map<ShardId, byte[]> of(PeerId peer) {
    return files.computeIfAbsent(peer, _ -> new ConcurrentHashMap<>());
  }

  byte[] file(Place place) {
    return Objects.requireNonNull(of(place.peer()).get(place.shard()));
  }

  void flip(Place place, int at) {
    file(place)[at] ^= 1;
  }

  private void reach(PeerId peer) {
    if (mute.contains(peer)) {
      waiting.incrementAndGet();
      mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
      try {
        enough.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        inside.decrementAndGet();
      }
    }
    if (down.contains(peer)) {
      throw new OperationFailed(FailureCode.UNREACHABLE, peer.hex(), "it is down");
    }
  }

  /// What happens between a proof and its arrival.
  Runnable beforeProofsArrive = () -> {};

  /// The trash, by peer.
  final Map<PeerId, Map<ShardId, byte[]>> trashed = new ConcurrentHashMap<>();

  /// Whether they delete what lies in it.
  boolean isResting;

  /// Days for which they keep shards that they were told to lock.
  final Map<PeerId, Map<ShardId, Integer>> locks = new ConcurrentHashMap<>();

  /// What peers answer to a lock instead of taking it.
  final Map<PeerId, FailureCode> unlocking = new ConcurrentHashMap<>();

  /// Who was asked to lock, each time.
  final List<PeerId> askedToLock = new CopyOnWriteArrayList<>();

  /// Shards that were named in those orders.
  final AtomicInteger namedToLock = new AtomicInteger();

  /// Every copy that lies with a holder, locked.
  Map<PeerId, Map<ShardId, Integer>> allLocked(int days) {
    Map<PeerId, Map<ShardId, Integer>> all = new TreeMap<>();
    for (var held : List.of(files, trashed)) {
      held.forEach((peer, shards) ->
          shards
              .keySet()
              .forEach(shard -> all.computeIfAbsent(peer, _ -> new TreeMap<>()).put(shard, days)));
    }
    return all;
  }

  @Override
  public TrashAnswer trash(PeerId target, TrashRequest request) {
    if (request.getLockDays() > 0) {
      askedToLock.add(target);
      namedToLock.addAndGet(request.getShardsCount());
    }
    reach(target);
    TrashAnswer.Builder answer = TrashAnswer.newBuilder();
    if (request.getLockDays() > 0) {
      return lock(target, request);
    }
    for (ByteString id : request.getShardsList()) {
      Map<ShardId, byte[]> away = trashed.computeIfAbsent(target, _ -> new ConcurrentHashMap<>());
      Map<ShardId, byte[]> from = request.getRestore() ? away : of(target);
      if (request.getDelete() && isResting && request.getApprovalsCount() == 0) {
        answer.addUnknown(id);
        continue;
      }
      byte[] file = from.remove(Ids.shard(id));
      if (file == null && request.getRestore()) {
        file = of(target).get(Ids.shard(id));
      }
      if (request.getDelete()) {
        away.remove(Ids.shard(id));
        answer.addDone(id);
      } else if (file == null) {
        answer.addUnknown(id);
      } else {
        (request.getRestore() ? of(target) : away).put(Ids.shard(id), file);
        answer.addDone(id);
      }
    }
    return answer.build();
  }

  private TrashAnswer lock(PeerId peer, TrashRequest request) {
    FailureCode failure = unlocking.get(peer);
    if (failure != null) {
      throw new OperationFailed(failure, peer.hex(), "it takes no lock");
    }
    TrashAnswer.Builder answer = TrashAnswer.newBuilder();
    for (ByteString id : request.getShardsList()) {
      if (of(peer).containsKey(Ids.shard(id))
          || trashed.getOrDefault(peer, Map.of()).containsKey(Ids.shard(id))) {
        locks
            .computeIfAbsent(peer, _ -> new ConcurrentHashMap<>())
            .merge(Ids.shard(id), request.getLockDays(), Math::max);
        answer.addDone(id);
      } else {
        answer.addUnknown(id);
      }
    }
    return answer.build();
  }

  @Override
  public ScrubReport scrub(PeerId peer, List<ShardId> shards, boolean presence) {
    reach(peer);
    ScrubReport.Builder report = ScrubReport.newBuilder().setChecked(shards.size());
    for (ShardId shard : shards) {
      byte[] file = of(peer).get(shard);
      boolean isWhole = file != null && (presence || ShardName.of(file).equals(shard));
      if (!isWhole) {
        report.addBad(
            BadCopy.newBuilder()
                .setShard(Ids.message(shard))
                .setState(file == null ? "MISSING" : "CORRUPT")
                .setPath("/store/" + shard.hex()));
      }
    }
    return report.build();
  }

  @Override
  public List<Proof> prove(PeerId peer, byte[] nonce, List<ShardId> shards, int leaf) {
    reach(peer);
    List<Proof> proofs = new ArrayList<>();
    for (ShardId shard : shards) {
      byte[] file = of(peer).get(shard);
      Proof.Builder proof = Proof.newBuilder().setShard(Ids.message(shard));
      if (file == null) {
        proofs.add(proof.setState("MISSING").build());
        continue;
      }
      int body = file.length - Format.HEADER;
      int from = Format.HEADER + leaf * ShardName.LEAF;
      proof
          .setState("OK")
          .setHeader(ByteString.copyFrom(file, 0, Format.HEADER))
          .setLeaf(ByteString.copyFrom(file, from, ShardName.leafLength(body, leaf)));
      ShardName.path(file, Format.HEADER, body, leaf)
          .forEach(hash -> proof.addPath(ByteString.copyFrom(hash)));
      proofs.add(proof.build());
    }
    beforeProofsArrive.run();
    return proofs;
  }

  @Override
  public ForwardAnswer forward(PeerId source, ForwardRequest request) {
    reach(source);
    ForwardAnswer.Builder answer = ForwardAnswer.newBuilder();
    for (ForwardItem item : request.getItemsList()) {
      ShardId shard = Ids.shard(item.getShard());
      PutAnswer.Builder one = PutAnswer.newBuilder().setShard(item.getShard());
      for (Signed order : item.getChainList()) {
        one.addHolders(put(read(order), shard, of(source).get(shard)));
      }
      answer.addAnswers(one);
    }
    return answer.build();
  }

  /// What a holder answers to a shard's bytes under an order.
  HolderAnswer put(PutOrder order, ShardId shard, byte @Nullable [] file) {
    PeerId target = Ids.peer(order.getTarget());
    if (file == null) {
      return refused(target, FailureCode.SHARD_UNKNOWN, "the source", shard.hex());
    }
    if (down.contains(target)) {
      return refused(target, FailureCode.UNREACHABLE, target.hex(), "it is down");
    }
    if (full.contains(target)) {
      return refused(target, FailureCode.NO_SPACE, target.hex(), "it is full");
    }
    if (!ShardName.of(file).equals(shard)) {
      return refused(target, FailureCode.SHARD_DAMAGED, "target", shard.hex());
    }
    of(target).put(shard, file.clone());
    ShardHeader header = ShardHeader.parse(file);
    headers.put(shard, header);
    if (distinct(target, header) >= header.k()) {
      throw new IllegalStateException(target + " holds k distinct shards");
    }
    com.plexichat.backup.proto.ShardName named =
        order.getShardsList().stream()
            .filter(one -> one.getShard().equals(Ids.message(shard)))
            .findFirst()
            .orElseThrow();
    byte[] receipt =
        Receipt.newBuilder()
            .setPeerId(target.hex())
            .setOperation(order.getOperation())
            .addShards(named)
            .setEpoch(order.getEpoch())
            .build()
            .toByteArray();
    KeyPair key = Objects.requireNonNull(keys.get(target));
    return HolderAnswer.newBuilder()
        .setPeerId(target.hex())
        .setReceipt(
            Signed.newBuilder()
                .setMessage(ByteString.copyFrom(receipt))
                .setSignature(ByteString.copyFrom(Signing.sign(key.getPrivate(), receipt))))
        .build();
  }

  private long distinct(PeerId peer, ShardHeader of) {
    return of(peer).keySet().stream()
        .map(headers::get)
        .filter(header -> header != null && header.stripe().equals(of.stripe()))
        .map(ShardHeader::index)
        .distinct()
        .count();
  }

  private static HolderAnswer refused(PeerId peer, FailureCode code, String... args) {
    return HolderAnswer.newBuilder()
        .setPeerId(peer.hex())
        .setFailure(Failures.message(new OperationFailed(code, args)))
        .build();
  }

  static PutOrder read(Signed order) {
    try {
      return PutOrder.parseFrom(order.getMessage());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public RebuildAnswer rebuild(PeerId target, RebuildOrder order) {
    reach(target);
    PutOrder put = read(order.getPut());
    var named = put.getShards(0);
    RebuildAuthorisation authorisation;
    try {
      authorisation = RebuildAuthorisation.parseFrom(order.getAuthorisation().getMessage());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
    if (!authorisation.getChainList().equals(order.getChainList())
        || !authorisation.getTarget().equals(target.hex())) {
      throw new IllegalStateException("another rebuild is authorised");
    }
    byte[] symbol = new byte[(int) order.getSymbolLength()];
    Set<String> peers = new HashSet<>();
    for (Contribution part : authorisation.getChainList()) {
      PeerId peer = Ids.peer(part.getPeerId());
      if (!peers.add(peer.hex()) || (peer.equals(target) && peers.size() > 1)) {
        throw new IllegalStateException("a chain that agents refuse");
      }
      reach(peer);
      synchronized (this) {
        mostGiven = Math.max(mostGiven, part.getShardsCount());
      }
      for (int i = 0; i < part.getShardsCount(); i++) {
        ShardId shard = Ids.shard(part.getShards(i));
        byte[] file = of(peer).get(shard);
        if (file == null || !ShardName.of(file).equals(shard)) {
          FailureCode code = file == null ? FailureCode.SHARD_UNKNOWN : FailureCode.SHARD_DAMAGED;
          return RebuildAnswer.newBuilder()
              .setHolder(refused(target, code, peer.hex(), shard.hex()))
              .build();
        }
        int from = ShardHeader.parse(file).index() >= named.getK() ? Format.HEADER : 0;
        byte factor = part.getCoefficients().byteAt(i);
        StripeCode.multiplyAdd(symbol, 0, file, from, file.length - from, factor);
      }
    }
    byte[] file = Arrays.copyOf(symbol, (int) named.getLength());
    if (named.getIndex() >= named.getK()) {
      file = Arrays.copyOf(order.getParity().getHeader().toByteArray(), (int) named.getLength());
      System.arraycopy(symbol, 0, file, Format.HEADER, file.length - Format.HEADER);
    }
    return RebuildAnswer.newBuilder()
        .setHolder(put(put, Ids.shard(named.getShard()), file))
        .build();
  }

  @Override
  public boolean probe(PeerId target, Optional<PeerId> through) {
    through.ifPresent(this::reach);
    return !down.contains(target) && (through.isPresent() || !unseenFromHere.contains(target));
  }

  /// Every copy by its place, to draw from in a fixed order.
  List<Place> places() {
    List<Place> places = new ArrayList<>();
    new TreeMap<>(files)
        .forEach((peer, held) ->
            new TreeMap<>(held).keySet().forEach(shard -> places.add(new Place(peer, shard))));
    return places;
  }

  record Place(PeerId peer, ShardId shard) {}
}
