package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Something that happened while one was looking elsewhere.
///
/// @param subject peer id or job id
/// @param name of the peer, or the kind of job
/// @param at when the job ended or the peer was last heard of, as far as that is told; else when it
///   was heard of here
public record Notice(Event event, String subject, String name, Instant at) {
  /// What happened.
  public enum Event {
    JOB_DONE(Health.OK),
    JOB_FAILED(Health.AT_RISK),
    JOB_CANCELLED(Health.UNKNOWN),
    PEER_JOINED(Health.OK),
    PEER_DOWN(Health.AT_RISK),
    PEER_BACK(Health.OK);

    private final Health health;

    Event(Health health) {
      this.health = health;
    }

    public Health health() {
      return health;
    }
  }

  /// What happened between two states of one cluster. What was there when it was opened did not
  /// happen.
  public static List<Notice> between(ClusterState before, ClusterState after, Instant now) {
    List<Notice> notices = new ArrayList<>();
    if (!before.isKnown() || !after.isKnown()) {
      return notices;
    }
    for (Job job : after.jobs()) {
      boolean wasOpen = before.job(job.id()).map(old -> !old.state().isFinal()).orElse(true);
      if (wasOpen && job.state().isFinal()) {
        notices.add(new Notice(event(job.state()), job.id(), job.kind(), job.ended().orElse(now)));
      }
    }
    for (Peer peer : after.peers()) {
      Optional<PeerState> old = before.peer(peer.id()).map(Peer::state);
      boolean down = peer.state() == PeerState.DOWN;
      if (old.isEmpty()) {
        notices.add(new Notice(Event.PEER_JOINED, peer.id().hex(), peer.name(), now));
      } else if (down && old.get() != PeerState.DOWN) {
        notices.add(
            new Notice(Event.PEER_DOWN, peer.id().hex(), peer.name(), peer.lastSeen().orElse(now)));
      } else if (!down && old.get() == PeerState.DOWN) {
        notices.add(new Notice(Event.PEER_BACK, peer.id().hex(), peer.name(), now));
      }
    }
    return notices;
  }

  private static Event event(JobState state) {
    return switch (state) {
      case FAILED -> Event.JOB_FAILED;
      case CANCELLED -> Event.JOB_CANCELLED;
      default -> Event.JOB_DONE;
    };
  }
}
