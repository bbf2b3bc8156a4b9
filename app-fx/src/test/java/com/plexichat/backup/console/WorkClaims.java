package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.MonoId;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What the list of jobs and the panel of one have to show.
record WorkClaims(Walk walk, ToldCluster told) {
  private Figures figures() {
    return walk.figures();
  }

  String kind(Told job) {
    return walk.text("job." + job.text("kind"));
  }

  String state(Told job) {
    return walk.texts().of(JobState.valueOf(job.text("state").toUpperCase(Locale.ROOT)));
  }

  private static boolean isHeld(Told job) {
    return !hasEnded(job)
        && (List.of("paused", "stalled").contains(job.text("state"))
            || !job.texts("waits_for").isEmpty());
  }

  private static boolean hasEnded(Told job) {
    return job.has("ended");
  }

  /// The texts about a bar: phase, how much, how fast and how long still.
  List<String> progress(Told job) {
    List<String> amounts = new ArrayList<>();
    if (job.has("total") || job.number("done") > 0) {
      String done = figures().count(job.number("done"));
      amounts.add(
          job.has("total")
              ? walk.text("job.of", done, figures().count(job.number("total")))
              : done);
    }
    if (job.has("bytes_total") || job.number("bytes_done") > 0) {
      String done = figures().bytes(job.number("bytes_done"));
      amounts.add(
          job.has("bytes_total")
              ? walk.text("job.of", done, figures().bytes(job.number("bytes_total")))
              : done);
    }
    List<String> all = new ArrayList<>();
    all.add(phase(job));
    if (!amounts.isEmpty()) {
      all.add(String.join(" · ", amounts));
    }
    List<String> pace = new ArrayList<>();
    if (job.real("rate") > 0) {
      pace.add(figures().rate(job.real("rate")));
    }
    if (job.has("eta_ms")) {
      pace.add(walk.text("job.left", figures().duration(Duration.ofMillis(job.number("eta_ms")))));
    }
    if (!pace.isEmpty()) {
      all.add(String.join(" · ", pace));
    }
    return all;
  }

  /// How far it is as a percentage, of its bytes where they are known.
  private String share(Told job) {
    for (String of : List.of("bytes_", "")) {
      if (job.has(of + "total")) {
        double done = job.number(of + "done");
        return figures().percent(Math.floor(100 * Math.min(1, done / job.number(of + "total"))));
      }
    }
    return "";
  }

  private String phase(Told job) {
    String told = job.has("phase") ? job.text("phase") : state(job);
    return JobPhase.of(told).map(walk.texts()::of).orElse(told);
  }

  Claims jobs() {
    long running = told.jobs().stream().filter(job -> !hasEnded(job)).count();
    long held = told.jobs().stream().filter(WorkClaims::isHeld).count();
    return new Claims()
        .texts(
            ".page-head",
            () ->
                List.of(
                    walk.text("jobs.title"),
                    walk.text("jobs.sentence", running, told.jobs().size(), held)))
        .rows("#jobs", () -> told.jobs().stream().map(this::row).toList());
  }

  private Map<String, String> row(Told job) {
    Instant end = job.time("ended").orElseGet(Instant::now);
    return Map.of(
        walk.text("jobs.kind"),
        kind(job),
        walk.text("jobs.state"),
        state(job),
        walk.text("jobs.progress"),
        hasEnded(job) ? "" : share(job),
        walk.text("jobs.started"),
        figures().ago(job.moment("started")),
        walk.text("jobs.took"),
        figures().duration(Duration.between(job.moment("started"), end)),
        walk.text("jobs.by"),
        by(job));
  }

  private static String by(Told job) {
    return job.text("asked_by").replaceFirst("^(person|agent):", "");
  }

  /// The list, and beside it one job.
  Claims job(Told job) {
    return job(job, List.of());
  }

  /// @param took how long its result says that the work itself took; empty: it does not say
  private Claims job(Told job, List<String> took) {
    String panel = ".detail-panel";
    Claims claims =
        jobs()
            .fact(panel, walk.text("jobs.id"), () -> MonoId.shortened(job.text("job_id")))
            .fact(panel, walk.text("jobs.started"), () -> figures().exact(job.moment("started")))
            .fact(panel, walk.text("jobs.by"), () -> by(job));
    if (job.has("ended")) {
      claims
          .fact(panel, walk.text("jobs.ended"), () -> figures().exact(job.moment("ended")))
          .facts(
              panel,
              walk.text("jobs.took"),
              () -> {
                Duration all = Duration.between(job.moment("started"), job.moment("ended"));
                return Stream.concat(Stream.of(figures().duration(all)), took.stream()).toList();
              });
    } else {
      claims.texts(panel + " .progress-line", () -> progress(job));
    }
    if (job.has("reason")) {
      claims.line(panel + " .strong", () -> List.of(job.text("reason")));
      claims.fact(panel, walk.text("jobs.reason"), () -> job.text("reason"));
    }
    return claims;
  }

  /// Beside the list a job that made a backup.
  Claims backup(Told job) {
    Told backup = told.backup(job.text("backup_id"));
    Claims claims = job(job, took(backup));
    if (backup.has("sentence")) {
      claims.line(".detail-panel .label", () -> List.of(backup.text("sentence")));
    }
    return claims
        .fact(".detail-panel", walk.text("result.files"), () -> count(backup, "files"))
        .fact(".detail-panel", walk.text("result.source"), () -> bytes(backup, "source_bytes"))
        .fact(".detail-panel", walk.text("result.sent"), () -> bytes(backup, "sent_bytes"))
        .fact(".detail-panel", walk.text("result.stored"), () -> bytes(backup, "stored_bytes"));
  }

  private String bytes(Told of, String name) {
    return figures().bytes(of.number(name));
  }

  private String count(Told of, String name) {
    return figures().count(of.number(name));
  }

  private List<String> took(Told result) {
    return List.of(figures().duration(Duration.ofMillis(result.number("duration_ms"))));
  }

  /// Beside the list a job that restored, with what the command that asked for it printed.
  Claims restored(Told job, Told result) {
    return job(job, took(result))
        .fact(".detail-panel", walk.text("result.files"), () -> count(result, "files"))
        .fact(".detail-panel", walk.text("result.directories"), () -> count(result, "directories"))
        .fact(".detail-panel", walk.text("result.bytes"), () -> bytes(result, "bytes"));
  }

  /// Beside the list a job that verified.
  Claims verified(Told job, Told result) {
    return job(job)
        .fact(".detail-panel", walk.text("result.shards"), () -> count(result, "shards"))
        .fact(
            ".detail-panel",
            walk.text("result.copiesOk"),
            () -> walk.text("job.of", count(result, "ok"), count(result, "copies")));
  }
}
