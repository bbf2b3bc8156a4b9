package com.plexichat.backup.agent.ledger;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.catalogue.StripeSpares;
import com.plexichat.backup.agent.protocol.LedgerChange;
import com.plexichat.backup.agent.protocol.LedgerEffect;
import com.plexichat.backup.agent.protocol.LedgerEvent;
import com.plexichat.backup.agent.protocol.LedgerMachine;
import com.plexichat.backup.agent.protocol.LedgerState;
import com.plexichat.backup.agent.protocol.Operation;
import com.plexichat.backup.agent.protocol.Removal;
import com.plexichat.backup.proto.ChangedCopy;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.CopiesChanged;
import com.plexichat.backup.proto.MayHoldCleared;
import com.plexichat.backup.proto.OrdersNumbered;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The ledger's side of copies that leave: numbers for removals, and deletions for good.
///
/// A removal is in the log before its order leaves, and its number is never used again. So is what
/// takes a copy away from a stripe that is needed, although it goes to the trash only: from then on
/// it does not count, whatever becomes of the order. What a peer may hold is forgotten when it has
/// acknowledged the deletion.
public final class Leaving {
  private final Ledger ledger;
  private final Catalogue catalogue;

  public Leaving(Ledger ledger, Catalogue catalogue) {
    this.ledger = ledger;
    this.catalogue = catalogue;
  }

  /// One peer's copies of one index, of several stripes: they go by one order.
  ///
  /// @param shards in the order of the stripes
  public record Deletion(
      PeerId peer,
      int index,
      Operation operation,
      long sequence,
      List<StripeId> stripes,
      List<ShardId> shards) {
    public Deletion {
      stripes = List.copyOf(stripes);
      shards = List.copyOf(shards);
    }

    /// The order's own, as the wire has it.
    public String token() {
      return operation.hex();
    }
  }

  /// A number for a removal that takes nothing from what may be held.
  public long number() {
    return locked(() -> {
      long sequence = ledger.nextSequence();
      OrdersNumbered numbered = OrdersNumbered.newBuilder().setSequence(sequence).build();
      submit(Command.newBuilder().setOrdersNumbered(numbered).build());
      return sequence;
    });
  }

  public ClusterRow cluster() {
    return catalogue
        .cluster()
        .find()
        .orElseThrow(() -> new IllegalStateException("the cluster was not founded"));
  }

  /// Puts into the log that a peer is to delete its copies of shard `index` of these stripes. Those
  /// that count, or of which another removal is under way, are left out.
  public Deletion delete(
      PeerId peer, int index, Collection<StripeId> stripes, String why, String jobId) {
    return locked(() -> {
      Operation operation = ledger.operation();
      long sequence = ledger.nextSequence();
      List<LedgerMachine> waiting = new ArrayList<>();
      List<StripeId> going = new ArrayList<>();
      List<ShardId> shards = new ArrayList<>();
      CopiesChanged.Builder change = CopiesChanged.newBuilder().setJobId(jobId);
      for (StripeId stripe : stripes) {
        LedgerMachine machine = ledger.known(stripe);
        LedgerState.Copy copy = machine.state().copy(peer, index);
        if (copy == null || copy.state().isCounted() || machine.isDeleted(copy)) {
          continue;
        }
        LedgerEvent drop = new LedgerEvent.Drop(peer, index, operation, sequence, why);
        for (LedgerEffect effect : machine.step(drop)) {
          if (effect instanceof LedgerEffect.Append(LedgerChange.CopyChanged changed)) {
            ShardId shard = machine.facts().shards().get(index).shard();
            waiting.add(machine);
            going.add(stripe);
            shards.add(shard);
            change.addCopies(message(shard, peer, changed));
          }
        }
      }
      append(sequence, change, waiting);
      return new Deletion(peer, index, operation, sequence, going, shards);
    });
  }

  /// A copy that its shard can do without.
  ///
  /// @param proven peers of whom every byte of the same shard was read, and which proved it, now
  public record Spared(StripeId stripe, int index, Set<PeerId> proven) {
    public Spared {
      proven = Set.copyOf(proven);
    }
  }

  /// An order to bring copies to the trash, of which the log has that they go.
  ///
  /// @param shards those that go by it
  public record Release(PeerId peer, String token, long sequence, List<ShardId> shards) {
    public Release {
      shards = List.copyOf(shards);
    }
  }

  /// Lets copies of stripes that are needed go from one peer. Asked once more here, of the
  /// catalogue as it is and of each stripe's ledger: nobody is at the stripe, and as many owners as
  /// are asked, without this peer's, have proven copies. The others are left out.
  public Release release(PeerId peer, Collection<Spared> copies, String why, String jobId) {
    return locked(() -> {
      Operation operation = ledger.operation();
      long sequence = ledger.nextSequence();
      Map<StripeId, StripeRow> rows = idle(copies);
      Map<StripeId, LedgerMachine> machines = new LinkedHashMap<>();
      List<LedgerMachine> waiting = new ArrayList<>();
      List<ShardId> shards = new ArrayList<>();
      CopiesChanged.Builder change = CopiesChanged.newBuilder().setJobId(jobId);
      try {
        for (Spared one : copies) {
          StripeRow row = rows.get(one.stripe());
          if (row == null || !isSpare(row.shards().get(one.index()), peer, one.proven())) {
            continue;
          }
          LedgerMachine machine = machines.computeIfAbsent(one.stripe(), this::anew);
          LedgerEvent.Drop drop = new LedgerEvent.Drop(peer, one.index(), operation, sequence, why);
          dropped(machine, drop, one.proven())
              .ifPresent(changed -> {
                ShardId shard = machine.facts().shards().get(one.index()).shard();
                waiting.add(machine);
                shards.add(shard);
                change.addCopies(message(shard, peer, changed));
              });
        }
        append(sequence, change, waiting);
      } finally {
        // They wait for a deletion, and this is none: whoever is next makes them anew.
        machines.keySet().forEach(ledger.open::remove);
      }
      return new Release(peer, operation.hex(), sequence, shards);
    });
  }

  /// Their stripes, without those that somebody is at.
  private Map<StripeId, StripeRow> idle(Collection<Spared> copies) {
    Map<StripeId, StripeRow> rows = new LinkedHashMap<>();
    for (StripeSpares.Found found :
        catalogue.spares().get(copies.stream().map(Spared::stripe).distinct().toList())) {
      LedgerMachine open = ledger.open.get(found.stripe().id());
      if (!found.isBusy() && (open == null || open.isIdle())) {
        rows.put(found.stripe().id(), found.stripe());
      }
    }
    return rows;
  }

  /// As the catalogue has it now: what was open before may ask for fewer copies.
  private LedgerMachine anew(StripeId stripe) {
    ledger.open.remove(stripe);
    return ledger.known(stripe);
  }

  private static boolean isSpare(ShardRow shard, PeerId peer, Set<PeerId> proven) {
    Optional<CopyRow> going =
        shard.copies().stream().filter(copy -> copy.peer().equals(peer)).findFirst();
    long owners =
        shard.copies().stream()
            .filter(copy -> copy.counts() && proven.contains(copy.peer()))
            .filter(copy -> !copy.peer().equals(peer))
            .map(CopyRow::owner)
            .filter(owner ->
                going.stream()
                    .noneMatch(copy -> copy.state().isCounted() && copy.owner().equals(owner)))
            .distinct()
            .count();
    return going.filter(copy -> copy.state() != CopyState.TRASHED).isPresent()
        && owners >= shard.target();
  }

  private static Optional<LedgerChange.CopyChanged> dropped(
      LedgerMachine machine, LedgerEvent.Drop drop, Set<PeerId> proven) {
    for (LedgerEffect effect : machine.step(drop)) {
      if (effect instanceof LedgerEffect.Append(LedgerChange.CopyChanged changed)) {
        return Optional.of(changed);
      }
      if (effect instanceof LedgerEffect.Challenge(var index, var others)) {
        for (LedgerState.Copy other : others) {
          if (!proven.contains(other.peer())) {
            continue;
          }
          LedgerEvent proof = new LedgerEvent.Proven(other.peer(), index, other.operation(), true);
          for (LedgerEffect after : machine.step(proof)) {
            if (after instanceof LedgerEffect.Append(LedgerChange.CopyChanged changed)) {
              return Optional.of(changed);
            }
          }
        }
        machine.step(new LedgerEvent.GiveUp(index));
      }
    }
    return Optional.empty();
  }

  private static ChangedCopy message(ShardId shard, PeerId peer, LedgerChange.CopyChanged changed) {
    return ChangedCopy.newBuilder()
        .setShard(Ids.message(shard))
        .setPeerId(peer.hex())
        .setState(changed.state().name())
        .setWhy(changed.why())
        .build();
  }

  /// The peer has deleted these of the shards: what it might hold of them is forgotten.
  public void deleted(Deletion deletion, Collection<ShardId> done, String jobId) {
    locked(() -> {
      Removal.Done answer =
          new Removal.Done(
              deletion.peer(),
              deletion.operation(),
              deletion.sequence(),
              Removal.Kind.DELETE,
              List.copyOf(done),
              List.of());
      List<LedgerMachine> waiting = new ArrayList<>();
      List<Command> commands = new ArrayList<>();
      for (StripeId stripe : deletion.stripes()) {
        LedgerMachine machine = ledger.known(stripe);
        for (LedgerEffect effect : machine.step(new LedgerEvent.Removed(answer))) {
          if (effect instanceof LedgerEffect.Append(var change)) {
            waiting.add(machine);
            commands.add(command(machine, change, jobId));
          }
        }
      }
      if (!waiting.isEmpty()) {
        append(commands, waiting);
      }
      return done.size();
    });
  }

  /// The peer did not answer, or keeps some of them a while longer: it is asked anew another time.
  public void undone(Deletion deletion) {
    locked(() -> {
      deletion.stripes().forEach(ledger.open::remove);
      return deletion;
    });
  }

  private static Command command(LedgerMachine machine, LedgerChange change, String jobId) {
    return switch (change) {
      case LedgerChange.Cleared(var owner, var indexes, var why) ->
          Command.newBuilder()
              .setMayHoldCleared(
                  MayHoldCleared.newBuilder()
                      .setStripe(Ids.message(machine.facts().stripe()))
                      .setOwner(owner)
                      .addAllIndexes(indexes)
                      .setWhy(why))
              .build();
      case LedgerChange.CopyChanged changed ->
          Command.newBuilder()
              .setCopiesChanged(
                  CopiesChanged.newBuilder()
                      .setJobId(jobId)
                      .addCopies(
                          message(
                              machine.facts().shards().get(changed.index()).shard(),
                              changed.peer(),
                              changed)))
              .build();
      default -> throw new IllegalStateException("not what follows a deletion: " + change);
    };
  }

  /// A removal's number, and what it takes.
  private void append(long sequence, CopiesChanged.Builder change, List<LedgerMachine> waiting) {
    if (!waiting.isEmpty()) {
      append(
          List.of(
              Command.newBuilder()
                  .setOrdersNumbered(OrdersNumbered.newBuilder().setSequence(sequence))
                  .build(),
              Command.newBuilder().setCopiesChanged(change).build()),
          waiting);
    }
  }

  private void append(List<Command> commands, List<LedgerMachine> waiting) {
    long last;
    try {
      last = submit(commands.toArray(Command[]::new));
    } catch (RuntimeException e) {
      waiting.forEach(machine -> machine.step(new LedgerEvent.AppendFailed()));
      throw e;
    }
    waiting.forEach(machine -> machine.step(new LedgerEvent.Appended(last)));
  }

  private long submit(Command... commands) {
    return catalogue.submit("coordinator", "", "", commands).last();
  }

  private <T> T locked(Supplier<T> act) {
    ledger.lock.lock();
    try {
      return act.get();
    } finally {
      ledger.lock.unlock();
    }
  }
}
