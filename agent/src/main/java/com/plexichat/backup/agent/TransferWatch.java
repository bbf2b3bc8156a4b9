package com.plexichat.backup.agent;

import com.plexichat.backup.agent.api.ConfigService.TransferFigures;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.policy.ConfigBook;
import com.plexichat.backup.proto.AgentTransfers;
import com.plexichat.backup.proto.Configuration;
import com.plexichat.backup.proto.HeartbeatRequest;
import com.plexichat.backup.proto.ShowTransfersAnswer;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.TransferLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What agents have in force of the configuration, and how fast they send, by their heartbeats.
final class TransferWatch implements TransferFigures {
  /// Between two counts that a rate is reckoned from, at least.
  private static final long APART_MS = Duration.ofSeconds(5).toMillis();

  private final Catalogue catalogue;
  private final ConfigBook book;
  private final InstantSource time;
  private final Map<PeerId, Counts> heard = new ConcurrentHashMap<>();

  /// What an agent said that it sent and served since its start.
  private record Count(long atMs, long sent, long served) {}

  /// @param older what a rate is reckoned from; null: nothing is that old
  /// @param base becomes the older one when the last is far enough from it
  private record Counts(Configuration config, @Nullable Count older, Count base, Count last) {}

  TransferWatch(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.book = new ConfigBook(catalogue);
    this.time = time;
  }

  /// Notes a heartbeat; answers what the agent is to be told.
  Optional<Configuration> heard(PeerId peer, HeartbeatRequest request) {
    Configuration now = book.told();
    Configuration inForce =
        Configuration.newBuilder()
            .setVersion(request.getConfigVersion())
            .setAtMs(request.getConfigMs())
            .build();
    Count count = new Count(time.millis(), request.getSent(), request.getServed());
    heard.merge(
        peer, new Counts(inForce, null, count, count), (before, _) -> next(before, inForce, count));
    boolean isSame = now.getVersion() == inForce.getVersion() && now.getAtMs() == inForce.getAtMs();
    return isSame ? Optional.empty() : Optional.of(now);
  }

  private static Counts next(Counts before, Configuration inForce, Count count) {
    if (count.sent < before.last.sent
        || count.served < before.last.served
        || count.atMs < before.last.atMs) {
      return new Counts(inForce, null, count, count); // it was started anew, or the clock was set
    }
    return count.atMs - before.base.atMs >= APART_MS
        ? new Counts(inForce, before.base, count, count)
        : new Counts(inForce, before.older, before.base, count);
  }

  @Override
  public ShowTransfersAnswer transfers() {
    ShowTransfersAnswer.Builder answer =
        ShowTransfersAnswer.newBuilder().setVersion(catalogue.config().newest());
    for (PeerRow peer : catalogue.peers().all()) {
      if (!peer.state().isExpelled()) {
        answer.addAgents(agent(peer));
      }
    }
    return answer.build();
  }

  private AgentTransfers agent(PeerRow peer) {
    AgentTransfers.Builder agent =
        AgentTransfers.newBuilder().setPeerId(peer.id().hex()).setName(peer.name());
    Counts counts = heard.get(peer.id());
    if (counts == null) {
      return agent.build();
    }
    TransferLimits limits = book.tuning(counts.config.getVersion()).limits();
    agent
        .setHeard(true)
        .setLastHeardMs(counts.last.atMs)
        .setVersion(counts.config.getVersion())
        .setRate(limits.rateAt(time.instant()))
        .setPeerRate(limits.peerRate())
        .setRestoreRate(limits.restoreRate());
    Count older = counts.older;
    if (older != null && counts.last.atMs > older.atMs) {
      double seconds = (counts.last.atMs - older.atMs) / 1000.0;
      agent
          .setIsMeasured(true)
          .setSending(Math.round((counts.last.sent - older.sent) / seconds))
          .setServing(Math.round((counts.last.served - older.served) / seconds));
    }
    return agent.build();
  }
}
