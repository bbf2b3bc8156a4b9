package com.plexichat.backup.agent.protocol;

import static com.plexichat.backup.agent.protocol.Invariant.I11_SINGLE_WRITER;
import static com.plexichat.backup.agent.protocol.Invariant.I12_MONOTONIC;
import static com.plexichat.backup.agent.protocol.Invariant.I15_ONE_SEAL;
import static com.plexichat.backup.agent.protocol.Invariant.I1_DURABILITY;
import static com.plexichat.backup.agent.protocol.Invariant.I2_SEPARATION;
import static com.plexichat.backup.agent.protocol.Invariant.I3_LIVENESS;
import static com.plexichat.backup.agent.protocol.Invariant.I4_DELETION;
import static com.plexichat.backup.agent.protocol.Invariant.I5_MAY_HOLD;
import static com.plexichat.backup.agent.protocol.Invariant.I6_RECEIPT;
import static com.plexichat.backup.agent.protocol.Invariant.I7_RESTORE;
import static com.plexichat.backup.agent.protocol.Invariant.I8_REST;

import java.util.Set;

/// A mistake that the simulation must notice, by the invariant that it breaks.
enum Mutant {
  NONE(Set.of()),
  // In the step machines, by a rule that they leave out.
  /// A late order brings back what was deleted.
  NO_TOMBSTONE(Set.of(I5_MAY_HOLD), Fault.LATE, Fault.DOUBLED),
  /// An order for a lost machine is performed by the one that replaced it.
  ANY_TARGET(Set.of(I6_RECEIPT, I5_MAY_HOLD), Fault.DISK_LOST, Fault.LATE, Fault.FORGED),
  /// An order of another cluster is performed.
  ANY_CLUSTER(Set.of(I6_RECEIPT, I5_MAY_HOLD), Fault.FORGED),
  /// Orders of an earlier coordinator are performed.
  NO_FENCE(Set.of(I11_SINGLE_WRITER), Fault.TAKEOVER, Fault.LATE),
  /// Repair looks at the copies that it knows, not at what owners may hold.
  SEPARATION_FORGOTTEN_BY_REPAIR(Set.of(I2_SEPARATION), Fault.DISK_LOST, Fault.ROT),
  /// A redundant copy goes although nobody proved the others.
  DELETE_WITHOUT_PROOF(Set.of(I4_DELETION)),
  /// Orders leave before the log has the may-hold.
  ORDER_BEFORE_LOG(Set.of(I5_MAY_HOLD), Fault.SLOW_LOG),
  /// May-hold is cleared when a removal is ordered, not when it is acknowledged.
  MAY_HOLD_FORGOTTEN(Set.of(I5_MAY_HOLD)),
  // In what drives them.
  /// What is removed is deleted at once.
  NO_REST(Set.of(I8_REST)),
  /// The disk says "durable" as soon as it is asked.
  RECEIPT_BEFORE_SYNC(Set.of(I6_RECEIPT)),
  /// A receipt is given although the sync failed.
  RECEIPT_AFTER_ERROR(Set.of(I6_RECEIPT), Fault.DISK_ERROR),
  /// A deletion is acknowledged before it is durable.
  DELETED_BEFORE_SYNC(Set.of(I5_MAY_HOLD), Fault.CRASH),
  /// Bytes are stored under a name that is not theirs.
  BYTES_UNCHECKED(Set.of(I6_RECEIPT), Fault.LIAR, Fault.ROT),
  /// The granted epoch is forgotten at a restart.
  EPOCH_FORGOTTEN(Set.of(I12_MONOTONIC), Fault.TAKEOVER, Fault.CRASH),
  /// A disk that another machine filled is served.
  ANY_DISK(Set.of(I5_MAY_HOLD), Fault.DISKS_SWAPPED),
  /// Sequences begin again where the log ends, and removals are not in the log.
  SEQUENCE_FORGOTTEN(Set.of(I12_MONOTONIC), Fault.COORDINATOR_CRASH),
  /// Who says that it holds a copy is believed without a proof.
  CLAIMS_TRUSTED(Set.of(I4_DELETION), Fault.LIAR),
  /// What a peer said of an earlier copy is believed of the one that took its place.
  LATE_NEWS_BELIEVED(
      Set.of(I1_DURABILITY, I4_DELETION), Fault.LATE, Fault.ROT, Fault.COORDINATOR_CRASH),
  /// Deduplication refers to whatever stripe was ever reserved.
  REUSE_WITHOUT_PROOF(Set.of(I7_RESTORE), Fault.SOURCE_CRASH),
  /// Small stripes give way to one that is not committed.
  FOLD_BEFORE_COMMIT(Set.of(I4_DELETION)),
  /// What small stripes hold goes to the trash before the log has the one in their place.
  FOLD_SWEPT_EARLY(Set.of(I4_DELETION), Fault.SLOW_LOG),
  /// A backup is pruned while another one of its source runs, which may count on its stripes.
  PRUNE_UNDER_A_BACKUP(Set.of(I4_DELETION, I1_DURABILITY), Fault.SLOW_LOG),
  /// What a pruned backup needed goes to the trash although another backup needs it too.
  PRUNE_OF_WHAT_IS_NEEDED(Set.of(I4_DELETION)),
  /// What is left of a vacated stripe is counted on, and not sealed anew.
  VACATED_AND_NOT_SEALED(Set.of(I7_RESTORE)),
  /// A stripe that no newest backup needs goes to the trash although an older one needs it.
  VACATED_SWEPT_EARLY(Set.of(I4_DELETION)),
  /// A copy counts as soon as its holder says that it is back.
  BACK_BEFORE_PROOF(Set.of(I6_RECEIPT), Fault.ROT),
  /// What pruned backups need is deleted although they can be brought back.
  SWEPT_UNASKED(Set.of(I1_DURABILITY)),
  /// A rebuild gathers k shards at its target.
  SHARDS_GATHERED(Set.of(I2_SEPARATION), Fault.ROT, Fault.DISK_LOST),
  /// A rebuild multiplies with the coefficients of the shard beside.
  SHARES_MOVED(Set.of(I7_RESTORE, I3_LIVENESS), Fault.ROT, Fault.DISK_LOST),
  /// A stripe that was under way when its source stopped is sealed again under its name.
  SEALED_AGAIN(Set.of(I15_ONE_SEAL), Fault.SOURCE_CRASH);

  @SuppressWarnings("ImmutableEnumChecker") // sets that nobody changes
  private final Set<Invariant> noticedAs;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Fault> directed;

  Mutant(Set<Invariant> noticedAs, Fault... directed) {
    this.noticedAs = Set.copyOf(noticedAs);
    this.directed = Set.of(directed);
  }

  /// What it breaks.
  Set<Invariant> noticedAs() {
    return noticedAs;
  }

  /// Faults that bring it to light.
  Set<Fault> directed() {
    return directed;
  }
}
