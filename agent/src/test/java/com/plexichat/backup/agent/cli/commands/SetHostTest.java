package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.CreateBackupRequest;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whose machine a set is asked for; `documents` is stored for another one than the coordinator's.
class SetHostTest {
  private static final String HOST = Samples.set().getHost();

  private final Fixture cli = CommandsTest.cluster();

  private SetSpec asked(String... flags) {
    List<String> words = new java.util.ArrayList<>(List.of("backup", "create"));
    words.addAll(List.of("--set", "documents"));
    words.addAll(List.of(flags));
    assertEquals(0, cli.run(words.toArray(String[]::new)), cli::err);
    return cli.request(CreateBackupRequest.class).getSet();
  }

  @Test
  void otherPathsAreOfTheMachineThatIsTalkedTo() {
    SetSpec set = asked("--path", "/srv");
    assertEquals("", set.getHost(), "the coordinator says whether the set is its own");
    assertEquals(List.of(Samples.path("/srv")), set.getPathsList());
  }

  @Test
  void whatNamesNoPathStaysWithTheSetsMachine() {
    assertEquals(HOST, asked("--tier", "gold").getHost());
    assertEquals(HOST, asked("--exclude", "*.bak").getHost());
  }

  @Test
  void aSetOfAnotherMachineIsRefusedWithWhatToDo() {
    cli.on(
        "createBackup",
        new OperationFailed(FailureCode.SET_ELSEWHERE, "documents", "beta", "alpha"));
    assertEquals(1, cli.run("backup", "create", "--set", "documents", "--path", "/srv"));
    assertTrue(
        cli.err().contains("The set documents belongs to beta, not to alpha; nothing was changed."),
        cli.err());
    assertTrue(cli.err().contains("--host beta"), cli.err());
  }
}
