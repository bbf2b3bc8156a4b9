package com.plexichat.backup.agent.protocol;

import static com.plexichat.backup.agent.protocol.Samples.operation;
import static com.plexichat.backup.agent.protocol.Samples.order;
import static com.plexichat.backup.agent.protocol.Samples.peer;
import static com.plexichat.backup.agent.protocol.Samples.shard;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.protocol.HolderEvent.Offered;
import com.plexichat.backup.shared.model.ShardId;
import java.util.List;
import org.junit.jupiter.api.Test;

class HolderMachineTest {
  private long served;
  private final SimDisk disk = new SimDisk(Samples.peer(1), () -> served, true);
  private final HolderMachine machine = new HolderMachine(Samples.CLUSTER, peer(1), 5, disk);

  @Test
  void aReceiptComesAfterTheSyncAndNotBefore() {
    Order order = order(1, 0);
    assertEquals(
        List.of(
            new HolderEffect.Reserve(operation(1), shard(0)),
            new HolderEffect.Write(order, shard(0))),
        offer(order, 0));
    assertEquals(
        List.of(new HolderEffect.Sync(order, shard(0))),
        machine.step(new HolderEvent.Written(operation(1), id(0))));
    assertEquals(
        List.of(
            new HolderEffect.Release(operation(1), shard(0)),
            new HolderEffect.SendReceipt(new Receipt(peer(1), operation(1), List.of(shard(0)), 5))),
        machine.step(new HolderEvent.Synced(operation(1), id(0))));
    assertTrue(machine.isIdle());
  }

  @Test
  void aFailedSyncNeverGivesAReceipt() {
    offer(order(1, 0), 0);
    machine.step(new HolderEvent.Written(operation(1), id(0)));
    assertEquals(
        List.of(
            new HolderEffect.Discard(operation(1), shard(0)),
            new HolderEffect.Release(operation(1), shard(0)),
            new HolderEffect.Refuse(operation(1), id(0), Refusal.DISK_FAILED)),
        machine.step(new HolderEvent.SyncFailed(operation(1), id(0))));
    assertEquals(List.of(), machine.step(new HolderEvent.Synced(operation(1), id(0))));
  }

  @Test
  void whatARuleForbidsIsRefused() {
    assertEquals(Refusal.WRONG_TARGET, refused(order(1, peer(2), 0), 0, 500));
    assertEquals(Refusal.EXPIRED, refused(order(1, 0), 0, 1_001));
    assertEquals(Refusal.NOT_NAMED, refused(order(1, 0), 3, 500));
    Order other =
        new Order(
            "other", 5, 1, operation(1), peer(1), peer(9), Samples.STRIPE, List.of(shard(0)), 0, 1);
    assertEquals(Refusal.OTHER_CLUSTER, refused(other, 0, 0));
    Order ahead =
        new Order(
            Samples.CLUSTER,
            6,
            1,
            operation(1),
            peer(1),
            peer(9),
            Samples.STRIPE,
            List.of(shard(0)),
            0,
            1);
    assertEquals(Refusal.UNKNOWN_EPOCH, refused(ahead, 0, 0));
    assertEquals(
        List.of(new HolderEffect.RememberEpoch(6)), machine.step(new HolderEvent.Granted(6)));
    assertEquals(2, machine.step(new Offered(ahead, id(0), 0)).size());
    assertEquals(Refusal.STALE_EPOCH, refused(order(2, 1), 1, 0));
    assertEquals(List.of(), machine.step(new HolderEvent.Granted(5)));
  }

  @Test
  void neverKDistinctShardsWhateverTheirState() {
    store(0, 1);
    trash(0);
    assertEquals(2, offer(order(2, 1), 1).size());
    assertEquals(Refusal.SEPARATION, refused(order(3, 2), 2, 500));
    assertEquals(
        List.of(
            new HolderEffect.Untrash(operation(4), shard(0)),
            new HolderEffect.Verify(order(4, 0), shard(0))),
        offer(order(4, 0), 0));
  }

  @Test
  void aCopyThatIsThereIsProvenBeforeItIsPromisedAgain() {
    store(0, 1);
    assertEquals(List.of(new HolderEffect.Verify(order(1, 0), shard(0))), offer(order(1, 0), 0));
    assertEquals(List.of(), offer(order(1, 0), 0));
    assertEquals(
        List.of(
            new HolderEffect.SendReceipt(new Receipt(peer(1), operation(1), List.of(shard(0)), 5))),
        machine.step(new HolderEvent.Verified(operation(1), id(0), true)));
    offer(order(1, 0), 0);
    assertEquals(
        List.of(
            new HolderEffect.Reserve(operation(1), shard(0)),
            new HolderEffect.Write(order(1, 0), shard(0))),
        machine.step(new HolderEvent.Verified(operation(1), id(0), false)));
  }

  @Test
  void aCopyThatCannotBeReadStaysWhenItCannotBeWrittenAnew() {
    store(0, 1);
    offer(order(1, 0), 0);
    machine.step(new HolderEvent.Verified(operation(1), id(0), false));
    assertEquals(
        List.of(
            new HolderEffect.Release(operation(1), shard(0)),
            new HolderEffect.Refuse(operation(1), id(0), Refusal.BROKEN_OFF)),
        machine.step(new HolderEvent.WriteFailed(operation(1), id(0), Refusal.BROKEN_OFF)));
  }

  @Test
  void anotherOrderForAShardInFlightWaits() {
    offer(order(1, 0), 0);
    assertEquals(List.of(), offer(order(1, 0), 0));
    assertEquals(Refusal.BUSY, refused(order(2, 0), 0, 500));
    assertEquals(List.of(new HolderEffect.RefuseRemoval(operation(3), Refusal.BUSY)), remove(3));
  }

  @Test
  void aLateOrderCannotBringBackWhatWasDeleted() {
    store(0, 1);
    disk.trash(id(0), true);
    served = SimDisk.REST;
    assertEquals(
        List.of(
            new HolderEffect.WriteTombstone(List.of(id(0)), 2),
            new HolderEffect.Delete(operation(2), List.of(id(0))),
            new HolderEffect.MoveToTrash(operation(2), List.of()),
            new HolderEffect.SyncRemoval(operation(2))),
        remove(2));
    assertEquals(List.of(), remove(2));
    disk.files.clear();
    disk.tombstones.put(id(0), 2L);
    HolderEffect.SendDone done =
        (HolderEffect.SendDone)
            machine.step(new HolderEvent.RemovalSynced(operation(2))).getFirst();
    assertEquals(List.of(id(0)), done.done().done());
    assertEquals(Refusal.REMOVED_SINCE, refused(order(1, 0), 0, 500));
    assertEquals(2, offer(order(3, 0), 0).size());
  }

  @Test
  void aLateRemovalLeavesWhatALaterOrderStored() {
    store(0, 3);
    assertEquals(
        List.of(new HolderEffect.RefuseRemoval(operation(2), Refusal.SUPERSEDED)), remove(2));
  }

  @Test
  void aDeletionOfNothingLeavesATombstoneToo() {
    assertEquals(new HolderEffect.WriteTombstone(List.of(id(0)), 2), remove(2).getFirst());
  }

  @Test
  void anOrderThatWasOvertakenByANewCoordinatorGivesNoReceipt() {
    offer(order(1, 0), 0);
    machine.step(new HolderEvent.Written(operation(1), id(0)));
    machine.step(new HolderEvent.Granted(6));
    assertEquals(
        List.of(
            new HolderEffect.Discard(operation(1), shard(0)),
            new HolderEffect.Release(operation(1), shard(0)),
            new HolderEffect.Refuse(operation(1), id(0), Refusal.STALE_EPOCH)),
        machine.step(new HolderEvent.Synced(operation(1), id(0))));
  }

  @Test
  void trashComesBack() {
    store(0, 1);
    Removal trash = removal(2, Removal.Kind.TRASH);
    assertEquals(
        List.of(
            new HolderEffect.WriteTombstone(List.of(id(0)), 2),
            new HolderEffect.MoveToTrash(operation(2), List.of(id(0))),
            new HolderEffect.SyncRemoval(operation(2))),
        machine.step(new HolderEvent.RemovalOrdered(trash)));
    trash(0);
    disk.tombstones.put(id(0), 2L);
    machine.step(new HolderEvent.RemovalSynced(operation(2)));
    assertEquals(
        List.of(
            new HolderEffect.BringBack(operation(3), List.of(id(0)), 3),
            new HolderEffect.SyncRemoval(operation(3))),
        machine.step(new HolderEvent.RemovalOrdered(removal(3, Removal.Kind.RESTORE))));
  }

  private List<HolderEffect> offer(Order order, int index) {
    return machine.step(new Offered(order, id(index), 500));
  }

  @Test
  void whatLiesInTheStoreGoesToTheTrashWhoeverWantsItDeleted() {
    store(0, 3);
    List<HolderEffect> effects = remove(4);
    assertTrue(effects.contains(new HolderEffect.Delete(operation(4), List.of())));
    assertTrue(effects.contains(new HolderEffect.MoveToTrash(operation(4), List.of(id(0)))));
    disk.trash(id(0), true);
    HolderEffect.SendDone done =
        (HolderEffect.SendDone)
            machine.step(new HolderEvent.RemovalSynced(operation(4))).getFirst();
    assertEquals(List.of(), done.done().done());
    assertEquals(List.of(id(0)), done.done().unknown());
  }

  @Test
  void whatHasNotRestedStaysInTheTrashAndWhatHasIsDeleted() {
    store(0, 3);
    disk.trash(id(0), true);
    served = SimDisk.REST - 1;
    assertTrue(remove(4).contains(new HolderEffect.Delete(operation(4), List.of())));
    machine.step(new HolderEvent.RemovalSynced(operation(4)));
    served = SimDisk.REST;
    assertTrue(remove(5).contains(new HolderEffect.Delete(operation(5), List.of(id(0)))));
  }

  private Refusal refused(Order order, int index, long nowMs) {
    return ((HolderEffect.Refuse) machine.step(new Offered(order, id(index), nowMs)).getFirst())
        .why();
  }

  private List<HolderEffect> remove(int number) {
    return machine.step(new HolderEvent.RemovalOrdered(removal(number, Removal.Kind.DELETE)));
  }

  private static Removal removal(int number, Removal.Kind kind) {
    return new Removal(
        Samples.CLUSTER, 5, operation(number), peer(1), number, kind, List.of(id(0)), false);
  }

  private void store(int index, long sequence) {
    disk.store(Samples.STRIPE, shard(index), shard(index).shard().d(), sequence);
  }

  private void trash(int index) {
    SimDisk.File file = disk.file(id(index));
    if (file != null) {
      file.trashed = true;
    }
  }

  private static ShardId id(int index) {
    return shard(index).shard();
  }
}
