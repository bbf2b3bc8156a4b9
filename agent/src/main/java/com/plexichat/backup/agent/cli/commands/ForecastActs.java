package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.AuditRetentionAnswer;
import com.plexichat.backup.proto.AuditRetentionRequest;
import com.plexichat.backup.proto.KeptDay;
import com.plexichat.backup.proto.RetentionFinding;
import com.plexichat.backup.proto.SetCadence;
import com.plexichat.backup.proto.SimulateAnswer;
import com.plexichat.backup.proto.SimulateRequest;
import com.plexichat.backup.proto.SimulatedDay;
import com.plexichat.backup.shared.model.KeptBy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `plexichat retention simulate|audit`: what will be, and what is not as it should be.
final class ForecastActs {
  private static final int DAYS = 365;
  private static final int EACH_DAY_SHOWN = 31;
  private static final int BAR = 24;

  private ForecastActs() {}

  @Command(
      name = "simulate",
      description = "What would exist on each day to come, by the rules of the prune.")
  static final class Simulate extends Act {
    @Option(names = "--days", order = 1, paramLabel = "N", description = "So far (default: 365).")
    int days = DAYS;

    @Option(names = "--tier", order = 2, paramLabel = "T", description = "Only of this tier.")
    String tier = "";

    Simulate(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      SimulateAnswer answer =
          desk.cluster()
              .retention()
              .simulateRetention(SimulateRequest.newBuilder().setDays(days).setTier(tier).build());
      Table sets =
          new Table(
              Table.name("SET"),
              Table.name("TIER"),
              Table.word("EVERY"),
              Table.number("ADDS"),
              Table.sentence("MEASURED BY"));
      answer
          .getSetsList()
          .forEach(set ->
              sets.row(
                  set.getSet(),
                  set.getTier(),
                  set.getIntervalMs() == 0 ? "-" : Words.rough(set.getIntervalMs()),
                  set.getIntervalMs() == 0 ? "-" : Words.size(set.getBytes()),
                  set.getBasis()));
      return Answer.done(
          data(answer),
          chart(answer),
          kept(answer),
          sets,
          new Block.Sentence(
              "One prune a day, by its own rules; bytes of all copies. A backup to come"
                  + " adds what its set's last ones added, which goes with it; what the newest tree"
                  + " of today needs stays."));
    }
  }

  /// The last day of each month, or each day of a short time.
  private static Table chart(SimulateAnswer answer) {
    boolean isShort = answer.getDaysCount() <= EACH_DAY_SHOWN + 1;
    Map<String, Row> rows = new LinkedHashMap<>();
    for (SimulatedDay day : answer.getDaysList()) {
      String date =
          Instant.ofEpochMilli(day.getAtMs()).atZone(ZoneOffset.UTC).toLocalDate().toString();
      String name = isShort ? date : date.substring(0, "2026-12".length());
      rows.computeIfAbsent(day.getDay() == 0 ? "now" : name, _ -> new Row()).add(day);
    }
    long most = answer.getDaysList().stream().mapToLong(SimulatedDay::getBytes).max().orElse(0);
    Table table =
        new Table(
            Table.word(isShort ? "DAY" : "END OF"),
            Table.number("BACKUPS"),
            Table.number("MADE"),
            Table.number("GONE"),
            Table.number("SIZE"),
            Table.word(""));
    rows.forEach((name, row) ->
        table.row(
            name,
            Words.count(row.backups),
            Words.count(row.made),
            Words.count(row.gone),
            Words.size(row.bytes),
            "#".repeat((int) (most == 0 ? 0 : Math.round((double) BAR * row.bytes / most)))));
    return table;
  }

  /// What keeps those of the last day, the strongest first.
  private static Table kept(SimulateAnswer answer) {
    Map<KeptBy, List<KeptDay>> days = new TreeMap<>();
    for (KeptDay day : answer.getKeptList()) {
      days.computeIfAbsent(KeptBy.find(day.getBy()).orElse(KeptBy.OTHER), _ -> new ArrayList<>())
          .add(day);
    }
    Table table =
        new Table(
            Table.word("AT THE END KEPT BY"),
            Table.number("DAYS"),
            Table.number("BACKUPS"),
            Table.word("OLDEST"),
            Table.word("NEWEST"));
    days.forEach((by, of) ->
        table.row(
            by.word(),
            Words.count(of.size()),
            Words.count(of.stream().mapToLong(KeptDay::getBackups).sum()),
            Words.day(of.getFirst().getAtMs(), ZoneOffset.UTC),
            Words.day(of.getLast().getAtMs(), ZoneOffset.UTC)));
    return table;
  }

  private static final class Row {
    private int backups;
    private long bytes;
    private int made;
    private int gone;

    void add(SimulatedDay day) {
      backups = day.getBackups();
      bytes = day.getBytes();
      made += day.getMade();
      gone += day.getGone();
    }
  }

  private static Fields data(SimulateAnswer answer) {
    return Fields.of()
        .time("from", answer.getFromMs())
        .list("sets", answer.getSetsList().stream().map(ForecastActs::data))
        .list("days", answer.getDaysList().stream().map(ForecastActs::data))
        .list(
            "kept",
            answer.getKeptList().stream()
                .map(one ->
                    Fields.of()
                        .time("made", one.getAtMs())
                        .put("backups", one.getBackups())
                        .put("by", one.getBy())));
  }

  private static Fields data(SetCadence set) {
    return Fields.of()
        .put("set", set.getSet())
        .put("tier", set.getTier())
        .put("interval_ms", set.getIntervalMs())
        .put("bytes", set.getBytes())
        .put("basis", set.getBasis());
  }

  private static Fields data(SimulatedDay day) {
    Fields tiers = Fields.of();
    day.getTiersList().forEach(one -> tiers.put(one.getTier(), one.getBackups()));
    return Fields.of()
        .put("day", day.getDay())
        .time("at", day.getAtMs())
        .put("backups", day.getBackups())
        .put("bytes", day.getBytes())
        .put("made", day.getMade())
        .put("gone", day.getGone())
        .put("tiers", tiers);
  }

  @Command(
      name = "audit",
      description = "Find where retention is not as tiers and people say (exit code 2).")
  static final class Audit extends Act {
    @Option(
        names = "--grace-days",
        order = 1,
        paramLabel = "N",
        description = "So long may what has ended wait for its prune (default: 30).")
    int grace;

    Audit(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      AuditRetentionAnswer answer =
          desk.cluster()
              .retention()
              .auditRetention(AuditRetentionRequest.newBuilder().setGraceDays(grace).build());
      List<Block> blocks = new ArrayList<>();
      Map<String, String> next = new LinkedHashMap<>();
      Table table = new Table(Table.word("KIND"), Table.name("WHERE"), Table.sentence("WHAT"));
      for (RetentionFinding one : answer.getFindingsList()) {
        table.row(words(one.getKind()), where(one), one.getSentence());
        next.putIfAbsent(words(one.getKind()), one.getNext());
      }
      if (answer.getTotal() > 0) {
        Table acts = new Table(Table.word("KIND"), Table.sentence("WHAT TO DO"));
        next.forEach((kind, act) -> acts.row(kind, act));
        blocks.add(table);
        blocks.add(acts);
      }
      blocks.add(
          new Block.Sentence(
              "%s; %s looked for."
                  .formatted(
                      answer.getTotal() == 0
                          ? "No violation"
                          : Words.count(answer.getTotal(), "violation", "violations"),
                      answer.getCheckedCount() == 1
                          ? "1 kind was"
                          : answer.getCheckedCount() + " kinds were")));
      return new Answer(
          Fields.of()
              .time("at", answer.getAtMs())
              .put("total", answer.getTotal())
              .texts("checked", answer.getCheckedList())
              .list("findings", answer.getFindingsList().stream().map(ForecastActs::data)),
          blocks,
          answer.getTotal() == 0 ? 0 : TierActs.WARNED);
    }

    private static String words(String kind) {
      return kind.replace('_', ' ');
    }

    private static String where(RetentionFinding one) {
      if (!one.getBackupId().isEmpty()) {
        return one.getBackupId();
      }
      return one.getSet().isEmpty() ? "the cluster" : "set " + one.getSet();
    }
  }

  private static Fields data(RetentionFinding one) {
    return Fields.of()
        .put("kind", one.getKind())
        .orNothing("backup_id", one.getBackupId())
        .orNothing("set", one.getSet())
        .put("what", one.getSentence())
        .put("next", one.getNext());
  }
}
