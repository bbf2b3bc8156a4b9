package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.exchange.Approvers;
import com.plexichat.backup.agent.exchange.HolderParts;
import com.plexichat.backup.agent.exchange.LinkCalls;
import com.plexichat.backup.agent.exchange.Obedience;
import com.plexichat.backup.agent.exchange.PeersDoor;
import com.plexichat.backup.agent.exchange.ShardHolder;
import com.plexichat.backup.agent.exchange.Surroundings;
import com.plexichat.backup.agent.storage.CapsuleFiles;
import com.plexichat.backup.agent.storage.RingFiles;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.agent.storage.SmallFile;
import com.plexichat.backup.agent.storage.StoreSettings;
import com.plexichat.backup.agent.storage.TrashRule;
import com.plexichat.backup.agent.transport.AgentServer;
import com.plexichat.backup.agent.transport.Gatekeeper;
import com.plexichat.backup.agent.transport.PeerLink;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.agent.transport.PeersBinding;
import com.plexichat.backup.agent.transport.Standing;
import com.plexichat.backup.proto.HeartbeatAnswer;
import com.plexichat.backup.proto.HeartbeatRequest;
import com.plexichat.backup.proto.SignedDirectory;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A member of a real cluster that lies: it has the keys, the address and the store of an agent
/// that was killed, beats its heart as that one did, and answers through [LyingPeers].
final class EvilPeer implements AutoCloseable {
  private final Deque<Closeable> closing = new ArrayDeque<>();
  private final Node node;
  private final PeerLinks links;
  private final ShardStore store;
  private final LyingPeers lies;

  private EvilPeer(RealCluster cluster, String name) throws IOException {
    node = Node.open(cluster.member(name).home(), InstantSource.system());
    closing.push(node::close);
    Channels channels = new Channels(node.identity(), node.time());
    closing.push(channels::close);
    links = new PeerLinks(channels, node.directory(), PeerLink.Limits.DEFAULT);
    closing.push(links::close);
    store =
        ShardStore.open(
            node.data(),
            new StoreSettings(
                name,
                node.config().capacity(),
                new ByteSize(0),
                new TrashRule(Duration.ZERO, () -> 0)));
    closing.push(store::close);
    lies = new LyingPeers(new PeersDoor(holder()), node, links);
  }

  /// Kills an agent and takes its place.
  static EvilPeer inPlaceOf(RealCluster cluster, String name) throws IOException {
    cluster.kill(name);
    EvilPeer evil = new EvilPeer(cluster, name);
    evil.serve();
    return evil;
  }

  private ShardHolder holder() {
    Obedience obedience =
        new Obedience(node.self(), node.membership().root(), SmallFile.in(node.data(), "obeyed"));
    node.directory().grant().ifPresent(obedience::obey);
    return new ShardHolder(
        node.self(),
        obedience,
        new HolderParts(
            store,
            CapsuleFiles.open(node.data()),
            RingFiles.open(node.data()),
            Approvers.open(node.data(), new TrashRule(Duration.ZERO, () -> 0))),
        new LinkCalls(links),
        new Surroundings(
            node.time(),
            node.random(),
            () ->
                node.directory()
                    .current()
                    .map(known -> known.signed())
                    .orElse(SignedDirectory.getDefaultInstance()),
            node.directory()::version));
  }

  private void serve() {
    AgentServer server =
        AgentServer.open(
            Addresses.of(node.config().listen()),
            new AgentServer.Doors(
                node.identity(),
                new Gatekeeper(),
                () -> Standing.of(node.directory()),
                node.time()),
            List.of(PeersBinding.bind(lies)));
    closing.push(server::close);
    ScheduledExecutorService heart =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("evil-heart").factory());
    closing.push(heart::shutdownNow);
    var _ = heart.scheduleWithFixedDelay(this::beat, 0, 200, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    try {
      HeartbeatAnswer answer =
          links
              .coordinator()
              .heartbeat(
                  HeartbeatRequest.newBuilder()
                      .setEndpoint(node.config().listen())
                      .setCapacity(node.config().capacity().bytes())
                      .setShards(store.figures().shards())
                      .setUsed(store.figures().used())
                      .setDirectoryVersion(node.directory().version())
                      .setDirectoryEpoch(node.directory().directoryEpoch())
                      .setScrubbedMs(node.time().millis())
                      .build());
      if (answer.hasDirectory()) {
        node.accept(answer.getDirectory());
      }
    } catch (OperationFailed silent) {
      // The next beat is soon.
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  LyingPeers lies() {
    return lies;
  }

  String id() {
    return node.id().hex();
  }

  /// The name of a shard on the wire.
  static ByteString name(String hex) {
    return ByteString.fromHex(hex);
  }

  @Override
  public void close() throws IOException {
    while (!closing.isEmpty()) {
      closing.pop().close();
    }
  }
}
