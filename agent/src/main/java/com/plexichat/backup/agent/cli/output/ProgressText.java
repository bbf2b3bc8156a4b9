package com.plexichat.backup.agent.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One line on how far a job is: only what is known, and what fits.
public final class ProgressText {
  private static final int BAR = 20;

  private ProgressText() {}

  /// How far a job was when it was last heard of.
  ///
  /// @param total 0: not known yet
  /// @param bytesTotal 0: not known yet
  /// @param rate bytes a second; 0: none yet
  /// @param etaMs −1: not known
  public record Standing(
      String kind,
      String phase,
      long done,
      long total,
      long bytesDone,
      long bytesTotal,
      double rate,
      long etaMs) {
    /// Between 0 and 1; −1 when not known.
    double part() {
      if (bytesTotal > 0) {
        return Math.clamp(bytesDone / (double) bytesTotal, 0, 1);
      }
      return total > 0 ? Math.clamp(done / (double) total, 0, 1) : -1;
    }
  }

  /// With a bar, for a terminal that rewrites its line.
  public static String live(Standing at, int width) {
    String bar = at.part() < 0 ? "" : bar(at.part());
    return fitted(at, bar, width);
  }

  /// Without a bar, for a log.
  public static String plain(Standing at, int width) {
    return fitted(at, "", width);
  }

  private static String fitted(Standing at, String bar, int width) {
    boolean both = !at.kind().isEmpty() && !at.phase().isEmpty();
    String head = at.kind() + (both ? ": " : "") + at.phase();
    List<String> parts = new ArrayList<>();
    parts.add(Printable.line(head));
    // From here on the first ones go first when there is no room.
    List<String> more = new ArrayList<>(List.of(bar, counts(at), bytes(at)));
    more.add(at.rate() > 0 ? Words.size((long) at.rate()) + "/s" : "");
    more.add(at.part() < 0 ? "" : (int) Math.floor(at.part() * 100) + " %");
    more.add(at.etaMs() <= 0 ? "" : "ETA " + Words.rough(at.etaMs()));
    more.removeIf(String::isEmpty);
    while (length(parts, more) > width && !more.isEmpty()) {
      more.removeFirst();
    }
    parts.addAll(more);
    return Printable.end(String.join("  ", parts), width);
  }

  private static int length(List<String> parts, List<String> more) {
    return java.util.stream.Stream.concat(parts.stream(), more.stream())
            .mapToInt(part -> Printable.width(part) + 2)
            .sum()
        - 2;
  }

  private static String bar(double part) {
    int full = (int) Math.floor(part * BAR);
    return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
  }

  private static String counts(Standing at) {
    if (at.total() > 0) {
      return String.format(Locale.ROOT, "%,d/%,d", at.done(), at.total());
    }
    return at.done() > 0 ? Words.count(at.done()) : "";
  }

  private static String bytes(Standing at) {
    if (at.bytesTotal() > 0) {
      return Words.size(at.bytesDone()) + " of " + Words.size(at.bytesTotal());
    }
    return at.bytesDone() > 0 ? Words.size(at.bytesDone()) : "";
  }
}
