package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Pause;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.AuditEntry;
import com.plexichat.backup.proto.ListAuditRequest;
import com.plexichat.backup.proto.VerifyAuditAnswer;
import com.plexichat.backup.proto.VerifyAuditRequest;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `plexichat audit …`: who did what.
final class AuditActs {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private AuditActs() {}

  @Command(name = "list", description = "List the entries of the audit chain.")
  static final class List extends Act {
    @Option(
        names = "--after",
        order = 1,
        paramLabel = "N",
        description = "Only entries behind this one.")
    long after;

    @Option(
        names = "--most",
        order = 2,
        paramLabel = "N",
        description = "At most so many (default: 100).")
    int most = 100;

    List(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) throws IOException {
      java.util.List<AuditEntry> entries = entries(desk, after);
      Answer first = answer(entries, desk);
      if (!desk.globals().follow) {
        return first;
      }
      // Follows until the process is told to end.
      desk.print(first);
      long last = entries.isEmpty() ? after : entries.getLast().getIndex();
      while (!Thread.currentThread().isInterrupted()) {
        Pause.of(BETWEEN_LOOKS);
        java.util.List<AuditEntry> more = entries(desk, last);
        if (!more.isEmpty()) {
          desk.print(answer(more, desk));
          last = more.getLast().getIndex();
        }
      }
      return Answer.SILENT;
    }

    private java.util.List<AuditEntry> entries(Desk desk, long behind) {
      return desk.cluster()
          .listAudit(ListAuditRequest.newBuilder().setAfter(behind).setMost(most).build())
          .getEntriesList();
    }

    private static Answer answer(java.util.List<AuditEntry> entries, Desk desk) {
      Table table =
          new Table(
              Table.number("ENTRY"),
              Table.word("TIME"),
              Table.name("WHO"),
              Table.name("ACT"),
              Table.sentence("DETAIL"));
      entries.forEach(entry ->
          table.row(
              Words.count(entry.getIndex()),
              Words.minute(entry.getAtMs(), desk.zone()),
              entry.getActor(),
              entry.getAct(),
              entry.getDetail()));
      return Answer.done(
          Fields.of()
              .list(
                  "entries",
                  entries.stream()
                      .map(entry ->
                          Fields.of()
                              .put("index", entry.getIndex())
                              .time("at", entry.getAtMs())
                              .put("actor", entry.getActor())
                              .put("act", entry.getAct())
                              .put("detail", entry.getDetail())
                              .put("hash", entry.getHash()))),
          entries.isEmpty() ? new Block.Sentence("There is no such entry.") : table);
    }
  }

  @Command(name = "verify", description = "Verify that the audit chain is unbroken.")
  static final class Verify extends Act {
    Verify(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      VerifyAuditAnswer found = desk.cluster().verifyAudit(VerifyAuditRequest.getDefaultInstance());
      boolean whole = found.getState().equals("unbroken");
      Answer answer =
          Answer.done(
              Fields.of()
                  .put("state", found.getState())
                  .put("entries", found.getEntries())
                  .put(
                      "first_bad",
                      whole ? Datum.Nothing.NOTHING : new Datum.Whole(found.getFirstBad()))
                  .put("anchors_checked", found.getAnchorsChecked())
                  .put("anchors_matching", found.getAnchorsMatching()),
              Facts.of()
                  .add("Chain", found.getState())
                  .add("Entries", Words.count(found.getEntries()))
                  .addKnown("First bad", whole ? "" : Words.count(found.getFirstBad()))
                  .add(
                      "Anchors",
                      found.getAnchorsMatching() + " of " + found.getAnchorsChecked() + " match"));
      return whole ? answer : answer.exit(2);
    }
  }
}
