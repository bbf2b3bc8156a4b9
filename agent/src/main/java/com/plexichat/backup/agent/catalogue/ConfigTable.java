package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.ConfigChanged;
import com.plexichat.backup.proto.ConfigValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The configuration with all its versions; before the first one it is the product's.
public final class ConfigTable {
  private final Reads reads;

  ConfigTable(Reads reads) {
    this.reads = reads;
  }

  /// The oldest first.
  public List<ConfigRow> versions() {
    return reads.read(handle ->
        handle
            .select("SELECT act, at_ms, made_by FROM config ORDER BY version")
            .map((row, _) -> row(row.getBytes(1), row.getLong(2), row.getString(3)))
            .list());
  }

  /// Number of the newest; 0: there is none.
  public int newest() {
    return reads.read(handle ->
        handle.select("SELECT COALESCE(MAX(version), 0) FROM config").mapTo(Integer.class).one());
  }

  private static ConfigRow row(byte[] stored, long atMs, String by) {
    try {
      ConfigChanged act = ConfigChanged.parseFrom(stored);
      Map<String, String> changed = new LinkedHashMap<>();
      for (ConfigValue one : act.getValuesList()) {
        changed.put(one.getKey(), one.getValue());
      }
      return new ConfigRow(act.getVersion(), changed, atMs, by, act.getWhy());
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("a configuration in the database cannot be read", notOurs);
    }
  }
}
