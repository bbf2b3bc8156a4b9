package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.proto.ConfigChanged;
import com.plexichat.backup.proto.ConfigValue;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Applies versions of the configuration. Which keys and values there are is asked before: the log
/// may be older or younger than this program.
final class ConfigActs {
  private ConfigActs() {}

  static void changed(Work work, ConfigChanged act) {
    Demand.wellFormed(
        act.getVersion() > 0 && act.getValuesCount() > 0, "a configuration changes something");
    Set<String> keys = new HashSet<>();
    for (ConfigValue one : act.getValuesList()) {
      Demand.wellFormed(
          !one.getKey().isEmpty() && keys.add(one.getKey()), "a key is empty or there twice");
    }
    int newest =
        work.handle()
            .select("SELECT COALESCE(MAX(version), 0) FROM config")
            .mapTo(Integer.class)
            .one();
    Demand.fits(
        act.getVersion() == newest + 1,
        "Version %d of the configuration".formatted(act.getVersion()),
        "the newest is " + newest);
    work.handle()
        .execute(
            "INSERT INTO config VALUES (?, ?, ?, ?)",
            act.getVersion(),
            act.toByteArray(),
            work.atMs(),
            work.actor());
  }

  /// Words of the audit.
  static String detail(ConfigChanged act) {
    String values =
        act.getValuesList().stream()
            .map(one ->
                one.getValue().isEmpty()
                    ? one.getKey() + " as usual"
                    : one.getKey() + " is " + one.getValue())
            .collect(Collectors.joining("; "));
    return "configuration %d: %s%s"
        .formatted(act.getVersion(), values, act.getWhy().isEmpty() ? "" : ": " + act.getWhy());
  }
}
