package com.plexichat.backup.agent.cli.commands;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.LostShard;
import com.plexichat.backup.proto.RepairResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a repair did, as data and as people read it.
final class RepairText {
  private static final int MOST_SHOWN = 20;

  private RepairText() {}

  static Answer answer(RepairResult result, boolean dry, Peers peers) {
    long lost = Math.max(result.getLostTotal(), result.getLostCount());
    List<String> silent = result.getUnansweredList().stream().map(peers::name).toList();
    Facts facts =
        Facts.of()
            .add(
                dry ? "Would make" : "Made",
                Words.count(result.getRepaired(), "copy", "copies")
                    + (result.getRebuilt() == 0
                        ? ""
                        : ", " + Words.count(result.getRebuilt()) + " of them through parity"))
            .add("Moved", Words.size(result.getBytes()));
    if (result.getWaiting() > 0) {
      facts.add(
          "Waiting",
          Words.count(result.getWaiting(), "copy", "copies") + " for an owner that may hold them");
    }
    if (result.getUndone() > 0) {
      facts.add("Not made", Words.count(result.getUndone(), "copy", "copies") + " for now");
    }
    if (lost > 0) {
      facts.add("Lost", Words.count(lost, "shard", "shards"));
    }
    facts.addKnown("No answer", String.join(", ", silent)).addKnown("Remark", result.getSentence());
    List<Block> blocks = new ArrayList<>();
    blocks.add(facts);
    if (result.getLostCount() > 0) {
      lost(result.getLostList(), blocks);
    }
    boolean isOpen = result.getUnansweredList().stream().anyMatch(peers::counts);
    if (isOpen) {
      blocks.add(
          new Block.Sentence(
              "Copies on a machine that did not answer were not looked at. Repair again when it"
                  + " answers."));
    }
    int partly = result.getWaiting() > 0 || result.getUndone() > 0 || isOpen ? 2 : 0;
    return new Answer(data(result, silent), blocks, lost > 0 ? 1 : partly);
  }

  private static void lost(List<LostShard> lost, List<Block> blocks) {
    Table shards =
        new Table(Table.word("LOST SHARD"), Table.number("FILES"), Table.sentence("BACKUPS"));
    lost.stream()
        .limit(MOST_SHOWN)
        .forEach(one ->
            shards.row(
                Texts.hex(one.getShard()).substring(0, 12),
                one.getUnnamed().isEmpty() ? Words.count(one.getFileCount()) : "not known",
                String.join(" ", one.getBackupsList())));
    blocks.add(shards);
    Set<ByteString> files = new LinkedHashSet<>();
    lost.forEach(one -> files.addAll(one.getFilesList()));
    if (!files.isEmpty()) {
      blocks.add(ShardActs.files("LOST FILE", List.copyOf(files), files.size()));
    }
    lost.stream()
        .map(LostShard::getUnnamed)
        .filter(why -> !why.isEmpty())
        .distinct()
        .forEach(why -> blocks.add(new Block.Sentence(why)));
    blocks.add(
        new Block.Sentence(
            "A backup that needs a lost shard restores without these files. If a peer that held it"
                + " comes back, the next repair mends it."));
  }

  private static Fields data(RepairResult result, List<String> silent) {
    return Fields.of()
        .put("repaired", result.getRepaired())
        .put("rebuilt", result.getRebuilt())
        .put("waiting", result.getWaiting())
        .put("undone", result.getUndone())
        .list("lost", result.getLostList().stream().map(RepairText::data))
        .put("lost_shards", result.getLostTotal())
        .put("bytes", result.getBytes())
        .texts("unanswered", silent)
        .orNothing("sentence", result.getSentence());
  }

  /// Names that nobody could tell are not an empty list.
  private static Fields data(LostShard lost) {
    Fields data =
        Fields.of()
            .put("shard", Texts.hex(lost.getShard()))
            .texts("backups", lost.getBackupsList());
    if (lost.getUnnamed().isEmpty() || lost.getFilesCount() > 0) {
      data.texts("files", lost.getFilesList().stream().map(Texts::shown).toList())
          .put("file_count", lost.getFileCount());
    } else {
      data.put("files", Datum.Nothing.NOTHING).put("file_count", Datum.Nothing.NOTHING);
    }
    return data.orNothing("files_unknown", lost.getUnnamed());
  }
}
