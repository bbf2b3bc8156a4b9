package com.plexichat.backup.agent.exchange;

import com.google.common.collect.Iterators;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.plexichat.backup.agent.crypto.Digests;
import com.plexichat.backup.agent.protocol.Operation;
import com.plexichat.backup.agent.protocol.Removal;
import com.plexichat.backup.agent.storage.Moved;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.agent.storage.StoredShard;
import com.plexichat.backup.proto.ContributeAnswer;
import com.plexichat.backup.proto.ContributeFrame;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.ForwardAnswer;
import com.plexichat.backup.proto.ForwardItem;
import com.plexichat.backup.proto.ForwardRequest;
import com.plexichat.backup.proto.GetFrame;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.proto.ObeyAnswer;
import com.plexichat.backup.proto.ProbeAnswer;
import com.plexichat.backup.proto.ProbeRequest;
import com.plexichat.backup.proto.ProveAnswer;
import com.plexichat.backup.proto.ProveRequest;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.RebuildAnswer;
import com.plexichat.backup.proto.RebuildAuthorisation;
import com.plexichat.backup.proto.RebuildOrder;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// The holder's side of a shard's life: what this agent does when others ask it to take, show, pass
/// on, rebuild or remove sealed shards.
///
/// `caller` is the peer of the mutual-TLS certificate; who may call what at all has been checked
/// before. Streams are pulled and pushed by blocking calls on the caller's thread. Every failure is
/// an OperationFailed.
public final class ShardHolder {
  private static final int LOCK_DAYS_MAX = 36_500;

  /// Bytes of body in a frame.
  static final int FRAME = 256 * 1024;

  private final Self self;
  private final Obedience obedience;
  private final ShardStore store;
  private final PeerCalls calls;
  private final HolderDriver driver;
  private final Tickets tickets;
  private final Rebuilds rebuilds;
  private final RebuildTarget target;
  private final RebuildPart part;
  private final ChainSender chain;
  private final PutIntake intake;
  private final HolderDesk desk;
  private final AtOnce atOnce;
  private final Surroundings around;

  public ShardHolder(
      Self self, Obedience obedience, HolderParts parts, PeerCalls calls, Surroundings around) {
    this.self = self;
    this.obedience = obedience;
    this.calls = calls;
    this.around = around;
    store = parts.store();
    driver = new HolderDriver(self, obedience, store, around.clock());
    obedience.onObeyed(grant -> driver.granted(grant.getEpoch()));
    tickets = new Tickets(self, obedience, around.clock());
    rebuilds = new Rebuilds(self, obedience, around.clock());
    OwnShards own = new OwnShards(self, rebuilds, store);
    target = new RebuildTarget(self, rebuilds, driver, own, around.random());
    part = new RebuildPart(self, rebuilds, own);
    chain = new ChainSender(calls, new LongAdder());
    intake = new PutIntake(self, driver, chain);
    desk = new HolderDesk(parts, around);
    atOnce = new AtOnce(obedience.approvals(around.clock(), around::isRevoked), parts);
  }

  /// Scrubs, inventories, capsules and key rings.
  public HolderDesk desk() {
    return desk;
  }

  /// Takes the shards of one stream; answers come as each is done. Returns when all are answered.
  public void put(PeerId caller, ArrivingShards shards) throws InterruptedException {
    intake.take(caller, shards);
  }

  /// Shows a shard or a part of it to the bearer of a ticket.
  public void get(PeerId caller, GetRequest request, Consumer<GetFrame> frames) {
    ShardId shard = shard(request.getShard());
    StoredShard held =
        store
            .find(shard)
            .orElseThrow(
                () -> new OperationFailed(FailureCode.SHARD_UNKNOWN, self.name(), shard.hex()));
    tickets.check(request.getTicket(), caller, held.stripe());
    long offset = request.getOffset();
    long length = request.getLength() == 0 ? held.length() - offset : request.getLength();
    if (offset < 0 || length < 0 || offset > held.length() - length) {
      throw new OperationFailed(FailureCode.USAGE, "the shard has no such range");
    }
    GetFrame.Builder first = GetFrame.newBuilder().setTotal(held.length());
    if (request.getWithRoot()) {
      first.setRoot(UnsafeByteOperations.unsafeWrap(store.reader().root(shard)));
    }
    long at = offset;
    do {
      int size = (int) Math.min(FRAME, offset + length - at);
      byte[] bytes = store.reader().part(shard, at, size);
      frames.accept(first.setData(UnsafeByteOperations.unsafeWrap(bytes)).build());
      first = GetFrame.newBuilder();
      at += size;
    } while (at < offset + length);
  }

  /// Proves possession of shards: one leaf and its path, or the hash of nonce and file.
  public ProveAnswer prove(ProveRequest request) {
    return Proofs.answer(store, request, shards(request.getShardsList()));
  }

  /// Sends copies of held shards to further holders.
  public ForwardAnswer forward(ForwardRequest request) {
    ForwardAnswer.Builder answer = ForwardAnswer.newBuilder();
    for (ForwardItem item : request.getItemsList()) {
      ShardId shard = shard(item.getShard());
      PutAnswer.Builder one = PutAnswer.newBuilder().setShard(item.getShard());
      try {
        item.getChainList().forEach(order -> checkForwarded(order));
        one.addAllHolders(chain.send(item.getChainList(), shard, store.reader().file(shard), true));
      } catch (OperationFailed e) {
        one.clearHolders();
        item.getChainList().stream()
            .map(order -> ChainSender.failure(ChainSender.target(order), e))
            .forEach(one::addHolders);
      }
      answer.addAnswers(one);
    }
    return answer.build();
  }

  /// A shard leaves only towards a peer that the coordinator ordered to hold it.
  private void checkForwarded(Signed order) {
    obedience.checkEpoch(Orders.read(order).epoch());
    obedience.checkSignature(order);
  }

  /// Rebuilds a missing shard here from masked sums of others.
  public RebuildAnswer rebuild(RebuildOrder order) {
    return RebuildAnswer.newBuilder().setHolder(target.rebuild(order, calls)).build();
  }

  /// Adds this agent's part to a masked sum, or takes the sum that comes back to its target.
  public ContributeAnswer contribute(PeerId caller, Iterator<ContributeFrame> frames) {
    try {
      rebuilds.require(frames.hasNext(), "the call is empty");
      ContributeFrame head = frames.next();
      RebuildAuthorisation authorisation = rebuilds.check(head.getAuthorisation());
      if (head.getHop() < authorisation.getChainCount()) {
        return part.contribute(
            head.getAuthorisation(), head.getHop(), caller, withData(head, frames), calls);
      }
      rebuilds.require(
          authorisation.getTarget().equals(self.peer().hex()), "the sum is another peer's");
      target.takeSum(authorisation, caller, withData(head, frames));
      return ContributeAnswer.getDefaultInstance();
    } catch (OperationFailed e) {
      return ContributeAnswer.newBuilder().setFailure(Failing.message(e)).build();
    }
  }

  /// The frames with data: the first one may have some beside the authorisation.
  private static Iterator<ContributeFrame> withData(
      ContributeFrame head, Iterator<ContributeFrame> frames) {
    return head.getData().isEmpty() && !head.getLast()
        ? frames
        : Iterators.concat(List.of(head).iterator(), frames);
  }

  /// Moves shards to the trash, brings them back, deletes them and leaves tombstones, or locks
  /// them.
  public TrashAnswer trash(TrashRequest request) {
    obedience.checkEpoch(request.getEpoch());
    if (request.getLockDays() != 0) {
      return lock(request);
    }
    Removal.Kind kind = Removal.Kind.TRASH;
    if (request.getDelete()) {
      kind = Removal.Kind.DELETE;
    } else if (request.getRestore()) {
      kind = Removal.Kind.RESTORE;
    }
    Removal.Done done =
        driver
            .removals()
            .remove(
                new Removal(
                    self.clusterId(), // the caller's certificate is this cluster's
                    request.getEpoch(),
                    operation(request.getOperation()),
                    peer(request.getTarget()),
                    request.getSequence(),
                    kind,
                    shards(request.getShardsList()),
                    atOnce.allows(request)));
    return answer(done.done(), done.unknown());
  }

  /// Whoever locks takes nothing away: it needs no order that others could overtake.
  private TrashAnswer lock(TrashRequest request) {
    int days = request.getLockDays();
    if (days < 0 || days > LOCK_DAYS_MAX || request.getDelete() || request.getRestore()) {
      throw new OperationFailed(FailureCode.USAGE, "it is no lock for %d days".formatted(days));
    }
    Moved locked = store.lock(shards(request.getShardsList()), days);
    return answer(locked.done(), locked.unknown());
  }

  private static TrashAnswer answer(List<ShardId> done, List<ShardId> unknown) {
    return TrashAnswer.newBuilder()
        .addAllDone(done.stream().map(one -> ByteString.copyFrom(one.bytes())).toList())
        .addAllUnknown(unknown.stream().map(one -> ByteString.copyFrom(one.bytes())).toList())
        .build();
  }

  /// The token of a removal; any text is one.
  private static Operation operation(String text) {
    byte[] hash = Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
    return Operation.of(Arrays.copyOf(hash, Operation.BYTES));
  }

  /// Answers for this agent, or asks another one in its place.
  public ProbeAnswer probe(ProbeRequest request) {
    if (!request.getRelayTo().isEmpty()) {
      return relay(peer(request.getRelayTo()));
    }
    return ProbeAnswer.newBuilder()
        .setPeerId(self.peer().hex())
        .setReached(true)
        .setDirectoryVersion(around.directoryVersion().getAsLong())
        .setEpoch(obedience.epoch())
        .build();
  }

  private ProbeAnswer relay(PeerId other) {
    long before = System.nanoTime();
    try {
      ProbeAnswer answer = calls.probe(other);
      long micros = (System.nanoTime() - before) / 1000;
      return answer.toBuilder().setReached(true).setRoundTripUs(micros).build();
    } catch (OperationFailed e) {
      return ProbeAnswer.newBuilder().setPeerId(other.hex()).setReached(false).build();
    }
  }

  /// Obeys the coordinator of a root-signed grant when its epoch is the highest seen.
  public ObeyAnswer obey(EpochGrant grant) {
    boolean obeyed = obedience.obey(grant);
    return ObeyAnswer.newBuilder()
        .setObeyed(obeyed)
        .setEpoch(obedience.epoch())
        .setDirectory(around.directory().get())
        .build();
  }

  private static ShardId shard(ByteString name) {
    return shards(List.of(name)).getFirst();
  }

  private static List<ShardId> shards(List<ByteString> names) {
    if (names.stream().anyMatch(name -> name.size() != ShardId.BYTES)) {
      throw new OperationFailed(FailureCode.USAGE, "a shard's name has 32 bytes");
    }
    return names.stream().map(name -> ShardId.of(name.toByteArray())).toList();
  }

  private PeerId peer(String hex) {
    try {
      return new PeerId(hex);
    } catch (IllegalArgumentException e) {
      throw new OperationFailed(e, FailureCode.PEER_UNKNOWN, hex);
    }
  }
}
