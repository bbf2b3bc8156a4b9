package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.cli.output.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// How the command line is misused, and what it says of itself.
class UsageTest {
  private final Fixture cli = CommandsTest.cluster();

  @Test
  void misuseIsSixtyFourWithTwoSentences() {
    for (String line :
        List.of(
            "bogus",
            "backup bogus",
            "peer list --bogus",
            "peer list too many",
            "backup restore x",
            "backup list --output xml",
            "job watch x --timeout soon",
            "local up --dir x --agents many",
            "local up --dir x --agents 0",
            "local up --dir x --capacity big",
            "backup create --path relative",
            "retention set-tier x",
            "backup create --path /x --before 'open",
            "backup verify x --depth shallow",
            "shard list --stripe nothing",
            "agent init --listen nowhere --enrol-listen h:1",
            "person invite x --role king",
            "context add nowhere token",
            "demo --agents 3",
            "completion fish",
            "run-as plexichat-none")) {
      assertEquals(64, cli.run(line.split(" ", -1)), line);
      assertEquals("", cli.out(), line);
      List<String> said = cli.err().lines().toList();
      assertTrue(said.size() >= 2 && said.size() <= 6, () -> line + ":\n" + cli.err());
      assertTrue(
          said.getLast().matches("(Run the command with --help.*|Give the path.*)"),
          () -> line + ":\n" + cli.err());
    }
  }

  @Test
  void misuseIsToldToScriptsToo() {
    assertEquals(64, cli.run("peer", "list", "--bogus", "--output", "json"));
    assertEquals(
        "{\"error\":{\"code\":\"USAGE\",\"message\":\"`plexichat peer list` does not know"
            + " --bogus.\",\"next\":\"Run the command with --help to see what it takes.\"}}",
        cli.err().lines().toList().getLast());
  }

  @Test
  void aNounAloneShowsItsVerbs() {
    assertEquals(64, cli.run());
    assertTrue(cli.err().contains("distribution"), cli.err());
    assertEquals(64, cli.run("backup"));
    assertTrue(cli.err().contains("certificate"), cli.err());
  }

  @Test
  void everyHelpFitsTheTerminal() {
    List<List<String>> commands = new ArrayList<>();
    collect(CommandLines.of(cli.surroundings()), List.of(), commands);
    assertTrue(commands.size() > 50, commands::toString);
    for (List<String> command : commands) {
      List<String> words = new ArrayList<>(command);
      words.add("--help");
      assertEquals(
          command.contains("run-as") ? 64 : 0,
          cli.run(words.toArray(String[]::new)),
          command::toString);
      cli.out().lines().forEach(line -> assertTrue(Printable.width(line) <= 80, line));
    }
  }

  private static void collect(CommandLine line, List<String> path, List<List<String>> into) {
    into.add(path);
    line.getSubcommands()
        .forEach((name, sub) -> {
          List<String> below = new ArrayList<>(path);
          below.add(name);
          collect(sub, below, into);
        });
  }

  @Test
  void theVersionIsTold() {
    assertEquals(0, cli.run("--version"));
    assertTrue(cli.out().startsWith("plexichat "), cli.out());
  }

  @Test
  void aRunbooksToolIsRefusedWithTheNearestCommand() {
    assertEquals(64, cli.run("run-as", "plexichat-shard-manager", "identify-expired", "--dry-run"));
    assertEquals(
        """
        plexichat-shard-manager is not available in this version.
        The nearest command is `plexichat shard list`.
        """,
        cli.err());
  }

  @Test
  void theCompletionScriptIsGoodBash(@TempDir Path dir) throws Exception {
    assertEquals(0, cli.run("completion", "bash"));
    Path script = dir.resolve("completion.bash");
    Files.writeString(script, cli.out());
    assertEquals("", bash("bash", "-n", script.toString()));
    String offered =
        bash(
            "bash",
            "-c",
            ". \"$0\"; COMP_WORDS=(plexichat backup cre); COMP_CWORD=2; _complete_plexichat;"
                + " echo \"${COMPREPLY[@]}\"",
            script.toString());
    assertEquals("create", offered.strip());
    assertEquals(0, cli.run("completion", "zsh"));
    assertTrue(cli.out().contains("compinit"));
  }

  private static String bash(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said);
    return said;
  }

  @Test
  void wordsOfACommandAreHeldTogetherByQuotes() {
    assertEquals(List.of("a", "b c", "", "d\"e", "f g"), Texts.words("a 'b c' \"\" 'd\"e' f\\ g "));
    assertEquals(List.of(), Texts.words("  "));
  }
}
