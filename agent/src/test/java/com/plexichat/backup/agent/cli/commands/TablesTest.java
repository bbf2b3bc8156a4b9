package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.cli.output.Printable;
import com.plexichat.backup.proto.ListPeersAnswer;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// What people see, to the letter, and that all of it fits.
class TablesTest {
  private final Fixture cli = CommandsTest.cluster();

  private static final List<String> ALL =
      List.of(
          "agent status",
          "kit status",
          "peer list",
          "peer status alpha",
          "person list",
          "set list",
          "set show documents",
          "set preview documents",
          "backup list",
          "backup show latest --path /etc",
          "backup create --wait",
          "backup create --set documents --dry-run",
          "backup restore latest --to /tmp/x --wait",
          "backup verify latest --wait",
          "backup certificate latest",
          "backup find *.odt",
          "backup compare 0011 latest",
          "shard list",
          "shard list --stripe cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
          "distribution status",
          "integrity check --wait",
          "integrity repair --wait",
          "vault list",
          "vault grant alpha --to beta",
          "job list",
          "job show x",
          "audit list",
          "audit verify");

  private void result(String line) {
    ByteString result =
        switch (line.split(" ", -1)[1]) {
          case "restore" -> Samples.restored().addFailed(Samples.warning()).build().toByteString();
          case "verify" -> Samples.verified().build().toByteString();
          case "check" -> Samples.integrity().build().toByteString();
          case "repair" -> Samples.repaired().addLost(Samples.lost()).build().toByteString();
          default -> ByteString.EMPTY;
        };
    cli.on("watchJob", List.of(Samples.done("x", result)));
  }

  @Test
  void everythingFitsTheTerminal() {
    for (String line : ALL) {
      result(line);
      cli.run(line.split(" ", -1));
      assertTrue(cli.out().lines().count() > 1, line);
      cli.out().lines().forEach(shown -> assertTrue(Printable.width(shown) <= 80, shown));
    }
  }

  @Test
  void jsonAndYamlAreTheSameData() {
    for (String line : ALL) {
      result(line);
      cli.run((line + " --output json").split(" ", -1));
      Object json = read(cli.out());
      cli.run((line + " --output yaml").split(" ", -1));
      assertEquals(json, read(cli.out()), line);
    }
  }

  private static Object read(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  /// Nine is the most that is told, and the one that is limited says by what.
  @Test
  void durability() {
    cli.run("distribution", "status");
    String shown = cli.out();
    assertTrue(
        shown.contains(
            """
            TIER    HARDWARE  ALL  LIMITED BY     WORST  BACKUP            COPIES
            silver         9  4.0  common causes    6.2  0123456789abcdef  2 of 3
            """),
        shown);
    assertTrue(
        shown
            .replace("\n", " ")
            .contains(
                "7.5 % of machines lost a year (90 %: 2.0 to 15.7; 1 lost in 12.3 machine-years,"
                    + " prior 2 in 40), copies made anew after 1 d 0 h (assumed)"),
        shown);
  }

  @Test
  void peers() {
    cli.run("peer", "list");
    assertEquals(
        """
        NAME              STATE    OWNER             REGION  SHARDS     USED  CAPACITY
        alpha *           ACTIVE   alpha             eu       1,234  118 MiB    20 GiB
        a-machin…ple.org  SUSPECT  an-owner…ng-name  -            0      0 B   500 GiB
        """,
        cli.out());
  }

  /// One that runs, answers, and stores nothing.
  @Test
  void aPeerInTrouble() {
    PeerEntry.Builder peer =
        PeerEntry.newBuilder()
            .setPeerId(Fixture.ONE)
            .setName("alpha")
            .setState(PeerState.ACTIVE)
            .setTrouble("The disk of alpha failed: fsync: Input/output error.");
    cli.on("listPeers", ListPeersAnswer.newBuilder().addPeers(peer).build());
    String told =
        "The disk of alpha failed: fsync: Input/output error. It stores nothing until it is"
            + " started again; what it holds can be read.";
    cli.run("peer", "list");
    assertTrue(cli.out().replace("\n", " ").contains("alpha: " + told), cli.out());
    cli.run("peer", "status", "alpha");
    assertTrue(cli.out().replaceAll("\\s+", " ").contains("Trouble " + told), cli.out());
    cli.run("peer", "status", "alpha", "--output", "json");
    assertTrue(cli.out().contains("\"trouble\": \"The disk of alpha failed"), cli.out());
  }

  @Test
  void backups() {
    cli.on(
        "listBackups",
        Samples.backups(
            Samples.backup(),
            Samples.backup()
                .setBackupId("ffeeddccbbaa9988")
                .setState("under_protected")
                .setFiles(3)
                .setSourceBytes(17)
                .setRestorable(false)));
    cli.run("backup", "list");
    assertEquals(
        """
        BACKUP            CREATED           SET         FILES     SIZE  STATE     TIER
        00112233445566aa  2026-07-01 14:03  documents  12,345  3.2 GiB  complete  silver
        ffeeddccbbaa9988  2026-07-01 14:03  documents       3     17 B  LOST      silver
        """,
        cli.out());
    cli.on("listBackups", Samples.backups());
    cli.run("backup", "list");
    assertEquals("There is no backup yet.\n", cli.out());
  }

  @Test
  void aRestore() {
    result("backup restore");
    cli.run("backup", "restore", "latest", "--to", "/tmp/x", "--wait");
    assertEquals(
        """
        Restore  complete
        To       /tmp/x
        Files    12,345
        Folders  678
        Bytes    3.2 GiB
        Took     34.2 s

        SOURCE                                           BYTES
        alpha                                          1.1 GiB
        a-machine-with-a-rather-long-name.example.org  2.1 GiB

        PATH                                          CODE             MESSAGE
        /home/ann/documents/a …me/and a file\\x0a.odt  PATH_UNREADABLE  permission denied

        To try what failed once more, give the same command with --overwrite changed.
        """,
        cli.out());
  }

  @Test
  void aStripeWithItsHistory() {
    cli.run("shard", "list", "--stripe", "cd".repeat(16));
    assertEquals(
        """
        NUMBER  SHARD         STRIPE    INDEX  KIND       SIZE  COPIES
             1  abababababab  cdcdcdcd      3  data    1.0 MiB  a-machine-with-a-rather…
                                                                alpha
        12,345  abababababab  cdcdcdcd      9  parity    123 B  alpha

        WHEN                 WHAT     PEER                 SHARDS   BY
        2026-07-01 14:03:59  written  alpha                3        repair
                                                                    9f8e7d6c5b4a3f2e
        2026-07-01 14:03:59  corrupt  a-machine…ample.org  3        it failed a
                                                                    challenge
        2026-07-01 14:03:59  written  a-machine…ample.org  0-3,7,9  backup
                                                                    00112233445566aa
        and earlier                                                 3 entries of the log
        """,
        cli.out());
    cli.run("shard", "list", "--stripe", "cd".repeat(16), "--output", "json");
    for (String name :
        List.of(
            "history",
            "history_earlier",
            "log_index",
            "at",
            "kind",
            "peer",
            "peer_id",
            "indexes",
            "backup_id",
            "job_id",
            "job_kind",
            "why")) {
      assertTrue(cli.out().contains("\"" + name + "\": "), name);
    }
  }

  @Test
  void namesOfTheContractStandInTheJson() {
    cli.run("peer", "list", "--output", "json");
    for (String name :
        List.of(
            "peer_id",
            "name",
            "state",
            "endpoint",
            "owner",
            "region",
            "site",
            "capacity",
            "used",
            "shards",
            "reputation",
            "latency_ms",
            "last_seen",
            "proven_at")) {
      assertTrue(cli.out().contains("\"" + name + "\": "), name);
    }
    assertTrue(cli.out().contains("\"latency_ms\": null"), cli.out());
    cli.run("shard", "list", "--output", "json");
    for (String name :
        List.of(
            "id",
            "number",
            "stripe",
            "index",
            "kind",
            "size",
            "tier",
            "copies",
            "peer",
            "state",
            "proven_at")) {
      assertTrue(cli.out().contains("\"" + name + "\": "), name);
    }
    cli.run("job", "show", "x", "--output", "json");
    for (String name :
        List.of(
            "job_id",
            "kind",
            "state",
            "reason",
            "done",
            "total",
            "bytes_done",
            "bytes_total",
            "rate",
            "eta_ms",
            "started",
            "ended",
            "plan_id")) {
      assertTrue(cli.out().contains("\"" + name + "\": "), name);
    }
  }

  @Test
  void aPathThatIsNoTextKeepsItsBytes() {
    cli.run("backup", "find", "*", "--output", "json");
    assertTrue(cli.out().contains("\"path\": \"/etc/\\\\xff\\\\x0a\""), cli.out());
    assertTrue(cli.out().contains("\"path_hex\": \"2f6574632fff0a\""), cli.out());
    for (String line : List.of("backup compare 0011 latest", "set preview documents")) {
      cli.run((line + " --output json").split(" ", -1));
      assertTrue(cli.out().contains("\"path_hex\": \"2f6574632fff0a\""), cli.out());
    }
  }
}
