package com.plexichat.backup.agent.security;

import static com.plexichat.backup.agent.security.TestCluster.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.shared.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderTest {
  @TempDir Path home;
  private final TestCluster cluster = new TestCluster("c1");

  @Test
  void keysComeBack() {
    KeyFolder folder = folder();
    try (AgentKeys made = folder.makeKeys(cluster.random);
        AgentKeys loaded = folder().loadKeys()) {
      assertEquals(made.peerId(), loaded.peerId());
      assertEquals(made.signing().getPrivate(), loaded.signing().getPrivate());
      assertEquals(made.sealing().publicBytes(), loaded.sealing().publicBytes());
    }
    assertFails(FailureCode.ALREADY_INITIALISED, () -> folder.makeKeys(cluster.random));
  }

  @Test
  void onlyTheOwnerReads() throws IOException {
    KeyFolder folder = folder();
    folder.makeKeys(cluster.random).close();
    folder.save(membership());
    folder.saveIntermediate(cluster.intermediate);
    Path keys = home.resolve("agent");
    assertEquals("rwx------", mode(keys));
    try (Stream<Path> files = Files.list(keys)) {
      assertEquals(
          Set.of("agent.key", "chain.pem", "root.pem", "cluster.properties", "intermediate.key"),
          files
              .peek(file -> assertEquals("rw-------", mode(file), file.toString()))
              .map(file -> file.getFileName().toString())
              .collect(Collectors.toSet()));
    }
  }

  @Test
  void aKeyFileForOthersEyesIsRefused() throws IOException {
    KeyFolder folder = folder();
    folder.makeKeys(cluster.random).close();
    folder.saveIntermediate(cluster.intermediate);
    for (String name : List.of("agent.key", "intermediate.key")) {
      Path file = home.resolve("agent").resolve(name);
      for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rwx------")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertFails(
            FailureCode.KEY_FILE_UNSAFE,
            name.equals("agent.key") ? folder::loadKeys : folder::loadIntermediate);
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    }
    folder.loadKeys().close();
    folder.loadIntermediate();
    Path file = home.resolve("agent").resolve("agent.key");
    Path moved = home.resolve("elsewhere");
    Files.move(file, moved);
    Files.createSymbolicLink(file, moved);
    assertFails(FailureCode.KEY_FILE_UNSAFE, folder::loadKeys);
  }

  @Test
  void membershipComesBack() {
    KeyFolder folder = folder();
    assertFalse(folder.isMember());
    Membership membership = membership();
    folder.save(membership);
    assertTrue(folder.isMember());
    assertEquals(membership, folder().loadMembership());
    assertFalse(folder.hasIntermediate());
    folder.saveIntermediate(cluster.intermediate);
    assertTrue(folder.hasIntermediate());
    assertEquals(cluster.intermediate, folder.loadIntermediate());
  }

  @Test
  void damagedAndMissingFilesAreNamed() throws IOException {
    KeyFolder folder = folder();
    assertFails(FailureCode.CONFIG_INVALID, folder::loadKeys);
    assertFails(FailureCode.CONFIG_INVALID, folder::loadMembership);
    folder.makeKeys(cluster.random).close();
    Path file = home.resolve("agent").resolve("agent.key");
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() / 2));
    assertFails(FailureCode.CONFIG_INVALID, folder::loadKeys);
    Files.writeString(file, "");
    assertFails(FailureCode.CONFIG_INVALID, folder::loadKeys);
    KeyFolder other = new KeyFolder(home.resolve("other"));
    other.makeKeys(cluster.random).close();
    String foreign = Files.readString(home.resolve("other").resolve("agent.key"));
    String mixed =
        text.substring(0, text.indexOf("-----BEGIN PUBLIC KEY"))
            + foreign.substring(foreign.indexOf("-----BEGIN PUBLIC KEY"));
    Files.writeString(file, mixed);
    assertFails(FailureCode.CONFIG_INVALID, folder::loadKeys);
  }

  private KeyFolder folder() {
    return new KeyFolder(home.resolve("agent"));
  }

  private Membership membership() {
    return new Membership(
        "c1",
        "berlin-1",
        "192.0.2.7:7443",
        cluster.chain(cluster.person("x", Set.of())),
        cluster.root.certificate());
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
