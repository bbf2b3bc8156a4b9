package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.protocol.Order;
import com.plexichat.backup.agent.protocol.ShardSpec;
import com.plexichat.backup.agent.storage.Arrival;
import com.plexichat.backup.proto.ContributeFrame;
import com.plexichat.backup.proto.Contribution;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.RebuildAuthorisation;
import com.plexichat.backup.proto.RebuildOrder;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The target of a masked rebuild: it sends a random mask round the holders and takes it off the
/// sum that comes back.
///
/// What the holders pass on looks random to each of them, and the target sees nothing but the one
/// shard that it may hold. The mask is the only copy in memory: the sum is added to it in place.
final class RebuildTarget {
  private static final long LAST_HOP_SECONDS = 30;

  /// A rebuild that is under way: the mask, which becomes the symbol.
  private static final class Running {
    private final byte[] symbol;
    private final PeerId last;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

    Running(byte[] mask, PeerId last) {
      symbol = mask;
      this.last = last;
    }
  }

  private final Self self;
  private final Rebuilds rebuilds;
  private final HolderDriver driver;
  private final OwnShards own;
  private final SecureRandom random;
  private final Map<ByteString, Running> running = new ConcurrentHashMap<>();

  RebuildTarget(
      Self self, Rebuilds rebuilds, HolderDriver driver, OwnShards own, SecureRandom random) {
    this.self = self;
    this.rebuilds = rebuilds;
    this.driver = driver;
    this.own = own;
    this.random = random;
  }

  /// Rebuilds one shard under its order and stores it; the answer is a receipt.
  HolderAnswer rebuild(RebuildOrder order, PeerCalls calls) {
    RebuildAuthorisation authorisation = rebuilds.check(order.getAuthorisation());
    rebuilds.require(
        authorisation.getTarget().equals(self.peer().hex()), "the rebuild is another peer's");
    Order put = Orders.read(order.getPut());
    rebuilds.require(put.shards().size() == 1, "a rebuild is for exactly one shard");
    rebuilds.require(
        Arrays.equals(put.stripe().bytes(), authorisation.getStripe().toByteArray()),
        "another stripe is named");
    for (Contribution part : authorisation.getChainList()) {
      rebuilds.require(
          part.getShardsCount() < put.shards().getFirst().k(), "a holder would give k shards");
    }
    Offer offer = driver.offer(order.getPut(), put.shards().getFirst().shard());
    if (offer.wantsBytes()) {
      try {
        PeerId last =
            new PeerId(authorisation.getChain(authorisation.getChainCount() - 1).getPeerId());
        byte[] symbol = gather(order, authorisation, calls, last);
        Arrival arrival = new Arrival(Arrival.Way.REBUILD, last);
        driver.write(offer, file(order, offer.spec(), symbol), arrival);
      } finally {
        driver.abandon(offer);
      }
    }
    return HolderDriver.await(offer);
  }

  private byte[] gather(
      RebuildOrder order, RebuildAuthorisation authorisation, PeerCalls calls, PeerId last) {
    byte[] mask = new byte[(int) authorisation.getSymbolLength()];
    random.nextBytes(mask);
    byte[] sent = mask.clone(); // the sum is added to the mask while the mask is still being sent
    int hop = addOwn(authorisation, sent);
    Running sum = new Running(mask, last);
    ByteString token = authorisation.getRebuild();
    rebuilds.require(running.putIfAbsent(token, sum) == null, "that rebuild is running already");
    try (PeerCalls.Contributing first =
        calls.contribute(new PeerId(authorisation.getChain(hop).getPeerId()))) {
      first.send(
          ContributeFrame.newBuilder()
              .setAuthorisation(order.getAuthorisation())
              .setHop(hop)
              .build());
      for (int at = 0; at < sent.length; at += Rebuilds.FRAME) {
        int end = Math.min(sent.length, at + Rebuilds.FRAME);
        first.send(Rebuilds.frame(Arrays.copyOfRange(sent, at, end), end == sent.length));
      }
      var answer = first.finish();
      if (answer.hasFailure()) {
        throw Failing.read(answer.getFailure());
      }
      return sum.whole.get(LAST_HOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "A rebuild");
    } catch (ExecutionException | TimeoutException e) {
      throw new OperationFailed(
          e, FailureCode.UNREACHABLE, last.hex(), "the sum of a rebuild did not come back");
    } finally {
      running.remove(token);
    }
  }

  /// Adds this agent's own shards when it stands first in the chain; answers who comes next.
  private int addOwn(RebuildAuthorisation authorisation, byte[] sum) {
    Contribution first = authorisation.getChain(0);
    if (!first.getPeerId().equals(self.peer().hex())) {
      return 0;
    }
    for (OwnShards.Summand summand : own.summands(authorisation, first)) {
      own.add(summand, sum, 0);
    }
    return 1;
  }

  private static byte[] file(RebuildOrder order, ShardSpec spec, byte[] symbol) {
    int length = (int) spec.length();
    if (spec.index() < spec.k()) {
      return Arrays.copyOf(symbol, length);
    }
    byte[] file = Arrays.copyOf(order.getParity().getHeader().toByteArray(), length);
    System.arraycopy(
        symbol, 0, file, Format.HEADER, Math.min(symbol.length, length - Format.HEADER));
    return file;
  }

  /// Takes the sum that comes back from the last holder.
  void takeSum(
      RebuildAuthorisation authorisation, PeerId caller, Iterator<ContributeFrame> frames) {
    Running sum = running.get(authorisation.getRebuild());
    if (sum == null || !sum.last.equals(caller)) {
      throw rebuilds.refused("it waits for no such sum from that peer");
    }
    int at = 0;
    boolean last = false;
    while (!last && frames.hasNext()) {
      ContributeFrame frame = frames.next();
      byte[] piece = frame.getData().toByteArray();
      rebuilds.require(piece.length <= sum.symbol.length - at, "the sum is too long");
      for (int i = 0; i < piece.length; i++) {
        sum.symbol[at + i] ^= piece[i];
      }
      at += piece.length;
      last = frame.getLast();
    }
    rebuilds.require(last && at == sum.symbol.length, "the sum is too short");
    sum.whole.complete(sum.symbol);
  }
}
