package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.RepairResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a repair says of peers that did not answer when their copies were looked at.
class RepairTextTest {
  private final Fixture cli = CommandsTest.cluster();

  private String repair(String... flags) {
    RepairResult result = Samples.repaired().addUnanswered(Fixture.ONE).build();
    cli.on("watchJob", List.of(Samples.done("repair", result.toByteString())));
    List<String> words = new java.util.ArrayList<>(List.of("integrity", "repair", "--wait"));
    words.addAll(List.of(flags));
    assertEquals(0, cli.run(words.toArray(String[]::new)), cli::err);
    return cli.out();
  }

  @Test
  void theyAreNamed() {
    String table = repair();
    assertTrue(table.lines().anyMatch(line -> line.matches("No answer +alpha")), table);
    String json = repair("--output", "json").replaceAll("\\s+", " ");
    assertTrue(json.contains("\"unanswered\": [ \"alpha\" ]"), json);
  }
}
