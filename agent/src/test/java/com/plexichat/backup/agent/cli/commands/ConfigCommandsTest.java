package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.cli.output.Printable;
import com.plexichat.backup.proto.AgentTransfers;
import com.plexichat.backup.proto.ConfigChange;
import com.plexichat.backup.proto.ConfigDifference;
import com.plexichat.backup.proto.ConfigEntry;
import com.plexichat.backup.proto.ConfigVersion;
import com.plexichat.backup.proto.DiffConfigRequest;
import com.plexichat.backup.proto.ListConfigAnswer;
import com.plexichat.backup.proto.ListConfigVersionsAnswer;
import com.plexichat.backup.proto.RevertConfigRequest;
import com.plexichat.backup.proto.SetConfigRequest;
import com.plexichat.backup.proto.ShowTransfersAnswer;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `plexichat config …` and `transfer …`: what they ask, how they end, how they look at 80 columns.
class ConfigCommandsTest {
  private static final long AT = Instant.parse("2026-06-30T08:15:00Z").toEpochMilli();
  private static final String HOURS = "08:00-18:00=5MiB/s,18:00-22:00=20MiB/s,22:00-24:00=50MiB/s";
  private static final ConfigDifference RATE =
      ConfigDifference.newBuilder()
          .setKey("transfer.rate")
          .setBefore("unlimited")
          .setAfter("5MiB/s")
          .build();
  private static final ConfigChange MADE =
      ConfigChange.newBuilder()
          .setFrom(2)
          .setVersion(3)
          .setMade(true)
          .addDifferences(RATE)
          .addDifferences(
              ConfigDifference.newBuilder()
                  .setKey("transfer.hours")
                  .setBefore("none")
                  .setAfter(HOURS))
          .build();

  private final Fixture cli = new Fixture();

  private static ListConfigAnswer all() {
    ListConfigAnswer.Builder all = ListConfigAnswer.newBuilder().setVersion(3);
    for (Parameter parameter : Parameter.values()) {
      ConfigEntry.Builder entry =
          ConfigEntry.newBuilder()
              .setKey(parameter.key())
              .setValue(parameter.usual())
              .setUsual(parameter.usual())
              .setTakes(parameter.takes())
              .setSentence(parameter.sentence());
      if (parameter == Parameter.TRANSFER_HOURS) {
        entry.setValue(HOURS).setVersion(3).setAtMs(AT).setBy("person:anna");
      }
      all.addEntries(entry);
    }
    return all.build();
  }

  private String shown(int code, String... args) {
    assertEquals(code, cli.run(args), cli::err);
    cli.out()
        .lines()
        .forEach(line -> assertTrue(Printable.width(line) <= 80, () -> "too wide: " + line));
    return cli.out();
  }

  @Test
  void allParametersFitATerminal() {
    cli.on("listConfig", all());
    String shown = shown(0, "config", "list");
    assertTrue(shown.contains("transfer.peer-rate"), shown);
    assertTrue(shown.contains("version 3"), shown);
    String one = shown(0, "config", "get", "transfer.hours");
    assertTrue(one.contains("2026-06-30 10:15 by person:anna"), one);
    assertEquals(64, cli.run("config", "get", "transfer.hour"));
    assertTrue(cli.err().contains("most like it is transfer.hours"), cli::err);
  }

  @Test
  void valuesGoTogetherWithTheReason() {
    cli.on("setConfig", MADE);
    String shown =
        shown(
            0, "config", "set", "transfer.rate=5MiB/s", "scrub.rate=default", "--reason", "a line");
    assertTrue(shown.contains("This is version 3"), shown);
    SetConfigRequest asked = cli.request(SetConfigRequest.class);
    assertEquals("a line", asked.getReason());
    assertEquals("5MiB/s", asked.getValues(0).getValue());
    assertEquals("", asked.getValues(1).getValue(), "back to the default");
    assertFalse(asked.getWhole() || asked.getDryRun());
    assertEquals(64, cli.run("config", "set", "transfer.rate"));
    assertEquals(64, cli.run("config", "set"));
    cli.on(
        "setConfig",
        new OperationFailed(
            FailureCode.SETTING_INVALID, "transfer.rate", "fast", "not a size: fast", "a rate"));
    assertEquals(64, cli.run("config", "set", "transfer.rate=fast"));
  }

  @Test
  void transferSetWritesParameters() {
    cli.on("setConfig", MADE.toBuilder().setMade(false).setVersion(2).build());
    String shown =
        shown(
            0,
            "transfer",
            "set",
            "--rate",
            "5MiB/s",
            "--peer-rate",
            "1MiB/s",
            "--hours",
            "none",
            "--parallel",
            "2",
            "--dry-run");
    assertTrue(shown.contains("Nothing was changed."), shown);
    SetConfigRequest asked = cli.request(SetConfigRequest.class);
    assertTrue(asked.getDryRun());
    assertEquals(
        List.of("transfer.rate", "transfer.peer-rate", "transfer.hours", "transfer.parallel"),
        asked.getValuesList().stream().map(one -> one.getKey()).toList());
    assertEquals(64, cli.run("transfer", "set"));
  }

  @Test
  void versionsAreListedComparedAndReverted() {
    cli.on(
        "listConfigVersions",
        ListConfigVersionsAnswer.newBuilder()
            .addVersions(
                ConfigVersion.newBuilder()
                    .setVersion(3)
                    .setAtMs(AT)
                    .setBy("person:anna")
                    .setReason("the line is shared with the office during the day")
                    .addAllDifferences(MADE.getDifferencesList()))
            .build());
    assertTrue(shown(0, "config", "versions").contains("because: the"), cli::out);
    cli.run("config", "versions", "--output", "json");
    assertTrue(cli.out().contains("\"made\": \"2026-06-30T08:15:00Z\""), cli::out);
    cli.on("diffConfig", MADE);
    shown(0, "config", "diff", "1");
    assertTrue(cli.request(DiffConfigRequest.class).getNewest());
    shown(0, "config", "diff", "1", "2");
    assertEquals(2, cli.request(DiffConfigRequest.class).getTo());
    assertFalse(cli.request(DiffConfigRequest.class).getNewest());
    cli.on("revertConfig", ConfigChange.newBuilder().setVersion(3).setFrom(3).build());
    assertTrue(shown(0, "config", "revert", "3").contains("Nothing changes"), cli::out);
    assertEquals(3, cli.request(RevertConfigRequest.class).getVersion());
  }

  @Test
  void whatIsExportedCanBeApplied(@TempDir Path folder) throws Exception {
    cli.on("listConfig", all());
    Path file = folder.resolve("config");
    assertEquals(0, cli.run("config", "export", "--out", file.toString()));
    assertTrue(Files.readString(file).contains("transfer.hours=" + HOURS + "\n"));
    cli.on("setConfig", MADE);
    shown(0, "config", "apply", file.toString());
    SetConfigRequest asked = cli.request(SetConfigRequest.class);
    assertTrue(asked.getWhole());
    assertEquals(1, asked.getValuesCount());
    assertEquals(HOURS, asked.getValues(0).getValue());
    Files.writeString(file, "transfer.rate=5MiB/s\nwhat\n");
    assertEquals(64, cli.run("config", "apply", file.toString()));
    assertTrue(cli.asked.isEmpty(), "nothing is asked of a file with a bad line");
    assertEquals(64, cli.run("config", "apply", folder.resolve("none").toString()));
  }

  @Test
  void whatIsNotKnownOfAnAgentIsNotMadeUp() {
    cli.on(
        "showTransfers",
        ShowTransfersAnswer.newBuilder()
            .setVersion(3)
            .addAgents(
                AgentTransfers.newBuilder()
                    .setPeerId(Fixture.ONE)
                    .setName("alpha")
                    .setHeard(true)
                    .setVersion(3)
                    .setRate(5 << 20)
                    .setIsMeasured(true)
                    .setSending(5_000_000)
                    .setLastHeardMs(AT))
            .addAgents(
                AgentTransfers.newBuilder()
                    .setPeerId(Fixture.TWO)
                    .setName("a-machine-with-a-rather-long-name.example.org"))
            .build());
    String shown = shown(0, "transfer", "show");
    assertTrue(shown.contains("5MiB/s") && shown.contains("4.8 MiB/s"), shown);
    assertTrue(shown.contains("not heard"), shown);
    cli.run("transfer", "show", "--output", "json");
    assertTrue(cli.out().contains("\"sent_rate\": 5000000"), cli::out);
    assertTrue(cli.out().contains("\"sent_rate\": null"), cli::out);
    assertTrue(cli.out().contains("\"rate_limit\": 5242880"), cli::out);
  }
}
