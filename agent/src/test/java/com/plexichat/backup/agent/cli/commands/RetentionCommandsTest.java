package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.ChangeRetentionRequest;
import com.plexichat.backup.proto.Keep;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// `plexichat retention …`: what it asks, how it looks at 80 columns.
class RetentionCommandsTest {
  private static final Keep HELD =
      Keep.newBuilder()
          .setKind("hold")
          .setName("2026-114 Miller against Sons")
          .setReason("The court asked for all mail of the first quarter.")
          .setOwner("legal@example.org")
          .setBy("person:ann")
          .setSinceMs(Fixture.NOW)
          .build();

  private final Fixture cli = new Fixture();

  RetentionCommandsTest() {
    BackupEntry.Builder held = Samples.backup().setExpiresMs(Fixture.NOW + 1).addKeeps(HELD);
    BackupEntry.Builder over = Samples.backup().setBackupId("ff12").setExpiresMs(Fixture.NOW);
    cli.on("listBackups", Samples.backups(held, over));
    cli.on("changeRetention", held.build());
  }

  private ChangeRetentionRequest asked() {
    return cli.request(ChangeRetentionRequest.class);
  }

  private String out() {
    return cli.out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void extendingSaysHowLong() {
    assertEquals(0, cli.run("retention", "extend", "ab", "--days", "30"));
    assertEquals(30, asked().getMoreDays());
    assertEquals(0, cli.run("retention", "extend", "ab", "--until", "2027-12-31"));
    assertEquals(
        Instant.parse("2027-12-31T23:00:00Z").toEpochMilli(),
        asked().getUntilMs(),
        "through that day where the person is");
    assertEquals(64, cli.run("retention", "extend", "ab"));
    assertEquals(64, cli.run("retention", "extend", "ab", "--until", "31.12.2027"));
    assertEquals(64, cli.run("retention", "extend", "ab", "--days", "1", "--until", "2027-12-31"));
  }

  @Test
  void whatMayLoseABackupMustBeConfirmed() {
    assertEquals(3, cli.run("retention", "expire", "ab", "--reason", "r"));
    assertEquals(3, cli.run("retention", "release", "ab", "--case", "c", "--reason", "r"));
    assertTrue(cli.asked.isEmpty());
    assertEquals(0, cli.run("retention", "expire", "ab", "--reason", "r", "--confirm"));
    assertTrue(asked().getNow());
    assertEquals("r", asked().getReason());
    assertEquals(
        0, cli.run("retention", "release", "ab", "--case", "c", "--reason", "r", "--confirm"));
    assertEquals("hold", asked().getRelease().getKind());
    assertEquals("c", asked().getRelease().getName());
  }

  @Test
  void aHoldNamesCaseAndOwner() {
    assertEquals(64, cli.run("retention", "hold", "ab", "--case", "c"));
    assertEquals(
        0,
        cli.run("retention", "hold", "ab", "--case", "c", "--owner", "legal", "--reason", "court"));
    assertEquals("c", asked().getKeep().getName());
    assertEquals("legal", asked().getKeep().getOwner());
    assertEquals("court", asked().getReason());
    assertEquals(0, cli.run("retention", "pin", "ab"));
    assertEquals("pin", asked().getKeep().getKind());
    assertEquals(0, cli.run("retention", "unpin", "ab"));
    assertEquals("pin", asked().getRelease().getKind());
  }

  @Test
  void whatKeepsABackupIsShownWithinEightyColumns() {
    assertEquals(0, cli.run("retention", "show"));
    assertTrue(out().contains("hold 2026-114"), this::out);
    assertTrue(out().contains("  nothing"), this::out);
    assertFalse(out().lines().anyMatch(line -> line.length() > 80), this::out);
    cli.on("listBackups", Samples.backups(Samples.backup().addKeeps(HELD)));
    assertEquals(0, cli.run("retention", "show", "ab"));
    assertTrue(out().contains("legal@example.org"), this::out);
    assertFalse(out().lines().anyMatch(line -> line.length() > 80), this::out);
    assertEquals(0, cli.run("backup", "show", "ab"));
    assertTrue(out().contains("hold 2026-114"), this::out);
  }
}
