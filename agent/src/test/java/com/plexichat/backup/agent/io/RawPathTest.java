package com.plexichat.backup.agent.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RawPathTest {
  @Test
  void takesOutWhatNamesNothing() {
    assertEquals("/a/b", RawPath.of("//a/./b///").toString());
    assertEquals("a", RawPath.of("./a/.").toString());
    assertEquals("/", RawPath.of("//.//").toString());
    assertEquals(RawPath.EMPTY, RawPath.of("."));
    assertEquals("/..", RawPath.of("/..").toString());
    assertThrows(IllegalArgumentException.class, () -> RawPath.of("a\0b"));
  }

  @Test
  void knowsItsParts() {
    RawPath path = RawPath.of("/a/bc");
    assertEquals(
        List.of("a", "bc"),
        path.components().stream().map(name -> new String(name, StandardCharsets.UTF_8)).toList());
    assertArrayEquals(new byte[] {'b', 'c'}, path.name());
    assertEquals(RawPath.of("/a"), path.parent());
    assertEquals(RawPath.of("/"), path.parent().parent());
    assertTrue(path.parent().parent().isRoot());
    assertEquals(RawPath.EMPTY, RawPath.of("a").parent());
    assertEquals(RawPath.of("/x"), RawPath.of("/").resolve("x"));
    assertEquals(RawPath.of("x"), RawPath.EMPTY.resolve("x"));
  }

  @Test
  void seesAWayUp() {
    for (String up : List.of("..", "/..", "a/..", "a/../b", "../b")) {
      assertTrue(RawPath.of(up).leadsUp(), up);
    }
    for (String down : List.of("", "/", "...", "a..", "..a/b", "a/.../b", "a/b..")) {
      assertFalse(RawPath.of(down).leadsUp(), down);
    }
  }

  @Test
  void isCutIntoPiecesThatTheSystemTakes() {
    RawPath path = RawPath.of("/" + "n".repeat(255));
    for (int i = 0; i < 100; i++) {
      path = path.resolve("d".repeat(i + 1));
    }
    List<byte[]> pieces = PathPieces.of(path);
    RawPath joined = RawPath.of("/");
    for (byte[] piece : pieces) {
      assertTrue(piece.length < 4096);
      for (byte[] name : RawPath.of(piece).components()) {
        joined = joined.resolve(name);
      }
    }
    assertEquals(path, joined);
    assertEquals(2, pieces.size());
  }

  @Test
  void refusesWhatIsNoName() {
    for (String hostile : List.of("", ".", "..", "a/b", "/", "a\0")) {
      byte[] name = hostile.getBytes(StandardCharsets.UTF_8);
      assertFalse(RawPath.isName(name), hostile);
      assertThrows(IllegalArgumentException.class, () -> RawPath.EMPTY.resolve(name));
    }
    assertTrue(RawPath.isName(new byte[] {'.', '.', '.'}));
    assertTrue(RawPath.isName(new byte[] {(byte) 0xff}));
  }

  @Test
  void printsNothingThatCouldMislead() {
    assertEquals("a\\x0ab\\\\\\xff\\x1b", RawPath.print(bytes('a', '\n', 'b', '\\', 0xff, 0x1b)));
    assertEquals("größe", RawPath.of("größe").toString());
    assertEquals("\uD83D\uDE00", RawPath.of("\uD83D\uDE00").toString());
    // Right-to-left override.
    assertEquals("a\\xe2\\x80\\xaeb", RawPath.of("a\u202eb").toString());
  }

  @Test
  void readsBackWhatItPrinted() {
    long seed = 20261121;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(40)];
      random.nextBytes(bytes);
      for (int j = 0; j < bytes.length; j++) {
        if (bytes[j] == 0) {
          bytes[j] = random.nextBoolean() ? (byte) '\\' : (byte) 'x';
        }
      }
      RawPath path = RawPath.of(bytes);
      assertEquals(path, RawPath.parse(path.toString()), () -> "seed " + seed + ": " + path);
    }
  }

  @Test
  void takesAPathOfTheJdk() {
    assertEquals(RawPath.of("/tmp/a b%c"), RawPath.of(Path.of("/tmp/a b%c")));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
