package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.MonoId;
import com.plexichat.backup.shared.model.BackupState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What the screens of sets and backups have to show.
record BackupClaims(Walk walk, ToldCluster told) {
  private Figures figures() {
    return walk.figures();
  }

  private String count(Told of, String name) {
    return figures().count(of.number(name));
  }

  private String bytes(Told of, String name) {
    return figures().bytes(of.number(name));
  }

  private String name(Told backup) {
    return walk.text("backups.name", backup.text("set"), backup.number("number"));
  }

  /// The list of sets, and the backups of the one that is selected.
  private Claims lists(String selected) {
    long all = told.backups().stream().filter(one -> !one.text("state").equals("deleted")).count();
    long nothing =
        told.sets().stream().filter(set -> told.newestOf(set.text("set")).isEmpty()).count();
    return new Claims()
        .texts(
            ".page-head",
            () ->
                List.of(
                    walk.text("backups.title"),
                    walk.text("backups.sentence", told.sets().size(), all, nothing),
                    walk.text("backups.search"),
                    walk.text("backups.newSet")))
        .rows("#sets", () -> told.sets().stream().map(this::set).toList())
        .rows("#backups", () -> told.backupsOf(selected).stream().map(this::backup).toList());
  }

  private Map<String, String> set(Told set) {
    String name = set.text("set");
    return Map.of(
        walk.text("backups.set"),
        name,
        walk.text("backups.host"),
        set.text("host"),
        walk.text("backups.tier"),
        set.text("tier"),
        walk.text("backups.standing"),
        standing(name),
        walk.text("backups.count"),
        figures().count(told.backupsOf(name).size()),
        walk.text("backups.exposure"),
        told.newestOf(name)
            .map(one -> Duration.between(one.moment("created"), Instant.now()))
            .map(figures()::duration)
            .orElseGet(() -> walk.text("backups.exposureAll")));
  }

  /// How a set stands, of the cases that are in this cluster.
  private String standing(String set) {
    Optional<Told> last = told.backupsOf(set).stream().findFirst();
    String state = last.map(one -> one.text("state")).orElse("");
    if (state.equals("running")) {
      return walk.text("backups.standingRunning");
    }
    if (told.newestOf(set).isEmpty()) {
      return walk.text(last.isEmpty() ? "backups.standingNone" : "backups.standingNothing");
    }
    return switch (state) {
      case "complete" -> walk.text("backups.standingOk");
      case "under_protected" -> walk.text("backups.standingUnder");
      default -> walk.text("backups.standingUnfinished");
    };
  }

  private String state(Told backup) {
    return walk.texts().of(BackupState.valueOf(backup.text("state").toUpperCase(Locale.ROOT)));
  }

  private Map<String, String> backup(Told one) {
    return Map.of(
        walk.text("backups.number"),
        count(one, "number"),
        walk.text("backups.created"),
        figures().ago(one.moment("created")),
        walk.text("backups.state"),
        state(one),
        walk.text("backups.restorable"),
        walk.text(one.is("restorable") ? "backups.yes" : "backups.no"),
        walk.text("backups.files"),
        count(one, "files"),
        walk.text("backups.source"),
        bytes(one, "source_bytes"),
        walk.text("backups.new"),
        bytes(one, "new_chunk_bytes"),
        walk.text("backups.expires"),
        one.time("expires").map(figures()::ago).orElse("–"),
        walk.text("backups.tested"),
        one.time("tested_at").map(figures()::ago).orElse("–"),
        walk.text("backups.collusion"),
        one.number("collusion_number") == 0 ? "–" : count(one, "collusion_number"));
  }

  /// A set is selected, and none of its backups.
  ///
  /// @param shards those of one stripe that it made, which tell how many there are of each kind
  Claims ofSet(Told set, List<Told> shards) {
    Optional<Told> newest = told.newestOf(set.text("set"));
    String panel = "#set-detail";
    return lists(set.text("set"))
        .fact(panel, walk.text("backups.host"), () -> set.text("host"))
        .fact(
            panel,
            walk.text("backups.newest"),
            () ->
                newest
                    .map(one -> figures().exact(one.moment("created")))
                    .orElseGet(() -> walk.text("backups.newestNone")))
        .fact(
            panel,
            walk.text("backups.tier"),
            () ->
                walk.text(
                    "backups.tierSays",
                    set.text("tier"),
                    set.number("days"),
                    set.number("copies"),
                    kind(shards, "data"),
                    kind(shards, "parity"),
                    figures().count(set.number("days"))))
        .fact(panel, walk.text("backups.paths"), () -> String.join("\n", set.texts("paths")));
  }

  static long kind(List<Told> shards, String kind) {
    return shards.stream().filter(shard -> shard.text("kind").equals(kind)).count();
  }

  /// A backup is selected.
  ///
  /// @param certificate what can be said of its restore now; empty: it is not finished
  Claims ofBackup(Told one, Optional<Told> certificate) {
    String panel = "#backup-detail";
    Claims claims =
        lists(one.text("set"))
            .text(panel + " .card-title", () -> name(one))
            .fact(panel, walk.text("backups.id"), () -> MonoId.shortened(one.text("backup_id")))
            .fact(panel, walk.text("backups.created"), () -> figures().exact(one.moment("created")))
            .fact(panel, walk.text("backups.host"), () -> one.text("host"))
            .fact(panel, walk.text("backups.tier"), () -> one.text("tier"))
            .fact(
                panel,
                walk.text("backups.source"),
                () ->
                    walk.text(
                        "backups.sourceIn",
                        bytes(one, "source_bytes"),
                        count(one, "files"),
                        count(one, "directories")))
            .fact(panel, walk.text("backups.new"), () -> bytes(one, "new_chunk_bytes"))
            .fact(
                panel,
                walk.text("backups.stored"),
                () ->
                    walk.text(
                        "backups.storedIn", bytes(one, "stored_bytes"), bytes(one, "parity_bytes")))
            .fact(
                panel,
                walk.text("backups.sent"),
                () ->
                    walk.text(
                        "backups.sentIn",
                        bytes(one, "sent_bytes"),
                        figures().duration(Duration.ofMillis(one.number("duration_ms")))))
            .fact(
                panel,
                walk.text("backups.expires"),
                () ->
                    one.time("expires")
                        .map(figures()::exact)
                        .orElseGet(() -> walk.text("backups.unknown")))
            .fact(
                panel,
                walk.text("backups.tested"),
                () ->
                    one.time("tested_at")
                        .map(figures()::exact)
                        .orElseGet(() -> walk.text("backups.testedNever")))
            .fact(
                panel,
                walk.text("backups.collusionFact"),
                () ->
                    one.number("collusion_number") == 0
                        ? walk.text("backups.collusionUnknown")
                        : walk.text("backups.collusionSays", one.number("collusion_number")));
    if (one.has("sentence")) {
      claims.fact(panel, walk.text("backups.remark"), () -> one.text("sentence"));
    }
    certificate.ifPresent(now -> certificate(claims, now));
    return claims;
  }

  private void certificate(Claims claims, Told now) {
    String panel = "#backup-detail";
    Told eta = now.object("eta_ms");
    claims
        .fact(panel, walk.text("backups.missing"), () -> count(now, "missing_shards"))
        .fact(panel, walk.text("backups.basis"), () -> eta.text("basis"))
        .fact(panel, walk.text("backups.eta"), () -> eta(eta))
        .among(panel, walk.text("backups.window"), () -> windows(now.number("loss_window_ms")));
    for (Told source : now.list("sources")) {
      claims.line(
          panel + " .source-line",
          () ->
              List.of(
                  source.text("peer"),
                  walk.text(
                      "backups.sourceSays",
                      bytes(source, "bytes"),
                      count(source, "shards"),
                      source.number("shards"))));
    }
  }

  /// The console asks for it again every while; it may have been that much smaller.
  private Set<String> windows(long now) {
    return LongStream.rangeClosed(0, 30)
        .mapToObj(seconds -> Duration.ofMillis(now).minusSeconds(seconds))
        .flatMap(one -> Stream.of(one, one.plusSeconds(1)))
        .map(one -> walk.text("backups.windowSays", figures().duration(one)))
        .collect(Collectors.toSet());
  }

  private String eta(Told eta) {
    if (!eta.has("low") || !eta.has("high")) {
      return walk.text("backups.etaNone");
    }
    Duration low = Duration.ofMillis(eta.number("low"));
    Duration high = Duration.ofMillis(eta.number("high"));
    return low.equals(high)
        ? figures().duration(low)
        : walk.text("backups.etaSays", figures().duration(low), figures().duration(high));
  }
}
