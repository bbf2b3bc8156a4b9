package com.plexichat.backup.agent.backup;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.SetRow;
import com.plexichat.backup.proto.HookSpec;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.shared.wire.Tiers;

/// Sets of the catalogue as messages.
public final class SetMessages {
  private SetMessages() {}

  public static SetSpec message(SetRow row) {
    SetSpec.Builder spec =
        SetSpec.newBuilder()
            .setName(row.name())
            .setHost(row.host().hex())
            .addAllExcludes(row.excludes())
            .setTier(Tiers.message(row.tier()))
            .setLowPriority(row.isLow());
    row.paths().forEach(path -> spec.addPaths(ByteString.copyFrom(path.toArray())));
    row.before().ifPresent(hook -> spec.setBefore(hook(hook)));
    row.after().ifPresent(hook -> spec.setAfter(hook(hook)));
    return spec.build();
  }

  private static HookSpec hook(SetRow.Hook hook) {
    return HookSpec.newBuilder()
        .addAllCommand(hook.command())
        .setTimeoutMs(hook.timeout().toMillis())
        .build();
  }
}
