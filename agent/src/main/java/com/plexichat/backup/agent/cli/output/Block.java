package com.plexichat.backup.agent.cli.output;

import java.util.ArrayList;
import java.util.List;

/// A part of what people read, laid out for a terminal.
public sealed interface Block permits Table, Facts, Block.Sentence, Block.Line {
  /// Columns of a terminal that everything fits into.
  int WIDTH = 80;

  /// The lines of it, none wider than `width` as far as its words allow, without line ends.
  List<String> lines(int width);

  /// Words in lines.
  record Sentence(String text) implements Block {
    @Override
    public List<String> lines(int width) {
      return wrapped(text, width);
    }
  }

  /// A line to copy, such as a command: never broken, however long.
  record Line(String text) implements Block {
    @Override
    public List<String> lines(int width) {
      return List.of(Printable.line(text));
    }
  }

  /// Breaks a text between words; a word that is too long stays whole, so that it can be copied.
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : Printable.line(text).split(" ", -1)) {
      if (!line.isEmpty() && Printable.width(line.toString()) + 1 + Printable.width(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
