package com.plexichat.backup.agent.exchange;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.storage.DataDir;
import com.plexichat.backup.agent.storage.SmallFile;
import com.plexichat.backup.agent.storage.TrashRule;
import com.plexichat.backup.shared.model.PeerId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever is new waits as long as what is removed, through any number of starts.
class ApproversTest {
  private static final ByteString ANNA = ByteString.copyFromUtf8("anna");
  private static final ByteString BEN = ByteString.copyFromUtf8("ben");

  private long served = 50;

  private Approvers open(DataDir dataDir) {
    return Approvers.open(dataDir, new TrashRule(Duration.ofMillis(100), () -> served));
  }

  @Test
  void timeCountsFromWhenTheyWereToldFirst(@TempDir Path folder) {
    try (DataDir dataDir = DataDir.open(folder, new PeerId("ab".repeat(16)))) {
      Approvers approvers = open(dataDir);
      approvers.told(List.of(ANNA));
      served += 60;
      approvers.told(List.of(ANNA, BEN));
      approvers = open(dataDir);
      served += 39;
      assertFalse(approvers.isTrusted(ANNA));
      served += 1;
      assertTrue(approvers.isTrusted(ANNA));
      assertFalse(approvers.isTrusted(BEN));
      approvers.told(List.of(BEN));
      approvers.told(List.of(ANNA, BEN));
      assertFalse(approvers.isTrusted(ANNA), "who was gone begins anew");
      served += 100;
      assertTrue(open(dataDir).isTrusted(ANNA));
      served = 3;
      assertFalse(open(dataDir).isTrusted(ANNA), "the time that it served was lost");
      SmallFile.in(dataDir, "approvers").replace(new byte[] {1, 2, 3});
      served = 1_000;
      assertFalse(open(dataDir).isTrusted(ANNA), "a damaged file is forgotten");
    }
  }
}
