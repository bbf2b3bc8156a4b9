package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.StripeEvent;
import java.time.ZoneId;
import java.util.List;

/// What became of the copies of a stripe, as data and as people read it.
final class StripeText {
  private static final int MOST_SHOWN = 20;

  private StripeText() {}

  static Fields data(StripeEvent event, Peers peers) {
    return Fields.of()
        .put("log_index", event.getLogIndex())
        .time("at", event.getAtMs())
        .put("kind", event.getKind())
        .orNothing("peer", peer(event, peers))
        .orNothing("peer_id", event.getPeerId())
        .list("indexes", event.getIndexesList().stream().map(Datum.Whole::new))
        .orNothing("backup_id", event.getBackupId())
        .orNothing("job_id", event.getJobId())
        .orNothing("job_kind", event.getJobKind())
        .orNothing("why", event.getWhy());
  }

  /// @param earlier entries of the log that changed the stripe before these events
  static Table table(List<StripeEvent> events, long earlier, Peers peers, ZoneId zone) {
    Table table =
        new Table(
            Table.word("WHEN"),
            Table.word("WHAT"),
            Table.name("PEER"),
            Table.name("SHARDS"),
            Table.sentence("BY"));
    events.stream()
        .limit(MOST_SHOWN)
        .forEach(event ->
            table.row(
                Words.second(event.getAtMs(), zone),
                event.getKind().replace('_', ' '),
                peer(event, peers),
                runs(event.getIndexesList()),
                cause(event)));
    if (events.size() > MOST_SHOWN) {
      table.row(
          "and " + Words.count(events.size() - MOST_SHOWN) + " more", "", "", "", "--output json");
    }
    if (earlier > 0) {
      table.row(
          "and earlier", "", "", "", Words.count(earlier, "entry", "entries") + " of the log");
    }
    return table;
  }

  private static String peer(StripeEvent event, Peers peers) {
    return event.getPeerId().isEmpty() ? "" : peers.name(event.getPeerId());
  }

  private static String cause(StripeEvent event) {
    if (!event.getBackupId().isEmpty()) {
      return "backup " + event.getBackupId();
    }
    return event.getJobId().isEmpty()
        ? event.getWhy()
        : (event.getJobKind().isEmpty() ? "job" : event.getJobKind()) + " " + event.getJobId();
  }

  /// "0-3,8".
  private static String runs(List<Integer> indexes) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < indexes.size(); at++) {
      int first = indexes.get(at);
      while (at + 1 < indexes.size() && indexes.get(at + 1) == indexes.get(at) + 1) {
        at++;
      }
      text.append(text.isEmpty() ? "" : ",").append(first);
      if (indexes.get(at) > first) {
        text.append('-').append(indexes.get(at));
      }
    }
    return text.toString();
  }
}
