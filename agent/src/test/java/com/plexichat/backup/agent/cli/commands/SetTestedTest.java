package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// When a set was last tested, for scripts and for people.
class SetTestedTest {
  private final Fixture cli = CommandsTest.cluster();

  private void assertShows(String text, String... command) {
    assertEquals(0, cli.run(command));
    assertTrue(cli.out().contains(text), cli.out());
  }

  @Test
  void aSetThatWasNeverTestedSaysSo() {
    assertShows("\"tested_at\": null", "set", "list", "--output", "json");
    assertShows("\"tested_at\": null", "set", "show", "documents", "--output", "json");
    assertShows("never", "set", "list");
    assertShows("never", "set", "show", "documents");
  }

  @Test
  void aSetSaysWhenABackupOfItWasTested() {
    cli.on("listSets", Samples.sets().toBuilder().putTestedMs("documents", Fixture.NOW).build());
    String at = "\"tested_at\": \"2026-07-01T12:03:59Z\"";
    assertShows(at, "set", "list", "--output", "json");
    assertShows(at, "set", "show", "documents", "--output", "json");
    assertShows("2026-07-01 14:03", "set", "list");
    assertShows("2026-07-01 14:03", "set", "show", "documents");
  }
}
