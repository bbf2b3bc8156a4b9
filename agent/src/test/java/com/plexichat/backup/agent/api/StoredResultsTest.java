package com.plexichat.backup.agent.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.LostShard;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.VerifyResult;
import com.plexichat.backup.proto.Warning;
import org.junit.jupiter.api.Test;

/// The log keeps counts and no name of a file.
class StoredResultsTest {
  private static final ByteString NAME = ByteString.copyFromUtf8("/home/eve/secret.txt");

  @Test
  void namesOfFilesAreNotKept() throws Exception {
    RestoreResult restore =
        RestoreResult.newBuilder()
            .setFiles(7)
            .setFailures(1)
            .addFailed(Warning.newBuilder().setPath(NAME))
            .build();
    assertEquals(
        restore.toBuilder().clearFailed().build(),
        RestoreResult.parseFrom(StoredResults.nameless("restore", restore.toByteArray())));
    VerifyResult verify = VerifyResult.newBuilder().setAffected(1).addAffectedFiles(NAME).build();
    assertEquals(
        verify.toBuilder().clearAffectedFiles().build(),
        VerifyResult.parseFrom(StoredResults.nameless("verify", verify.toByteArray())));
    LostShard lost = LostShard.newBuilder().setFileCount(1).addFiles(NAME).build();
    RepairResult repair = RepairResult.newBuilder().setLostTotal(1).addLost(lost).build();
    assertEquals(
        repair.toBuilder().setLost(0, lost.toBuilder().clearFiles()).build(),
        RepairResult.parseFrom(StoredResults.nameless("repair", repair.toByteArray())));
  }

  @Test
  void otherResultsStayAsTheyAre() {
    assertArrayEquals(NAME.toByteArray(), StoredResults.nameless("check", NAME.toByteArray()));
  }
}
