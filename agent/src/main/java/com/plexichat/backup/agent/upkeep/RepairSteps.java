package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.ledger.OrderSigner;
import com.plexichat.backup.proto.ForwardAnswer;
import com.plexichat.backup.proto.ForwardItem;
import com.plexichat.backup.proto.ForwardRequest;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutOrder;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.plan.Action;
import com.plexichat.backup.shared.wire.Failures;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out the actions of a repair plan: reserves, has holders send or rebuild, and commits the
/// receipts.
///
/// What fails is told to the tally and to who is avoided, and the next plan goes round it; a copy
/// that its holder could not read is looked at before anybody is blamed.
final class RepairSteps {
  private static final Logger LOG = LoggerFactory.getLogger(RepairSteps.class);

  private final UpkeepBase base;
  private final RebuildOrders orders;
  private final CopyCheck check;
  private final String jobId;
  private final RepairTally tally;
  private final Locks locks;
  private final Avoided avoided = new Avoided();

  RepairSteps(UpkeepBase base, OrderSigner signer, String jobId, RepairTally tally) {
    this.base = base;
    this.orders = new RebuildOrders(base, signer);
    this.check = new CopyCheck(base);
    this.locks = new Locks(base);
    this.jobId = jobId;
    this.tally = tally;
  }

  Avoided avoided() {
    return avoided;
  }

  /// The actions as tasks, in the plan's order: copies of one stripe that follow each other go
  /// together.
  List<Runnable> tasks(List<Action> actions, Map<?, StripeRow> stripes) {
    List<Runnable> tasks = new ArrayList<>();
    List<Action.Copy> together = new ArrayList<>();
    for (Action action : actions) {
      boolean isSame = !together.isEmpty() && together.getFirst().stripe().equals(action.stripe());
      if (!isSame || action instanceof Action.Rebuild) {
        flush(together, stripes, tasks);
      }
      switch (action) {
        case Action.Copy copy -> together.add(copy);
        case Action.Rebuild rebuild -> {
          StripeRow stripe = known(stripes, rebuild);
          tasks.add(() -> guarded(() -> rebuild(rebuild, stripe)));
        }
      }
    }
    flush(together, stripes, tasks);
    return tasks;
  }

  private void flush(List<Action.Copy> together, Map<?, StripeRow> stripes, List<Runnable> tasks) {
    if (!together.isEmpty()) {
      List<Action.Copy> copies = List.copyOf(together);
      StripeRow stripe = known(stripes, copies.getFirst());
      tasks.add(() -> guarded(() -> copy(copies, stripe)));
      together.clear();
    }
  }

  private static StripeRow known(Map<?, StripeRow> stripes, Action action) {
    StripeRow stripe = stripes.get(action.stripe());
    if (stripe == null) {
      throw new IllegalStateException("an action for a stripe that was not planned: " + action);
    }
    return stripe;
  }

  private void guarded(Runnable step) {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    try {
      step.run();
    } catch (OperationFailed e) {
      failed(e);
    }
  }

  private void failed(OperationFailed failure) {
    LOG.info("repair: {}", failure.sentence());
    tally.failed(failure);
  }

  private void copy(List<Action.Copy> copies, StripeRow stripe) {
    SortedMap<PeerId, List<Integer>> targets = new TreeMap<>();
    for (Action.Copy copy : copies) {
      targets.computeIfAbsent(copy.to(), _ -> new ArrayList<>()).add(copy.index());
    }
    Map<PeerId, Signed> byTarget = reserve(stripe, targets);
    SortedMap<PeerId, SortedMap<Integer, ForwardItem.Builder>> bySource = new TreeMap<>();
    for (Action.Copy copy : copies) {
      ShardId shard = stripe.shards().get(copy.index()).id();
      bySource
          .computeIfAbsent(copy.from(), _ -> new TreeMap<>())
          .computeIfAbsent(copy.index(), _ -> ForwardItem.newBuilder().setShard(Ids.message(shard)))
          .addChain(byTarget.get(copy.to()));
    }
    bySource.forEach((source, items) -> {
      ForwardRequest.Builder request = ForwardRequest.newBuilder();
      items.values().forEach(request::addItems);
      ForwardAnswer answer;
      try {
        answer = base.holders().forward(source, request.build());
      } catch (OperationFailed e) {
        avoided.failed(source);
        failed(e);
        return;
      }
      take(stripe, source, answer);
    });
  }

  private Map<PeerId, Signed> reserve(StripeRow stripe, SortedMap<PeerId, List<Integer>> targets) {
    Map<PeerId, Signed> byTarget = new TreeMap<>();
    for (Signed order : base.ledger().reserveRepair(stripe.id(), targets, jobId)) {
      try {
        byTarget.put(new PeerId(PutOrder.parseFrom(order.getMessage()).getTarget()), order);
      } catch (InvalidProtocolBufferException notOurs) {
        throw new IllegalStateException("the ledger's order cannot be read", notOurs);
      }
    }
    return byTarget;
  }

  /// Commits what came, and blames who failed: the source when its copy turns out to be bad.
  private void take(StripeRow stripe, PeerId source, ForwardAnswer answer) {
    for (PutAnswer one : answer.getAnswersList()) {
      ShardRow shard = shard(stripe, Ids.shard(one.getShard()));
      for (HolderAnswer holder : one.getHoldersList()) {
        PeerId target = Ids.peer(holder.getPeerId());
        if (holder.hasReceipt()) {
          commit(stripe, target, holder.getReceipt(), shard.length(), false);
          continue;
        }
        OperationFailed failure = Failures.failed(holder.getFailure());
        failed(failure);
        if (!isAboutBytes(failure) || !foundBad(stripe, source, List.of(shard.index()))) {
          avoided.failed(target);
        }
      }
    }
  }

  private static ShardRow shard(StripeRow stripe, ShardId id) {
    return stripe.shards().stream()
        .filter(shard -> shard.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new OperationFailed(FailureCode.ORDER_REFUSED, "A holder", "another shard was sent"));
  }

  private void commit(
      StripeRow stripe, PeerId target, Signed receipt, long bytes, boolean isRebuilt) {
    try {
      base.ledger().commitRepair(jobId, stripe.id(), List.of(receipt));
      tally.made(1, isRebuilt, bytes);
      locks.follow(stripe, target);
    } catch (OperationFailed e) {
      avoided.failed(target);
      failed(e);
    }
  }

  private void rebuild(Action.Rebuild action, StripeRow stripe) {
    SortedMap<PeerId, List<Integer>> target = new TreeMap<>();
    target.put(action.to(), List.of(action.index()));
    Signed put = reserve(stripe, target).get(action.to());
    if (put == null) {
      throw new IllegalStateException("no order for " + action);
    }
    OperationFailed failure;
    try {
      HolderAnswer answer =
          base.holders().rebuild(action.to(), orders.order(action, stripe, put)).getHolder();
      if (answer.hasReceipt()) {
        long bytes = (action.parts().size() + 1L) * stripe.shards().get(action.index()).length();
        commit(stripe, action.to(), answer.getReceipt(), bytes, true);
        return;
      }
      failure = Failures.failed(answer.getFailure());
    } catch (OperationFailed e) {
      failure = e;
    }
    failed(failure);
    blame(action, stripe, failure);
  }

  /// Bad bytes: every part is looked at. Otherwise it is the peer that the failure names, or the
  /// target.
  private void blame(Action.Rebuild action, StripeRow stripe, OperationFailed failure) {
    boolean found = false;
    if (isAboutBytes(failure)) {
      for (Action.Part part : action.parts()) {
        found |= foundBad(stripe, part.peer(), part.indexes());
      }
    }
    for (Action.Part part : action.parts()) {
      if (!found && isNamed(part.peer(), failure)) {
        avoided.failed(part.peer());
        found = true;
      }
    }
    if (!found) {
      avoided.failed(action.to());
    }
  }

  private boolean isNamed(PeerId peer, OperationFailed failure) {
    String name = base.catalogue().peers().find(peer).map(PeerRow::name).orElse("");
    return failure.args().contains(peer.hex()) || failure.args().contains(name);
  }

  private static boolean isAboutBytes(OperationFailed failure) {
    return failure.code() == FailureCode.SHARD_DAMAGED
        || failure.code() == FailureCode.SHARD_UNKNOWN;
  }

  /// Has a holder look at copies that did not serve; true when one is bad, which the ledger then
  /// knows.
  private boolean foundBad(StripeRow stripe, PeerId peer, List<Integer> indexes) {
    List<Expected> copies = new ArrayList<>();
    for (int index : indexes) {
      Expected.of(stripe.shards().get(index), peer).ifPresent(copies::add);
    }
    try {
      return !check.check(peer, copies, false, jobId).bad().isEmpty();
    } catch (OperationFailed e) {
      avoided.failed(peer);
      return true;
    }
  }
}
