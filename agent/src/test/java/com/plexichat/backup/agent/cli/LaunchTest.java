package com.plexichat.backup.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaunchTest {
  @Test
  void theLauncherRunsAnAgentWithTheOptionsOfALocalOne() throws IOException {
    String launcher = Files.readString(Path.of("..", "plexichat"));
    Set<String> words = new HashSet<>(Arrays.asList(launcher.split("[\\s'\"\\\\]+", -1)));

    List<String> missing = Launch.FLAGS.stream().filter(flag -> !words.contains(flag)).toList();

    assertEquals(List.of(), missing);
  }

  @Test
  void anAgentIsStartedFromThisClassPath() {
    List<String> words = Launch.ofThisProcess("some.Main").agent();

    assertEquals("some.Main", words.getLast());
    assertTrue(words.contains("-Xmx256m"), words.toString());
  }
}
