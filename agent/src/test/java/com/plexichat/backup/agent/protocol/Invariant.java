package com.plexichat.backup.agent.protocol;

/// What must hold at every moment of a run, numbered as in the study of reliability.
///
/// Not of this layer: the audit chain (I9), keys (I10).
enum Invariant {
  /// What was acknowledged is whole somewhere, unless the environment took it within its bounds.
  I1_DURABILITY,
  /// No owner holds, or is shown, k distinct shards of a stripe; the source's owner holds none.
  I2_SEPARATION,
  /// Long after the last fault everything is as it should be, and nobody waits.
  I3_LIVENESS,
  /// A copy that counts is deleted only after fresh proofs of as many others as are wanted; a
  /// folded stripe only after what took its place.
  I4_DELETION,
  /// What lies on a disk is in the log as may-hold, under the identity that has it.
  I5_MAY_HOLD,
  /// Who gives a receipt holds the right bytes durably, as the one whom the order names.
  I6_RECEIPT,
  /// What is restored is what was backed up.
  I7_RESTORE,
  /// No order, no coordinator and no clock deletes what has not rested in its holder's trash.
  I8_REST,
  /// Nothing is done for a coordinator of an epoch that was followed by a higher one.
  I11_SINGLE_WRITER,
  /// Epochs at a peer and sequences of orders only rise, through crashes too.
  I12_MONOTONIC,
  /// Nothing that waits grows beyond a bound.
  I13_BOUNDED,
  /// No stripe is sealed twice: a key is used once.
  I15_ONE_SEAL
}
