package com.plexichat.backup.agent.policy;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ConfigRow;
import com.plexichat.backup.proto.ConfigValue;
import com.plexichat.backup.proto.Configuration;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Parameter;
import com.plexichat.backup.shared.model.Tuning;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which values the configuration has, now and in each of its versions.
public final class ConfigBook {
  private final Catalogue catalogue;

  public ConfigBook(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// The values that are in force.
  public Tuning tuning() {
    return Tuning.of(values(catalogue.config().versions()));
  }

  /// The values of one version; those of the newest where there is no such one.
  public Tuning tuning(int version) {
    List<ConfigRow> versions = catalogue.config().versions();
    return Tuning.of(values(versions.subList(0, Math.clamp(version, 0, versions.size()))));
  }

  /// What agents are told.
  public Configuration told() {
    List<ConfigRow> versions = catalogue.config().versions();
    Configuration.Builder told = Configuration.newBuilder();
    if (!versions.isEmpty()) {
      told.setVersion(versions.getLast().version()).setAtMs(versions.getLast().atMs());
    }
    values(versions)
        .forEach(
            (key, value) -> told.addValues(ConfigValue.newBuilder().setKey(key).setValue(value)));
    return told.build();
  }

  /// What an agent was told, as values.
  public static Tuning tuning(Configuration told) {
    Map<String, String> values = new TreeMap<>();
    told.getValuesList().forEach(one -> values.put(one.getKey(), one.getValue()));
    return Tuning.of(values);
  }

  /// Values that are not the usual ones, by key; version 0 has none.
  ///
  /// @throws OperationFailed CONFIG_VERSION_UNKNOWN
  Map<String, String> values(int version) {
    List<ConfigRow> versions = catalogue.config().versions();
    if (version < 0 || version > versions.size()) {
      throw new OperationFailed(
          FailureCode.CONFIG_VERSION_UNKNOWN,
          Integer.toString(version),
          Integer.toString(versions.size()));
    }
    return values(versions.subList(0, version));
  }

  private static Map<String, String> values(List<ConfigRow> versions) {
    Map<String, String> values = new TreeMap<>();
    for (ConfigRow version : versions) {
      version
          .changed()
          .forEach((key, value) -> {
            if (value.isEmpty()) {
              values.remove(key);
            } else {
              values.put(key, value);
            }
          });
    }
    return values;
  }

  /// A value for people, where it may be the usual one.
  static String shown(String key, Map<String, String> values) {
    return values.getOrDefault(key, Parameter.of(key).map(Parameter::usual).orElse(""));
  }
}
