package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.MonoId;
import com.plexichat.backup.console.screens.prune.PruneView.Listed;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// What the screen of prunes has to show.
///
/// @param plan `prune plan`: another plan than the one that is shown, of the same cluster
/// @param trash what `prune list` tells, newest first
record PruneClaims(Walk walk, ToldCluster told, Told plan, List<Told> trash) {
  /// The screen may be as old as this when it is looked at.
  private static final int SECONDS = 240;

  PruneClaims {
    trash =
        trash.stream()
            .sorted(Comparator.comparing((Told one) -> one.moment("pruned")).reversed())
            .toList();
  }

  private Figures figures() {
    return walk.figures();
  }

  private String count(long number) {
    return figures().count(number);
  }

  private String sentence() {
    long removed = plan.number("actions");
    long kept = plan.number("kept_total");
    return removed == 0 && plan.number("stripes") == 0
        ? walk.text("prune.sentenceNothing", kept, count(kept))
        : walk.text(
            "prune.sentence",
            removed,
            count(removed),
            count(kept),
            figures().bytes(plan.number("bytes")),
            copies(plan));
  }

  private String copies(Told of) {
    return walk.text("prune.copiesOf", of.number("copies"), count(of.number("copies")));
  }

  private String copiesAndStripes(Told of) {
    return walk.text(
        "prune.copiesIn", copies(of), of.number("stripes"), count(of.number("stripes")));
  }

  private String counted(String key, long number) {
    return walk.text("prune.counted", walk.text(key), count(number));
  }

  private Claims head() {
    return new Claims()
        .texts(
            ".page-head",
            () ->
                List.of(
                    walk.text("prune.title"),
                    sentence(),
                    walk.text("prune.allSets"),
                    walk.text("prune.allTiers"),
                    walk.text("prune.usualCategories"),
                    walk.text("prune.planAnew")))
        .texts(
            "#prune-lists",
            () ->
                List.of(
                    counted("prune.goes", plan.number("actions")),
                    counted("prune.stays", plan.number("kept_total")),
                    counted("prune.trash", trash.size())));
  }

  /// One list, and what stands beside it.
  Claims shows(Listed list) {
    Claims claims = head();
    return switch (list) {
      case GOES -> plan(claims.rows("#goes", () -> rows(plan.list("removed"))));
      case STAYS -> plan(claims.rows("#stays", () -> rows(plan.list("kept"))));
      case TRASH -> trash(claims);
    };
  }

  private List<Map<String, String>> rows(List<Told> backups) {
    return backups.stream()
        .map(one ->
            Map.of(
                walk.text("prune.backup"),
                walk.text("backups.name", one.text("set"), one.number("number")),
                walk.text("prune.why"),
                one.text("reason"),
                walk.text("prune.tier"),
                one.text("tier"),
                walk.text("prune.created"),
                figures().ago(one.moment("created")),
                walk.text("prune.ends"),
                one.time("ends").map(figures()::ago).orElse("–")))
        .toList();
  }

  private Claims plan(Claims claims) {
    String panel = "#plan";
    long removed = plan.number("actions");
    boolean empty = removed == 0 && plan.number("stripes") == 0;
    boolean open = plan.list("gates").stream().allMatch(gate -> gate.is("open"));
    if (!empty) {
      claims
          .fact(panel, walk.text("prune.frees"), () -> figures().bytes(plan.number("bytes")))
          .fact(panel, walk.text("prune.in"), () -> copiesAndStripes(plan));
    }
    for (Told one : plan.list("categories")) {
      claims.fact(panel, category(one.text("category")), () -> share(one));
    }
    if (!empty && open) {
      long meant = removed == 0 ? plan.number("stripes") : removed;
      claims.texts(
          panel + " .detail-foot",
          () ->
              List.of(
                  walk.text(
                      removed == 0 ? "prune.typeStripes" : "prune.type", String.valueOf(meant)),
                  walk.text("deliberate.help"),
                  walk.text(removed == 0 ? "prune.runStripes" : "prune.run", meant, count(meant))));
    }
    for (Told gate : plan.list("gates")) {
      claims.texts(
          "#gate-" + gate.text("gate"),
          () ->
              List.of(
                  name(gate.text("gate")),
                  walk.text(gate.is("open") ? "prune.gateOpen" : "prune.gateClosed"),
                  gate.text("sentence")));
    }
    // Each plan has its own time and, with it, its own id.
    return claims.among(panel, walk.text("prune.made"), this::justNow).own(panel + " .mono-id");
  }

  private String category(String word) {
    return switch (word) {
      case "expired" -> walk.text("prune.categoryExpired");
      case "orphaned" -> walk.text("prune.categoryOrphaned");
      default -> word;
    };
  }

  private String share(Told one) {
    long stay = one.number("kept");
    return walk.text(
        "prune.share", copies(one), figures().bytes(one.number("bytes")), stay, count(stay));
  }

  private String name(String gate) {
    return switch (gate) {
      case "G2" -> walk.text("prune.gateSurvivors", gate);
      case "G3" -> walk.text("prune.gateQuorum", gate);
      case "G10" -> walk.text("prune.gateBinding", gate);
      case "G15" -> walk.text("prune.gateInterlock", gate);
      default -> gate;
    };
  }

  private Set<String> justNow() {
    Instant now = Instant.now();
    return LongStream.range(0, SECONDS)
        .mapToObj(now::minusSeconds)
        .map(figures()::exact)
        .collect(Collectors.toSet());
  }

  private String backups(Told prune) {
    List<String> ids = prune.texts("backups");
    return ids.isEmpty()
        ? walk.text("prune.leftOver")
        : ids.stream().map(this::backup).collect(Collectors.joining(", "));
  }

  private String backup(String id) {
    return told.backups().stream()
        .filter(one -> one.text("backup_id").equals(id))
        .findFirst()
        .map(one -> walk.text("backups.name", one.text("set"), one.number("number")))
        .orElseGet(() -> MonoId.shortened(id));
  }

  /// The newest one is selected.
  private Claims trash(Claims claims) {
    claims.rows(
        "#trash",
        () ->
            trash.stream()
                .map(one ->
                    Map.of(
                        walk.text("prune.backups"),
                        backups(one),
                        walk.text("prune.since"),
                        figures().ago(one.moment("pruned")),
                        walk.text("prune.untilShort"),
                        figures().ago(one.moment("swept_from")),
                        walk.text("prune.copies"),
                        count(one.number("copies")),
                        walk.text("prune.size"),
                        figures().bytes(one.number("bytes"))))
                .toList());
    Optional<Told> first = trash.stream().findFirst();
    first.ifPresent(one -> {
      String panel = "#trash-detail";
      claims
          .fact(panel, walk.text("prune.at"), () -> figures().exact(one.moment("pruned")))
          .fact(panel, walk.text("prune.until"), () -> figures().exact(one.moment("swept_from")))
          .fact(panel, walk.text("prune.size"), () -> figures().bytes(one.number("bytes")))
          .fact(panel, walk.text("prune.in"), () -> copiesAndStripes(one))
          .fact(panel, walk.text("prune.job"), () -> MonoId.shortened(one.text("job_id")))
          .fact(
              panel,
              walk.text("prune.backups"),
              () ->
                  one.texts("backups").stream()
                      .map(this::backup)
                      .collect(Collectors.joining("\n")));
    });
    Optional<Instant> next =
        trash.stream().map(one -> one.moment("swept_from")).min(Comparator.naturalOrder());
    return claims.text(
        "#due",
        () ->
            next.map(when -> walk.text("prune.dueFrom", figures().exact(when)))
                .orElseGet(() -> walk.text("prune.dueNothing")));
  }
}
