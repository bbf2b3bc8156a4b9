package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.AuditEntry;
import com.plexichat.backup.proto.VerifyAuditAnswer;
import com.plexichat.backup.shared.model.AuditLine;
import com.plexichat.backup.shared.model.AuditVerdict;
import java.time.Instant;

/// The audit chain as it is told.
public final class AuditLines {
  private AuditLines() {}

  public static AuditLine line(AuditEntry message) {
    return new AuditLine(
        message.getIndex(),
        Instant.ofEpochMilli(message.getAtMs()),
        message.getActor(),
        message.getAct(),
        message.getDetail(),
        message.getHash());
  }

  /// Reads a verdict; only "unbroken" is a good one.
  public static AuditVerdict verdict(VerifyAuditAnswer message) {
    return new AuditVerdict(
        message.getState().equals("unbroken"),
        message.getEntries(),
        message.getFirstBad(),
        message.getAnchorsChecked(),
        message.getAnchorsMatching());
  }
}
