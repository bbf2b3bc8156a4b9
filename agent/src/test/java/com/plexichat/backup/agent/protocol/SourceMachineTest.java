package com.plexichat.backup.agent.protocol;

import static com.plexichat.backup.agent.protocol.Samples.order;
import static com.plexichat.backup.agent.protocol.Samples.peer;
import static com.plexichat.backup.agent.protocol.Samples.receipt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.protocol.SourceEffect.Result;
import com.plexichat.backup.shared.model.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// One upload of two data shards, twice each, and no parity.
class SourceMachineTest {
  private final SourceMachine machine = new SourceMachine(2, 0, 2);

  @Test
  void everyShardLeavesOnceAndIsForwarded() {
    List<SourceEffect> sends = reserved(order(1, peer(1), 0, 1), order(2, peer(2), 0, 1));
    assertEquals(
        List.of(
            new SourceEffect.Send(0, List.of(order(1, peer(1), 0, 1), order(2, peer(2), 0, 1))),
            new SourceEffect.Send(1, List.of(order(2, peer(2), 0, 1), order(1, peer(1), 0, 1)))),
        sends);
    acknowledge(1, 1, 0);
    acknowledge(1, 1, 1);
    acknowledge(2, 2, 0);
    SourceEffect.Commit commit = (SourceEffect.Commit) acknowledge(2, 2, 1).getFirst();
    assertEquals(4, commit.receipts().size());
    assertEquals(
        List.of(new SourceEffect.Finish(new Result.Complete())),
        machine.step(new SourceEvent.Committed(List.of())));
    assertTrue(machine.isDone());
    assertEquals(List.of(), machine.step(new SourceEvent.Cancel()));
  }

  @Test
  void aPeerToBlameIsAvoidedAndTheMissingIsAskedForAgain() {
    reserved(order(1, peer(1), 0, 1), order(2, peer(2), 0));
    acknowledge(1, 1, 0);
    acknowledge(1, 1, 1);
    assertEquals(List.of(new SourceEffect.Pause(1)), refuse(2, 2, 0, Refusal.NO_SPACE));
    assertEquals(asked(peer(2)), machine.step(new SourceEvent.Resume()));
  }

  @Test
  void whoFailedIsAskedOnceMoreWhenNobodyElseMayHoldTheShard() {
    reserved(order(1, peer(1), 0, 1), order(2, peer(2), 0));
    acknowledge(1, 1, 0);
    refuse(1, 1, 1, Refusal.UNREACHABLE);
    acknowledge(2, 2, 0);
    assertEquals(asked(peer(1)), machine.step(new SourceEvent.Resume()));
    machine.step(new SourceEvent.Reserved(List.of(), "no other"));
    assertEquals(asked(), machine.step(new SourceEvent.Resume()));
    machine.step(new SourceEvent.Reserved(List.of(order(1, peer(1), 1)), ""));
    acknowledge(1, 1, 1);
    assertEquals(asked(), machine.step(new SourceEvent.Resume()));
  }

  @Test
  void aRefusalThatBlamesNobodyIsTriedThereAgain() {
    reserved(order(1, peer(1), 0));
    refuse(1, 1, 0, Refusal.EXPIRED);
    assertEquals(asked(), machine.step(new SourceEvent.Resume()));
  }

  @Test
  void whoWasBehindABrokenHolderIsSentToDirectly() {
    reserved(order(1, peer(1), 0), order(2, peer(2), 0));
    assertEquals(
        List.of(new SourceEffect.Send(0, List.of(order(2, peer(2), 0)))),
        machine.step(
            new SourceEvent.Broken(0, List.of(order(1, peer(1), 0), order(2, peer(2), 0)))));
    assertEquals(
        List.of(new SourceEffect.Send(0, List.of(order(2, peer(2), 0)))),
        refuse(2, 2, 0, Refusal.NOT_TRIED));
  }

  @Test
  void fewerCopiesAreUnderProtectedAndNoCopyIsAFailure() {
    reserved(order(1, peer(1), 0, 1));
    acknowledge(1, 1, 0);
    acknowledge(1, 1, 1);
    machine.step(new SourceEvent.Resume());
    List<SourceEffect> effects =
        machine.step(new SourceEvent.Reserved(List.of(), "one more owner is missing"));
    assertTrue(effects.getFirst() instanceof SourceEffect.Commit);
    assertEquals(
        List.of(new SourceEffect.Finish(new Result.UnderProtected(2, "one more owner is missing"))),
        machine.step(new SourceEvent.Committed(List.of())));
  }

  @Test
  void attemptsAreBounded() {
    List<SourceEffect> effects = machine.step(new SourceEvent.Start());
    List<SourceEffect> seen = new ArrayList<>();
    while (!machine.isDone()) {
      seen.addAll(effects);
      effects =
          machine.step(
              effects.getFirst() instanceof SourceEffect.Pause
                  ? new SourceEvent.Resume()
                  : new SourceEvent.ReserveFailed("it does not answer"));
    }
    assertEquals(
        List.of(new SourceEffect.Finish(new Result.Failed("it does not answer"))), effects);
    assertEquals(2 * SourceMachine.ROUNDS - 1, seen.size());
  }

  @Test
  void aDisregardedReceiptIsNoCopy() {
    reserved(order(1, peer(1), 0, 1), order(2, peer(2), 0, 1));
    acknowledge(1, 1, 0);
    acknowledge(1, 1, 1);
    acknowledge(2, 2, 0);
    acknowledge(2, 2, 1);
    assertEquals(
        List.of(new SourceEffect.Pause(1)),
        machine.step(new SourceEvent.Committed(List.of(receipt(2, 2, 1)))));
  }

  @Test
  void receiptsThatAreNeverTakenAreTold() {
    SourceMachine one = new SourceMachine(1, 0, 1);
    List<SourceEffect> effects = one.step(new SourceEvent.Start());
    while (!one.isDone()) {
      effects =
          one.step(
              switch (effects.getFirst()) {
                case SourceEffect.AskReserve _ ->
                    new SourceEvent.Reserved(List.of(order(1, peer(1), 0)), "why");
                case SourceEffect.Send _ -> new SourceEvent.Acknowledged(receipt(1, 1, 0));
                case SourceEffect.Commit(var receipts) -> new SourceEvent.Committed(receipts);
                default -> new SourceEvent.Resume();
              });
    }
    String told = "the coordinator did not take 6 receipts of holders: why";
    assertEquals(List.of(new SourceEffect.Finish(new Result.Failed(told))), effects);
  }

  @Test
  void cancelEndsIt() {
    reserved(order(1, peer(1), 0));
    assertEquals(
        List.of(new SourceEffect.Finish(new Result.Cancelled())),
        machine.step(new SourceEvent.Cancel()));
    assertEquals(List.of(), acknowledge(1, 1, 0));
  }

  private List<SourceEffect> reserved(Order... orders) {
    assertEquals(asked(), machine.step(new SourceEvent.Start()));
    return machine.step(new SourceEvent.Reserved(List.of(orders), ""));
  }

  private static List<SourceEffect> asked(PeerId... avoid) {
    return List.of(new SourceEffect.AskReserve(new TreeSet<>(List.of(avoid))));
  }

  private List<SourceEffect> acknowledge(int number, int peer, int index) {
    return machine.step(new SourceEvent.Acknowledged(receipt(number, peer, index)));
  }

  private List<SourceEffect> refuse(int number, int peer, int index, Refusal why) {
    return machine.step(new SourceEvent.Refused(peer(peer), Samples.operation(number), index, why));
  }
}
