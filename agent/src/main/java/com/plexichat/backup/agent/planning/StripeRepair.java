package com.plexichat.backup.agent.planning;

import com.plexichat.backup.agent.planning.StripeView.HeldCopy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.plan.Action;
import com.plexichat.backup.shared.plan.Action.Part;
import com.plexichat.backup.shared.plan.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The actions for one stripe, once their targets are known.
final class StripeRepair {
  private final StripeView stripe;
  private final SortedMap<PeerId, PeerView> peers;
  private final Preference preference;
  private final SortedMap<PeerView, IndexSet> readable =
      new TreeMap<>(Comparator.comparing(PeerView::id));
  private final int available;

  StripeRepair(StripeView stripe, SortedMap<PeerId, PeerView> peers, long seed) {
    this.stripe = stripe;
    this.peers = peers;
    preference = new Preference(Preference.mix(seed), stripe.id());
    IndexSet all = IndexSet.EMPTY;
    for (int index = 0; index < stripe.shape().shards(); index++) {
      for (HeldCopy copy : stripe.held().get(index)) {
        PeerView peer = peers.get(copy.peer());
        if (peer != null && isSource(copy, peer)) {
          readable.merge(peer, IndexSet.of(index), IndexSet::union);
          all = all.with(index);
        }
      }
    }
    available = all.size();
  }

  static PeerId target(Action action) {
    return switch (action) {
      case Action.Copy copy -> copy.to();
      case Action.Rebuild rebuild -> rebuild.to();
    };
  }

  /// Distinct shards that can be read now.
  int available() {
    return available;
  }

  /// One copy to each target, from holders in turn.
  List<Action> copies(int index, List<PeerId> targets) {
    List<PeerView> sources = new ArrayList<>();
    readable.forEach((peer, shards) -> {
      if (shards.contains(index)) {
        sources.add(peer);
      }
    });
    sources.sort(
        Comparator.comparing((PeerView peer) -> peer.state() == PeerState.SUSPECT)
            .thenComparingDouble(peer -> -preference.score(index, peer)));
    List<Reason> reasons = reasons(index);
    List<Action> actions = new ArrayList<>();
    for (int at = 0; at < targets.size(); at++) {
      PeerId from = sources.get(at % sources.size()).id();
      Reason why = at < reasons.size() ? reasons.get(at) : Reason.UNDER_TARGET;
      actions.add(new Action.Copy(stripe.id(), index, from, targets.get(at), why));
    }
    return actions;
  }

  /// One rebuild, at the target whose owner is least needed for it; nothing when no chain of owners
  /// brings k shards together.
  List<Action> rebuild(int index, List<PeerId> targets) {
    List<Action> best = new ArrayList<>();
    for (PeerId target : targets) {
      PeerView peer = peers.get(target);
      if (peer == null) {
        throw new IllegalStateException("placed on an unknown peer: " + target);
      }
      List<Part> parts = new RebuildParts(stripe.shape().k(), peer.owner(), readable).choose();
      boolean byOthers =
          parts.stream().noneMatch(part -> ownerOf(part.peer()).equals(peer.owner()));
      if (!parts.isEmpty() && (best.isEmpty() || byOthers)) {
        best.clear();
        best.add(new Action.Rebuild(stripe.id(), index, target, parts, Reason.NO_COPY_LEFT));
        if (byOthers) {
          break;
        }
      }
    }
    return best;
  }

  /// Bytes that an action moves: a rebuild sends one masked sum per hop.
  long bytes(Action action) {
    return switch (action) {
      case Action.Copy copy -> stripe.lengths().get(copy.index());
      case Action.Rebuild rebuild -> (rebuild.parts().size() + 1) * stripe.longest();
    };
  }

  private boolean isSource(HeldCopy copy, PeerView peer) {
    return copy.state() == CopyState.OK
        && peer.state().counts()
        && !peer.owner().equals(stripe.sourceOwner());
  }

  private String ownerOf(PeerId id) {
    PeerView peer = peers.get(id);
    return peer == null ? "" : peer.owner();
  }

  /// Why copies are missing, one for each that was lost.
  private List<Reason> reasons(int index) {
    List<Reason> reasons = new ArrayList<>();
    for (HeldCopy copy : stripe.held().get(index)) {
      PeerView peer = peers.get(copy.peer());
      if (copy.state() == CopyState.MISSING) {
        reasons.add(Reason.COPY_MISSING);
      } else if (copy.state() == CopyState.CORRUPT || copy.state() == CopyState.QUARANTINED) {
        reasons.add(Reason.COPY_CORRUPT);
      } else if (copy.state() == CopyState.OK && (peer == null || !peer.state().counts())) {
        reasons.add(Reason.HOLDER_LOST);
      }
    }
    return reasons;
  }
}
