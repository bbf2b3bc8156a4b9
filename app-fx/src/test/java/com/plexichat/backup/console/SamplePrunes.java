package com.plexichat.backup.console;

import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.Prune;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.PrunePlan;
import com.plexichat.backup.shared.model.PrunePlan.Amount;
import com.plexichat.backup.shared.model.PrunePlan.Gate;
import com.plexichat.backup.shared.model.PrunePlan.Planned;
import com.plexichat.backup.shared.model.PrunePlan.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the made-up cluster would prune, and what lies in its trash.
public final class SamplePrunes {
  public static final String ENDED = "Its retention has ended.";
  private static final Amount FREED = new Amount(36, 412, 1_288_490_188L);

  private SamplePrunes() {}

  /// Answers to everything about prunes.
  public static Sample answering(Sample sample, SampleFacts facts) {
    return sample
        .answer("planPrune", _ -> plan(facts))
        .answer("prunes", _ -> prunes(facts))
        .answer("runPrune", _ -> new JobStarted("j-prune", "", false))
        .answer("rollBackPrune", _ -> new JobStarted("j-back", "", false))
        .answer("sweepTrash", _ -> new JobStarted("j-sweep", "", false));
  }

  /// One whose gates are open.
  public static PrunePlan plan(SampleFacts facts) {
    return plan(facts, "7c1f0a9be24d5368", true);
  }

  /// One that the interlock keeps from running.
  public static PrunePlan blocked(SampleFacts facts) {
    return plan(facts, "9e02b6d4417fc8a0", false);
  }

  private static PrunePlan plan(SampleFacts facts, String id, boolean open) {
    return new PrunePlan(
        id,
        facts.ago(0),
        "person:margit",
        List.of(
            planned(facts, SampleFacts.LONG_SET, 1, 400, ENDED),
            planned(facts, "databases", 3, 95, "It was deleted."),
            planned(facts, "documents", 1, 380, ENDED)),
        List.of(
            planned(facts, "databases", 12, 1, "Its retention goes on."),
            planned(facts, "documents", 3, 400, "It is kept: hold 2026-114 Miller against Sons."),
            planned(facts, "documents", 4, 370, "Job 01HZX3J9QK2M7 reads it."),
            planned(
                facts,
                "home",
                1,
                400,
                "A backup of its machine runs and may count on its contents."),
            planned(
                facts,
                SampleFacts.LONG_SET,
                2,
                399,
                "A backup of its set that stays cannot be restored as a whole."),
            planned(
                facts, "photos", 1, 120, "It is the newest that its set can be restored from.")),
        1_204,
        FREED,
        List.of(
            new Share(PruneCategory.EXPIRED, 400, 1_275_907_276L, 0),
            new Share(PruneCategory.ORPHANED, 12, 12_582_912L, 0)),
        List.of(
            new Gate("G3", true, "6 peers are active, and it takes 3."),
            new Gate("G10", true, "The catalogue is the one that the log began."),
            open
                ? new Gate("G15", true, "0 shards that backups need are lost.")
                : new Gate("G15", false, "3 shards that backups need are lost.")),
        Optional.empty());
  }

  /// One that frees space at once, as so many people have allowed it.
  public static PrunePlan atOnce(SampleFacts facts, String... people) {
    return ofTwo(plan(facts), 20L << 30, people);
  }

  /// One that ends backups of low value early.
  public static PrunePlan early(SampleFacts facts, String... people) {
    return ofTwo(plan(facts), 0, people);
  }

  private static PrunePlan ofTwo(PrunePlan usual, long reclaims, String... people) {
    List<Gate> gates = new ArrayList<>(usual.gates());
    gates.add(
        new Gate(
            "G6",
            people.length == 2,
            "What %s takes two people, and %s."
                .formatted(
                    reclaims > 0 ? "goes at once" : "ends early",
                    people.length == 0
                        ? "nobody has"
                        : String.join(" and ", people) + " approved it")));
    return new PrunePlan(
        "c41d9be07a35f682",
        usual.made(),
        usual.askedBy(),
        usual.removed(),
        usual.kept(),
        usual.keptTotal(),
        usual.frees(),
        reclaims > 0
            ? usual.categories()
            : List.of(new Share(PruneCategory.LOW_VALUE, 412, 1_288_490_188L, 0)),
        gates,
        Optional.of(
            new PrunePlan.Consent(
                reclaims, reclaims > 0 ? 21_000_000_000L : 0, List.of(people), "c41d")));
  }

  /// One by which nothing would change.
  public static PrunePlan nothing(SampleFacts facts) {
    PrunePlan some = plan(facts);
    return new PrunePlan(
        "5d20a1",
        some.made(),
        some.askedBy(),
        List.of(),
        List.of(),
        0,
        Amount.NONE,
        List.of(
            new Share(PruneCategory.EXPIRED, 0, 0, 0), new Share(PruneCategory.ORPHANED, 0, 0, 0)),
        some.gates(),
        Optional.empty());
  }

  private static Planned planned(
      SampleFacts facts, String set, int number, int days, String reason) {
    Backup one = facts.backup(set, number, BackupState.COMPLETE, Duration.ofDays(days));
    return new Planned(one.id(), set, number, one.tier(), one.created(), one.expires(), reason);
  }

  /// Two that can be brought back, what folds left, and one that is due.
  public static List<Prune> prunes(SampleFacts facts) {
    return List.of(
        prune(facts, "01HZX9GJ5R0T8WQ4", 60 * 20, FREED, List.of("databases", "documents")),
        prune(facts, "", 60 * 30, new Amount(4, 30, 48_210_000L), List.of()),
        prune(
            facts,
            "01HZW1C2D3E4F5G6",
            60 * 24 * 8,
            new Amount(9, 96, 310_000_000L),
            List.of(SampleFacts.LONG_SET)));
  }

  private static Prune prune(
      SampleFacts facts, String job, long minutes, Amount amount, List<String> sets) {
    return new Prune(
        job,
        facts.ago(minutes),
        facts.ago(minutes - 7 * 24 * 60),
        amount,
        sets.stream().map(set -> SampleFacts.backupId(set, 1)).toList());
  }

  /// A job of the trash that is done, as it is told to who asks for it.
  public static Job done(SampleFacts facts, String id, String kind) {
    return SampleAnswers.with(
        facts.job(id, kind, JobState.DONE, "", 5),
        new JobResult.Pruned(
            List.of("a", "b"),
            FREED,
            List.of(
                new Planned(
                    "c",
                    "documents",
                    3,
                    "silver",
                    facts.ago(900),
                    Optional.empty(),
                    "Backup documents #3 is held for 2026-114.")),
            List.of(SampleFacts.peerId(4).hex()),
            List.of()));
  }
}
