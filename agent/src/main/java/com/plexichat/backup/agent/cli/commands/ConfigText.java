package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.proto.ConfigChange;
import com.plexichat.backup.proto.ConfigDifference;
import com.plexichat.backup.proto.ConfigEntry;
import com.plexichat.backup.proto.ConfigValue;
import com.plexichat.backup.proto.SetConfigRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.List;
import java.util.stream.Collectors;

/// Words and data of the configuration, and how it is changed.
final class ConfigText {
  private ConfigText() {}

  static Fields data(ConfigEntry entry) {
    return Fields.of()
        .put("key", entry.getKey())
        .put("value", entry.getValue())
        .put("default", entry.getUsual())
        .put("version", entry.getVersion())
        .time("changed", entry.getAtMs())
        .orNothing("by", entry.getBy())
        .put("description", entry.getSentence());
  }

  private static Fields data(ConfigDifference one) {
    return Fields.of()
        .put("key", one.getKey())
        .put("before", one.getBefore())
        .put("after", one.getAfter());
  }

  static Fields data(ConfigChange change) {
    return Fields.of()
        .put("version", change.getVersion())
        .put("from", change.getFrom())
        .put("changed", change.getMade())
        .list("differences", change.getDifferencesList().stream().map(ConfigText::data));
  }

  static List<Fields> data(List<ConfigDifference> differences) {
    return differences.stream().map(ConfigText::data).toList();
  }

  static Table table(List<ConfigDifference> differences) {
    Table table = new Table(Table.name("KEY"), Table.sentence("CHANGE"));
    differences.forEach(one ->
        table.row(
            one.getKey(),
            "from %s to %s".formatted(shown(one.getBefore()), shown(one.getAfter()))));
    return table;
  }

  /// A value that may be broken between its parts.
  static String shown(String value) {
    return value.replace(",", ", ");
  }

  /// "transfer.rate from unlimited to 5MiB/s".
  static String brief(List<ConfigDifference> differences) {
    return differences.stream()
        .map(one ->
            "%s from %s to %s"
                .formatted(one.getKey(), shown(one.getBefore()), shown(one.getAfter())))
        .collect(Collectors.joining("; "));
  }

  /// KEY=VALUE.
  static ConfigValue value(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new OperationFailed(
          FailureCode.USAGE, "\"" + text + "\" is not KEY=VALUE, such as transfer.rate=5MiB/s.");
    }
    String value = text.substring(equals + 1).strip();
    return ConfigValue.newBuilder()
        .setKey(text.substring(0, equals).strip())
        .setValue(value.equals("default") ? "" : value)
        .build();
  }

  /// Asks for values and tells what became of them.
  ///
  /// @param isWhole whether all others are to be the usual ones
  static Answer set(Desk desk, List<ConfigValue> values, boolean isWhole) {
    return told(
        desk.cluster()
            .settings()
            .setConfig(
                SetConfigRequest.newBuilder()
                    .addAllValues(values)
                    .setWhole(isWhole)
                    .setReason(desk.globals().reason)
                    .setDryRun(desk.globals().dryRun)
                    .build()));
  }

  static Answer told(ConfigChange change) {
    if (change.getDifferencesCount() == 0) {
      return Answer.done(
          data(change),
          new Block.Sentence(
              "Nothing changes: version %d says this already.".formatted(change.getVersion())));
    }
    return Answer.done(
        data(change),
        table(change.getDifferencesList()),
        new Block.Sentence(
            change.getMade()
                ? "This is version %d; every agent has it with its next heartbeat."
                    .formatted(change.getVersion())
                : "Nothing was changed."));
  }
}
