package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.kit.ProgressLine.Progress;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.JobState;

/// How jobs are told, on every screen the same.
public final class JobWords {
  private final Kit kit;

  public JobWords(Kit kit) {
    this.kit = kit;
  }

  /// What kind of work it is.
  public String kind(Job job) {
    return kind(job.kind());
  }

  /// A kind of work; one that is unknown here in the agent's own word.
  public String kind(String kind) {
    return switch (kind) {
      case "backup" -> kit.text("job.backup");
      case "restore" -> kit.text("job.restore");
      case "verify" -> kit.text("job.verify");
      case "check" -> kit.text("job.check");
      case "repair" -> kit.text("job.repair");
      case "prune" -> kit.text("job.prune");
      case "rollback" -> kit.text("job.rollback");
      case "sweep" -> kit.text("job.sweep");
      case "raise" -> kit.text("job.raise");
      case "lock" -> kit.text("job.lock");
      default -> kind;
    };
  }

  /// Where it stands, in a word.
  public String state(JobState state) {
    return kit.texts().of(state);
  }

  /// Where a job stands, in a word: one that shall rest and one that waits for others too.
  public String state(Job job) {
    if (job.state() == JobState.RUNNING && job.turn().paused().isPresent()) {
      return kit.text("job.pausing");
    }
    return job.state() == JobState.QUEUED && !job.turn().waitsFor().isEmpty()
        ? kit.text("job.waits")
        : state(job.state());
  }

  /// Who or what keeps it from working, in a sentence; empty: nobody.
  public String standing(Job job) {
    if (job.state() == JobState.ROLLED_BACK) {
      return kit.text("job.takenBack");
    }
    if (job.state().isFinal()) {
      return "";
    }
    Job.Turn turn = job.turn();
    if (turn.paused().isPresent()) {
      String by = person(turn.pausedBy());
      String since = turn.paused().map(kit.figures()::ago).orElse("");
      String said = turn.pauseReason().isEmpty() ? "" : " " + turn.pauseReason();
      return kit.text("job.pausedBy", by, since) + said;
    }
    if (!turn.waitsFor().isEmpty()) {
      return kit.text("job.waitsFor", turn.waitsFor().size());
    }
    return job.state() == JobState.STALLED ? job.reason() : "";
  }

  private static String person(String actor) {
    return actor.replaceFirst("^(person|agent):", "");
  }

  /// Who asked for it, as a person knows them.
  public static String by(Job job) {
    return person(job.askedBy());
  }

  public static Health health(JobState state) {
    return switch (state) {
      case QUEUED, RUNNING, CANCELLING -> Health.WORKING;
      case STALLED, PAUSED -> Health.DEGRADED;
      case FAILED -> Health.AT_RISK;
      case CANCELLED, ROLLED_BACK -> Health.UNKNOWN;
      case DONE -> Health.OK;
    };
  }

  /// What it does at the moment; in the agent's own word when it is a phase unknown here.
  private String phase(Job job) {
    return JobPhase.of(job.phase()).map(kit.texts()::of).orElse(job.phase());
  }

  /// How far it is: what the agent told, and nothing else.
  public Progress progress(Job job) {
    Job.Progress at = job.progress();
    String amount = "";
    if (at.bytesTotal() > 0) {
      amount =
          kit.text(
              "job.of", kit.figures().bytes(at.bytesDone()), kit.figures().bytes(at.bytesTotal()));
    } else if (at.bytesDone() > 0) {
      amount = kit.figures().bytes(at.bytesDone());
    }
    if (at.total() > 0 || at.done() > 0) {
      String count =
          at.total() > 0
              ? kit.text("job.of", kit.figures().count(at.done()), kit.figures().count(at.total()))
              : kit.figures().count(at.done());
      amount = amount.isEmpty() ? count : count + " · " + amount;
    }
    return new Progress(
        job.phase().isEmpty() ? state(job.state()) : phase(job),
        at.fraction().orElse(Double.NaN),
        amount,
        at.rate() > 0 ? kit.figures().rate(at.rate()) : "",
        at.left().map(left -> kit.text("job.left", kit.figures().duration(left))).orElse(""));
  }
}
