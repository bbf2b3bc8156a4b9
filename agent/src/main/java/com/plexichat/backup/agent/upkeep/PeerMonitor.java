package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.peers.Judgement;
import com.plexichat.backup.agent.peers.Liveness;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.wire.PeerStates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches who answers, and tells the catalogue what changed.
///
/// ```
/// ACTIVE ⇄ SUSPECT ⇄ DOWN                 as heartbeats and probes say
/// PROBATION, CORDONED, DRAINING ⇄ DOWN    back to what it was; SUSPECT would say less than they do
/// ```
///
/// REMOVED, BANNED and INVITED peers are not judged. A peer that the catalogue has as SUSPECT or
/// DOWN stays so until there is a sign of life: that this agent has just started is none.
public final class PeerMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(PeerMonitor.class);
  private static final int PROBES_AT_ONCE = 32;
  private static final String WAS = "it does not answer; it was ";

  private final UpkeepBase base;
  private final PeerId self;
  private final Liveness liveness;

  /// Peers that gave a sign of life since they were last declared DOWN, or since the start.
  private final Set<PeerId> alive = new TreeSet<>();

  public PeerMonitor(UpkeepBase base, PeerId self, Liveness.Thresholds thresholds) {
    this.base = base;
    this.self = self;
    liveness = new Liveness(self, thresholds);
  }

  /// A heartbeat or any other answer came.
  public void heard(PeerId peer) {
    Instant now = base.time().instant();
    synchronized (liveness) {
      liveness.heard(peer, now);
      alive.add(peer);
    }
  }

  /// Judges once, submits what changed, and makes the probes that the judgement asks for. Blocks
  /// until they ended.
  public void tick() throws InterruptedException {
    List<PeerRow> peers =
        base.catalogue().peers().all().stream().filter(PeerMonitor::isJudged).toList();
    Judgement judgement;
    synchronized (liveness) {
      judgement = liveness.judge(peers.stream().map(PeerRow::id).toList(), base.time().instant());
      alive.add(self);
    }
    for (PeerRow peer : peers) {
      PeerState judged =
          peer.id().equals(self)
              ? PeerState.ACTIVE
              : judgement.states().getOrDefault(peer.id(), peer.state());
      become(peer, next(peer, judged));
    }
    probe(judgement);
  }

  private static boolean isJudged(PeerRow peer) {
    return peer.state() != PeerState.INVITED
        && peer.state() != PeerState.REMOVED
        && peer.state() != PeerState.BANNED;
  }

  private PeerState next(PeerRow peer, PeerState judged) {
    PeerState now = peer.state();
    return switch (now) {
      case ACTIVE -> judged;
      case SUSPECT -> judged == PeerState.ACTIVE && !isAlive(peer.id()) ? now : judged;
      case DOWN -> judged != PeerState.DOWN && isAlive(peer.id()) ? before(peer, judged) : now;
      default -> judged == PeerState.DOWN ? judged : now;
    };
  }

  /// What a peer becomes that was DOWN.
  private static PeerState before(PeerRow peer, PeerState judged) {
    if (!peer.why().startsWith(WAS)) {
      return judged;
    }
    PeerState was = PeerState.valueOf(peer.why().substring(WAS.length()));
    return was == PeerState.ACTIVE || was == PeerState.SUSPECT ? judged : was;
  }

  private boolean isAlive(PeerId peer) {
    synchronized (liveness) {
      return alive.contains(peer);
    }
  }

  private void become(PeerRow peer, PeerState state) {
    if (state == peer.state()) {
      return;
    }
    String why =
        switch (state) {
          case DOWN -> WAS + peer.state();
          case SUSPECT -> "no heartbeat came";
          default -> "it answers again";
        };
    PeerChanged change =
        PeerChanged.newBuilder()
            .setPeerId(peer.id().hex())
            .setState(PeerStates.message(state))
            .setWhy(why)
            .build();
    try {
      base.catalogue()
          .submit("coordinator", why, "", Command.newBuilder().setPeerChanged(change).build());
    } catch (OperationFailed e) {
      LOG.warn("peer {} could not become {}: {}", peer.name(), state, e.sentence());
      return;
    }
    LOG.info("peer {} is {} now: {}", peer.name(), state, why);
    if (state == PeerState.DOWN) {
      synchronized (liveness) {
        alive.remove(peer.id());
      }
    }
  }

  private void probe(Judgement judgement) throws InterruptedException {
    List<Runnable> probes = new ArrayList<>();
    judgement.probe().forEach(peer -> probes.add(() -> direct(peer)));
    judgement.ask().forEach(ask -> probes.add(() -> through(ask)));
    Crew.run(PROBES_AT_ONCE, probes);
  }

  private void direct(PeerId peer) {
    boolean reached;
    try {
      reached = base.holders().probe(peer, Optional.empty());
    } catch (OperationFailed e) {
      reached = false;
    }
    probed(peer, self, reached);
  }

  private void through(Judgement.Ask ask) {
    boolean reached;
    try {
      reached = base.holders().probe(ask.peer(), Optional.of(ask.observer()));
    } catch (OperationFailed e) {
      LOG.debug("probe of {} through {}: {}", ask.peer(), ask.observer(), e.sentence());
      return;
    }
    probed(ask.peer(), ask.observer(), reached);
  }

  private void probed(PeerId peer, PeerId observer, boolean reached) {
    Instant now = base.time().instant();
    synchronized (liveness) {
      liveness.probed(peer, observer, reached, now);
      if (reached) {
        alive.add(peer);
      }
    }
  }
}
