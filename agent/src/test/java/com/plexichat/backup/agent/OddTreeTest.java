package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.RealCluster.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job on everything that a file system can hold: five agents, three copies, two machines
/// lost, and a comparison by a tool that is not ours.
class OddTreeTest {
  @Test
  @Tag("ci")
  void everythingOddComesBackAfterTwoMachinesAreLost(@TempDir Path dir) throws Exception {
    Path source = dir.resolve("odd");
    makeTree(source);
    Path restored = dir.resolve("restored");
    try (RealCluster cluster = RealCluster.patient(dir.resolve("c"), 5)) {
      Json backup =
          cluster.json(
              "backup",
              "create",
              "--set",
              "odd",
              "--path",
              source.toString(),
              "--tier",
              "silver",
              "--wait");
      assertEquals("complete", backup.text("state"), backup::toString);
      assertEquals(List.of(), backup.list("warnings"));
      checkStores(cluster);
      cluster.kill("agent-3");
      cluster.kill("agent-5");
      Json restore =
          cluster.json("backup", "restore", "latest", "--to", restored.toString(), "--wait");
      assertEquals("complete", restore.text("state"), restore::toString);
      assertEquals(backup.number("files"), restore.number("files"));
      assertSame(source, restored.resolve(source.toString().substring(1)));
    }
  }

  static void makeTree(Path source) throws Exception {
    Path script = Files.createTempFile("odd-tree", ".sh");
    try (var text = OddTreeTest.class.getResourceAsStream("odd-tree.sh")) {
      Files.write(script, text.readAllBytes());
    }
    assertEquals("", output("bash", script.toString(), source.toString()));
    Files.delete(script);
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(source.resolve("special/socket")));
    }
  }

  /// Contents too: the first comparison goes by size and time alone.
  static void assertSame(Path source, Path restored) throws Exception {
    for (String how : List.of("-naHAX", "-naHAXc")) {
      assertEquals("", output("rsync", how, "--delete", source + "/", restored + "/"), how);
    }
    // What rsync has no eye for: holes.
    for (String sparse : List.of("contents/sparse", "contents/hole")) {
      long before = Long.parseLong(output("stat", "-c", "%b", source + "/" + sparse));
      long after = Long.parseLong(output("stat", "-c", "%b", restored + "/" + sparse));
      assertTrue(after <= before + 16, sparse + ": " + before + " blocks, restored " + after);
    }
  }

  private static void checkStores(RealCluster cluster) throws Exception {
    List<Member> members = cluster.members();
    SealedStores stores = SealedStores.read(members);
    assertTrue(stores.stripes().size() >= 4, () -> "stripes " + stores.stripes());
    assertTrue(stores.mostOfOneStripe() < 8, () -> "one holds " + stores.mostOfOneStripe());
    stores
        .holders()
        .forEach((shard, holders) -> {
          Set<String> owners = new TreeSet<>(holders);
          assertFalse(owners.contains("agent-1"), shard + " is with its source's owner");
          assertEquals(holders.size(), owners.size(), shard + " twice at one of " + holders);
          assertEquals(shard.endsWith(" data") ? 3 : 1, owners.size(), shard + ": " + holders);
        });
    assertFalse(members.getFirst().shards().stream().findAny().isPresent());
    Map<String, byte[]> secrets = VaultKeys.of(cluster.member("agent-1"), stores);
    assertEquals(
        3 + stores.stripes().size() * 10, secrets.size(), () -> "keys " + secrets.keySet());
    secrets.putAll(plaintexts());
    for (Member member : members) {
      assertNowhere(secrets, member.dataDir());
    }
  }

  /// Contents and names of the tree, which no `data_dir` may show.
  private static Map<String, byte[]> plaintexts() {
    Map<String, byte[]> found = new LinkedHashMap<>();
    for (String text :
        List.of("named blanks", "kkkkkkkkkkkkkkkkkkkkkkkkk", "hard-of-link", "o'clock")) {
      found.put(text, text.getBytes(StandardCharsets.UTF_8));
    }
    return found;
  }

  private static void assertNowhere(Map<String, byte[]> secrets, Path folder) throws Exception {
    List<String> found = new ArrayList<>();
    RealCluster.await(
        "no file of " + folder + " is renamed while all are read",
        () -> {
          found.clear();
          try {
            found.addAll(found(secrets, folder));
            return true;
          } catch (UncheckedIOException | NoSuchFileException renamed) {
            return false;
          }
        });
    assertEquals(List.of(), found);
  }

  private static List<String> found(Map<String, byte[]> secrets, Path folder) throws IOException {
    List<Path> files;
    try (var walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      // One character a byte: what indexOf finds in the text lies in the file.
      String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      secrets.forEach((name, secret) -> {
        String raw = new String(secret, StandardCharsets.ISO_8859_1);
        String hex = HexFormat.of().formatHex(secret);
        if (bytes.contains(raw) || bytes.contains(hex)) {
          found.add(name + " in " + file);
        }
      });
    }
    return found;
  }

  private static String output(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text;
    try (var out = process.getInputStream()) {
      text = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    assertEquals(0, process.waitFor(), Arrays.toString(command) + ": " + text);
    return text;
  }
}
