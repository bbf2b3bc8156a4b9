package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.DistributionAnswer;
import com.plexichat.backup.proto.DurabilityBasis;
import com.plexichat.backup.proto.JobChanged;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.LimitedBy;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.PreflightAnswer;
import com.plexichat.backup.proto.RepairIntegrityRequest;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.proto.TierDurability;
import com.plexichat.backup.proto.WorstBackup;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Durability from what a catalogue knows: five machines, one of them the source, two backups.
class DistributionDeskTest {
  @TempDir Path folder;
  private final SetFigures figures = new SetFigures();
  private Catalogue catalogue;

  @BeforeEach
  void fill() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    submit(catalogue, Acts.closed(1, "complete", List.of(1), List.of()));
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 2);
    submit(catalogue, Acts.closed(2, "complete", List.of(2), List.of(1)));
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private DistributionAnswer answer() {
    return answer(new DistributionDesk(catalogue, figures), NOW);
  }

  private DistributionAnswer answer(DistributionDesk desk, long nowMs) {
    return desk.count(catalogue.backups().all(), List.of(), nowMs).answer();
  }

  private TierDurability bronze() {
    assertEquals("bronze", answer().getTiers(0).getTier());
    return answer().getTiers(0).getDurability();
  }

  private void becomes(int peer, PeerState state) {
    submit(
        catalogue,
        Command.newBuilder()
            .setPeerChanged(
                PeerChanged.newBuilder().setPeerId(Acts.peer(peer).hex()).setState(state))
            .build());
  }

  private void repaired(String id, long ms, long bytes, boolean dry) {
    JobEntry job =
        JobEntry.newBuilder()
            .setJobId(id)
            .setKind("repair")
            .setState("done")
            .setStartedMs(NOW)
            .setEndedMs(NOW + ms)
            .setBytesDone(bytes)
            .setParameters(
                RepairIntegrityRequest.newBuilder().setDryRun(dry).build().toByteString())
            .setResult(RepairResult.newBuilder().setRepaired(3).build().toByteString())
            .build();
    submit(
        catalogue, Command.newBuilder().setJobChanged(JobChanged.newBuilder().setJob(job)).build());
  }

  /// Two stripes of ten shards of 1,000 bytes: eight of them twice, parity once.
  @Test
  void bytesAreThoseOfTheCopiesThatCount() {
    assertEquals(2 * 18 * 1000, answer().getTiers(0).getBytes());
    submit(catalogue, Acts.changed(1, 0, 2, "MISSING"));
    assertEquals(2 * 18 * 1000 - 1000, answer().getTiers(0).getBytes());
  }

  @Test
  void whatIsNotKnownIsAssumedAndSaidSo() {
    DurabilityBasis basis = answer().getDurabilityBasis();
    assertEquals(5, basis.getMachineLossPct(), 0.01);
    assertEquals(0, basis.getMachinesLost());
    assertEquals(0, basis.getRepairsMeasured());
    assertEquals(Duration.ofHours(24).toMillis(), basis.getRepairMs());
    assertEquals(0, basis.getScrubsTold());
    assertTrue(basis.getMachines() > 0);
  }

  @Test
  void repairsAreMeasuredWithoutPreviews() {
    repaired("a", 60_000, 0, false);
    repaired("b", 90_000, 0, false);
    repaired("c", 900_000, 0, true);
    DurabilityBasis few = answer().getDurabilityBasis();
    assertEquals(2, few.getRepairsMeasured());
    assertFalse(few.getRepairKnown());
    assertEquals(Duration.ofHours(24).toMillis(), few.getRepairMs());
    for (int i = 3; i <= 20; i++) {
      repaired("more" + i, 60_000, 0, false);
    }
    DurabilityBasis basis = answer().getDurabilityBasis();
    assertTrue(basis.getRepairKnown());
    assertEquals(20, basis.getRepairsMeasured());
    assertEquals(60_000, basis.getRepairMs(), "of 95 in 100");
    repaired("e", 90_000, 0, false);
    // A mebibyte a minute: what the fullest machine holds takes longer than any repair did.
    repaired("d", 60_000, 1 << 20, false);
    long fullest =
        catalogue.peers().all().stream().mapToLong(peer -> peer.bytes()).max().orElseThrow();
    assertEquals(
        Math.max(90_000, Math.round(fullest * 60_000.0 / (1 << 20))),
        answer().getDurabilityBasis().getRepairMs());
  }

  @Test
  void fewRepairsCountWhenTheyAreSlowOrLarge() {
    long slow = Duration.ofHours(30).toMillis();
    repaired("a", slow, 0, false);
    assertEquals(slow, answer().getDurabilityBasis().getRepairMs());
    assertFalse(answer().getDurabilityBasis().getRepairKnown());
    repaired("b", 60_000, 1L << 30, false);
    assertTrue(answer().getDurabilityBasis().getRepairKnown());
    assertEquals(slow, answer().getDurabilityBasis().getRepairMs());
  }

  @Test
  void aTierWhoseStripesAHigherOneNeedsHasAFigureOfItsOwn() {
    TierDurability alone = bronze();
    submit(catalogue, Acts.opened(3, "mail", 1, Tier.SILVER));
    submit(catalogue, Acts.closed(3, "under_protected", List.of(1, 2), List.of()));
    DistributionAnswer answer = answer();
    assertEquals(
        List.of("bronze", "silver"),
        answer.getTiersList().stream().map(tier -> tier.getTier()).toList());
    TierDurability shared = answer.getTiers(0).getDurability();
    TierDurability higher = answer.getTiers(1).getDurability();
    assertEquals(alone.getHardwareNines(), shared.getHardwareNines(), "copies as they are");
    assertEquals(Acts.backup(2), shared.getWorstBackup().getBackupId());
    assertEquals(2, shared.getWorstBackup().getCopiesWanted());
    assertEquals(Acts.backup(3), higher.getWorstBackup().getBackupId());
    assertEquals(3, higher.getWorstBackup().getCopiesWanted());
    assertEquals(0, answer.getTiers(0).getMeanCopies(), "its stripes are counted above");
  }

  @Test
  void aBackupFarBelowItsTierRaisesAnAlarmThatEnds() {
    DistributionDesk desk = new DistributionDesk(catalogue, figures);
    TierDurability well = answer(desk, NOW).getTiers(0).getDurability();
    assertEquals(0, well.getAlarmSinceMs());
    assertTrue(well.getTargetNines() >= well.getHardwareNines());
    for (int peer = 2; peer <= 4; peer++) {
      becomes(peer, PeerState.DOWN);
    }
    TierDurability low = answer(desk, NOW + 1).getTiers(0).getDurability();
    assertEquals(NOW + 1, low.getAlarmSinceMs());
    assertTrue(low.getTargetNines() > 1, "what is lost does not lower the target");
    assertEquals(NOW + 1, answer(desk, NOW + 9).getTiers(0).getDurability().getAlarmSinceMs());
    for (int peer = 2; peer <= 4; peer++) {
      becomes(peer, PeerState.ACTIVE);
    }
    assertEquals(0, answer(desk, NOW + 10).getTiers(0).getDurability().getAlarmSinceMs());
  }

  @Test
  void aMachineThatIsDownIsLost() {
    becomes(4, PeerState.DOWN);
    DurabilityBasis basis = answer().getDurabilityBasis();
    assertEquals(1, basis.getMachinesLost());
    assertEquals(7.5, basis.getMachineLossPct(), 0.01);
    becomes(4, PeerState.ACTIVE);
    assertEquals(0, answer().getDurabilityBasis().getMachinesLost());
  }

  @Test
  void theBackupThatLacksCopiesIsTheWorst() {
    TierDurability before = bronze();
    assertEquals(Acts.backup(2), before.getWorstBackup().getBackupId(), "of equals the newest");
    assertEquals(2, before.getWorstBackup().getCopies());
    submit(catalogue, Acts.changed(1, 0, holder(1), "CORRUPT"));
    WorstBackup worst = bronze().getWorstBackup();
    assertEquals(Acts.backup(1), worst.getBackupId());
    assertEquals(1, worst.getCopies());
    assertEquals(2, worst.getCopiesWanted());
    assertTrue(worst.getNines() <= before.getWorstBackup().getNines());
    assertTrue(bronze().getHardwareNines() <= 9);
  }

  private int holder(int stripe) {
    String id =
        catalogue
            .shards()
            .find(Acts.shard(stripe, 0), NOW)
            .orElseThrow()
            .copies()
            .getFirst()
            .peer()
            .hex();
    return Integer.parseInt(id, 16);
  }

  @Test
  void whatIsLostIsSaid() {
    for (int peer = 2; peer <= 4; peer++) {
      becomes(peer, PeerState.DOWN);
    }
    TierDurability bronze = bronze();
    assertEquals(0, bronze.getNines());
    assertEquals(0, bronze.getHardwareNines());
    assertEquals(LimitedBy.LIMITED_BY_LOST, bronze.getLimitedBy());
    assertEquals(0, bronze.getWorstBackup().getNines());
    assertEquals(0, bronze.getWorstBackup().getMachines());
  }

  @Test
  void nothingIsReckonedForWhatIsNotKept() {
    submit(catalogue, Acts.deleted(1));
    submit(catalogue, Acts.deleted(2));
    assertFalse(answer().getTiersList().stream().anyMatch(tier -> tier.hasDurability()));
  }

  private TierDurability promised(Tier tier, String outcome) {
    return new DistributionDesk(catalogue, figures)
        .promised(
            PreflightAnswer.newBuilder().setOutcome(outcome).setTier(Acts.tier(tier)).build(),
            Acts.peer(1),
            NOW)
        .getDurability();
  }

  @Test
  void whatIsNotStoredYetIsReckonedAsThePlannerWouldPlaceIt() {
    TierDurability bronze = promised(Tier.BRONZE, "complete");
    TierDurability silver = promised(Tier.SILVER, "complete");
    assertTrue(bronze.getHardwareNines() > 1, bronze::toString);
    assertTrue(silver.getHardwareNines() > bronze.getHardwareNines() + 1, silver::toString);
    // One machine more than a copy needs makes the repair quick.
    assertTrue(silver.getTargetNines() >= silver.getHardwareNines(), silver::toString);
    becomes(5, PeerState.DOWN);
    TierDurability fewer = promised(Tier.BRONZE, "complete");
    assertTrue(fewer.getHardwareNines() <= bronze.getHardwareNines(), fewer::toString);
    assertEquals(TierDurability.getDefaultInstance(), promised(Tier.CRITICAL, "failed"));
  }
}
