package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.HookSpec;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Backup sets as they were last defined.
public final class SetTable {
  private final Reads reads;

  SetTable(Reads reads) {
    this.reads = reads;
  }

  /// By name.
  public List<SetRow> all() {
    return reads.read(handle ->
        handle
            .select("SELECT spec FROM backup_set ORDER BY name")
            .mapTo(byte[].class)
            .map(SetTable::row)
            .list());
  }

  public Optional<SetRow> find(String name) {
    return reads.read(handle ->
        handle
            .select("SELECT spec FROM backup_set WHERE name = ?", name)
            .mapTo(byte[].class)
            .map(SetTable::row)
            .findOne());
  }

  private static SetRow row(byte[] spec) {
    try {
      SetSpec set = SetSpec.parseFrom(spec);
      return new SetRow(
          set.getName(),
          new PeerId(set.getHost()),
          set.getPathsList().stream().map(path -> Bytes.of(path.toByteArray())).toList(),
          List.copyOf(set.getExcludesList()),
          Tiers.of(set.getTier()),
          set.hasBefore() ? Optional.of(hook(set.getBefore())) : Optional.empty(),
          set.hasAfter() ? Optional.of(hook(set.getAfter())) : Optional.empty(),
          set.getLowPriority());
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("a set in the database cannot be read", notOurs);
    }
  }

  private static SetRow.Hook hook(HookSpec hook) {
    return new SetRow.Hook(
        List.copyOf(hook.getCommandList()), Duration.ofMillis(hook.getTimeoutMs()));
  }
}
