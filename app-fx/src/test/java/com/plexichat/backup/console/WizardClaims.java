package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.PeerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// What the wizards have to show.
record WizardClaims(Walk walk, ToldCluster told) {
  private static final String CENTRE = ".wizard-centre";

  /// So many examples of what a pattern leaves out are shown.
  private static final int EXAMPLES = 3;

  private Figures figures() {
    return walk.figures();
  }

  private String count(Told of, String name) {
    return figures().count(of.number(name));
  }

  private String bytes(Told of, String name) {
    return figures().bytes(of.number(name));
  }

  private String duration(long millis) {
    return figures().duration(Duration.ofMillis(millis));
  }

  /// The numbers of the steps are the wizard's.
  private static Claims wizard() {
    return new Claims().own(".step-rail");
  }

  private Told coordinator() {
    return told.peers().stream().filter(peer -> peer.is("coordinator")).findFirst().orElseThrow();
  }

  /// What is backed up was typed, and counted.
  Claims newSetWhat(Told preview) {
    return counted(wizard(), preview)
        .text("#host", () -> walk.text("newSet.coordinator", coordinator().text("name")))
        .own("#paths")
        .own("#excludes");
  }

  private Claims counted(Claims claims, Told preview) {
    String card = "#count";
    claims
        .fact(card, walk.text("count.files"), () -> count(preview, "files"))
        .fact(card, walk.text("count.folders"), () -> count(preview, "directories"))
        .fact(card, walk.text("count.bytes"), () -> bytes(preview, "source_bytes"))
        .fact(card, walk.text("count.excluded"), () -> count(preview, "excluded"));
    for (Told one : preview.list("excludes")) {
      claims.line(card + " VBox", () -> excluded(one));
    }
    return claims;
  }

  private List<String> excluded(Told one) {
    List<String> all = new ArrayList<>();
    all.add(one.text("pattern"));
    long matches = one.number("matches");
    all.add(
        matches == 0
            ? walk.text("count.noMatch")
            : walk.text("count.matches", matches, figures().count(matches)));
    one.list("examples").stream()
        .limit(EXAMPLES)
        .map(example -> example.text("path"))
        .forEach(all::add);
    return all;
  }

  /// What each tier would get, and the chosen one beside them.
  Claims newSetProtection(Map<TierTold, Told> preflights, String chosen) {
    Claims claims = wizard();
    preflights.forEach(
        (tier, preflight) -> claims.texts("#tier-" + tier.name(), () -> card(tier, preflight)));
    return verdict(claims, preflights, chosen);
  }

  private List<String> card(TierTold tier, Told preflight) {
    return List.of(
        tier.name(),
        outcome(preflight),
        walk.text("tierCard.kept", figures().days(tier.days())),
        walk.text("tierCard.copies", tier.copies()),
        walk.text("tierCard.stripes", tier.data(), tier.parity()),
        walk.text(
            "tierCard.owners",
            preflight.number("owners_present"),
            preflight.number("owners_needed")));
  }

  private String outcome(Told preflight) {
    return walk.text(
        switch (preflight.text("outcome")) {
          case "complete" -> "tierCard.placeable";
          case "under_protected" -> "tierCard.under";
          default -> "tierCard.impossible";
        });
  }

  private Claims verdict(Claims claims, Map<TierTold, Told> preflights, String chosen) {
    TierTold tier =
        preflights.keySet().stream()
            .filter(one -> one.name().equals(chosen))
            .findFirst()
            .orElseThrow();
    Told one = preflights.getOrDefault(tier, new Told(Map.of()));
    return claims.texts(
        "#verdict",
        () ->
            List.of(
                walk.text("verdict.title", chosen),
                outcome(one),
                one.text("sentence"),
                walk.text("verdict.owners"),
                walk.text("job.of", count(one, "owners_present"), count(one, "owners_needed")),
                walk.text("verdict.copies"),
                walk.text("job.of", count(one, "copies_possible"), figures().count(tier.copies())),
                walk.text("verdict.collusion"),
                one.number("collusion_number") == 0
                    ? walk.text("verdict.none")
                    : count(one, "collusion_number"),
                walk.text("verdict.collusionWhy")));
  }

  /// All that was chosen, with what was counted and judged beside it.
  Claims newSetReview(
      Told preview, Map<TierTold, Told> preflights, String chosen, List<String> typed) {
    TierTold tier =
        preflights.keySet().stream()
            .filter(one -> one.name().equals(chosen))
            .findFirst()
            .orElseThrow();
    return counted(verdict(wizard(), preflights, chosen), preview)
        .fact(CENTRE, walk.text("newSet.host"), () -> coordinator().text("name"))
        .fact(CENTRE, walk.text("newSet.paths"), typed::getFirst)
        .fact(
            CENTRE,
            walk.text("newSet.excludes"),
            () -> String.join("\n", typed.subList(1, typed.size())))
        .fact(
            CENTRE,
            walk.text("newSet.tier"),
            () -> walk.text("newSet.tierWords", chosen, figures().days(tier.days()), tier.copies()))
        // What one could type instead.
        .own("#command-line");
  }

  /// What came of the first backup.
  Claims newSetReport(Told preview, Map<TierTold, Told> preflights, Told backup) {
    String pane = "#report";
    Claims claims =
        counted(verdict(wizard(), preflights, backup.text("tier")), preview)
            .fact(pane, walk.text("result.state"), () -> state(backup))
            .fact(pane, walk.text("result.files"), () -> count(backup, "files"))
            .fact(pane, walk.text("result.source"), () -> bytes(backup, "source_bytes"))
            .fact(pane, walk.text("result.sent"), () -> bytes(backup, "sent_bytes"))
            .fact(pane, walk.text("result.stored"), () -> bytes(backup, "stored_bytes"))
            .fact(pane, walk.text("result.took"), () -> duration(backup.number("duration_ms")));
    if (backup.has("sentence")) {
      claims.line(pane + " .label", () -> List.of(backup.text("sentence")));
    }
    return claims;
  }

  private String state(Told backup) {
    return walk.texts().of(BackupState.valueOf(backup.text("state").toUpperCase(Locale.ROOT)));
  }

  /// Which backup is restored from.
  Claims restoreWhat(Told backup, Told certificate) {
    return certificate(wizard(), certificate)
        .text(
            "#backup",
            () ->
                walk.text(
                    "restore.backupWords",
                    backup.text("set"),
                    backup.number("number"),
                    figures().exact(backup.moment("created")),
                    backup.text("host")))
        .fact(CENTRE, walk.text("result.state"), () -> state(backup))
        .fact(
            CENTRE,
            walk.text("restore.made"),
            () ->
                walk.text(
                    "restore.when",
                    figures().ago(backup.moment("created")),
                    figures().exact(backup.moment("created"))))
        .fact(CENTRE, walk.text("result.files"), () -> count(backup, "files"))
        .fact(CENTRE, walk.text("result.source"), () -> bytes(backup, "source_bytes"))
        .fact(CENTRE, walk.text("restore.tested"), () -> figures().ago(backup.time("tested_at")));
  }

  private Claims certificate(Claims claims, Told now) {
    String card = "#certificate";
    Told eta = now.object("eta_ms");
    claims
        .fact(card, walk.text("certificate.missing"), () -> count(now, "missing_shards"))
        .fact(
            card,
            walk.text("certificate.keys"),
            () ->
                walk.text(
                    now.is("keys_present") ? "certificate.keysThere" : "certificate.keysGone"))
        .fact(
            card,
            walk.text("certificate.takes"),
            () ->
                eta.has("low") && eta.has("high")
                    ? walk.text(
                        "certificate.between",
                        duration(eta.number("low")),
                        duration(eta.number("high")))
                    : walk.text("certificate.unknown"))
        .among(
            card,
            walk.text("certificate.window"),
            () -> walk.justPast(now.number("loss_window_ms")))
        .line(card + " .note", () -> List.of(eta.text("basis")));
    for (Told source : now.list("sources")) {
      claims.line(card + " HBox", () -> List.of(source.text("peer"), bytes(source, "bytes")));
    }
    return claims;
  }

  /// To where it is restored.
  Claims restoreWhere(Told backup, Told certificate, String folder) {
    return certificate(wizard(), certificate)
        .text("#host", () -> walk.text("restore.source", backup.text("host")))
        .text("#folder", () -> folder)
        .line(
            CENTRE + " .note",
            () -> List.of(walk.text("restore.becomes", folder + "/home/ana/letter.txt")));
  }

  /// What would come.
  ///
  /// @param dry what the same restore told that writes nothing
  Claims restorePreview(Told backup, Told certificate, String folder, Told dry) {
    return amounts(certificate(wizard(), certificate), CENTRE, dry)
        .fact(
            CENTRE,
            walk.text("restore.to"),
            () -> walk.text("restore.place", backup.text("host"), folder))
        .own("#command-line");
  }

  private Claims amounts(Claims claims, String within, Told restore) {
    return claims
        .fact(within, walk.text("result.files"), () -> count(restore, "files"))
        .fact(within, walk.text("result.directories"), () -> count(restore, "directories"))
        .fact(within, walk.text("result.bytes"), () -> bytes(restore, "bytes"));
  }

  /// What came. How long it took by itself, and who gave what, is told to who asked for it alone:
  /// it took no longer than its job.
  ///
  /// @param dry what the same restore told that wrote nothing
  Claims restoreResult(Told backup, Told certificate, String folder, Told dry, Told job) {
    Duration all = Duration.between(job.moment("started"), job.moment("ended"));
    return amounts(certificate(wizard(), certificate), "#result", dry)
        .fact(
            "#result",
            walk.text("restore.lies"),
            () -> walk.text("restore.place", backup.text("host"), folder))
        .among("#result", walk.text("result.took"), () -> upTo(all))
        .own("#command-line")
        .own("#sources");
  }

  private Set<String> upTo(Duration longest) {
    return LongStream.rangeClosed(0, longest.toMillis())
        .mapToObj(this::duration)
        .collect(Collectors.toSet());
  }

  /// What is affected by the set-up, beside each of its steps.
  private Claims guide() {
    String side = ".wizard-side";
    long backups =
        told.backups().stream().filter(one -> !one.text("state").equals("deleted")).count();
    return wizard()
        .fact(side, walk.text("setup.coordinator"), () -> coordinator().text("name"))
        .fact(side, walk.text("setup.peers"), () -> figures().count(told.peers().size()))
        .fact(side, walk.text("setup.sets"), () -> figures().count(told.sets().size()))
        .fact(side, walk.text("setup.backups"), () -> figures().count(backups));
  }

  /// Who has joined. For how long and how many an invitation would be is chosen here.
  Claims setupPeers() {
    return guide()
        .own("#invitation")
        .rows(
            "#joined",
            () ->
                told.peers().stream()
                    .map(peer ->
                        Map.of(
                            walk.text("setup.machine"),
                            peer.text("name"),
                            walk.text("jobs.state"),
                            walk.texts().of(PeerState.valueOf(peer.text("state"))),
                            walk.text("invite.owner"),
                            peer.text("owner"),
                            walk.text("invite.region"),
                            peer.text("region")))
                    .toList());
  }

  /// What each tier would get.
  Claims setupTiers(Map<TierTold, Told> preflights) {
    Claims claims = guide();
    preflights.forEach((tier, preflight) -> {
      List<String> all = new ArrayList<>(card(tier, preflight));
      all.add(preflight.text("sentence"));
      claims.line(CENTRE + " .card", () -> all);
    });
    return claims;
  }

  /// Where the recovery kit lies.
  Claims setupKit() {
    return guide()
        .fact(CENTRE, walk.text("setup.kitNote"), () -> told.kit().text("note"))
        .fact(CENTRE, walk.text("jobs.by"), () -> told.kit().text("stored_by"));
  }

  /// A step that tells nothing but what is affected.
  Claims setupWords() {
    return guide();
  }
}
