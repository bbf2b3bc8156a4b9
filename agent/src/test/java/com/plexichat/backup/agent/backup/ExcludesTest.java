package com.plexichat.backup.agent.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExcludesTest {
  @ParameterizedTest
  @CsvSource({
    "*.tmp, /a/x.tmp, true",
    "*.tmp, /a/.tmp, true",
    "*.tmp, /a/x.tmpl, false",
    "*.tmp, /a/x.tmp/below, false",
    "*a*b*, /xaxbx, true",
    "*a*b*, /xbxax, false",
    "x?z, /xyz, true",
    "x?z, /xz, false",
    "[a-c]x, /bx, true",
    "[a-c]x, /dx, false",
    "[!a-c]x, /dx, true",
    "[!a-c]x, /bx, false",
    "[]x]y, /]y, true",
    "'\\*x', /*x, true",
    "'\\*x', /ax, false",
    "'\\!x', /!x, true",
    "cache/, /a/cache, true",
    "/home/x, /home/x, true",
    "/home/x, /a/home/x, false",
    "/home/*/t, /home/u/t, true",
    "/home/*/t, /home/u/v/t, false",
    "/home/**/t, /home/u/v/t, true",
    "/home/**/t, /home/t, true",
    "a/b, /x/a/b, true",
    "a/b, /a/b, true",
    "a/b, /a/x/b, false",
    "**/cache/**, /x/cache/y, true",
    "**/cache/**, /cache/y, true",
    "**/cache/**, /x/cache, false",
    "a/**/b/**/c, /x/a/1/2/b/c, true",
    "a/**/b/**/c, /x/a/1/2/c/b, false"
  })
  void matches(String pattern, String path, boolean expected) {
    assertEquals(expected, excludes(pattern, path, true));
  }

  @Test
  void aSlashAtTheEndMeansFoldersOnly() {
    assertEquals(false, excludes("cache/", "/a/cache", false));
    assertEquals(true, excludes("cache", "/a/cache", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "./", "!keep", "[a", "a\\"})
  void refusesWhatItCannotUnderstand(String pattern) {
    assertThrows(OperationFailed.class, () -> new Excludes(List.of(pattern)));
  }

  private static boolean excludes(String pattern, String text, boolean folder) {
    RawPath path = RawPath.of(text);
    return new Excludes(List.of("nothing-else", pattern))
        .at(path.parent())
        .excludes(path.name(), folder);
  }
}
