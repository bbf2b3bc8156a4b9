package com.plexichat.backup.agent.ledger;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.LogHead;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.catalogue.Submitted;
import com.plexichat.backup.agent.planning.Assignment;
import com.plexichat.backup.agent.planning.PeerView;
import com.plexichat.backup.agent.planning.Placement;
import com.plexichat.backup.agent.protocol.LedgerChange;
import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.agent.protocol.LedgerEffect;
import com.plexichat.backup.agent.protocol.LedgerEvent;
import com.plexichat.backup.agent.protocol.LedgerMachine;
import com.plexichat.backup.agent.protocol.LedgerState;
import com.plexichat.backup.agent.protocol.Operation;
import com.plexichat.backup.agent.protocol.Order;
import com.plexichat.backup.agent.protocol.Receipt;
import com.plexichat.backup.agent.protocol.ShardSpec;
import com.plexichat.backup.agent.protocol.StripeFacts;
import com.plexichat.backup.proto.ChangedCopy;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.CommittedCopies;
import com.plexichat.backup.proto.CommittedStripe;
import com.plexichat.backup.proto.CopiesChanged;
import com.plexichat.backup.proto.CopiesReserved;
import com.plexichat.backup.proto.SealedStripe;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.StripeReceipts;
import com.plexichat.backup.proto.StripesCommitted;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/// Who may hold what: reserves holders for stripes, hands out signed orders, and commits what
/// receipts prove.
///
/// One call plans at a time, because every placement changes the space that the next one sees. The
/// step machine of a stripe lives here while its upload may go on; afterwards it is made anew from
/// the catalogue.
public final class Ledger {
  private static final Duration ORDER_LIFE = Duration.ofHours(6);
  private static final int OPEN_STRIPES = 4096;

  /// Orders of one epoch: a thousand a second for 34 years.
  private static final int SEQUENCE_BITS = 40;

  private final Catalogue catalogue;
  private final OrderSigner signer;
  private final Receipts receipts;
  private final InstantSource time;
  private final SecureRandom random;
  final ReentrantLock lock = new ReentrantLock();
  final Map<StripeId, LedgerMachine> open =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StripeId, LedgerMachine> eldest) {
          return size() > OPEN_STRIPES && eldest.getValue().isIdle();
        }
      };
  private final MadeAnew madeAnew = new MadeAnew();
  private long sequence;

  public Ledger(Catalogue catalogue, OrderSigner signer, InstantSource time, SecureRandom random) {
    this.catalogue = catalogue;
    this.signer = signer;
    this.receipts = new Receipts(catalogue);
    this.time = time;
    this.random = random;
  }

  /// Places stripes of a running backup and answers the orders to their holders; asked again, what
  /// is missing is placed elsewhere and what is open is ordered again.
  ///
  /// @param avoid peers that just refused or failed
  public List<com.plexichat.backup.proto.Placement> reserve(
      PeerId source, String backupId, List<SealedStripe> stripes, Collection<PeerId> avoid) {
    lock.lock();
    try {
      BackupRow backup = running(source, backupId);
      PeerRow host = peer(source);
      List<PeerView> peers = Views.peers(catalogue.peers().all());
      Batch batch = new Batch(this, backup, "peer:" + source.hex());
      for (SealedStripe stripe : stripes) {
        LedgerMachine machine = machine(stripe, backup, host);
        boolean isNew = machine.state().copies().isEmpty();
        Assignment plan =
            Placement.place(
                Views.stripe(machine.facts(), backup.tier(), machine.state()),
                peers,
                new TreeSet<>(avoid),
                machine.facts().stripe().low());
        batch.place(stripe, machine, plan, isNew, reservations(plan));
        peers = Batch.without(peers, plan, machine.facts());
      }
      return batch.submitAndSign();
    } finally {
      lock.unlock();
    }
  }

  /// What became of receipts.
  ///
  /// @param whole stripes of which every shard has a committed copy
  /// @param disregarded receipts that prove nothing any more
  public record Commits(List<StripeId> whole, List<Signed> disregarded) {}

  /// Commits what the receipts prove.
  public Commits commit(PeerId source, String backupId, List<StripeReceipts> stripes) {
    lock.lock();
    try {
      running(source, backupId);
      return commit("peer:" + source.hex(), backupId, "", stripes);
    } finally {
      lock.unlock();
    }
  }

  /// Reserves further holders for a stripe that exists, and answers their orders.
  ///
  /// @param targets per peer the indexes that it is to hold
  public List<Signed> reserveRepair(
      StripeId stripe, SortedMap<PeerId, List<Integer>> targets, String jobId) {
    lock.lock();
    try {
      LedgerMachine machine = known(stripe);
      List<Reservation> wanted = reservations(targets);
      CopiesReserved.Builder change =
          CopiesReserved.newBuilder()
              .setStripe(Ids.message(stripe))
              .setWhy("repair")
              .setJobId(jobId);
      for (LedgerEffect effect : machine.step(new LedgerEvent.Reserve(wanted, expiry(), true))) {
        if (effect instanceof LedgerEffect.Append(LedgerChange.Reserved reserved)) {
          reserved.reservations().forEach(one -> change.addCopies(Orders.message(one)));
        } else {
          throw new OperationFailed(FailureCode.ORDER_REFUSED, "The ledger", effect.toString());
        }
      }
      Command command = Command.newBuilder().setCopiesReserved(change).build();
      Submitted submitted;
      try {
        submitted = catalogue.submit("coordinator", "repair", "", command);
      } catch (RuntimeException e) {
        machine.step(new LedgerEvent.AppendFailed());
        throw e;
      }
      return machine.step(new LedgerEvent.Appended(submitted.last())).stream()
          .map(effect -> sign(((LedgerEffect.SendOrder) effect).order(), submitted))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /// Commits the receipts of a repair.
  public void commitRepair(String jobId, StripeId stripe, List<Signed> proofs) {
    lock.lock();
    try {
      StripeReceipts.Builder all =
          StripeReceipts.newBuilder().setStripe(Ids.message(stripe)).addAllReceipts(proofs);
      commit("coordinator", "", jobId, List.of(all.build()));
      proofs.forEach(one -> madeAnew.add(stripe, receipts.verified(one), head().index()));
    } finally {
      lock.unlock();
    }
  }

  /// What became of copies: told to the ledgers of their stripes and to the log. What was asked
  /// before a copy was made anew by a repair says nothing of that one.
  public void changed(List<LostCopy> copies, String jobId) {
    lock.lock();
    try {
      CopiesChanged.Builder change = CopiesChanged.newBuilder().setJobId(jobId);
      List<LedgerMachine> waiting = new ArrayList<>();
      for (LostCopy one : copies) {
        LedgerMachine machine = known(one.stripe());
        LedgerState.Copy copy = machine.state().copy(one.peer(), one.index());
        if (copy == null || madeAnew.isSince(one)) {
          continue;
        }
        LedgerEvent lost =
            new LedgerEvent.CopyLost(
                one.peer(), one.index(), copy.operation(), one.state(), one.why());
        for (LedgerEffect effect : machine.step(lost)) {
          if (effect instanceof LedgerEffect.Append) {
            waiting.add(machine);
            change.addCopies(
                ChangedCopy.newBuilder()
                    .setShard(Ids.message(machine.facts().shards().get(one.index()).shard()))
                    .setPeerId(one.peer().hex())
                    .setState(one.state().name())
                    .setWhy(one.why()));
          }
        }
      }
      if (!waiting.isEmpty()) {
        append("coordinator", Command.newBuilder().setCopiesChanged(change).build(), waiting);
      }
    } finally {
      lock.unlock();
    }
  }

  private Commits commit(
      String actor, String backupId, String jobId, List<StripeReceipts> stripes) {
    StripesCommitted.Builder change =
        StripesCommitted.newBuilder().setBackupId(backupId).setJobId(jobId);
    List<LedgerMachine> waiting = new ArrayList<>();
    List<StripeId> done = new ArrayList<>();
    List<Signed> disregarded = new ArrayList<>();
    List<Receipt> verified = new ArrayList<>();
    // All of them before a machine steps: a forged one must leave nothing half done.
    stripes.forEach(
        one -> one.getReceiptsList().forEach(signed -> verified.add(receipts.verified(signed))));
    for (StripeReceipts one : stripes) {
      StripeId id = Ids.stripe(one.getStripe());
      LedgerMachine machine = open.get(id);
      if (machine == null) {
        machine = known(id);
      }
      CommittedStripe.Builder committed = CommittedStripe.newBuilder().setStripe(one.getStripe());
      for (Signed signed : one.getReceiptsList()) {
        Receipt receipt = verified.removeFirst();
        for (LedgerEffect effect : machine.step(new LedgerEvent.Received(receipt))) {
          if (effect instanceof LedgerEffect.Disregard) {
            disregarded.add(signed);
          }
          if (effect instanceof LedgerEffect.Append(LedgerChange.Committed fact)) {
            committed.addCopies(
                CommittedCopies.newBuilder()
                    .setPeerId(fact.peer().hex())
                    .setOperation(ByteString.copyFrom(fact.operation().bytes()))
                    .addAllIndexes(fact.indexes()));
            waiting.add(machine);
          }
        }
      }
      if (committed.getCopiesCount() > 0) {
        change.addStripes(committed);
      }
      done.add(id);
    }
    if (change.getStripesCount() > 0) {
      append(actor, Command.newBuilder().setStripesCommitted(change).build(), waiting);
    }
    done.removeIf(id -> !Batch.isWhole(known(id)));
    return new Commits(done, disregarded);
  }

  /// One entry for what several machines wait for, in the order in which they asked.
  Submitted append(String actor, Command command, List<LedgerMachine> waiting) {
    Submitted submitted;
    try {
      submitted = catalogue.submit(actor, "", "", command);
    } catch (RuntimeException e) {
      waiting.forEach(machine -> machine.step(new LedgerEvent.AppendFailed()));
      throw e;
    }
    waiting.forEach(machine -> machine.step(new LedgerEvent.Appended(submitted.last())));
    return submitted;
  }

  private LedgerMachine machine(SealedStripe stripe, BackupRow backup, PeerRow host) {
    StripeId id = Ids.stripe(stripe.getStripe());
    LedgerMachine there = open.get(id);
    if (there != null) {
      return there;
    }
    if (catalogue.stripes().find(id, time.millis()).isPresent()) {
      return known(id);
    }
    List<ShardSpec> shards = stripe.getShardsList().stream().map(Orders::spec).toList();
    StripeFacts facts =
        new StripeFacts(
            id,
            stripe.getK(),
            stripe.getM(),
            backup.tier().copies(),
            shards,
            host.id(),
            host.owner());
    LedgerMachine fresh = machine(facts, new LedgerState());
    open.put(id, fresh);
    return fresh;
  }

  private LedgerMachine machine(StripeFacts facts, LedgerState state) {
    ClusterRow cluster = cluster();
    return new LedgerMachine(cluster.id(), cluster.epoch(), facts, state);
  }

  /// The machine of a stripe that the catalogue knows, as the log says.
  LedgerMachine known(StripeId id) {
    LedgerMachine there = open.get(id);
    if (there != null) {
      return there;
    }
    StripeRow row =
        catalogue
            .stripes()
            .find(id, time.millis())
            .orElseThrow(() ->
                new OperationFailed(
                    FailureCode.ORDER_REFUSED, "The coordinator", "an unknown stripe"));
    LedgerMachine made = machine(Views.facts(row), KnownStripes.state(row));
    open.put(id, made);
    return made;
  }

  private ClusterRow cluster() {
    return catalogue
        .cluster()
        .find()
        .orElseThrow(() -> new IllegalStateException("the cluster was not founded"));
  }

  private List<Reservation> reservations(Assignment plan) {
    SortedMap<PeerId, List<Integer>> indexes = new TreeMap<>();
    for (Assignment.Assigned copy : plan.copies()) {
      indexes.computeIfAbsent(copy.peer(), _ -> new ArrayList<>()).add(copy.index());
    }
    return reservations(indexes);
  }

  private List<Reservation> reservations(SortedMap<PeerId, List<Integer>> indexes) {
    List<Reservation> all = new ArrayList<>();
    indexes.forEach((peer, which) ->
        all.add(new Reservation(operation(), nextSequence(), peer, peer(peer).owner(), which)));
    return all;
  }

  Operation operation() {
    return new Operation(random.nextLong(), random.nextLong());
  }

  /// Rises across restarts, because the log has a reservation before its order leaves, and across
  /// takeovers, where the log may end before the last orders, because each epoch begins higher.
  long nextSequence() {
    long begins = (cluster().epoch() - 1) << SEQUENCE_BITS;
    sequence = Math.max(sequence, Math.max(cluster().sequence(), begins)) + 1;
    return sequence;
  }

  Signed sign(Order order, Submitted submitted) {
    return signer.sign(Orders.message(order, submitted.head()).toByteArray());
  }

  long expiry() {
    return time.millis() + ORDER_LIFE.toMillis();
  }

  private PeerRow peer(PeerId id) {
    return catalogue
        .peers()
        .find(id)
        .orElseThrow(() -> new OperationFailed(FailureCode.PEER_UNKNOWN, id.hex()));
  }

  private BackupRow running(PeerId source, String backupId) {
    BackupRow backup =
        catalogue
            .backups()
            .find(backupId)
            .orElseThrow(() -> new OperationFailed(FailureCode.BACKUP_UNKNOWN, backupId));
    if (backup.state() != BackupState.RUNNING || !backup.host().equals(source.hex())) {
      throw new OperationFailed(
          FailureCode.INTERRUPTED,
          "Backup " + backupId,
          "it is not running on this machine any more");
    }
    return backup;
  }

  LogHead head() {
    return catalogue.head();
  }
}
