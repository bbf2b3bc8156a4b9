package com.plexichat.backup.agent.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Rows under column titles. Where the rows are too wide, the widest texts are shortened first,
/// then columns of less weight are left out; sentences in the last column go on below. The data has
/// all of it.
public final class Table implements Block {
  private static final int GAP = 2;
  // Shortened so far before a column of less weight is left out, and so far after that.
  private static final int COMFORTABLE = 16;
  private static final int SHORTEST = 9;

  /// How a column gives way.
  private enum Form {
    /// Numbers and words that mean nothing when cut.
    WHOLE,
    NUMBER,
    /// Ids, addresses and paths: beginning and end stay.
    MIDDLE,
    /// Sentences.
    END
  }

  /// One column. Made by the methods below.
  public static final class Column {
    private final String title;
    private final Form form;
    private final boolean optional;

    private Column(String title, Form form, boolean optional) {
      this.title = title;
      this.form = form;
      this.optional = optional;
    }

    /// The same, left out first when the table is too wide.
    public Column optional() {
      return new Column(title, form, true);
    }
  }

  public static Column word(String title) {
    return new Column(title, Form.WHOLE, false);
  }

  public static Column number(String title) {
    return new Column(title, Form.NUMBER, false);
  }

  public static Column name(String title) {
    return new Column(title, Form.MIDDLE, false);
  }

  public static Column sentence(String title) {
    return new Column(title, Form.END, false);
  }

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(Column... columns) {
    this.columns = List.of(columns);
  }

  public Table row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns.size());
    }
    rows.add(Arrays.stream(cells).map(Printable::line).toList());
    return this;
  }

  @Override
  public List<String> lines(int width) {
    List<Integer> shown = new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
    int[] widths = new int[columns.size()];
    for (int column : shown) {
      widths[column] =
          Math.max(
              Printable.width(columns.get(column).title),
              rows.stream().mapToInt(row -> Printable.width(row.get(column))).max().orElse(0));
    }
    while (!fits(shown, widths, width)) {
      if (!shortenOne(shown, widths, COMFORTABLE)
          && !leaveOutOne(shown)
          && !shortenOne(shown, widths, SHORTEST)) {
        break;
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(columns.stream().map(column -> column.title).toList(), shown, widths));
    rows.forEach(row -> lines.addAll(lines(row, shown, widths)));
    return lines;
  }

  private List<String> lines(List<String> row, List<Integer> shown, int[] widths) {
    int last = shown.getLast();
    if (columns.get(last).form != Form.END) {
      return List.of(line(row, shown, widths));
    }
    List<String> lines = new ArrayList<>();
    List<String> cells = new ArrayList<>(row);
    for (String part : Block.wrapped(row.get(last), widths[last])) {
      cells.set(last, part);
      lines.add(line(cells, shown, widths));
      cells.replaceAll(_ -> "");
    }
    return lines;
  }

  private static boolean fits(List<Integer> shown, int[] widths, int width) {
    return shown.stream().mapToInt(column -> widths[column] + GAP).sum() - GAP <= width;
  }

  private boolean shortenOne(List<Integer> shown, int[] widths, int least) {
    int widest = -1;
    for (int column : shown) {
      Form form = columns.get(column).form;
      if ((form == Form.MIDDLE || form == Form.END)
          && widths[column] > Math.max(least, Printable.width(columns.get(column).title))
          && (widest < 0 || widths[column] > widths[widest])) {
        widest = column;
      }
    }
    if (widest >= 0) {
      widths[widest]--;
    }
    return widest >= 0;
  }

  private boolean leaveOutOne(List<Integer> shown) {
    for (int i = shown.size() - 1; i >= 0; i--) {
      if (columns.get(shown.get(i)).optional) {
        shown.subList(i, i + 1).clear();
        return true;
      }
    }
    return false;
  }

  private String line(List<String> cells, List<Integer> shown, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column : shown) {
      if (column != shown.getFirst()) {
        line.repeat(' ', GAP);
      }
      line.append(cell(cells.get(column), columns.get(column).form, widths[column]));
    }
    return line.toString().stripTrailing();
  }

  private static String cell(String text, Form form, int width) {
    String shown =
        switch (form) {
          case WHOLE, NUMBER -> text;
          case MIDDLE -> Printable.middle(text, width);
          case END -> Printable.end(text, width);
        };
    String blanks = " ".repeat(Math.max(0, width - Printable.width(shown)));
    return form == Form.NUMBER ? blanks + shown : shown + blanks;
  }
}
