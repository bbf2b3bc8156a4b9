package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.ConfigChange;
import com.plexichat.backup.proto.ConfigEntry;
import com.plexichat.backup.proto.ConfigVersion;
import com.plexichat.backup.proto.DiffConfigRequest;
import com.plexichat.backup.proto.ListConfigAnswer;
import com.plexichat.backup.proto.ListConfigRequest;
import com.plexichat.backup.proto.ListConfigVersionsRequest;
import com.plexichat.backup.proto.RevertConfigRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `plexichat config …`: the cluster's configuration and its versions.
final class ConfigActs {
  private ConfigActs() {}

  private static ListConfigAnswer all(Desk desk) {
    return desk.cluster().settings().listConfig(ListConfigRequest.getDefaultInstance());
  }

  @Command(name = "list", description = "List the parameters as they are now.")
  static final class List extends Act {
    List(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      ListConfigAnswer all = all(desk);
      Table table =
          new Table(
              Table.name("KEY"),
              Table.word("DEFAULT"),
              Table.word("SINCE"),
              Table.sentence("VALUE"));
      all.getEntriesList()
          .forEach(one ->
              table.row(
                  one.getKey(),
                  one.getUsual(),
                  one.getVersion() == 0 ? "" : "version " + one.getVersion(),
                  ConfigText.shown(one.getValue())));
      return Answer.done(
          Fields.of()
              .put("version", all.getVersion())
              .list("parameters", all.getEntriesList().stream().map(ConfigText::data)),
          table,
          new Block.Sentence(
              all.getVersion() == 0
                  ? "Nobody has changed anything yet."
                  : "This is version %d. `plexichat config get KEY` says what one does."
                      .formatted(all.getVersion())));
    }
  }

  @Command(name = "get", description = "Show a parameter: its value, what it does and takes.")
  static final class Get extends Act {
    @Parameters(index = "0", paramLabel = "KEY", description = "Such as transfer.rate.")
    String key = "";

    Get(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      ConfigEntry entry =
          all(desk).getEntriesList().stream()
              .filter(one -> one.getKey().equals(key))
              .findFirst()
              .orElseThrow(() ->
                  new OperationFailed(
                      FailureCode.SETTING_UNKNOWN, key, Parameter.nearest(key).key()));
      return Answer.done(
          ConfigText.data(entry).put("takes", entry.getTakes()),
          Facts.of()
              .add("Key", entry.getKey())
              .add("Value", ConfigText.shown(entry.getValue()))
              .add("Default", entry.getUsual())
              .add("Does", entry.getSentence())
              .add("Takes", entry.getTakes())
              .addKnown("Since", since(entry, desk)));
    }

    private static String since(ConfigEntry entry, Desk desk) {
      return entry.getVersion() == 0
          ? ""
          : "version %d, %s by %s"
              .formatted(
                  entry.getVersion(), Words.minute(entry.getAtMs(), desk.zone()), entry.getBy());
    }
  }

  @Command(name = "set", description = "Change parameters; KEY= or KEY=default goes back.")
  static final class Put extends Act {
    @Parameters(
        arity = "1..*",
        paramLabel = "KEY=VALUE",
        description = "Such as transfer.rate=5MiB/s; all of them or none is taken.")
    java.util.List<String> values = new ArrayList<>();

    Put(Surroundings around) {
      super(around);
    }

    @Override
    boolean hasDryRun() {
      return true;
    }

    @Override
    Answer act(Desk desk) {
      return ConfigText.set(desk, values.stream().map(ConfigText::value).toList(), false);
    }
  }

  @Command(name = "versions", description = "List the versions, the newest first.")
  static final class Versions extends Act {
    Versions(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      java.util.List<ConfigVersion> versions =
          desk.cluster()
              .settings()
              .listConfigVersions(ListConfigVersionsRequest.getDefaultInstance())
              .getVersionsList();
      Table table =
          new Table(
              Table.number("VERSION"),
              Table.word("MADE"),
              Table.name("BY"),
              Table.sentence("CHANGES"));
      versions.forEach(one ->
          table.row(
              String.valueOf(one.getVersion()),
              Words.minute(one.getAtMs(), desk.zone()),
              one.getBy(),
              ConfigText.brief(one.getDifferencesList())
                  + (one.getReason().isEmpty() ? "" : ", because: " + one.getReason())));
      return Answer.done(
          Fields.of().list("versions", versions.stream().map(Versions::data)),
          versions.isEmpty() ? new Block.Sentence("Nobody has changed anything yet.") : table);
    }

    private static Fields data(ConfigVersion one) {
      return Fields.of()
          .put("version", one.getVersion())
          .time("made", one.getAtMs())
          .put("by", one.getBy())
          .orNothing("reason", one.getReason())
          .list("differences", ConfigText.data(one.getDifferencesList()).stream());
    }
  }

  @Command(name = "diff", description = "Show what one version has otherwise than another.")
  static final class Diff extends Act {
    @Parameters(index = "0", paramLabel = "FROM", description = "A version; 0: the defaults.")
    int from;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "TO",
        description = "A version (default: the newest).")
    Optional<Integer> to = Optional.empty();

    Diff(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      ConfigChange change =
          desk.cluster()
              .settings()
              .diffConfig(
                  DiffConfigRequest.newBuilder()
                      .setFrom(from)
                      .setTo(to.orElse(0))
                      .setNewest(to.isEmpty())
                      .build());
      Fields data =
          Fields.of()
              .put("from", change.getFrom())
              .put("to", change.getVersion())
              .list("differences", ConfigText.data(change.getDifferencesList()).stream());
      String between = "Version %d and version %d".formatted(change.getFrom(), change.getVersion());
      return change.getDifferencesCount() == 0
          ? Answer.done(data, new Block.Sentence(between + " say the same."))
          : Answer.done(data, ConfigText.table(change.getDifferencesList()));
    }
  }

  @Command(name = "revert", description = "Make a version that says what an earlier one said.")
  static final class Revert extends Act {
    @Parameters(index = "0", paramLabel = "VERSION", description = "0: the defaults.")
    int version;

    Revert(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      return ConfigText.told(
          desk.cluster()
              .settings()
              .revertConfig(
                  RevertConfigRequest.newBuilder()
                      .setVersion(version)
                      .setReason(desk.globals().reason)
                      .build()));
    }
  }

  @Command(name = "export", description = "Write what is not the default, for `config apply`.")
  static final class Export extends Act {
    Export(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      ListConfigAnswer all = all(desk);
      java.util.List<Block> lines = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      Fields values = Fields.of();
      for (ConfigEntry one : all.getEntriesList()) {
        if (!one.getValue().equals(one.getUsual())) {
          text.append(text.isEmpty() ? "" : "\n").append(one.getKey() + "=" + one.getValue());
          values.put(one.getKey(), one.getValue());
        }
      }
      text.toString().lines().map(Block.Line::new).forEach(lines::add);
      lines.addFirst(new Block.Line("# The cluster's configuration, version " + all.getVersion()));
      return new Answer(
          Fields.of().put("version", all.getVersion()).put("values", values), lines, 0);
    }
  }

  @Command(
      name = "apply",
      description = "Take all values of a file; what it does not name goes back to its default.")
  static final class Apply extends Act {
    @Parameters(index = "0", paramLabel = "FILE", description = "KEY=VALUE lines; # is a remark.")
    Path file = Path.of("");

    Apply(Surroundings around) {
      super(around);
    }

    @Override
    boolean hasDryRun() {
      return true;
    }

    @Override
    Answer act(Desk desk) {
      java.util.List<String> lines;
      try {
        lines = Files.readAllLines(file);
      } catch (IOException unreadable) {
        throw new OperationFailed(
            unreadable, FailureCode.USAGE, "The file %s cannot be read.".formatted(file));
      }
      return ConfigText.set(
          desk,
          lines.stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .map(ConfigText::value)
              .toList(),
          true);
    }
  }
}
