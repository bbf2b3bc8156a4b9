package com.plexichat.backup.agent.cli.commands;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.PreviewExclude;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.PreviewSetRequest;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `plexichat set preview`: what a backup would read and leave out, before there is one.
@Command(
    name = "preview",
    description = "Count what a backup of a set, stored or not, would read and leave out.")
final class PreviewAct extends Act {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "A stored set; options change it for this preview.")
  String name = "";

  @Mixin final SetActs.Definition definition = new SetActs.Definition();

  PreviewAct(Surroundings around) {
    super(around);
  }

  @Override
  Answer act(Desk desk) {
    SetSpec set = definition.over(desk, name);
    if (name.isEmpty() && set.getPathsCount() == 0) {
      throw new OperationFailed(FailureCode.USAGE, "Name a set, or give a --path.");
    }
    PreviewSetAnswer found =
        desk.cluster().previewSet(PreviewSetRequest.newBuilder().setSet(set).build());
    List<Block> blocks = new ArrayList<>();
    String more = found.getPartial() ? " at least" : "";
    blocks.add(
        Facts.of()
            .add("Files", Words.count(found.getFiles()) + more)
            .add("Folders", Words.count(found.getDirectories()) + more)
            .add("Bytes", Words.size(found.getBytes()) + more)
            .add("Left out", Words.count(found.getExcluded()) + more));
    if (found.getExcludesCount() > 0) {
      blocks.add(excludes(found.getExcludesList()));
    }
    if (found.getWarningsCount() > 0) {
      blocks.add(BackupText.warnings(found.getWarningsList()));
    }
    if (found.getPartial()) {
      blocks.add(new Block.Sentence("The walk was ended early; there is more than was counted."));
    }
    return new Answer(data(found), blocks, found.getWarningsCount() > 0 ? 2 : 0);
  }

  private static Table excludes(List<PreviewExclude> excludes) {
    Table table =
        new Table(Table.name("PATTERN"), Table.number("LEAVES OUT"), Table.name("SUCH AS"));
    excludes.forEach(one ->
        table.row(
            one.getPattern(),
            Words.count(one.getMatches()),
            one.getExamplesCount() == 0 ? "-" : Texts.shown(one.getExamples(0))));
    return table;
  }

  private static Fields data(PreviewSetAnswer found) {
    return Fields.of()
        .put("files", found.getFiles())
        .put("directories", found.getDirectories())
        .put("source_bytes", found.getBytes())
        .put("excluded", found.getExcluded())
        .list(
            "excludes",
            found.getExcludesList().stream()
                .map(one ->
                    Fields.of()
                        .put("pattern", one.getPattern())
                        .put("matches", one.getMatches())
                        .list("examples", one.getExamplesList().stream().map(PreviewAct::path))))
        .put("partial", found.getPartial())
        .list("warnings", found.getWarningsList().stream().map(BackupText::data));
  }

  private static Fields path(ByteString path) {
    return Texts.putPath(Fields.of(), path);
  }
}
