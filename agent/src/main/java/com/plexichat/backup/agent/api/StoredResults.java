package com.plexichat.backup.agent.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.VerifyResult;

/// A job's result as the log may keep it: counts stay, names of files go, because the catalogue
/// knows none.
final class StoredResults {
  private StoredResults() {}

  static byte[] nameless(String kind, byte[] result) {
    try {
      return switch (kind) {
        case "restore" ->
            RestoreResult.parseFrom(result).toBuilder().clearFailed().build().toByteArray();
        case "verify" ->
            VerifyResult.parseFrom(result).toBuilder().clearAffectedFiles().build().toByteArray();
        case "repair", "raise" -> nameless(RepairResult.parseFrom(result)).toByteArray();
        default -> result;
      };
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the result of a job of kind " + kind, e);
    }
  }

  private static RepairResult nameless(RepairResult result) {
    RepairResult.Builder stored = result.toBuilder();
    stored.getLostBuilderList().forEach(one -> one.clearFiles());
    return stored.build();
  }
}
