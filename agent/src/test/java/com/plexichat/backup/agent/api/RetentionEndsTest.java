package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.api.RetentionRig.DAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.backup.BackupClosing;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.planning.PrunePlanner;
import com.plexichat.backup.agent.planning.PrunePlanner.Verdict;
import com.plexichat.backup.proto.CloseBackupRequest;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tiers of the product end their backups after 90, 365, 1095 and 2555 days, to the
/// millisecond, counted from when the backup was closed.
class RetentionEndsTest {
  @TempDir Path folder;

  @Test
  void tiersEndToTheMillisecond() {
    int backup = 0;
    try (RetentionRig rig = new RetentionRig(folder)) {
      BackupClosing closing =
          new BackupClosing(rig.catalogue, rig.backups, () -> Instant.ofEpochMilli(rig.now));
      for (Tier tier : Tier.DEFAULTS) {
        rig.set(tier.name(), "/" + tier.name(), tier);
        rig.open(++backup, tier.name(), 1, tier, backup);
        rig.now += 12_345;
        BackupRow first = closed(closing, backup);
        rig.now += DAY;
        rig.open(++backup, tier.name(), 2, tier, backup);
        closed(closing, backup);
        long ends = rig.now - DAY + tier.days() * DAY;
        assertEquals(ends, first.retention().endsMs(), tier.name());
        assertEquals("Its retention goes on.", verdict(rig, first, ends - 1).reason());
        assertTrue(first.liveAt(ends - 1));
        assertFalse(first.liveAt(ends));
        assertTrue(verdict(rig, first, ends).goes(), tier.name());
        assertEquals("Its retention has ended.", verdict(rig, first, ends).reason());
      }
    }
    assertEquals(List.of(90, 365, 1095, 2555), Tier.DEFAULTS.stream().map(Tier::days).toList());
  }

  private static BackupRow closed(BackupClosing closing, int backup) {
    return closing.close(
        CloseBackupRequest.newBuilder()
            .setBackupId(Acts.backup(backup))
            .setRecordHash(ByteString.copyFrom(new byte[32]))
            .setRecordStripe(Acts.bytes(Acts.stripe(backup)))
            .build(),
        List.of(Acts.stripe(backup)));
  }

  private static Verdict verdict(RetentionRig rig, BackupRow of, long now) {
    return PrunePlanner.judge(
            PruneCandidates.rows(rig.catalogue).values().stream()
                .map(row -> PruneCandidates.candidate(row, false, now))
                .toList(),
            new PrunePlanner.UnderWay(Set.of(), Map.of()))
        .stream()
        .filter(one -> one.id().equals(of.id()))
        .findFirst()
        .orElseThrow();
  }
}
