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
    return repair(2, Fixture.ONE, flags);
  }

  private String repair(int exit, String silent, String... flags) {
    return repair(exit, Samples.repaired().addUnanswered(silent).build(), flags);
  }

  private String repair(int exit, RepairResult result, String... flags) {
    cli.on("watchJob", List.of(Samples.done("repair", result.toByteString())));
    List<String> words = new java.util.ArrayList<>(List.of("integrity", "repair", "--wait"));
    words.addAll(List.of(flags));
    assertEquals(exit, cli.run(words.toArray(String[]::new)), cli::err);
    return cli.out();
  }

  @Test
  void theyAreNamed() {
    String table = repair();
    assertTrue(table.lines().anyMatch(line -> line.matches("No answer +alpha")), table);
    String json = repair("--output", "json").replaceAll("\\s+", " ");
    assertTrue(json.contains("\"unanswered\": [ \"alpha\" ]"), json);
  }

  @Test
  void copiesThatCouldNotBeMadeAreAWarning() {
    RepairResult result = Samples.repaired().setUndone(2).build();
    assertTrue(repair(2, result).lines().anyMatch(line -> line.matches("Not made +2 copies.*")));
    assertTrue(repair(2, result, "--output", "json").contains("\"undone\": 2"));
    assertTrue(repair(0, Samples.repaired().build()).contains("41 copies"));
  }

  /// A machine that is down has no copies that count, so that its silence leaves nothing open.
  @Test
  void aSilentMachineWhoseCopiesCountIsAWarning() {
    String table = repair();
    assertTrue(table.contains("were not looked at. Repair again when it"), table);
    String gone = "00112233445566778899aabbccddeeff";
    assertTrue(repair(0, gone).lines().anyMatch(line -> line.contains(gone)));
  }
}
