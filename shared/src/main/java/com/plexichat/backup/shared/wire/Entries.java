package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.BrowseEntry;
import com.plexichat.backup.shared.model.Difference;
import com.plexichat.backup.shared.model.Entry;
import java.time.Instant;

/// What is in backups, and what differs between two.
public final class Entries {
  private Entries() {}

  public static Entry entry(BrowseEntry message) {
    return new Entry(
        message.getBackupId(),
        FilePaths.path(message.getPath()),
        message.getKind(),
        message.getSize(),
        Instant.ofEpochMilli(message.getMtimeMs()),
        message.getMode(),
        message.getUid(),
        message.getGid(),
        FilePaths.path(message.getTarget()));
  }

  public static Difference difference(com.plexichat.backup.proto.Difference message) {
    return new Difference(
        FilePaths.path(message.getPath()),
        message.getChange(),
        message.getKind(),
        message.getFromSize(),
        message.getToSize(),
        Instant.ofEpochMilli(message.getFromMtimeMs()),
        Instant.ofEpochMilli(message.getToMtimeMs()));
  }
}
