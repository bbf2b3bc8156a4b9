package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WatchTest {
  /// Who heartbeats may be a liar with a terminal in mind.
  @Test
  void whatAMachineSaysOfItselfIsOneShortLine() {
    assertEquals("The disk failed.", Watch.line("The disk\u001b\n failed."));
    assertEquals(300, Watch.line("x".repeat(1_000_000)).length());
    assertEquals(600, Watch.line("\ud83d\udcbe".repeat(1_000)).length());
  }
}
