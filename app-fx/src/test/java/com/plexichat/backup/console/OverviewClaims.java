package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.state.Notice;
import com.plexichat.backup.shared.model.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What the dashboard and what is around every screen have to show of a cluster.
record OverviewClaims(Walk walk, ToldCluster told) {
  /// As many lines has a card on a wide page.
  private static final int LINES = 11;

  private Figures figures() {
    return walk.figures();
  }

  private String count(long number) {
    return figures().count(number);
  }

  Claims dashboard() {
    Claims claims =
        new Claims()
            .texts(
                ".page-head",
                () ->
                    List.of(
                        walk.text("dashboard.title"),
                        sentence(),
                        walk.text("dashboard.find"),
                        walk.text("act.newSet")))
            .texts("#tiers", this::tiers)
            .texts("#exposure", this::exposure)
            .texts("#shard-health", this::health)
            .texts("#activity", this::activity)
            .texts(".content #attention", this::attention)
            .texts("#running", this::running)
            // What this console sampled itself.
            .own("#throughput");
    figures(claims);
    return claims;
  }

  private String sentence() {
    String said =
        walk.text(
            "dashboard.sentence",
            peers(),
            told.under() == 0
                ? walk.text("dashboard.allCovered")
                : walk.text("dashboard.under", told.under(), count(told.under())));
    long lost = told.distribution().number("lost");
    return lost > 0
        ? walk.text("dashboard.andLost", said, lost, count(lost))
        : told.under() > 0
            ? walk.text("dashboard.nothingLost", said)
            : walk.text("dashboard.end", said);
  }

  private String peers() {
    long down = told.peersIn("DOWN");
    long silent = told.peersIn("SUSPECT");
    int all = told.peers().size();
    return down > 0
        ? walk.text("dashboard.peersDown", down, all)
        : silent > 0
            ? walk.text("dashboard.peersSilent", silent, all)
            : walk.text("dashboard.peersAnswer", all);
  }

  private void figures(Claims claims) {
    long copies = told.distribution().number("copies");
    List<Told> newest =
        told.sets().stream().flatMap(set -> told.newestOf(set.text("set")).stream()).toList();
    long source = newest.stream().mapToLong(one -> one.number("source_bytes")).sum();
    String sets =
        newest.size() == told.sets().size()
            ? walk.text("dashboard.allSets", newest.size())
            : walk.text("dashboard.someSets", newest.size(), told.sets().size());
    claims
        .texts(
            "#fig-coverage",
            () ->
                List.of(
                    walk.text("dashboard.coverage"),
                    figures().percent(told.coveredPercent()),
                    walk.text(
                        "dashboard.meanCopies", figures().mean(copies / (double) told.shards()))))
        .heard(
            "#fig-coverage",
            () ->
                walk.text(
                    "dashboard.coverageExact",
                    count(told.covered()),
                    count(told.shards()),
                    count(copies)))
        .texts(
            "#fig-protected",
            () ->
                List.of(
                    walk.text("dashboard.protected"),
                    figures().bytes(source),
                    walk.text("dashboard.stored", sets, figures().bytes(told.used()))))
        .heard(
            "#fig-protected",
            () ->
                walk.text(
                    "dashboard.protectedExact",
                    count(source),
                    newest.size(),
                    told.sets().size(),
                    count(told.used())));
    shards(claims);
  }

  private void shards(Claims claims) {
    long lost = told.distribution().number("lost");
    claims
        .texts(
            "#fig-at-risk",
            () ->
                List.of(
                    walk.text("dashboard.atRisk"),
                    count(told.under()),
                    lost > 0
                        ? walk.text("dashboard.ofThemLost", count(lost))
                        : told.under() > 0
                            ? walk.text("dashboard.noneLost")
                            : walk.text("dashboard.allCopies")))
        .heard(
            "#fig-at-risk",
            () ->
                walk.text(
                    "dashboard.atRiskExact",
                    count(told.under()),
                    count(lost),
                    count(told.shards())))
        .texts(
            "#fig-capacity",
            () ->
                List.of(
                    walk.text("dashboard.capacity"),
                    figures().percent(100.0 * told.used() / told.offered()),
                    walk.text(
                        "dashboard.usedOf",
                        figures().bytes(told.used()),
                        figures().bytes(told.offered()))))
        .heard(
            "#fig-capacity",
            () -> walk.text("dashboard.capacityExact", count(told.used()), count(told.offered())));
  }

  private List<String> tiers() {
    List<String> all = new ArrayList<>(List.of(walk.text("dashboard.tiers")));
    told.distribution()
        .list("tiers")
        .forEach(tier -> {
          all.add(tier.text("tier"));
          all.add(
              walk.text(
                  "dashboard.tierCopies",
                  figures().mean(tier.real("mean_copies")),
                  count(tier.number("copies_target"))));
          all.add(figures().percent(tier.real("coverage_pct")));
          new DurabilityTold(walk).brief(tier).ifPresent(all::add);
        });
    return all;
  }

  /// The most that would be lost first.
  private List<String> exposure() {
    List<String> all = new ArrayList<>(List.of(walk.text("dashboard.exposure")));
    told.sets().stream()
        .sorted(
            Comparator.comparing(set ->
                told.newestOf(set.text("set"))
                    .map(one -> one.moment("created"))
                    .orElse(Instant.EPOCH)))
        .forEach(set -> {
          Optional<Told> newest = told.newestOf(set.text("set"));
          String tier = set.text("tier");
          all.add(set.text("set"));
          all.add(
              newest
                  .map(one -> walk.text("dashboard.newest", tier, count(one.number("number"))))
                  .orElse(tier));
          all.add(
              newest
                  .map(one -> figures().ago(one.moment("created")))
                  .orElseGet(() -> walk.text("dashboard.nothingToRestore")));
        });
    return all;
  }

  private List<String> health() {
    long lost = told.distribution().number("lost");
    return List.of(
        walk.text("dashboard.health"),
        walk.text("dashboard.shards", told.shards(), count(told.shards())),
        figures().percent(told.coveredPercent()),
        walk.text("dashboard.whole"),
        walk.text("dashboard.slice.well"),
        count(told.covered()),
        walk.text("dashboard.slice.fewer"),
        count(told.under() - lost),
        walk.text("dashboard.slice.lost"),
        count(lost));
  }

  private String job(Told job) {
    String kind = new WorkClaims(walk, told).kind(job);
    return job.has("backup_id")
        ? walk.text(
            "dashboard.jobOf",
            kind,
            told.backup(job.text("backup_id")).text("set"),
            count(told.backup(job.text("backup_id")).number("number")))
        : kind;
  }

  private static boolean hasEnded(Told job) {
    return JobState.valueOf(job.text("state").toUpperCase(Locale.ROOT)).isFinal();
  }

  private List<String> activity() {
    List<String> all =
        new ArrayList<>(List.of(walk.text("dashboard.activity"), walk.text("dashboard.allJobs")));
    told.jobs().stream()
        .filter(OverviewClaims::hasEnded)
        .sorted(Comparator.comparing((Told job) -> job.moment("ended")).reversed())
        .limit(LINES)
        .forEach(job -> {
          String word = new WorkClaims(walk, told).state(job);
          Duration took = Duration.between(job.moment("started"), job.moment("ended"));
          all.add(job(job));
          all.add(
              job.has("reason")
                  ? walk.text("dashboard.because", word, job.text("reason"))
                  : walk.text("dashboard.took", word, figures().duration(took)));
          all.add(figures().ago(job.moment("ended")));
        });
    return all;
  }

  private List<String> running() {
    List<String> all = new ArrayList<>(List.of(walk.text("dashboard.running")));
    List<Told> running = told.jobs().stream().filter(job -> !hasEnded(job)).toList();
    if (running.isEmpty()) {
      all.add(walk.text("dashboard.idle"));
      all.add(walk.text("dashboard.idleWhy"));
    }
    running.forEach(job -> {
      all.add(job(job));
      all.addAll(new WorkClaims(walk, told).progress(job));
    });
    return all;
  }

  private List<String> attention() {
    List<List<String>> found = needed();
    List<String> all = new ArrayList<>();
    all.add(walk.text("dashboard.attentionCount", count(found.size())));
    found.forEach(all::addAll);
    return all;
  }

  /// What needs a look, the worst first, as it follows from what was told.
  private List<List<String>> needed() {
    long missing = told.under() - told.distribution().number("lost");
    Stream<List<String>> without =
        told.sets().stream()
            .map(set -> set.text("set"))
            .filter(set ->
                told.newestOf(set).isEmpty()
                    && told.backupsOf(set).stream()
                        .noneMatch(one -> one.text("state").equals("running")))
            .map(set ->
                List.of(
                    walk.text("Cause.SET_WITHOUT_BACKUP", 0, set),
                    walk.text("dashboard.whyNoBackup")));
    Stream<List<String>> copies =
        missing == 0
            ? Stream.of()
            : Stream.of(
                List.of(
                    walk.text("Cause.COPIES_MISSING", missing, "", count(missing)),
                    walk.text("dashboard.whyMissing")));
    Stream<List<String>> kit =
        told.status().is("kit_stored")
            ? Stream.of()
            : Stream.of(List.of(walk.text("Cause.KIT_NOT_STORED"), walk.text("dashboard.whyKit")));
    return Stream.of(
            down(),
            new DurabilityTold(walk).alarms(told.distribution().list("tiers")),
            without,
            newest("failed", "Cause.BACKUP_FAILED", "dashboard.whyFailed"),
            copies,
            newest("under_protected", "Cause.BACKUP_UNDER_PROTECTED", "dashboard.whyUnder"),
            kit)
        .flatMap(one -> one)
        .toList();
  }

  private Stream<List<String>> down() {
    return told.peers().stream()
        .filter(peer -> peer.text("state").equals("DOWN"))
        .map(peer ->
            List.of(
                walk.text("Cause.PEER_DOWN", 0, peer.text("name")),
                walk.text("dashboard.whyDown"),
                figures().ago(peer.moment("last_seen"))));
  }

  /// The newest backups of sets, as far as they are in a state.
  private Stream<List<String>> newest(String state, String headline, String why) {
    return told.sets().stream()
        .flatMap(set -> told.backupsOf(set.text("set")).stream().limit(1))
        .filter(one ->
            one.text("state").equals(state)
                || (state.equals("failed") && one.text("state").equals("interrupted")))
        .sorted(Comparator.comparing((Told one) -> one.moment("created")))
        .map(one ->
            List.of(
                walk.text(headline, 0, one.text("set") + " #" + one.number("number")),
                walk.text(why),
                figures().ago(one.moment("created"))));
  }

  private record Happened(Instant at, String what) {}

  /// What happened since the console was opened, newest first.
  Claims notices(Instant opened) {
    Stream<Happened> ended =
        told.jobs().stream()
            .filter(job -> hasEnded(job) && job.moment("ended").isAfter(opened))
            .map(job ->
                new Happened(
                    job.moment("ended"),
                    walk.texts()
                        .of(
                            switch (job.text("state")) {
                              case "failed" -> Notice.Event.JOB_FAILED;
                              case "cancelled" -> Notice.Event.JOB_CANCELLED;
                              default -> Notice.Event.JOB_DONE;
                            },
                            new WorkClaims(walk, told).kind(job))));
    Stream<Happened> gone =
        told.peers().stream()
            .filter(peer -> peer.text("state").equals("DOWN"))
            .map(peer ->
                new Happened(
                    peer.moment("last_seen"),
                    walk.texts().of(Notice.Event.PEER_DOWN, peer.text("name"))));
    List<Happened> all =
        Stream.concat(ended, gone).sorted(Comparator.comparing(Happened::at).reversed()).toList();
    return new Claims()
        .texts(
            ".notices",
            () ->
                Stream.concat(
                        Stream.of(walk.text("frame.notices")),
                        all.stream().flatMap(one -> Stream.of(one.what(), figures().ago(one.at()))))
                    .toList());
  }

  /// The navigation, with how many peers there are at its foot.
  Claims sidebar() {
    return new Claims()
        .text("#connection", () -> walk.text("frame.connected", told.peers().size()));
  }

  /// The bar above every screen, with how much needs a look.
  Claims topbar() {
    return new Claims().text(".pill", () -> walk.text("frame.attention", needed().size()));
  }
}
