package com.plexichat.backup.agent.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The notations, to the byte.
class OutputTest {
  private static Fields sample() {
    return Fields.of()
        .put("name", "a \"b\"\n\t\\ \u0007 \u202e grüße \ud800 🌍")
        .put("whole", -12L)
        .put("real", 1.5)
        .put("no_number", Double.NaN)
        .put("truth", true)
        .orNothing("nothing", "")
        .time("at", 1_782_907_439_250L)
        .time("never", 0)
        .texts("texts", List.of("yes", "12", "plain-word", "a: b", ""))
        .list("none", Stream.of())
        .list(
            "things",
            Stream.of(Fields.of().put("id", "x").texts("deep", List.of("y")), Fields.of()));
  }

  @Test
  void jsonIsExact() {
    assertEquals(
        """
        {
          "name": "a \\"b\\"\\n\\t\\\\ \\u0007 \\u202e grüße \\ud800 🌍",
          "whole": -12,
          "real": 1.5,
          "no_number": null,
          "truth": true,
          "nothing": null,
          "at": "2026-07-01T12:03:59.250Z",
          "never": null,
          "texts": [
            "yes",
            "12",
            "plain-word",
            "a: b",
            ""
          ],
          "none": [],
          "things": [
            {
              "id": "x",
              "deep": [
                "y"
              ]
            },
            {}
          ]
        }
        """,
        JsonText.of(sample()));
    assertEquals(
        "{\"a\":[1,{}]}",
        JsonText.line(
            Fields.of().put("a", new Datum.Items(List.of(new Datum.Whole(1), Fields.of())))));
  }

  @Test
  void yamlIsExactAndReadsAsTheSameData() {
    assertEquals(
        """
        name: "a \\"b\\"\\n\\t\\\\ \\u0007 \\u202e grüße \\ud800 🌍"
        whole: -12
        real: 1.5
        no_number: null
        truth: true
        nothing: null
        at: "2026-07-01T12:03:59.250Z"
        never: null
        texts:
          - "yes"
          - "12"
          - plain-word
          - "a: b"
          - ""
        none: []
        things:
          - id: x
            deep:
              - "y"
          - {}
        """,
        YamlText.of(sample()));
    assertEquals(read(JsonText.of(sample())), read(YamlText.of(sample())));
    assertEquals("{}\n", YamlText.of(Fields.of()));
  }

  private static Map<?, ?> read(String text) {
    Object read = new Load(LoadSettings.builder().build()).loadFromString(text);
    return (Map<?, ?>) read;
  }

  @Test
  void aNameStandsOnce() {
    assertThrows(IllegalArgumentException.class, () -> Fields.of().put("a", 1).put("a", 2));
  }

  @Test
  void tablesGiveWayInOrder() {
    Table table =
        new Table(
            Table.name("ID"),
            Table.number("SIZE"),
            Table.sentence("WORDS"),
            Table.word("LESS").optional());
    table.row("0123456789abcdef".repeat(4), "1 B", "word ".repeat(12), "weight");
    table.row("short", "1,234 MiB", "", "x");
    assertEquals(
        """
        ID                                SIZE  WORDS                         LESS
        0123456789abc…3456789abcdef        1 B  word word word word word wo…  weight
        short                        1,234 MiB                                x
        """,
        text(table, 76));
    assertEquals(
        """
        ID                    SIZE  WORDS
        0123456…9abcdef        1 B  word word word
                                    word word word
                                    word word word
                                    word word word
        short            1,234 MiB
        """,
        text(table, 44));
    for (int width = 33; width < 200; width++) {
      int most = width;
      table.lines(width).forEach(line -> assertTrue(Printable.width(line) <= most, line));
    }
  }

  private static String text(Block block, int width) {
    return String.join("\n", block.lines(width)) + "\n";
  }

  @Test
  void factsHangInTheirColumn() {
    assertEquals(
        """
        A      one
        Wider  two three four
               five
        """,
        text(Facts.of().add("A", "one").add("Wider", "two three four five").addKnown("B", ""), 22));
  }

  @Test
  void whatIsShownNeverSteersTheTerminal() {
    assertEquals("a\\x1b[31mb\\x0ac\\u202ed", Printable.line("a\u001b[31mb\nc\u202ed"));
    assertEquals("/a\\xff\\x0ab", Printable.path(new byte[] {'/', 'a', -1, '\n', 'b'}));
    assertEquals("grüße", Printable.path("grüße".getBytes(StandardCharsets.UTF_8)));
    assertEquals(4, Printable.width("你好"));
    assertEquals(1, Printable.width("e\u0301"));
    assertEquals("你…好", Printable.middle("你你你好好好", 6));
  }

  @Test
  void figuresAreWords() {
    assertEquals("850 ms", Words.duration(850));
    assertEquals("12.3 s", Words.duration(12_340));
    assertEquals("1 min 00 s", Words.duration(59_960));
    assertEquals("4 min 05 s", Words.duration(245_000));
    assertEquals("3 h 20 min", Words.duration(12_000_000));
    assertEquals("5 d 4 h", Words.duration(446_400_000));
    assertEquals("1,234,567", Words.count(1_234_567));
    assertEquals("1 file", Words.count(1, "file", "files"));
    assertEquals("-", Words.minute(0, ZoneId.of("UTC")));
    assertEquals("2026-07-01 14:03", Words.minute(1_782_907_439_250L, ZoneId.of("Europe/Vienna")));
  }
}
