package com.plexichat.backup.agent.ledger;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Submitted;
import com.plexichat.backup.agent.planning.Assignment;
import com.plexichat.backup.agent.planning.PeerView;
import com.plexichat.backup.agent.protocol.LedgerChange;
import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.agent.protocol.LedgerEffect;
import com.plexichat.backup.agent.protocol.LedgerEvent;
import com.plexichat.backup.agent.protocol.LedgerMachine;
import com.plexichat.backup.agent.protocol.LedgerState;
import com.plexichat.backup.agent.protocol.Order;
import com.plexichat.backup.agent.protocol.ShardSpec;
import com.plexichat.backup.agent.protocol.StripeFacts;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.ReservedStripe;
import com.plexichat.backup.proto.SealedStripe;
import com.plexichat.backup.proto.StripesReserved;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The stripes of one call: one entry in the log, then the orders.
final class Batch {
  private final Ledger ledger;
  private final BackupRow backup;
  private final String actor;
  private final StripesReserved.Builder change;
  private final List<Placed> placed = new ArrayList<>();

  Batch(Ledger ledger, BackupRow backup, String actor) {
    this.ledger = ledger;
    this.backup = backup;
    this.actor = actor;
    this.change = StripesReserved.newBuilder().setBackupId(backup.id());
  }

  private record Placed(LedgerMachine machine, Assignment plan, boolean isAppended) {}

  void place(
      SealedStripe stripe,
      LedgerMachine machine,
      Assignment plan,
      boolean isNew,
      List<Reservation> reservations) {
    boolean appends = false;
    if (!reservations.isEmpty()) {
      for (LedgerEffect effect :
          machine.step(new LedgerEvent.Reserve(reservations, ledger.expiry(), !isNew))) {
        switch (effect) {
          case LedgerEffect.Append(LedgerChange.Reserved reserved) -> {
            change.addStripes(message(stripe, machine.facts(), reserved));
            appends = true;
          }
          case LedgerEffect.Reject(var event, var why) ->
              throw new IllegalStateException("placement broke a rule: " + why + " " + event);
          default -> throw new IllegalStateException("unexpected " + effect);
        }
      }
    }
    placed.add(new Placed(machine, plan, appends));
  }

  private ReservedStripe message(
      SealedStripe stripe, StripeFacts facts, LedgerChange.Reserved reserved) {
    ReservedStripe.Builder message =
        ReservedStripe.newBuilder()
            .setStripe(stripe.getStripe())
            .setK(facts.k())
            .setM(facts.m())
            .setKeyEpoch(stripe.getKeyEpoch())
            .setVault(backup.vault().hex())
            .setSource(facts.source().hex());
    ByteString names = ByteString.EMPTY;
    for (ShardSpec shard : facts.shards()) {
      names = names.concat(Ids.message(shard.shard()));
      message.addLengths(shard.length());
    }
    message.setShards(names);
    reserved.reservations().forEach(one -> message.addCopies(Orders.message(one)));
    return message.build();
  }

  List<com.plexichat.backup.proto.Placement> submitAndSign() {
    List<LedgerMachine> waiting =
        placed.stream().filter(Placed::isAppended).map(Placed::machine).toList();
    Submitted submitted =
        waiting.isEmpty()
            ? new Submitted(0, ledger.head().index(), ledger.head())
            : ledger.append(
                actor, Command.newBuilder().setStripesReserved(change).build(), waiting);
    List<com.plexichat.backup.proto.Placement> answers = new ArrayList<>();
    for (Placed one : placed) {
      com.plexichat.backup.proto.Placement.Builder answer =
          com.plexichat.backup.proto.Placement.newBuilder()
              .setStripe(Ids.message(one.machine.facts().stripe()))
              .setMissingCopies(one.plan.missing())
              .setSentence(one.plan.sentence());
      for (LedgerEffect effect :
          one.machine.step(new LedgerEvent.Again(submitted.last(), ledger.expiry()))) {
        if (effect instanceof LedgerEffect.SendOrder(Order order)) {
          answer.addOrders(ledger.sign(order, submitted));
        }
      }
      answers.add(answer.build());
    }
    return answers;
  }

  /// The peers with what this plan takes of their free space.
  static List<PeerView> without(List<PeerView> peers, Assignment plan, StripeFacts facts) {
    Map<PeerId, Long> taken = new TreeMap<>();
    for (Assignment.Assigned copy : plan.copies()) {
      taken.merge(copy.peer(), facts.shards().get(copy.index()).length(), Long::sum);
    }
    return peers.stream()
        .map(peer -> peer.withFreeBytes(peer.freeBytes() - taken.getOrDefault(peer.id(), 0L)))
        .toList();
  }

  /// Whether every shard has a committed copy.
  static boolean isWhole(LedgerMachine machine) {
    LedgerState state = machine.state();
    for (ShardSpec shard : machine.facts().shards()) {
      if (state.copies(shard.index()).stream().noneMatch(LedgerState.Copy::acknowledged)) {
        return false;
      }
    }
    return true;
  }
}
