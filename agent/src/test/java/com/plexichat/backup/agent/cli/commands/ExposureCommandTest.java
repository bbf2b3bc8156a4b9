package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.cli.output.Printable;
import com.plexichat.backup.proto.ExposureAnswer;
import com.plexichat.backup.proto.SetExposure;
import com.plexichat.backup.proto.TierExposure;
import org.junit.jupiter.api.Test;

/// `plexichat backup exposure`.
class ExposureCommandTest {
  private final Fixture cli = new Fixture();

  private void assertFits() {
    cli.out().lines().forEach(line -> assertTrue(Printable.width(line) <= 80, cli::out));
  }

  @Test
  void aBreachedSetIsToldByTheExitCode() {
    SetExposure.Builder set =
        SetExposure.newBuilder()
            .setSet("mail-archive-of-the-whole-organisation")
            .setTier("critical")
            .setRpoMs(300_000)
            .setExposureMs(120_000)
            .setBackupId(Samples.BACKUP)
            .setCreatedMs(Fixture.NOW - 120_000);
    TierExposure.Builder tier =
        TierExposure.newBuilder()
            .setTier("critical")
            .setRpoMs(300_000)
            .setExposureMs(120_000)
            .setWorstSet("mail-archive-of-the-whole-organisation")
            .setSets(1);
    cli.on("exposure", ExposureAnswer.newBuilder().addSets(set).addTiers(tier).build());
    assertEquals(0, cli.run("backup", "exposure"));
    assertFits();
    assertFalse(cli.out().contains("BREACHED\n"), cli::out);
    cli.on(
        "exposure",
        ExposureAnswer.newBuilder()
            .addSets(set.setExposureMs(-1).setBreached(true).clearBackupId().clearCreatedMs())
            .addTiers(tier.setExposureMs(-1).setBreached(true).setBreachedSets(1))
            .build());
    assertEquals(2, cli.run("backup", "exposure"));
    assertTrue(cli.out().contains("everything"), cli::out);
    assertFits();
    assertEquals(2, cli.run("backup", "exposure", "--output", "json"));
    assertTrue(cli.out().contains("\"exposure_ms\": null"), cli::out);
    cli.on("exposure", ExposureAnswer.getDefaultInstance());
    assertEquals(0, cli.run("backup", "exposure"));
  }
}
