package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.CategoryFigures;
import com.plexichat.backup.proto.PlannedCopy;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.proto.SkippedCopies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The categories of a prune, and copies of stripes that are needed, as people read them: those of
/// one machine for one reason are one line.
final class PlanCopies {
  private static final int SHOWN = 40;

  private PlanCopies() {}

  static Table categories(List<CategoryFigures> categories) {
    Table table =
        new Table(
            Table.word("CATEGORY"),
            Table.number("BACKUPS"),
            Table.number("SHARDS"),
            Table.number("COPIES"),
            Table.number("SIZE"),
            Table.number("STAY"));
    categories.forEach(one ->
        table.row(
            one.getCategory(),
            Words.count(one.getBackups()),
            Words.count(one.getShards()),
            Words.count(one.getCopies()),
            Words.size(one.getBytes()),
            Words.count(one.getKept())));
    return table;
  }

  private record Line(String category, String peer, String reason) {}

  private record Sum(long copies, long bytes) {
    Sum plus(Sum more) {
      return new Sum(copies + more.copies, bytes + more.bytes);
    }
  }

  /// One table; none when there are no copies.
  static List<Block> copies(String title, List<PlannedCopy> copies, Desk desk) {
    if (copies.isEmpty()) {
      return List.of();
    }
    Peers peers = Peers.of(desk);
    Map<Line, Sum> lines = new LinkedHashMap<>();
    copies.forEach(copy ->
        lines.merge(
            new Line(copy.getCategory(), peers.name(copy.getPeerId()), copy.getReason()),
            new Sum(1, copy.getBytes()),
            Sum::plus));
    Table table =
        new Table(
            Table.word(title),
            Table.name("PEER"),
            Table.number("COPIES"),
            Table.number("SIZE"),
            Table.sentence("WHY"));
    lines.entrySet().stream()
        .limit(SHOWN)
        .forEach(one ->
            table.row(
                one.getKey().category(),
                one.getKey().peer(),
                Words.count(one.getValue().copies()),
                Words.size(one.getValue().bytes()),
                one.getKey().reason()));
    if (lines.size() > SHOWN) {
      table.row(
          "and " + (lines.size() - SHOWN) + " more", "", "", "", "--output json names copies");
    }
    return List.of(table);
  }

  /// What became of copies of needed stripes.
  static List<Block> taken(PruneResult result) {
    List<Block> blocks = new ArrayList<>();
    if (result.getCategoriesCount() > 0) {
      Table went = new Table(Table.word("WENT"), Table.number("COPIES"), Table.number("SIZE"));
      result
          .getCategoriesList()
          .forEach(one ->
              went.row(
                  one.getCategory(), Words.count(one.getCopies()), Words.size(one.getBytes())));
      blocks.add(went);
    }
    blocks.addAll(stayed("STAYED", result.getSkippedCopiesList()));
    return blocks;
  }

  /// One table; none when there are no copies.
  static List<Block> stayed(String title, List<SkippedCopies> copies) {
    if (copies.isEmpty()) {
      return List.of();
    }
    Table table = new Table(Table.word(title), Table.number("COPIES"), Table.sentence("WHY"));
    copies.forEach(
        one -> table.row(one.getCategory(), Words.count(one.getCopies()), one.getReason()));
    return List.of(table);
  }

  static Fields data(CategoryFigures one) {
    return Fields.of()
        .put("category", one.getCategory())
        .put("backups", one.getBackups())
        .put("shards", one.getShards())
        .put("copies", one.getCopies())
        .put("bytes", one.getBytes())
        .put("kept", one.getKept());
  }

  static Fields data(PlannedCopy one) {
    return Fields.of()
        .put("category", one.getCategory())
        .put("stripe", Texts.hex(one.getStripe()))
        .put("index", one.getIndex())
        .put("peer_id", one.getPeerId())
        .put("bytes", one.getBytes())
        .put("reason", one.getReason());
  }

  static Fields data(SkippedCopies one) {
    return Fields.of()
        .put("category", one.getCategory())
        .put("reason", one.getReason())
        .put("copies", one.getCopies());
  }
}
