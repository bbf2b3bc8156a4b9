package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.ledger.LostCopy;
import com.plexichat.backup.proto.BadCopy;
import com.plexichat.backup.proto.ForwardItem;
import com.plexichat.backup.proto.ForwardRequest;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.ScrubReport;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Failures;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has one peer look at copies, and tells the ledger what changed.
///
/// A copy that was believed bad is read in full whatever the depth. When its holder finds it whole
/// it must prove it, and then it is ordered anew at the same peer, who sends it to itself: it
/// counts again by a fresh receipt, like any other copy. Where that fails it is left to whoever
/// asked.
final class CopyCheck {
  private static final Logger LOG = LoggerFactory.getLogger(CopyCheck.class);
  private final UpkeepBase base;
  private final Prover prover;

  CopyCheck(UpkeepBase base) {
    this.base = base;
    prover = new Prover(base);
  }

  /// What one look found.
  ///
  /// @param left whole copies that were believed bad, and that their holder did not take anew
  record Outcome(long checked, long bytes, List<Bad> bad, List<Expected> left) {}

  /// @param path file on that peer's disk; empty when it is not known
  record Bad(Expected copy, CopyState state, String path) {}

  /// Fails with UNREACHABLE when the peer does not answer; then nothing was changed.
  Outcome check(PeerId peer, List<Expected> copies, boolean presence, String jobId) {
    long asOf = base.asOf();
    List<Expected> trusted = new ArrayList<>();
    List<Expected> doubted = new ArrayList<>();
    for (Expected copy : copies) {
      (copy.known() == CopyState.OK ? trusted : doubted).add(copy);
    }
    Map<Expected, Bad> bad = new LinkedHashMap<>();
    long bytes = scrub(peer, trusted, presence, bad) + scrub(peer, doubted, false, bad);
    List<Expected> whole =
        doubted.stream()
            .filter(copy -> !bad.containsKey(copy) && copy.known() != CopyState.QUARANTINED)
            .toList();
    List<Expected> proven = new ArrayList<>();
    prover
        .prove(peer, whole)
        .forEach((copy, state) -> {
          if (state == CopyState.OK) {
            proven.add(copy);
          } else {
            bad.put(copy, new Bad(copy, state, ""));
          }
        });
    tell(bad.values(), asOf, jobId);
    proven.removeAll(revive(peer, proven, jobId));
    return new Outcome(copies.size(), bytes, List.copyOf(bad.values()), List.copyOf(proven));
  }

  private List<Expected> revive(PeerId peer, List<Expected> proven, String jobId) {
    Map<StripeId, List<Expected>> byStripe = new LinkedHashMap<>();
    proven.forEach(
        copy -> byStripe.computeIfAbsent(copy.stripe(), _ -> new ArrayList<>()).add(copy));
    List<Expected> revived = new ArrayList<>();
    byStripe.forEach((stripe, copies) -> {
      try {
        revived.addAll(orderAgain(peer, stripe, copies, jobId));
      } catch (OperationFailed e) {
        LOG.info("whole copies on {} are left to repair: {}", peer, e.sentence());
      }
    });
    return revived;
  }

  private List<Expected> orderAgain(
      PeerId peer, StripeId stripe, List<Expected> copies, String jobId) {
    SortedMap<PeerId, List<Integer>> target = new TreeMap<>();
    target.put(peer, copies.stream().map(Expected::index).toList());
    List<Signed> order = base.ledger().reserveRepair(stripe, target, jobId);
    ForwardRequest.Builder request = ForwardRequest.newBuilder();
    for (Expected copy : copies) {
      request.addItems(
          ForwardItem.newBuilder().setShard(Ids.message(copy.shard())).addAllChain(order));
    }
    List<Expected> revived = new ArrayList<>();
    for (PutAnswer answer : base.holders().forward(peer, request.build()).getAnswersList()) {
      for (HolderAnswer holder : answer.getHoldersList()) {
        if (holder.hasReceipt()) {
          base.ledger().commitRepair(jobId, stripe, List.of(holder.getReceipt()));
          copies.stream()
              .filter(copy -> Ids.message(copy.shard()).equals(answer.getShard()))
              .forEach(revived::add);
        } else {
          LOG.info(
              "a whole copy on {} is left to repair: {}",
              peer,
              Failures.failed(holder.getFailure()).sentence());
        }
      }
    }
    return revived;
  }

  private long scrub(PeerId peer, List<Expected> copies, boolean presence, Map<Expected, Bad> bad) {
    if (copies.isEmpty()) {
      return 0;
    }
    Map<ShardId, Expected> byName = new LinkedHashMap<>();
    copies.forEach(copy -> byName.put(copy.shard(), copy));
    ScrubReport report = base.holders().scrub(peer, List.copyOf(byName.keySet()), presence);
    if (report.getChecked() < byName.size()) {
      throw new OperationFailed(
          FailureCode.UNREACHABLE,
          peer.hex(),
          "it looked at %d of %d shards".formatted(report.getChecked(), byName.size()));
    }
    for (BadCopy one : report.getBadList()) {
      Expected copy = byName.get(Ids.shard(one.getShard()));
      if (copy != null) {
        boolean isMissing = one.getState().equals(CopyState.MISSING.name());
        CopyState state = isMissing ? CopyState.MISSING : CopyState.CORRUPT;
        bad.put(copy, new Bad(copy, state, one.getPath()));
      }
    }
    return report.getBytes();
  }

  private void tell(Iterable<Bad> bad, long asOf, String jobId) {
    List<LostCopy> changes = new ArrayList<>();
    for (Bad one : bad) {
      if (one.state() != one.copy().known() && one.copy().known() != CopyState.QUARANTINED) {
        changes.add(one.copy().is(one.state(), "its holder looked at it", asOf));
      }
    }
    if (!changes.isEmpty()) {
      base.ledger().changed(changes, jobId);
    }
  }
}
