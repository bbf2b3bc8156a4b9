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
import java.util.BitSet;
import java.util.HashMap;
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
    byte[] shown = "a folder named blanks".getBytes(StandardCharsets.UTF_8);
    assertEquals(Set.of("named blanks"), new Needles(secrets).in(shown));
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
    Needles needles = new Needles(secrets);
    List<Path> files;
    try (var walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      needles.in(Files.readAllBytes(file)).forEach(name -> found.add(name + " in " + file));
    }
    return found;
  }

  /// Looks for many strings of bytes at once, raw and in hex: by their first three bytes.
  private static final class Needles {
    private static final int HEAD = 3;

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Needle(String name, byte[] bytes) {}

    private final Map<Integer, List<Needle>> byHead = new HashMap<>();
    private final BitSet heads = new BitSet(1 << 24);

    Needles(Map<String, byte[]> secrets) {
      secrets.forEach((name, secret) -> {
        add(name, secret);
        add(name, HexFormat.of().formatHex(secret).getBytes(StandardCharsets.ISO_8859_1));
      });
    }

    private void add(String name, byte[] needle) {
      int head = head(needle, 0);
      heads.set(head);
      byHead.computeIfAbsent(head, _ -> new ArrayList<>()).add(new Needle(name, needle));
    }

    private static int head(byte[] bytes, int at) {
      return ((bytes[at] & 0xff) << 16) | ((bytes[at + 1] & 0xff) << 8) | (bytes[at + 2] & 0xff);
    }

    Set<String> in(byte[] hay) {
      Set<String> found = new TreeSet<>();
      for (int i = 0; i + HEAD <= hay.length; i++) {
        int head = head(hay, i);
        if (heads.get(head)) {
          for (Needle one : byHead.getOrDefault(head, List.of())) {
            int end = i + one.bytes.length;
            if (end <= hay.length && Arrays.equals(hay, i, end, one.bytes, 0, one.bytes.length)) {
              found.add(one.name);
            }
          }
        }
      }
      return found;
    }
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
