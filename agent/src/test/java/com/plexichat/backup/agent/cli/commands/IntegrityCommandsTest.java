package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.cli.output.Printable;
import com.plexichat.backup.proto.CheckFigures;
import com.plexichat.backup.proto.CopyFigures;
import com.plexichat.backup.proto.DamageFigures;
import com.plexichat.backup.proto.FindJobsRequest;
import com.plexichat.backup.proto.IntegrityFiguresAnswer;
import com.plexichat.backup.proto.IntegrityFiguresRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Figures of copies, to the letter.
class IntegrityCommandsTest {
  private final Fixture cli = CommandsTest.cluster();

  private static CopyFigures.Builder whole(String key) {
    return CopyFigures.newBuilder()
        .setKey(key)
        .setOk(1000)
        .setProven(120)
        .setOldestProofMs(Fixture.NOW - 86_400_000)
        .setNewestProofMs(Fixture.NOW);
  }

  private static CopyFigures.Builder bad(String key) {
    return whole(key).setCorrupt(4).setQuarantined(1).setMissing(2);
  }

  private void figures(CopyFigures.Builder all, DamageFigures.Builder damage) {
    cli.on(
        "integrityFigures",
        IntegrityFiguresAnswer.newBuilder()
            .setAtMs(Fixture.NOW)
            .setAll(all)
            .addPeers(whole(Fixture.ONE).setReadMs(Fixture.NOW))
            .addPeers(bad(Fixture.TWO))
            .addTiers(all.clone().setKey("silver"))
            .addChecks(
                CheckFigures.newBuilder()
                    .setDepth("presence")
                    .setDone(4)
                    .setFailed(1)
                    .setCheckedCopies(8000)
                    .setBadCopies(2)
                    .setNewestMs(Fixture.NOW))
            .setDamage(damage)
            .build());
  }

  private static DamageFigures.Builder damage() {
    return DamageFigures.newBuilder()
        .setLastDay(5)
        .setUnknown(2)
        .setSentence("Seven bad ones.")
        .setBadOfVerifiedPct(5.51)
        .setBadOfAllPct(0.35)
        .setOutbreak("yes");
  }

  private void assertFits() {
    assertTrue(!cli.out().isEmpty());
    cli.out().lines().forEach(line -> assertTrue(Printable.width(line) <= 80, line));
  }

  @Test
  void statsShowStatesProofsAndChecks() {
    figures(bad("").setReplaced(1).setTrashed(30).setAway(3), damage());
    assertEquals(2, cli.run("integrity", "stats"));
    assertEquals(
        """
        Committed     1,000 copies
        Proven        120 (12.00 %)
        Oldest proof  2026-06-30 14:03
        Newest proof  2026-07-01 14:03
        Damaged       5, 1 of them quarantined
        Missing       2
        Made up for   1 of the bad ones: their shards have all copies without them
        In the trash  30
        Out of reach  3

        PEER           COMMITTED  PROVEN  DAMAGED  MISSING  LAST PROOF        READ FROM
        alpha              1,000     120        0        0  2026-07-01 14:03  2026-07-01
        a-mach…le.org      1,000     120        5        2  2026-07-01 14:03  -
        """,
        cli.out().lines().limit(13).reduce("", (text, line) -> text + line + "\n"));
    assertFits();
    assertTrue(cli.out().contains("presence            4       1   8,000    2  2026"), cli.out());
    assertTrue(cli.out().contains("plexichat integrity repair --wait"), cli.out());
    cli.run("integrity", "stats", "--output", "json");
    assertTrue(cli.out().contains("\"replaced\": 1"), cli.out());
    assertTrue(cli.out().contains("\"read_from\": null"), cli.out());
  }

  @Test
  void statsAreFineWhereNothingIsBad() {
    cli.on(
        "integrityFigures",
        IntegrityFiguresAnswer.newBuilder().setAll(CopyFigures.newBuilder().setOk(0)).build());
    assertEquals(0, cli.run("integrity", "stats"));
    assertTrue(cli.out().contains("No check ended within the last 30 days."), cli.out());
    assertTrue(cli.out().contains("Oldest proof  -"), cli.out());
    assertEquals(false, cli.request(IntegrityFiguresRequest.class).getDamage());
  }

  @Test
  void analysisShowsSharesAndWhatItLooksLike() {
    figures(bad(""), damage());
    assertEquals(0, cli.run("integrity", "analyze"));
    assertEquals(true, cli.request(IntegrityFiguresRequest.class).getDamage());
    assertEquals(
        """
        Bad          7 of 1,007 (0.35 %) copies
        Of verified  7 of 127 (5.51 %): bad, or proven within 7 days

        PEER                                           DAMAGED  MISSING  OF ALL BAD  OF ITS OWN
        """
            .lines()
            .limit(3)
            .toList(),
        cli.out().lines().limit(3).toList());
    assertFits();
    assertTrue(cli.out().contains("100.00 %      0.70 %"), cli.out());
    assertTrue(cli.out().contains("within 24 hours       5"), cli.out());
    assertTrue(cli.out().contains("not known             2"), cli.out());
    assertTrue(cli.out().endsWith("Seven bad ones.\n"), cli.out());
    cli.run("integrity", "analyze", "--output", "json");
    assertTrue(cli.out().contains("\"bad_of_verified_pct\": 5.51"), cli.out());
    assertTrue(cli.out().contains("\"within_24h\": 5"), cli.out());
  }

  @Test
  void anOutbreakEndsWithTwoAndSoDoesNotKnowing() {
    figures(bad(""), damage());
    assertEquals(2, cli.run("integrity", "analyze", "--outbreak"));
    assertTrue(cli.out().contains("Outbreak: 5.51 % of the verified copies are bad"), cli.out());
    assertFits();
    figures(bad(""), damage().setOutbreak("no").setBadOfVerifiedPct(5));
    assertEquals(0, cli.run("integrity", "analyze", "--outbreak"));
    assertTrue(cli.out().contains("No outbreak: 5.00 % of the verified copies"), cli.out());
    figures(bad(""), damage().setOutbreak("unknown").clearBadOfVerifiedPct());
    assertEquals(2, cli.run("integrity", "analyze", "--outbreak"));
    assertTrue(cli.out().contains("not known: nothing was proven within 7 days"), cli.out());
    assertTrue(cli.out().contains("ask again in a few minutes"), cli.out());
    assertFits();
    cli.run("integrity", "analyze", "--output", "json");
    assertTrue(cli.out().contains("\"bad_of_verified_pct\": null"), cli.out());
  }

  @Test
  void scanIsAnotherWordForCheck() {
    cli.onJob(
        "checkIntegrity",
        Samples.started(),
        Samples.done("check", Samples.integrity().build().toByteString()));
    assertEquals(2, cli.run("integrity", "scan", "--depth", "hash", "--wait"));
    cli.run("integrity", "--help");
    assertTrue(cli.out().contains("check, scan"), cli.out());
  }

  @Test
  void jobsAreListedSinceATime() {
    cli.run("job", "list", "--state", "failed", "--since", "2h");
    FindJobsRequest asked = cli.request(FindJobsRequest.class);
    assertEquals(Fixture.NOW - 7_200_000, asked.getSinceMs());
    assertEquals(List.of("failed"), asked.getStatesList());
    assertEquals(64, cli.run("job", "list", "--last-24h", "--since", "2h"));
  }
}
