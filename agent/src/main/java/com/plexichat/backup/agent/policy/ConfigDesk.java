package com.plexichat.backup.agent.policy;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ConfigRow;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.ConfigChange;
import com.plexichat.backup.proto.ConfigChanged;
import com.plexichat.backup.proto.ConfigDifference;
import com.plexichat.backup.proto.ConfigEntry;
import com.plexichat.backup.proto.ConfigValue;
import com.plexichat.backup.proto.ConfigVersion;
import com.plexichat.backup.proto.DiffConfigRequest;
import com.plexichat.backup.proto.ListConfigAnswer;
import com.plexichat.backup.proto.ListConfigVersionsAnswer;
import com.plexichat.backup.proto.RevertConfigRequest;
import com.plexichat.backup.proto.SetConfigRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What people decide of the configuration: each change is a version with what was before and why.
public final class ConfigDesk {
  private final Catalogue catalogue;
  private final ConfigBook book;

  public ConfigDesk(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.book = new ConfigBook(catalogue);
  }

  /// Every parameter, in the order of the product.
  public ListConfigAnswer list() {
    List<ConfigRow> versions = catalogue.config().versions();
    Map<String, String> values = book.values(versions.size());
    ListConfigAnswer.Builder answer = ListConfigAnswer.newBuilder().setVersion(versions.size());
    for (Parameter parameter : Parameter.values()) {
      ConfigEntry.Builder entry =
          ConfigEntry.newBuilder()
              .setKey(parameter.key())
              .setValue(ConfigBook.shown(parameter.key(), values))
              .setUsual(parameter.usual())
              .setTakes(parameter.takes())
              .setSentence(parameter.sentence());
      versions.stream()
          .filter(version -> version.changed().containsKey(parameter.key()))
          .reduce((_, last) -> last)
          .ifPresent(
              last -> entry.setVersion(last.version()).setAtMs(last.atMs()).setBy(last.by()));
      answer.addEntries(entry);
    }
    return answer.build();
  }

  /// Takes all values, or none where one of them cannot be.
  ///
  /// @throws OperationFailed SETTING_UNKNOWN, SETTING_INVALID
  public ConfigChange set(SetConfigRequest ask, String actor) {
    ScheduleDesk.requireShort(ask.getReason());
    int newest = catalogue.config().newest();
    Map<String, String> before = book.values(newest);
    Map<String, String> after = new TreeMap<>(ask.getWhole() ? Map.of() : before);
    for (ConfigValue one : ask.getValuesList()) {
      Parameter parameter = parameter(one.getKey());
      String value = canonical(parameter, one.getValue());
      if (value.isEmpty() || value.equals(parameter.usual())) {
        after.remove(parameter.key());
      } else {
        after.put(parameter.key(), value);
      }
    }
    return change(newest, after, ask.getReason(), actor, ask.getDryRun());
  }

  private static Parameter parameter(String key) {
    return Parameter.of(key)
        .orElseThrow(() ->
            new OperationFailed(FailureCode.SETTING_UNKNOWN, key, Parameter.nearest(key).key()));
  }

  private static String canonical(Parameter parameter, String value) {
    try {
      return value.isBlank() ? "" : parameter.canonical(value);
    } catch (IllegalArgumentException wrong) {
      throw new OperationFailed(
          wrong,
          FailureCode.SETTING_INVALID,
          parameter.key(),
          value,
          String.valueOf(wrong.getMessage()),
          parameter.takes());
    }
  }

  /// Makes a version with the values of an earlier one; 0: the usual ones.
  ///
  /// @throws OperationFailed CONFIG_VERSION_UNKNOWN
  public ConfigChange revert(RevertConfigRequest ask, String actor) {
    ScheduleDesk.requireShort(ask.getReason());
    int newest = catalogue.config().newest();
    return change(newest, book.values(ask.getVersion()), ask.getReason(), actor, false);
  }

  private ConfigChange change(
      int newest, Map<String, String> after, String reason, String actor, boolean isDryRun) {
    List<ConfigDifference> differences = differences(book.values(newest), after);
    boolean isMade = !differences.isEmpty() && !isDryRun;
    if (isMade) {
      ConfigChanged.Builder act = ConfigChanged.newBuilder().setVersion(newest + 1).setWhy(reason);
      for (ConfigDifference one : differences) {
        act.addValues(
            ConfigValue.newBuilder()
                .setKey(one.getKey())
                .setValue(after.getOrDefault(one.getKey(), "")));
      }
      catalogue.submit(actor, reason, "", Command.newBuilder().setConfigChanged(act).build());
    }
    return ConfigChange.newBuilder()
        .setFrom(newest)
        .setVersion(isMade ? newest + 1 : newest)
        .setMade(isMade)
        .addAllDifferences(differences)
        .build();
  }

  private static List<ConfigDifference> differences(
      Map<String, String> before, Map<String, String> after) {
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    List<ConfigDifference> differences = new ArrayList<>();
    for (String key : keys) {
      String was = ConfigBook.shown(key, before);
      String is = ConfigBook.shown(key, after);
      if (!was.equals(is)) {
        differences.add(
            ConfigDifference.newBuilder().setKey(key).setBefore(was).setAfter(is).build());
      }
    }
    return differences;
  }

  /// What one version has otherwise than another.
  ///
  /// @throws OperationFailed CONFIG_VERSION_UNKNOWN
  public ConfigChange diff(DiffConfigRequest ask) {
    int to = ask.getNewest() ? catalogue.config().newest() : ask.getTo();
    return ConfigChange.newBuilder()
        .setFrom(ask.getFrom())
        .setVersion(to)
        .addAllDifferences(differences(book.values(ask.getFrom()), book.values(to)))
        .build();
  }

  /// Every version with what it changed, newest first.
  public ListConfigVersionsAnswer versions() {
    ListConfigVersionsAnswer.Builder answer = ListConfigVersionsAnswer.newBuilder();
    for (ConfigRow row : catalogue.config().versions().reversed()) {
      answer.addVersions(
          ConfigVersion.newBuilder()
              .setVersion(row.version())
              .setAtMs(row.atMs())
              .setBy(row.by())
              .setReason(row.why())
              .addAllDifferences(
                  differences(book.values(row.version() - 1), book.values(row.version()))));
    }
    return answer.build();
  }
}
