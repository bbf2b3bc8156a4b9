package com.plexichat.backup.agent;

import com.plexichat.backup.agent.api.CoordinationService.HeartbeatDesk;
import com.plexichat.backup.agent.api.PeerFigures;
import com.plexichat.backup.agent.upkeep.Challenges;
import com.plexichat.backup.agent.upkeep.PeerMonitor;
import com.plexichat.backup.proto.CopyEntry;
import com.plexichat.backup.proto.HeartbeatAnswer;
import com.plexichat.backup.proto.HeartbeatRequest;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.ReportCopiesRequest;
import com.plexichat.backup.proto.ReportedCopy;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.proto.StoreRoom;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// What the coordinator measures of its peers: signs of life, what they say that they hold, proofs.
final class Watch implements HeartbeatDesk, PeerFigures {
  private static final int LONGEST = 300;

  private final Node node;
  private final Publisher publisher;
  private final PeerMonitor monitor;
  private final Challenges challenges;
  private final TransferWatch transfers;
  private final Map<PeerId, Heard> heard = new ConcurrentHashMap<>();

  private record Heard(
      long atMs,
      long used,
      long shards,
      Optional<StoreRoom> room,
      long scrubbedMs,
      String trouble) {}

  Watch(
      Node node,
      Publisher publisher,
      PeerMonitor monitor,
      Challenges challenges,
      TransferWatch transfers) {
    this.node = node;
    this.transfers = transfers;
    this.publisher = publisher;
    this.monitor = monitor;
    this.challenges = challenges;
  }

  @Override
  public HeartbeatAnswer heard(PeerId peer, HeartbeatRequest request) {
    monitor.heard(peer);
    long now = node.time().millis();
    heard.put(
        peer,
        new Heard(
            now,
            request.getUsed(),
            request.getShards(),
            request.hasRoom() ? Optional.of(request.getRoom()) : Optional.empty(),
            request.getScrubbedMs(),
            line(request.getTrouble())));
    HeartbeatAnswer.Builder answer =
        HeartbeatAnswer.newBuilder()
            .setNowMs(now)
            .setIntervalMs(node.config().timings().heartbeat().toMillis());
    transfers.heard(peer, request).ifPresent(answer::setConfig);
    var current = publisher.current();
    if (node.directory().directoryEpoch() != request.getDirectoryEpoch()
        || node.directory().version() > request.getDirectoryVersion()) {
      answer.setDirectory(current);
    }
    return answer.build();
  }

  /// A sentence of another machine, as people may be shown it.
  static String line(String told) {
    return told.codePoints()
        .filter(letter -> !Character.isISOControl(letter))
        .limit(LONGEST)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Override
  public void reported(PeerId reporter, ReportCopiesRequest request) {
    Map<PeerId, List<ShardId>> byPeer = new TreeMap<>();
    for (ReportedCopy copy : request.getCopiesList()) {
      byPeer
          .computeIfAbsent(Ids.peer(copy.getPeerId()), _ -> new ArrayList<>())
          .add(Ids.shard(copy.getShard()));
    }
    byPeer.forEach(challenges::reported);
  }

  @Override
  public PeerEntry live(PeerEntry entry) {
    PeerId peer = Ids.peer(entry.getPeerId());
    PeerEntry.Builder live = entry.toBuilder().setProvenMs(provenMs(peer));
    Heard last = heard.get(peer);
    if (last == null) {
      return live.build();
    }
    last.room.ifPresent(live::setRoom);
    return live.setLastSeenMs(last.atMs)
        .setUsed(last.used)
        .setShards(last.shards)
        .setTrouble(last.trouble)
        .build();
  }

  @Override
  public long provenMs(PeerId peer) {
    return challenges.provenAt(peer).orElse(0);
  }

  @Override
  public long provenMs(PeerId peer, ShardId shard) {
    return challenges.provenAt(peer, shard).orElse(0);
  }

  @Override
  public long scrubbedMs(PeerId peer) {
    Heard last = heard.get(peer);
    return last == null ? 0 : last.scrubbedMs;
  }

  @Override
  public Pace pace() {
    AgentConfig.Timings timings = node.config().timings();
    return new Pace(timings.down().plus(timings.upkeep()).toMillis(), timings.scrub().toMillis());
  }

  @Override
  public ShardEntry proven(ShardEntry entry) {
    ShardEntry.Builder proven = entry.toBuilder().clearCopies();
    for (CopyEntry copy : entry.getCopiesList()) {
      CopyEntry.Builder one = copy.toBuilder();
      challenges
          .provenAt(Ids.peer(copy.getPeerId()), Ids.shard(entry.getShard()))
          .ifPresent(one::setProvenMs);
      proven.addCopies(one);
    }
    return proven.build();
  }
}
