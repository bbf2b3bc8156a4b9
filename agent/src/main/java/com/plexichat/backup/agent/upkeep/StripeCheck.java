package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Parameter;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the holders of stripes look at the copies that they should have.
///
/// A peer that does not answer is noted and not asked again; nothing is concluded of its copies.
final class StripeCheck {
  private static final Logger LOG = LoggerFactory.getLogger(StripeCheck.class);

  private final UpkeepBase base;
  private final CopyCheck check;
  private final IntegrityCheck.Depth depth;
  private final JobControl control;
  private final CheckTally tally;

  StripeCheck(UpkeepBase base, IntegrityCheck.Depth depth, JobControl control, CheckTally tally) {
    this.base = base;
    this.check = new CopyCheck(base);
    this.depth = depth;
    this.control = control;
    this.tally = tally;
  }

  /// Whether copies of a peer are asked for at all.
  static boolean isMember(PeerRow peer) {
    return peer.state() != PeerState.INVITED
        && peer.state() != PeerState.REMOVED
        && peer.state() != PeerState.BANNED;
  }

  /// The copies that a peer should have of these shards.
  static List<Expected> expected(StripeRow stripe, PeerId peer, Predicate<ShardRow> wanted) {
    List<Expected> copies = new ArrayList<>();
    for (ShardRow shard : stripe.shards()) {
      if (wanted.test(shard)) {
        Expected.of(shard, peer).filter(copy -> !copy.isReplaced(shard)).ifPresent(copies::add);
      }
    }
    return copies;
  }

  /// Looks at all copies of the wanted shards of these stripes.
  void look(List<StripeRow> stripes, Predicate<ShardRow> wanted) throws InterruptedException {
    Map<PeerId, List<Expected>> byPeer = new TreeMap<>();
    for (StripeRow stripe : stripes) {
      for (PeerId peer : holders(stripe)) {
        byPeer.computeIfAbsent(peer, _ -> new ArrayList<>()).addAll(expected(stripe, peer, wanted));
      }
    }
    List<Runnable> tasks = new ArrayList<>();
    byPeer.forEach((peer, copies) -> {
      PeerRow row = base.catalogue().peers().get(peer.hex());
      if (isMember(row) && !copies.isEmpty()) {
        tasks.add(() -> look(row, copies));
      }
    });
    Crew.run(control, base.tuned(Parameter.CHECK_PARALLEL), tasks);
    control.checkCancelled();
  }

  private static List<PeerId> holders(StripeRow stripe) {
    return stripe.shards().stream()
        .flatMap(shard -> shard.copies().stream())
        .map(CopyRow::peer)
        .distinct()
        .toList();
  }

  /// What the peer should have by now of what it should have had before the job rested.
  private List<Expected> again(PeerRow peer, List<Expected> before) {
    Set<ShardId> shards = before.stream().map(Expected::shard).collect(Collectors.toSet());
    List<StripeId> stripes = before.stream().map(Expected::stripe).distinct().toList();
    return base.catalogue().stripes().get(stripes, base.now()).stream()
        .flatMap(
            stripe -> expected(stripe, peer.id(), shard -> shards.contains(shard.id())).stream())
        .toList();
  }

  /// Looks at copies of one peer; false when it does not answer, which is noted.
  boolean look(PeerRow peer, List<Expected> planned) {
    List<Expected> copies = control.checkpoint() ? again(peer, planned) : planned;
    if (tally.unanswered().contains(peer.id().hex())) {
      return false;
    }
    try {
      if (peer.state() == PeerState.DOWN) {
        throw new OperationFailed(FailureCode.UNREACHABLE, peer.name(), "it is down");
      }
      boolean presence = depth == IntegrityCheck.Depth.PRESENCE;
      tally.add(check.check(peer.id(), copies, presence, control.jobId()));
      return true;
    } catch (OperationFailed e) {
      control.checkCancelled();
      if (!e.code().isSilence()) {
        throw e;
      }
      LOG.warn("integrity check, {} is not checked: {}", peer.name(), e.sentence());
      tally.unanswered(peer);
      return false;
    }
  }
}
