package com.plexichat.backup.agent.peers;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who answers, from heartbeats and probes; time comes in with every call, and the same calls give
/// the same judgement.
///
/// ```
/// ACTIVE → SUSPECT   silent for `suspectAfter`
/// SUSPECT → DOWN     silent for `downAfter`, a direct probe failed, and another peer's probe failed
///                    too or there is no other observer; never while a partition is suspected
/// any → ACTIVE       heard from
/// ```
///
/// A peer that only another observer reaches stays SUSPECT: it lives, and cannot be used from here.
/// Not safe for several threads at once.
public final class Liveness {
  /// How long silence means what.
  ///
  /// @param suspectAfter three missed heartbeats of five seconds
  /// @param downAfter long enough for a restart or a short cut, because DOWN starts repairs
  public record Thresholds(Duration suspectAfter, Duration downAfter) {
    public static final Thresholds DEFAULT =
        new Thresholds(Duration.ofSeconds(15), Duration.ofMinutes(2));

    public Thresholds {
      if (suspectAfter.isNegative() || downAfter.compareTo(suspectAfter) < 0) {
        throw new IllegalArgumentException(suspectAfter + " > " + downAfter);
      }
    }
  }

  private static final class Track {
    private Instant heard;
    private @Nullable Instant directFailed;
    private @Nullable Instant indirectFailed;
    private @Nullable Instant indirectReached;
    private int asked;
    private boolean down;

    private Track(Instant heard) {
      this.heard = heard;
    }
  }

  private final PeerId self;
  private final Thresholds thresholds;
  private final SortedMap<PeerId, Track> tracks = new TreeMap<>();

  public Liveness(PeerId self, Thresholds thresholds) {
    this.self = self;
    this.thresholds = thresholds;
  }

  /// A heartbeat came, or the peer answered anything else.
  public void heard(PeerId peer, Instant at) {
    Track track = track(peer, at);
    if (at.isBefore(track.heard)) {
      return;
    }
    track.heard = at;
    track.directFailed = null;
    track.indirectFailed = null;
    track.indirectReached = null;
    track.down = false;
  }

  /// A probe ended.
  ///
  /// @param observer who probed: this agent or another one that was asked to
  public void probed(PeerId peer, PeerId observer, boolean reached, Instant at) {
    if (observer.equals(self)) {
      if (reached) {
        heard(peer, at);
      } else {
        track(peer, at).directFailed = at;
      }
    } else if (!observer.equals(peer)) {
      Track track = track(peer, at);
      if (reached) {
        track.indirectReached = at;
        track.indirectFailed = null;
      } else {
        track.indirectFailed = at;
      }
    }
  }

  /// Judges these peers at a moment; a peer seen for the first time counts as heard then. Peers
  /// that are no longer judged are forgotten.
  public Judgement judge(Collection<PeerId> peers, Instant now) {
    SortedSet<PeerId> others = new TreeSet<>(peers);
    others.remove(self);
    tracks.keySet().retainAll(others);
    others.forEach(peer -> track(peer, now));
    SortedSet<PeerId> silent = new TreeSet<>();
    List<PeerId> observers = new ArrayList<>();
    for (PeerId peer : others) {
      if (isSilent(track(peer, now), thresholds.suspectAfter(), now)) {
        silent.add(peer);
      } else {
        observers.add(peer);
      }
    }
    boolean partition = silent.size() * 2 > others.size() + 1;
    SortedMap<PeerId, PeerState> states = new TreeMap<>();
    List<Judgement.Ask> ask = new ArrayList<>();
    for (Map.Entry<PeerId, Track> one : tracks.entrySet()) {
      PeerId peer = one.getKey();
      Track track = one.getValue();
      if (!silent.contains(peer)) {
        states.put(peer, PeerState.ACTIVE);
        continue;
      }
      if (!partition && isDown(track, observers, now)) {
        track.down = true;
      } else if (isReachedByAnother(track, now)) {
        track.down = false;
      }
      states.put(peer, track.down ? PeerState.DOWN : PeerState.SUSPECT);
      if (!observers.isEmpty()) {
        ask.add(new Judgement.Ask(peer, observers.get(track.asked++ % observers.size())));
      }
    }
    return new Judgement(states, partition, silent, ask);
  }

  private boolean isDown(Track track, List<PeerId> observers, Instant now) {
    return isSilent(track, thresholds.downAfter(), now)
        && isSince(track.directFailed, track)
        && !isReachedByAnother(track, now)
        && (observers.isEmpty() || isSince(track.indirectFailed, track));
  }

  /// Whether another observer reached it last, and not too long ago to matter.
  private boolean isReachedByAnother(Track track, Instant now) {
    return track.indirectReached != null
        && now.isBefore(track.indirectReached.plus(thresholds.downAfter()))
        && (track.indirectFailed == null || track.indirectReached.isAfter(track.indirectFailed));
  }

  /// Whether a failure counts: it is younger than the last sign of life.
  private static boolean isSince(@Nullable Instant failed, Track track) {
    return failed != null && failed.isAfter(track.heard);
  }

  private static boolean isSilent(Track track, Duration limit, Instant now) {
    return Duration.between(track.heard, now).compareTo(limit) >= 0;
  }

  private Track track(PeerId peer, Instant at) {
    return tracks.computeIfAbsent(peer, _ -> new Track(at));
  }
}
