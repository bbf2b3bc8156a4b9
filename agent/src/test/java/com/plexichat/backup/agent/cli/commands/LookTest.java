package com.plexichat.backup.agent.cli.commands;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class LookTest {
  @Test
  void look() {
    Fixture f = CommandsTest.cluster();
    String[] lines = {
      "agent status",
      "kit status",
      "peer list",
      "peer status alpha",
      "peer invite",
      "person invite ann --role administrator",
      "person list",
      "set list",
      "set show documents",
      "backup list",
      "backup show latest --path /etc",
      "backup create --set documents --wait",
      "backup create --set documents --dry-run",
      "backup restore latest --to /tmp/x --wait",
      "backup verify latest --wait",
      "backup certificate latest",
      "backup find *.odt",
      "shard list",
      "distribution status",
      "integrity check --wait",
      "integrity repair --wait",
      "vault list",
      "job list",
      "job show " + Samples.JOB,
      "job watch x",
      "audit list",
      "audit verify",
      "run-as plexichat-shard-manager x",
      "bogus",
      "backup",
      "backup create --help",
      "--help",
      "local status --dir /tmp/nonexist",
      "backup delete x",
      "backup list --output json",
      "backup list --output yaml",
      "backup delete x --output json"
    };
    for (String line : lines) {
      ByteString result =
          line.contains("restore")
              ? Samples.restored().addFailed(Samples.warning()).build().toByteString()
              : line.contains("verify")
                  ? Samples.verified().build().toByteString()
                  : line.contains("check")
                      ? Samples.integrity().addUnanswered(Fixture.ONE).build().toByteString()
                      : Samples.repaired().addLost(Samples.lost()).build().toByteString();
      f.on(
          "watchJob",
          java.util.List.of(Samples.running("backup").build(), Samples.done("backup", result)));
      int code = f.run(line.split(" "));
      System.out.println(
          "$ plexichat "
              + line
              + "   -> "
              + code
              + "\n"
              + f.out()
              + (f.err().isEmpty() ? "" : "--- stderr\n" + f.err()));
    }
  }
}
