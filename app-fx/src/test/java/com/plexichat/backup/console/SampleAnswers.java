package com.plexichat.backup.console;

import com.plexichat.backup.shared.model.AuditLine;
import com.plexichat.backup.shared.model.AuditVerdict;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Certificate;
import com.plexichat.backup.shared.model.Difference;
import com.plexichat.backup.shared.model.Entry;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Invitation;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.Keep;
import com.plexichat.backup.shared.model.KeepKind;
import com.plexichat.backup.shared.model.KitStatus;
import com.plexichat.backup.shared.model.MapPage;
import com.plexichat.backup.shared.model.PathWarning;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.SetPreview;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// What the acts of the made-up cluster come to, when it answers plausibly.
public final class SampleAnswers {
  private static final FilePath ROOT = FilePath.of("/");

  private SampleAnswers() {}

  /// Answers to everything that only asks.
  public static Sample reading(Sample sample, SampleFacts facts) {
    return sample
        .answer(
            "certificate",
            args ->
                args[0].equals(SampleFacts.backupId(SampleFacts.LONG_SET, 1))
                    ? refusal()
                    : certificate())
        .answer("backup", args -> whole((String) args[0]))
        .answer("preflight", args -> preflight((Tier) args[0]))
        .answer("preview", args -> preview((BackupSet) args[0]))
        .answer("verifyAudit", _ -> new AuditVerdict(true, 1_250, 0, 3, 3))
        .answer("audit", args -> audit(facts, (Long) args[0], (Integer) args[1], 1_250))
        .answer("invitePeer", _ -> invitation(facts))
        .answer("job", args -> facts.jobNamed((String) args[0]))
        .answer("browse", args -> give(args[2], browse((String) args[0], (FilePath) args[1])))
        .answer("find", args -> give(args[2], found()))
        .answer("compare", args -> give(args[3], differences()))
        .answer("map", args -> page(args[2], SampleStripes.map(facts)))
        .answer("stripe", args -> SampleStripes.stripe(facts, (StripeId) args[0]));
  }

  @SuppressWarnings("unchecked")
  private static <T> int give(Object reader, List<T> page) {
    ((Consumer<List<T>>) reader).accept(page);
    return page.size();
  }

  @SuppressWarnings("unchecked")
  private static int page(Object reader, MapPage page) {
    ((Consumer<MapPage>) reader).accept(page);
    return page.stripes().size();
  }

  /// A backup as it is answered when it is asked for alone: with the paths that need attention.
  public static Backup whole(String id) {
    for (BackupSet set : SampleFacts.sets()) {
      for (int number = 1; number < 20; number++) {
        if (SampleFacts.backupId(set.name(), number).equals(id)) {
          return whole(
              new SampleFacts(SampleFacts.NOW)
                  .backup(set.name(), number, BackupState.COMPLETE, Duration.ofHours(number)));
        }
      }
    }
    throw new AssertionError("no such backup: " + id);
  }

  /// What keeps a backup, of the shape that a court asks for.
  static Keep held(Instant made) {
    return new Keep(
        KeepKind.HOLD,
        "2026-114 Miller against Sons",
        "The court asked for everything of the first quarter.",
        "legal@example.org",
        "person:ann",
        made.plus(Duration.ofHours(7)));
  }

  private static Backup whole(Backup one) {
    return new Backup(
        one.id(),
        one.set(),
        one.host(),
        one.number(),
        one.created(),
        one.tier(),
        one.state(),
        one.counts(),
        one.duration(),
        one.expires(),
        one.keeps(),
        one.locked(),
        one.restorable(),
        one.collusionNumber(),
        one.tested(),
        List.of(
            new PathWarning(
                FilePath.of("/var/lib/postgresql/16/main/base/16384/pg_internal.init"),
                "CHANGED",
                "It changed while it was read; what was read last is kept."),
            new PathWarning(
                FilePath.of("/etc/postgresql/16/main/server.key"),
                "UNREADABLE",
                "It cannot be read: permission denied.")),
        one.jobId(),
        one.sentence());
  }

  public static Certificate certificate() {
    return new Certificate(
        true,
        0,
        List.of(
            new Certificate.Source("alder", 4_112, 17_246_978_048L),
            new Certificate.Source("birch", 3_902, 16_365_125_632L),
            new Certificate.Source(SampleFacts.LONG_PEER, 3_505, 14_700_000_000L)),
        Optional.of(Duration.ofMinutes(11)),
        Optional.of(Duration.ofMinutes(19)),
        Duration.ofHours(6),
        true,
        List.of(),
        "the last 3 restores from these peers");
  }

  public static Certificate refusal() {
    return new Certificate(
        false,
        212,
        List.of(new Certificate.Source("alder", 4_112, 17_246_978_048L)),
        Optional.empty(),
        Optional.empty(),
        Duration.ofDays(31),
        false,
        List.of(
            "212 shards can be read from nowhere: larch is down and held the last copies.",
            "No machine that answers has the keys of the vault of cedar."),
        "nothing was restored from these peers yet");
  }

  public static Preflight preflight(Tier tier) {
    int needed = tier.ownersNeeded();
    return switch (tier.name()) {
      case "bronze" ->
          new Preflight(
              BackupState.COMPLETE,
              "4 machines hold every copy.",
              needed,
              4,
              2,
              3,
              tier,
              SampleDurability.promised());
      case "silver" ->
          new Preflight(
              BackupState.UNDER_PROTECTED,
              "These machines hold 2 of 3 copies. One more owner adds the third.",
              needed,
              3,
              2,
              3,
              tier,
              SampleDurability.promised());
      default ->
          new Preflight(
              BackupState.FAILED,
              "Too few owners for one copy.",
              needed,
              3,
              0,
              0,
              tier,
              Optional.empty());
    };
  }

  public static SetPreview preview(BackupSet set) {
    return new SetPreview(
        48_210,
        3_104,
        7_340_032_000L,
        1_022,
        set.excludes().stream()
            .map(glob ->
                new SetPreview.Exclude(
                    glob,
                    glob.equals("*.tmp") ? 1_022 : 0,
                    glob.equals("*.tmp")
                        ? List.of(FilePath.of("/srv/mail/queue/a-rather-long-name-of-a-file.tmp"))
                        : List.of()))
            .toList(),
        true,
        List.of(new PathWarning(FilePath.of("/srv/mail/secret"), "denied", "permission denied")));
  }

  public static Invitation invitation(SampleFacts facts) {
    return new Invitation(
        "pxt1-token",
        facts.ago(-60 * 24),
        "ab12",
        "plexichat agent join pxt1-token --listen HOST:7443",
        3);
  }

  /// The audit chain behind a line, of this length.
  public static List<AuditLine> audit(SampleFacts facts, long after, int most, int entries) {
    long last = Math.min(entries, after + most);
    return IntStream.rangeClosed((int) after + 1, (int) last)
        .mapToObj(i ->
            new AuditLine(
                i,
                facts.ago(entries - i),
                i % 3 == 0 ? "margit" : "alder",
                i % 3 == 0 ? "restore" : "heartbeat-lost",
                i == 17 ? "the needle" : "backup documents #" + i,
                "%064x".formatted(i * 7_919L)))
        .toList();
  }

  public static JobResult.Restored restored(int failures) {
    return new JobResult.Restored(
        failures == 0 ? "complete" : "incomplete",
        48_210 - failures,
        3_104,
        7_340_032_000L,
        IntStream.range(0, failures).mapToObj(SampleAnswers::notWhole).toList(),
        failures,
        Duration.ofSeconds(92),
        Map.of(
            SampleFacts.peerId(0), 4_000_000_000L,
            SampleFacts.peerId(5), 3_340_032_000L));
  }

  private static PathWarning notWhole(int number) {
    return new PathWarning(
        FilePath.of("/srv/docs/2026/plans/quarter-" + number + "/budget.ods"),
        "not_restorable",
        "2 shards of stripe 17." + number + " are left and it takes 8");
  }

  /// The same job with what it came to.
  public static Job with(Job job, JobResult result) {
    return with(job, Optional.empty(), Optional.of(result));
  }

  /// The same job with why it failed.
  public static Job failed(Job job, String code, String sentence) {
    return with(
        job, Optional.of(new Job.Trouble(code, sentence, "Choose another one.")), Optional.empty());
  }

  private static Job with(Job job, Optional<Job.Trouble> why, Optional<JobResult> result) {
    return new Job(
        job.id(),
        job.kind(),
        job.state(),
        job.reason(),
        job.phase(),
        job.progress(),
        job.started(),
        job.ended(),
        job.askedBy(),
        job.host(),
        job.backupId(),
        why,
        result);
  }

  public static Entry entry(String backup, FilePath path, String kind, long size) {
    return new Entry(
        backup,
        path,
        kind,
        size,
        SampleFacts.NOW.minus(Duration.ofHours(5 + size % 900)),
        kind.equals("directory") ? 0755 : kind.equals("symlink") ? 0777 : 0640,
        1000,
        1000,
        kind.equals("symlink") ? FilePath.of("../releases/2026-11/current") : FilePath.NONE);
  }

  /// What lies in a folder: two in the root, seven of all kinds in /srv, nothing elsewhere.
  public static List<Entry> browse(String backup, FilePath folder) {
    if (folder.equals(ROOT)) {
      return List.of(
          entry(backup, FilePath.of("/etc"), "directory", 0),
          entry(backup, FilePath.of("/srv"), "directory", 0));
    }
    if (!folder.equals(FilePath.of("/srv"))) {
      return List.of();
    }
    return List.of(
        entry(
            backup,
            FilePath.of("/srv/annual-report-2025-final-version-as-it-was-sent-to-the-auditors.pdf"),
            "file",
            48_318_382),
        entry(
            backup,
            FilePath.of("/srv/caf\u00e9.txt".getBytes(StandardCharsets.ISO_8859_1)),
            "file",
            11),
        entry(backup, FilePath.of("/srv/current"), "symlink", 0),
        entry(backup, FilePath.of("/srv/invoices"), "directory", 0),
        entry(backup, FilePath.of("/srv/line\nbreak"), "file", 1_234_567),
        entry(backup, FilePath.of("/srv/photos"), "directory", 0),
        entry(backup, FilePath.of("/srv/run.sock"), "socket", 0));
  }

  public static List<Entry> found() {
    return IntStream.range(0, 14)
        .mapToObj(i ->
            entry(
                SampleFacts.backupId("documents", i % 2 == 0 ? 4 : 3),
                FilePath.of(
                    "/srv/share/documents/invoices/2026/" + (i + 1) + "/invoice-0" + i + ".pdf"),
                "file",
                48_211L * (i + 1)))
        .toList();
  }

  public static List<Difference> differences() {
    String[] changes = {"added", "changed", "changed", "metadata", "removed"};
    return IntStream.range(0, 25)
        .mapToObj(i ->
            new Difference(
                FilePath.of("/srv/share/documents/projects/" + (char) ('a' + i) + "/notes.md"),
                changes[i % 5],
                "file",
                i % 5 == 0 ? 0 : 48_211L * i,
                i % 5 == 4 ? 0 : i % 5 == 3 ? 48_211L * i : 51_400L * (i + 1),
                Instant.EPOCH,
                Instant.EPOCH))
        .toList();
  }

  /// That the recovery kit was put away there.
  public static KitStatus stored(SampleFacts facts, Object note) {
    return new KitStatus(true, Optional.of(facts.ago(0)), "margit", (String) note);
  }
}
