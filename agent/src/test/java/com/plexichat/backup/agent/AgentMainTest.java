package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AgentMainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsItsVersion() {
    assertEquals(0, run("--version"));
    assertTrue(out.toString().startsWith("plexichat "), out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void printsItsHelp() {
    assertEquals(0, run("--help"));
    assertTrue(out.toString().contains("Usage: plexichat"), out.toString());
  }

  @Test
  void refusesAnUnknownOptionAsUsage() {
    assertEquals(64, run("--no-such-option"));
    assertEquals("", out.toString());
    assertTrue(err.toString().contains("--no-such-option"), err.toString());
  }

  private int run(String... args) {
    CommandLine commandLine = AgentMain.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
