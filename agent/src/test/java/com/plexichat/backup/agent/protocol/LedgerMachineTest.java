package com.plexichat.backup.agent.protocol;

import static com.plexichat.backup.agent.protocol.Samples.operation;
import static com.plexichat.backup.agent.protocol.Samples.peer;
import static com.plexichat.backup.agent.protocol.Samples.receipt;
import static com.plexichat.backup.agent.protocol.Samples.reservation;
import static com.plexichat.backup.agent.protocol.Samples.shard;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.planning.IndexSet;
import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.shared.model.CopyState;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerMachineTest {
  private final LedgerMachine machine =
      new LedgerMachine(Samples.CLUSTER, 5, Samples.FACTS, new LedgerState());

  @Test
  void noOrderLeavesBeforeTheLogHasTheMayHold() {
    List<LedgerEffect> effects = reserve(reservation(1, 1, 0, 1));
    assertEquals(1, effects.size());
    assertInstanceOf(LedgerEffect.Append.class, effects.getFirst());
    assertTrue(machine.state().mayHold().isEmpty());
    LedgerEffect.SendOrder sent =
        (LedgerEffect.SendOrder) machine.step(new LedgerEvent.Appended(10)).getFirst();
    assertEquals(Samples.order(1, 0, 1), sent.order());
    assertEquals(IndexSet.of(0, 1), machine.state().mayHold("owner1"));
  }

  @Test
  void anAppendThatFailedOrdersNothing() {
    reserve(reservation(1, 1, 0, 1));
    assertEquals(List.of(), machine.step(new LedgerEvent.AppendFailed()));
    assertTrue(machine.state().mayHold().isEmpty());
    assertTrue(machine.isIdle());
  }

  @Test
  void separationCountsWhatIsOnItsWayToo() {
    reserve(reservation(1, 1, 0));
    assertRejected(reserve(reservation(2, 1, 1, 2)));
    machine.step(new LedgerEvent.Appended(1));
    assertRejected(reserve(reservation(3, 1, 1, 2)));
    assertRejected(reserve(new Reservation(operation(4), 4, peer(98), "owner99", List.of(0))));
  }

  @Test
  void aReceiptCountsOnce() {
    hold(1, 1, 0);
    assertEquals(
        List.of(new LedgerEffect.Confirm(receipt(1, 1, 0))),
        machine.step(new LedgerEvent.Received(receipt(1, 1, 0))));
    lose(1, 1, 0);
    assertEquals(
        List.of(new LedgerEffect.Confirm(receipt(1, 1, 0))),
        machine.step(new LedgerEvent.Received(receipt(1, 1, 0))));
    assertEquals(CopyState.MISSING, state(1, 0));
    assertEquals(
        List.of(new LedgerEffect.Disregard(receipt(7, 1, 0))),
        machine.step(new LedgerEvent.Received(receipt(7, 1, 0))));
  }

  @Test
  void anOldReportSaysNothingOfANewCopy() {
    hold(1, 1, 0);
    lose(1, 1, 0);
    hold(2, 1, 0);
    assertEquals(
        List.of(),
        machine.step(
            new LedgerEvent.CopyLost(
                peer(1), 0, operation(1), CopyState.CORRUPT, "challenged long ago")));
    assertEquals(CopyState.OK, state(1, 0));
  }

  @Test
  void aStaleCopyCountsAgainWhenProven() {
    hold(1, 1, 0);
    machine.step(
        new LedgerEvent.CopyLost(peer(1), 0, operation(1), CopyState.STALE, "proof too old"));
    machine.step(new LedgerEvent.Appended(3));
    assertEquals(CopyState.STALE, state(1, 0));
    prove(1, 1, true);
    machine.step(new LedgerEvent.Appended(4));
    assertEquals(CopyState.OK, state(1, 0));
  }

  @Test
  void openOrdersAreGivenAgain() {
    hold(1, 1, 0);
    reserve(reservation(2, 2, 0, 1));
    machine.step(new LedgerEvent.Appended(11));
    List<LedgerEffect> again = machine.step(new LedgerEvent.Again(20, 1_000));
    assertEquals(1, again.size());
    Order order = ((LedgerEffect.SendOrder) again.getFirst()).order();
    assertEquals(operation(2), order.operation());
    assertEquals(20, order.logIndex());
    assertEquals(List.of(shard(0), shard(1)), order.shards());
  }

  @Test
  void aRedundantCopyGoesAfterFreshProofsOfTheOthers() {
    hold(1, 1, 0);
    hold(2, 2, 0);
    assertRejected(drop(5, 2));
    hold(3, 3, 0);
    LedgerEffect.Challenge challenge = (LedgerEffect.Challenge) drop(6, 3).getFirst();
    assertEquals(2, challenge.copies().size());
    assertEquals(List.of(), prove(1, 1, true));
    assertInstanceOf(LedgerEffect.Append.class, prove(2, 2, true).getFirst());
    LedgerEffect.SendRemoval removal =
        (LedgerEffect.SendRemoval) machine.step(new LedgerEvent.Appended(5)).getFirst();
    assertEquals(CopyState.TRASHED, state(3, 0));
    assertEquals(IndexSet.of(0), machine.state().mayHold("owner3"));
    machine.step(new LedgerEvent.Removed(done(removal.removal())));
    machine.step(new LedgerEvent.Appended(6));
    assertEquals(IndexSet.EMPTY, machine.state().mayHold("owner3"));
    assertNull(machine.state().copy(peer(3), 0));
    assertTrue(machine.isIdle());
  }

  @Test
  void aFailedProofKeepsTheCopy() {
    hold(1, 1, 0);
    hold(2, 2, 0);
    hold(3, 3, 0);
    drop(6, 3);
    prove(1, 1, true);
    assertInstanceOf(LedgerEffect.Reject.class, prove(2, 2, false).getFirst());
    machine.step(new LedgerEvent.Appended(5));
    assertEquals(CopyState.CORRUPT, state(2, 0));
    assertEquals(CopyState.OK, state(3, 0));
    assertEquals(List.of(), prove(1, 1, true));
  }

  @Test
  void aCopyWhoseLossIsOnItsWayIntoTheLogVouchesForNone() {
    hold(1, 1, 0);
    hold(2, 2, 0);
    hold(3, 3, 0);
    machine.step(
        new LedgerEvent.CopyLost(peer(1), 0, operation(1), CopyState.CORRUPT, "challenged"));
    assertRejected(drop(6, 3));
    assertEquals(List.of(), prove(1, 1, true));
    machine.step(new LedgerEvent.Appended(5));
    assertEquals(CopyState.CORRUPT, state(1, 0));
    assertEquals(CopyState.OK, state(3, 0));
  }

  @Test
  void onlyTheAwaitedAcknowledgementClearsMayHold() {
    reserve(reservation(1, 1, 0));
    machine.step(new LedgerEvent.Appended(1));
    drop(2, 1);
    Removal removal =
        ((LedgerEffect.SendRemoval) machine.step(new LedgerEvent.Appended(2)).getFirst()).removal();
    Removal.Done other =
        new Removal.Done(
            peer(1), operation(9), 9, Removal.Kind.DELETE, removal.shards(), List.of());
    assertEquals(List.of(), machine.step(new LedgerEvent.Removed(other)));
    assertRejected(reserve(reservation(3, 1, 0)));
    assertEquals(
        List.of(new LedgerEffect.Disregard(receipt(1, 1, 0))),
        machine.step(new LedgerEvent.Received(receipt(1, 1, 0))));
    assertEquals(1, machine.step(new LedgerEvent.Removed(done(removal))).size());
    machine.step(new LedgerEvent.Appended(3));
    assertTrue(machine.state().copies().isEmpty());
  }

  @Test
  void mayHoldStaysWhileAnotherPeerOfTheOwnerMayHaveTheShard() {
    reserve(
        new Reservation(operation(1), 1, peer(1), "both", List.of(0)),
        new Reservation(operation(2), 2, peer(2), "both", List.of(0)));
    machine.step(new LedgerEvent.Appended(1));
    for (int peer = 1; peer <= 2; peer++) {
      assertEquals(IndexSet.of(0), machine.state().mayHold("both"));
      drop(peer + 4, peer);
      Removal removal =
          ((LedgerEffect.SendRemoval) machine.step(new LedgerEvent.Appended(2)).getFirst())
              .removal();
      machine.step(new LedgerEvent.Removed(done(removal)));
      machine.step(new LedgerEvent.Appended(3));
    }
    assertEquals(IndexSet.EMPTY, machine.state().mayHold("both"));
  }

  private List<LedgerEffect> reserve(Reservation... reservations) {
    return machine.step(new LedgerEvent.Reserve(List.of(reservations), 1_000, false));
  }

  /// A copy, ordered and acknowledged.
  private void hold(int number, int peer, int index) {
    reserve(reservation(number, peer, index));
    machine.step(new LedgerEvent.Appended(1));
    machine.step(new LedgerEvent.Received(receipt(number, peer, index)));
    assertEquals(
        List.of(new LedgerEffect.Confirm(receipt(number, peer, index))),
        machine.step(new LedgerEvent.Appended(2)));
  }

  private void lose(int number, int peer, int index) {
    machine.step(
        new LedgerEvent.CopyLost(
            peer(peer), index, operation(number), CopyState.MISSING, "challenged"));
    machine.step(new LedgerEvent.Appended(3));
  }

  private List<LedgerEffect> drop(int number, int peer) {
    return machine.step(
        new LedgerEvent.Drop(peer(peer), 0, operation(number), number + 10, "redundant"));
  }

  private List<LedgerEffect> prove(int number, int peer, boolean whole) {
    return machine.step(new LedgerEvent.Proven(peer(peer), 0, operation(number), whole));
  }

  private CopyState state(int peer, int index) {
    LedgerState.Copy copy = machine.state().copy(peer(peer), index);
    if (copy == null) {
      throw new AssertionError("no such copy");
    }
    return copy.state();
  }

  private static Removal.Done done(Removal removal) {
    return new Removal.Done(
        removal.target(),
        removal.operation(),
        removal.sequence(),
        removal.kind(),
        removal.shards(),
        List.of());
  }

  private static void assertRejected(List<LedgerEffect> effects) {
    assertInstanceOf(LedgerEffect.Reject.class, effects.getFirst());
  }
}
