package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.CheckFigures;
import com.plexichat.backup.proto.CopyFigures;
import com.plexichat.backup.proto.DamageFigures;
import com.plexichat.backup.proto.IntegrityFiguresAnswer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// Figures of copies, as data and as people read them.
record IntegrityText(Peers peers, ZoneId zone) {
  private static long damaged(CopyFigures of) {
    return of.getCorrupt() + of.getQuarantined();
  }

  /// What is there and not right, and what is not there.
  static long bad(CopyFigures of) {
    return damaged(of) + of.getMissing();
  }

  private static long all(CopyFigures of) {
    return of.getOk() + of.getStale() + bad(of);
  }

  List<Block> stats(IntegrityFiguresAnswer now) {
    CopyFigures all = now.getAll();
    List<Block> blocks = new ArrayList<>();
    blocks.add(facts(all));
    Table peerTable =
        new Table(
            Table.name("PEER"),
            Table.number("COMMITTED"),
            Table.number("PROVEN"),
            Table.number("DAMAGED"),
            Table.number("MISSING"),
            Table.word("LAST PROOF"),
            Table.word("READ FROM"));
    now.getPeersList()
        .forEach(one ->
            peerTable.row(
                peers.name(one.getKey()),
                Words.count(one.getOk()),
                Words.count(one.getProven()),
                Words.count(damaged(one)),
                Words.count(one.getMissing()),
                Words.minute(one.getNewestProofMs(), zone),
                Words.day(one.getReadMs(), zone)));
    blocks.add(peerTable);
    if (now.getTiersCount() > 0) {
      blocks.add(tiers(now.getTiersList()));
    }
    blocks.add(checks(now.getChecksList()));
    blocks.add(
        new Block.Sentence(
            "Proven: by challenges within 7 days, as far as the coordinator remembers; nothing"
                + " from before its start. Read from: when the machine began to read all that it"
                + " holds, the last time that it finished."));
    if (bad(all) > 0) {
      blocks.add(next(all));
    }
    return blocks;
  }

  private Facts facts(CopyFigures all) {
    Facts facts =
        Facts.of()
            .add("Committed", Words.count(all.getOk(), "copy", "copies"))
            .add("Proven", proven(all))
            .add("Oldest proof", Words.minute(all.getOldestProofMs(), zone))
            .add("Newest proof", Words.minute(all.getNewestProofMs(), zone))
            .add(
                "Damaged",
                Words.count(damaged(all))
                    + (all.getQuarantined() == 0
                        ? ""
                        : ", %s of them quarantined".formatted(Words.count(all.getQuarantined()))))
            .add("Missing", Words.count(all.getMissing()));
    if (all.getReplaced() > 0) {
      facts.add(
          "Made up for",
          "%s of the bad ones: their shards have all copies without them"
              .formatted(Words.count(all.getReplaced())));
    }
    return facts
        .addKnown("Pending", some(all.getPending()))
        .addKnown("Stale", some(all.getStale()))
        .addKnown("In the trash", some(all.getTrashed()))
        .addKnown("Not needed", some(all.getUnneeded()))
        .addKnown("Out of reach", some(all.getAway()));
  }

  private static String proven(CopyFigures all) {
    return all.getOk() == 0
        ? "0"
        : "%s (%s)"
            .formatted(
                Words.count(all.getProven()), Words.percent(100.0 * all.getProven() / all.getOk()));
  }

  private static String some(long number) {
    return number == 0 ? "" : Words.count(number);
  }

  private static Table tiers(List<CopyFigures> tiers) {
    Table table =
        new Table(
            Table.word("TIER"),
            Table.number("COMMITTED"),
            Table.number("PROVEN"),
            Table.number("DAMAGED"),
            Table.number("MISSING"));
    tiers.forEach(one ->
        table.row(
            one.getKey(),
            Words.count(one.getOk()),
            Words.count(one.getProven()),
            Words.count(damaged(one)),
            Words.count(one.getMissing())));
    return table;
  }

  private Block checks(List<CheckFigures> checks) {
    if (checks.isEmpty()) {
      return new Block.Sentence("No check ended within the last 30 days.");
    }
    Table table =
        new Table(
            Table.word("CHECKS, 30 DAYS"),
            Table.number("DONE"),
            Table.number("FAILED"),
            Table.number("COPIES"),
            Table.number("BAD"),
            Table.word("NEWEST"));
    checks.forEach(one ->
        table.row(
            one.getDepth(),
            Words.count(one.getDone()),
            Words.count(one.getFailed()),
            Words.count(one.getCheckedCopies()),
            Words.count(one.getBadCopies()),
            Words.minute(one.getNewestMs(), zone)));
    return table;
  }

  private static Block next(CopyFigures all) {
    return new Block.Sentence(
        bad(all) > all.getReplaced()
            ? "Repair them: plexichat integrity repair --wait"
            : "No shard lacks a copy for it. Let bad ones go: plexichat prune plan --category"
                + " corrupted");
  }

  Fields data(IntegrityFiguresAnswer now) {
    return Fields.of()
        .time("at", now.getAtMs())
        .put("copies", figures(now.getAll()))
        .list("peers", now.getPeersList().stream().map(this::peer))
        .list("tiers", now.getTiersList().stream().map(IntegrityText::tier))
        .list(
            "checks",
            now.getChecksList().stream()
                .map(one ->
                    Fields.of()
                        .put("depth", one.getDepth())
                        .put("done", one.getDone())
                        .put("failed", one.getFailed())
                        .put("checked_copies", one.getCheckedCopies())
                        .put("bad_copies", one.getBadCopies())
                        .time("newest", one.getNewestMs())));
  }

  private static Fields figures(CopyFigures of) {
    return Fields.of()
        .put("ok", of.getOk())
        .put("proven", of.getProven())
        .time("oldest_proof", of.getOldestProofMs())
        .time("newest_proof", of.getNewestProofMs())
        .put("corrupt", of.getCorrupt())
        .put("quarantined", of.getQuarantined())
        .put("missing", of.getMissing())
        .put("replaced", of.getReplaced())
        .put("pending", of.getPending())
        .put("stale", of.getStale())
        .put("trashed", of.getTrashed())
        .put("unneeded", of.getUnneeded())
        .put("away", of.getAway());
  }

  private Fields peer(CopyFigures of) {
    return figures(of)
        .put("peer", peers.name(of.getKey()))
        .put("peer_id", of.getKey())
        .time("read_from", of.getReadMs());
  }

  private static Fields tier(CopyFigures of) {
    return figures(of).put("tier", of.getKey());
  }

  List<Block> damage(IntegrityFiguresAnswer now, boolean outbreak) {
    CopyFigures all = now.getAll();
    DamageFigures damage = now.getDamage();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        Facts.of()
            .add("Bad", of(bad(all), all(all), damage.getBadOfAllPct()) + " copies")
            .add("Of verified", verified(now)));
    if (bad(all) > 0) {
      blocks.add(concentration("PEER", now.getPeersList(), bad(all)));
      blocks.add(concentration("TIER", now.getTiersList(), bad(all)));
      blocks.add(since(damage));
    }
    blocks.add(new Block.Sentence(damage.getSentence()));
    if (outbreak) {
      blocks.add(new Block.Sentence(outbreak(now)));
    }
    return blocks;
  }

  private static String of(long part, long whole, double pct) {
    return "%s of %s (%s)".formatted(Words.count(part), Words.count(whole), Words.percent(pct));
  }

  private static String verified(IntegrityFiguresAnswer now) {
    CopyFigures all = now.getAll();
    return now.getDamage().hasBadOfVerifiedPct()
        ? of(bad(all), all.getProven() + bad(all), now.getDamage().getBadOfVerifiedPct())
            + ": bad, or proven within 7 days"
        : "not known: nothing was proven within 7 days";
  }

  private Table concentration(String title, List<CopyFigures> parts, long bad) {
    Table table =
        new Table(
            Table.name(title),
            Table.number("DAMAGED"),
            Table.number("MISSING"),
            Table.number("OF ALL BAD"),
            Table.number("OF ITS OWN"));
    parts.stream()
        .filter(one -> bad(one) > 0)
        .sorted((one, other) -> Long.compare(bad(other), bad(one)))
        .forEach(one ->
            table.row(
                title.equals("PEER") ? peers.name(one.getKey()) : one.getKey(),
                Words.count(damaged(one)),
                Words.count(one.getMissing()),
                Words.percent(100.0 * bad(one) / bad),
                Words.percent(100.0 * bad(one) / all(one))));
    return table;
  }

  private static Table since(DamageFigures damage) {
    Table table = new Table(Table.word("FIRST SEEN"), Table.number("COPIES"));
    row(table, "within 24 hours", damage.getLastDay());
    row(table, "within 7 days", damage.getLastWeek());
    row(table, "within 30 days", damage.getLastMonth());
    row(table, "before", damage.getLonger());
    row(table, "not known", damage.getUnknown());
    return table;
  }

  private static void row(Table table, String when, long copies) {
    if (copies > 0) {
      table.row(when, Words.count(copies));
    }
  }

  private static String outbreak(IntegrityFiguresAnswer now) {
    String pct = Words.percent(now.getDamage().getBadOfVerifiedPct());
    return switch (now.getDamage().getOutbreak()) {
      case "yes" ->
          "Outbreak: %s of the verified copies are bad, more than 5 %%. Have every byte read:"
                  .formatted(pct)
              + " plexichat integrity check --depth hash --wait";
      case "no" ->
          bad(now.getAll()) == 0
              ? "No outbreak."
              : "No outbreak: %s of the verified copies are bad, not more than 5 %%."
                  .formatted(pct);
      default ->
          "Whether this is an outbreak is not known, because nothing was proven lately. Every"
              + " machine is challenged twice a minute: ask again in a few minutes.";
    };
  }

  Fields damageData(IntegrityFiguresAnswer now) {
    DamageFigures damage = now.getDamage();
    long bad = bad(now.getAll());
    return Fields.of()
        .time("at", now.getAtMs())
        .put("bad_copies", bad)
        .put("copies", all(now.getAll()))
        .put("proven", now.getAll().getProven())
        .put(
            "bad_of_verified_pct",
            damage.hasBadOfVerifiedPct()
                ? new Datum.Real(damage.getBadOfVerifiedPct())
                : Datum.Nothing.NOTHING)
        .put("bad_of_all_pct", damage.getBadOfAllPct())
        .put("outbreak", damage.getOutbreak())
        .put("sentence", damage.getSentence())
        .put(
            "first_seen",
            Fields.of()
                .put("within_24h", damage.getLastDay())
                .put("within_7d", damage.getLastWeek())
                .put("within_30d", damage.getLastMonth())
                .put("before", damage.getLonger())
                .put("unknown", damage.getUnknown()))
        .list(
            "peers",
            now.getPeersList().stream()
                .filter(one -> bad(one) > 0)
                .map(one ->
                    share(one, bad)
                        .put("peer", peers.name(one.getKey()))
                        .put("peer_id", one.getKey())))
        .list(
            "tiers",
            now.getTiersList().stream()
                .filter(one -> bad(one) > 0)
                .map(one -> share(one, bad).put("tier", one.getKey())));
  }

  private static Fields share(CopyFigures of, long bad) {
    return Fields.of()
        .put("damaged", damaged(of))
        .put("missing", of.getMissing())
        .put("of_all_bad_pct", 100.0 * bad(of) / bad)
        .put("of_own_pct", 100.0 * bad(of) / all(of));
  }
}
