package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.Bytes;
import java.util.Optional;

/// One entry of the log as people read it.
///
/// @param atMs the submitter's clock, epoch milliseconds
/// @param actor "person:NAME", "peer:ID" or "coordinator"
/// @param act one word for what was done, such as `backup-closed`
/// @param detail what it was done to: ids, names of sets and machines, states and counts; never a
///   file's name
/// @param hash SHA-256 of the entry's bytes
/// @param checkpoint when the entry is one
public record EntryRow(
    long index,
    long atMs,
    String actor,
    long epoch,
    String planHash,
    String reason,
    String act,
    String detail,
    Bytes hash,
    Optional<Checkpoint> checkpoint) {

  /// A signature over the chain up to here.
  ///
  /// @param certificate of the signer, DER
  /// @param message that was signed: index, and hash of the entry before
  /// @param signature SHA256withECDSA, DER
  public record Checkpoint(Bytes certificate, Bytes message, Bytes signature) {}
}
