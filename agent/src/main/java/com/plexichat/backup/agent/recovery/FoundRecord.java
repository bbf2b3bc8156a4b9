package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.proto.Record;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;

/// What is kept in memory of a record that was found: the whole of it can be 8 MiB, so it is read
/// again when its turn comes.
///
/// @param vault number of the vault
/// @param hash SHA-256 of the SignedRecord
/// @param previous the same of the set's record before it; empty for the first
record FoundRecord(
    StripeId stripe,
    int vault,
    Bytes hash,
    Bytes previous,
    String set,
    PeerId host,
    long number,
    long createdMs) {
  static FoundRecord of(StripeId stripe, int vault, Bytes hash, Record record) {
    return new FoundRecord(
        stripe,
        vault,
        hash,
        Bytes.of(record.getPreviousRecord().toByteArray()),
        record.getSet().getName(),
        Ids.peer(record.getSet().getHost()),
        record.getNumber(),
        record.getCreatedMs());
  }
}
