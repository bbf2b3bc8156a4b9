package com.plexichat.backup.shared.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// A path shows whatever bytes it has, and keeps them.
class FilePathTest {
  private static FilePath bytes(int... bytes) {
    byte[] raw = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    return FilePath.of(raw);
  }

  @Test
  void whatIsUtf8IsShownAsItIs() {
    for (String text : List.of("", "/", "/home/ann/Übung.txt", "/日本/𝄞", "a b\\c")) {
      assertEquals(text, FilePath.of(text).shown());
    }
  }

  @Test
  void whatIsNotUtf8IsEscapedByteByByte() {
    assertEquals("/a\\xff\\xfeb", bytes('/', 'a', 0xff, 0xfe, 'b').shown());
    // Latin-1 ü, then ASCII.
    assertEquals("\\xfcx", bytes(0xfc, 'x').shown());
    // Cut off in the middle of a sign.
    assertEquals("a\\xe2\\x82", bytes('a', 0xe2, 0x82).shown());
    // A slash in two bytes, a surrogate, a lone continuation.
    assertEquals("\\xc0\\xaf", bytes(0xc0, 0xaf).shown());
    assertEquals("\\xed\\xa0\\x80", bytes(0xed, 0xa0, 0x80).shown());
    assertEquals("\\x80", bytes(0x80).shown());
    // A good sign after a bad byte is not lost.
    assertEquals("\\xe2ü", bytes(0xe2, 0xc3, 0xbc).shown());
  }

  @Test
  void whatWouldChangeTheLineIsEscaped() {
    assertEquals("a\\u000ab\\u001b[2Jc", FilePath.of("a\nb\u001b[2Jc").shown());
    assertEquals("\\u0000\\u007f", bytes(0, 0x7f).shown());
    assertEquals("a\\u202egnp.exe", FilePath.of("a\u202egnp.exe").shown());
  }

  @Test
  void theNameIsWhatFollowsTheLastSlash() {
    assertEquals("c.txt", FilePath.of("/a/b/c.txt").name());
    assertEquals("c", FilePath.of("c").name());
    assertEquals("", FilePath.of("/").name());
    assertEquals("", FilePath.NONE.name());
    assertEquals("\\xff", bytes('/', 'a', '/', 0xff).name());
  }

  @Test
  void aChildKeepsTheBytesOfBoth() {
    assertEquals(FilePath.of("/a/b"), FilePath.of("/a").child(FilePath.of("b")));
    assertEquals(FilePath.of("/b"), FilePath.of("/").child(FilePath.of("b")));
    assertEquals(FilePath.of("b"), FilePath.NONE.child(FilePath.of("b")));
    assertEquals(bytes(0xff, '/', 0xfe), bytes(0xff).child(bytes(0xfe)));
  }

  @Test
  void pathsAreValuesInTheOrderOfTheirBytes() {
    assertEquals(FilePath.NONE, FilePath.of(""));
    assertTrue(FilePath.NONE.isEmpty());
    assertFalse(FilePath.of("/").isEmpty());
    assertEquals(bytes(0xff).hashCode(), bytes(0xff).hashCode());
    assertTrue(bytes('z').compareTo(bytes(0xff)) < 0);
    assertTrue(bytes('a').compareTo(bytes('a', 'a')) < 0);
    assertEquals(0, bytes(0xff).compareTo(bytes(0xff)));
  }
}
