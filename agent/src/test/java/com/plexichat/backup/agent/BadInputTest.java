package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.RealCluster.Ended;
import com.plexichat.backup.agent.RealCluster.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people and disks do wrong, on three real agents: one sentence on what happened, one on what
/// to do, the right exit code, and nothing half to be seen afterwards.
@Tag("ci")
class BadInputTest {
  @TempDir static Path dir;
  private static RealCluster cluster;
  private static Path source;

  @BeforeAll
  static void up() throws IOException {
    cluster = RealCluster.patient(dir.resolve("c"), 3);
    source = Files.createDirectories(dir.resolve("source"));
    Files.writeString(source.resolve("a"), "hello\n");
  }

  @AfterAll
  static void down() throws IOException {
    cluster.close();
  }

  @Test
  void threeMachinesAreToldWhatTheyProtect() throws IOException {
    String expected =
        "3 machines keep 1 copy of everything where silver asks for 3, so losing one machine can"
            + " lose data; a 4th machine makes it 2 copies, so any one machine may be lost.";
    Ended preflight = backUp("three", source, "--dry-run");
    assertEquals(2, preflight.code(), preflight::toString);
    assertTrue(preflight.json().text("sentence").startsWith(expected), preflight::toString);
    Ended backup = backUp("three", source);
    assertEquals(2, backup.code(), backup::toString);
    assertEquals("under_protected", backup.json().text("state"));
    assertEquals(expected, backup.json().text("sentence"));
    assertTrue(backup.json().truth("restorable"));
  }

  @Test
  void machinesOfOneOwnerCannotBackUp() throws IOException {
    try (RealCluster same = RealCluster.up(dir.resolve("same"), 3, "--owners", "same")) {
      Ended refused =
          same.run("backup", "create", "--set", "s", "--path", source.toString(), "--wait");
      assertTold(refused, 1, "TOO_FEW_OWNERS");
      assertTrue(refused.err().contains("--owners same"), refused::toString);
      assertEquals(List.of(), same.json("backup", "list").list("backups"));
    }
  }

  @Test
  void aBackupThatCannotBeMadeIsNotListed() throws IOException {
    assertTold(backUp("bad", dir.resolve("none")), 1, "PATH_MISSING");
    assertTold(backUp("bad", Path.of("relative")), 64, "PATH_NOT_ABSOLUTE");
    assertTold(backUp("bad", source, "--tier", "wood"), 64, "TIER_UNKNOWN");
    assertTold(backUp("bad", source, "--before", "echo no >&2; exit 7"), 1, "HOOK_FAILED");
    assertTold(backUp("bad", source, "--before", "no-such-program"), 1, "HOOK_FAILED");
    assertTold(
        backUp("bad", source, "--before", "sleep 99", "--before-timeout", "1s"), 1, "HOOK_FAILED");
    assertEquals(List.of(), cluster.json("backup", "list", "--set", "bad").list("backups"));
  }

  @Test
  void commandsRunBeforeAndAfter() throws IOException {
    Path dump = source.resolve("dump");
    Json backup =
        backUp(
                "hooks",
                source,
                "--before",
                "echo rows > " + dump,
                "--after",
                "rm " + dump + "; exit 3")
            .json();
    assertFalse(Files.exists(dump));
    assertEquals("AFTER_COMMAND_FAILED", backup.list("warnings").getFirst().text("code"));
    List<Json> found = cluster.json("backup", "find", "dum*", "--set", "hooks").list("matches");
    assertEquals(List.of(dump.toString()), found.stream().map(one -> one.text("path")).toList());
    String id = found.getFirst().text("backup_id");
    Path out = dir.resolve("downloaded");
    cluster.run("backup", "download", id, "--path", dump.toString(), "--out", out.toString());
    assertEquals("rows\n", Files.readString(out));
  }

  @Test
  void whatCannotBeRestoredIsTold() throws IOException {
    String id = backUp("restores", source).json().text("backup_id");
    Path full = Files.createDirectories(dir.resolve("full"));
    Files.writeString(full.resolve("mine"), "mine");
    assertTold(restore(id, full), 1, "TARGET_NOT_EMPTY");
    assertEquals(List.of(full.resolve("mine")), children(full));
    assertTold(restore(id, full.resolve("mine")), 1, "TARGET_UNUSABLE");
    assertTold(restore(id, Path.of("relative")), 64, "PATH_NOT_ABSOLUTE");
    Path none = dir.resolve("none-" + id);
    assertTold(restore("0123", none), 1, "BACKUP_UNKNOWN");
    assertTold(restore(id, none, "--include", "*.none"), 1, "PATH_NOT_IN_BACKUP");
    assertTold(restore(id, none, "--host", "agent-2"), 1, "VAULT_CLOSED");
    assertEquals(0, restore(id, none, "--dry-run").code());
    assertTrue(Files.notExists(none) || children(none).isEmpty());
    assertEquals(0, restore(id, full, "--overwrite", "never").code());
    assertEquals("mine", Files.readString(full.resolve("mine")));
    assertEquals(0, cluster.run("vault", "grant", "agent-1", "--to", "agent-2").code());
    Ended there = restore(id, none, "--host", "agent-2");
    assertEquals(0, there.code(), there::toString);
    Path restored = none.resolve(source.toString().substring(1)).resolve("a");
    Files.writeString(restored, "other");
    assertEquals(0, restore(id, none, "--overwrite", "changed").code());
    assertEquals("hello\n", Files.readString(restored));
  }

  @Test
  void tokensServeOnceAndRolesAreKept() throws IOException {
    Json invited = cluster.json("person", "invite", "eve", "--role", "audit_viewer");
    String address = invited.text("command").split(" ", -1)[3];
    String token = invited.text("token");
    Path eve = dir.resolve("eve");
    assertTold(context(address, token.substring(0, token.length() - 2), eve), 3, "TOKEN_INVALID");
    assertTold(context(address, "nonsense", eve), 3, "TOKEN_INVALID");
    assertTold(context("127.0.0.1:1", token, eve), 5, "UNREACHABLE");
    assertEquals(0, context(address, token, eve).code());
    assertTold(context(address, token, dir.resolve("again")), 3, "TOKEN_USED");
    assertTold(
        as(eve, "backup", "create", "--set", "x", "--path", source.toString()), 3, "NOT_ALLOWED");
    assertTold(as(eve, "person", "invite", "m", "--role", "administrator"), 3, "NOT_ALLOWED");
    assertTold(as(eve, "peer", "invite"), 3, "NOT_ALLOWED");
    assertEquals(0, as(eve, "audit", "list").code());
  }

  @Test
  void anAgentThatCannotStartSaysWhy() throws Exception {
    Path home = dir.resolve("joined");
    String expired = cluster.json("peer", "invite", "--ttl", "1s").text("token");
    long end = System.nanoTime() + 1_500_000_000L;
    RealCluster.await("the token expires", () -> System.nanoTime() > end);
    assertTold(join(expired, home, "127.0.0.1:0"), 3, "TOKEN_EXPIRED");
    // The same machine with a good token, at an address that another agent has.
    Member taken = cluster.member("agent-3");
    String token = cluster.json("peer", "invite").text("token");
    assertEquals(0, join(token, home, taken.endpoint()).code());
    assertTold(join(token, home, "127.0.0.1:0"), 1, "ALREADY_INITIALISED");
    assertTold(agent(home), 1, "PORT_TAKEN");
    assertTold(agent(taken.home()), 1, "DATA_DIR_BUSY");
    Path config = home.resolve("agent.properties");
    String good = Files.readString(config);
    Files.writeString(config, good + "capacitie=1\n");
    assertTold(agent(home), 64, "CONFIG_INVALID");
    Files.write(config, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertTold(agent(home), 64, "CONFIG_INVALID");
    Files.delete(config);
    assertTold(agent(home), 64, "CONFIG_INVALID");
    Files.writeString(config, good);
    Files.writeString(home.resolve("agent.key"), "no key");
    assertTold(agent(home), 64, "CONFIG_INVALID");
  }

  @Test
  void aKitOpensWithItsPassphraseAlone() throws IOException {
    Path kit = dir.resolve("c/recovery-kit.pxkit");
    Path wrong = Files.writeString(dir.resolve("wrong"), "not the passphrase\n");
    Path right = dir.resolve("c/kit-passphrase");
    Path page = dir.resolve("page.pdf");
    assertTold(print(kit, wrong, page), 3, "KIT_PASSPHRASE_WRONG");
    byte[] bytes = Files.readAllBytes(kit);
    Path part = Files.write(dir.resolve("part.pxkit"), Arrays.copyOf(bytes, bytes.length / 2));
    assertTold(print(part, right, page), 1, "KIT_DAMAGED");
    assertTrue(Files.notExists(page));
    assertEquals(0, print(kit, right, page).code());
  }

  private static Ended backUp(String set, Path path, String... flags) throws IOException {
    return cluster.run(
        words(flags, "backup", "create", "--set", set, "--path", path.toString(), "--wait"));
  }

  private static Ended restore(String id, Path to, String... flags) throws IOException {
    return cluster.run(words(flags, "backup", "restore", id, "--to", to.toString(), "--wait"));
  }

  private static Ended context(String address, String token, Path home) throws IOException {
    return as(home, "context", "add", address, token);
  }

  private static Ended join(String token, Path home, String listen) throws IOException {
    return as(home, "agent", "join", token, "--listen", listen, "--capacity", "1G");
  }

  private static Ended agent(Path home) throws IOException {
    return RealCluster.plexichat(
        words(new String[] {"--home", home.toString(), "--output", "json"}, "agent", "run"));
  }

  private static Ended print(Path kit, Path passphrase, Path page) throws IOException {
    return RealCluster.plexichat(
        "kit",
        "print",
        "--kit",
        kit.toString(),
        "--kit-passphrase-file",
        passphrase.toString(),
        "--out",
        page.toString(),
        "--output",
        "json");
  }

  private static Ended as(Path home, String... words) throws IOException {
    return RealCluster.here(
        Program.launch(), List.of(words(words, "--home", home.toString(), "--output", "json")));
  }

  /// Options may stand before the rest, but not before the command: they are put behind.
  private static String[] words(String[] more, String... first) {
    List<String> all = new ArrayList<>();
    boolean isGlobal = first[0].startsWith("--");
    all.addAll(List.of(isGlobal ? more : first));
    all.addAll(List.of(isGlobal ? first : more));
    return all.toArray(String[]::new);
  }

  private static List<Path> children(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  /// One sentence on what happened, one on what to do.
  private static void assertTold(Ended ended, int exit, String code) {
    assertEquals(exit, ended.code(), ended::toString);
    assertEquals(code, ended.failure(), ended::toString);
    String told =
        ended
            .err()
            .lines()
            .filter(line -> line.startsWith("{\"error\":"))
            .findFirst()
            .orElseThrow();
    Json error = Json.of(told).get("error");
    for (String part : List.of("message", "next")) {
      assertTrue(error.text(part).endsWith("."), ended::toString);
      assertFalse(error.text(part).contains("Exception"), ended::toString);
    }
  }
}
