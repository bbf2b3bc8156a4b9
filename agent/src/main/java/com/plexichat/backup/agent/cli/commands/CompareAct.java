package com.plexichat.backup.agent.cli.commands;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.CompareRequest;
import com.plexichat.backup.proto.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat backup compare`: what became of files between two backups.
@Command(name = "compare", description = "Show what differs between two backups of one machine.")
final class CompareAct extends Act {
  @Parameters(index = "0", paramLabel = "FROM", description = "The earlier backup's id.")
  String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "The later one's id, or latest.")
  String to = "";

  @Option(names = "--path", order = 1, paramLabel = "P", description = "Only what is below P.")
  Optional<String> path = Optional.empty();

  CompareAct(Surroundings around) {
    super(around);
  }

  @Override
  Answer act(Desk desk) {
    CompareRequest request =
        CompareRequest.newBuilder()
            .setFrom(BackupText.find(desk, from, "").getBackupId())
            .setTo(BackupText.find(desk, to, "").getBackupId())
            .setPath(path.map(Texts::absolutePath).orElse(ByteString.EMPTY))
            .build();
    List<Difference> all = new ArrayList<>();
    desk.cluster().compare(request, page -> all.addAll(page.getDifferencesList()));
    Table table =
        new Table(
            Table.word("CHANGE"),
            Table.word("KIND").optional(),
            Table.number("BEFORE"),
            Table.number("AFTER"),
            Table.name("PATH"));
    all.forEach(one ->
        table.row(
            one.getChange(),
            one.getKind(),
            one.getChange().equals("added") ? "-" : size(one, one.getFromSize()),
            one.getChange().equals("removed") ? "-" : size(one, one.getToSize()),
            Texts.shown(one.getPath())));
    return Answer.done(
        Fields.of().list("differences", all.stream().map(CompareAct::data)),
        all.isEmpty() ? new Block.Sentence("They are the same.") : table);
  }

  private static String size(Difference one, long bytes) {
    return one.getKind().equals("file") ? Words.size(bytes) : "-";
  }

  private static Fields data(Difference one) {
    return Texts.putPath(Fields.of(), one.getPath())
        .put("change", one.getChange())
        .put("kind", one.getKind())
        .put("from_size", one.getFromSize())
        .put("to_size", one.getToSize())
        .time("from_mtime", one.getFromMtimeMs())
        .time("to_mtime", one.getToMtimeMs());
  }
}
