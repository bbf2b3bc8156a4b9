package com.plexichat.backup.agent.backup;

import com.plexichat.backup.proto.Record;

/// Port to the source agent's key, which signs records.
public interface RecordSigner {
  /// The bytes of a SignedRecord.
  byte[] sign(Record record);

  /// The cluster that this agent belongs to.
  String clusterId();
}
