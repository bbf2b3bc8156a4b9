package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.Figures;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What the screens that look into backups have to show: a folder, what a search found, and what
/// differs between two.
record ContentClaims(Walk walk, ToldCluster told) {
  private Figures figures() {
    return walk.figures();
  }

  private String name(Told backup) {
    return walk.text("backups.name", backup.text("set"), backup.number("number"));
  }

  private String inAll(int many) {
    return walk.text("stream.done", figures().count(many), many);
  }

  private static String lastName(Told entry) {
    String path = entry.text("path");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static boolean isFolder(Told entry) {
    return entry.text("kind").equals("directory");
  }

  private static String owner(Told entry) {
    return entry.number("uid") + ":" + entry.number("gid");
  }

  /// "rw-r-----" of "640".
  private static String bits(Told entry) {
    int mode = Integer.parseInt(entry.text("mode"), 8);
    StringBuilder bits = new StringBuilder(isFolder(entry) ? "d" : "-");
    for (int bit = 8; bit >= 0; bit--) {
      bits.append((mode >> bit & 1) == 0 ? '-' : "rwx".charAt((8 - bit) % 3));
    }
    return bits.toString();
  }

  /// A folder of a backup is open, and one of its names selected.
  Claims folder(Told backup, List<Told> entries, Told selected) {
    String panel = "#entry-detail";
    Claims claims =
        new Claims()
            .texts(
                ".page-head",
                () ->
                    List.of(
                        walk.text("contents.title"),
                        walk.text(
                            "contents.sentence",
                            name(backup),
                            backup.text("host"),
                            figures().exact(backup.moment("created"))),
                        walk.text("contents.backup")))
            .rows("#entries", () -> entries.stream().map(this::entry).toList())
            .text("#stream-words", () -> inAll(entries.size()))
            .text(panel + " .card-title", () -> lastName(selected))
            .fact(panel, walk.text("contents.path"), () -> selected.text("path"))
            .fact(
                panel,
                walk.text("contents.modified"),
                () -> figures().exact(selected.moment("mtime")))
            .fact(panel, walk.text("contents.mode"), () -> bits(selected) + "  " + octal(selected))
            .fact(panel, walk.text("contents.owner"), () -> owner(selected))
            // The way here is of the path that was asked for.
            .own("#trail");
    if (!isFolder(selected)) {
      claims.fact(
          panel,
          walk.text("contents.size"),
          () ->
              walk.text(
                  "contents.sizeSays",
                  figures().bytes(selected.number("size")),
                  figures().count(selected.number("size"))));
    }
    return claims;
  }

  private static String octal(Told entry) {
    return String.format("%04o", Integer.parseInt(entry.text("mode"), 8));
  }

  private Map<String, String> entry(Told one) {
    return Map.of(
        walk.text("contents.name"),
        lastName(one),
        walk.text("contents.size"),
        isFolder(one) ? "" : figures().bytes(one.number("size")),
        walk.text("contents.modified"),
        figures().ago(one.moment("mtime")),
        walk.text("contents.mode"),
        bits(one),
        walk.text("contents.owner"),
        owner(one));
  }

  /// A search over all backups.
  Claims found(List<Told> matches) {
    return new Claims()
        .rows("#found", () -> matches.stream().map(this::match).toList())
        .text("#stream-words", () -> inAll(matches.size()));
  }

  private Map<String, String> match(Told one) {
    Told backup = told.backup(one.text("backup_id"));
    return Map.of(
        walk.text("contents.path"),
        one.text("path"),
        walk.text("find.backup"),
        walk.text("find.of", name(backup), figures().ago(backup.moment("created"))),
        walk.text("contents.size"),
        isFolder(one) ? "" : figures().bytes(one.number("size")),
        walk.text("contents.modified"),
        figures().ago(one.moment("mtime")));
  }

  /// Two backups are compared.
  Claims compared(Told older, Told newer, List<Told> differences) {
    Claims claims =
        new Claims()
            .text("#compare-from", () -> chosen(older))
            .text("#compare-to", () -> chosen(newer))
            .text(
                "#change-all", () -> walk.text("compare.all", figures().count(differences.size())))
            .rows(
                "#differences",
                () ->
                    differences.stream()
                        .sorted(Comparator.comparing((Told one) -> one.text("path")))
                        .map(this::difference)
                        .toList())
            .text("#stream-words", () -> inAll(differences.size()));
    for (String kind : List.of("added", "removed", "changed", "metadata")) {
      long many = differences.stream().filter(one -> one.text("change").equals(kind)).count();
      claims.text(
          "#change-" + kind.toUpperCase(java.util.Locale.ROOT),
          () -> walk.text("compare.count", walk.text("compare." + kind), figures().count(many)));
    }
    return claims;
  }

  private String chosen(Told backup) {
    Instant created = backup.moment("created");
    return walk.text("compare.backup", name(backup), figures().exact(created));
  }

  private Map<String, String> difference(Told one) {
    String change = one.text("change");
    long before = one.number("from_size");
    long after = one.number("to_size");
    long grown =
        change.equals("added") ? after : change.equals("removed") ? -before : after - before;
    String size = figures().bytes(Math.abs(grown));
    return Map.of(
        walk.text("compare.change"),
        walk.text("compare." + change),
        walk.text("contents.path"),
        one.text("path"),
        walk.text("compare.before"),
        change.equals("added") ? "–" : figures().bytes(before),
        walk.text("compare.after"),
        change.equals("removed") ? "–" : figures().bytes(after),
        walk.text("compare.delta"),
        grown == 0 ? size : (grown > 0 ? "+" : "−") + size);
  }
}
