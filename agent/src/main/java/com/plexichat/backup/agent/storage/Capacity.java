package com.plexichat.backup.agent.storage;

import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import java.io.IOException;
import java.nio.file.FileStore;

/// What may still be stored: the offered capacity and the file system's free space, less what has
/// been promised to arriving shards.
final class Capacity {
  private final StoreSettings settings;
  private final ShardIndex index;
  private final Disk disk;
  private final FileStore fileSystem;
  private long reserved;

  Capacity(StoreSettings settings, ShardIndex index, Disk disk, FileStore fileSystem) {
    this.settings = settings;
    this.index = index;
    this.disk = disk;
    this.fileSystem = fileSystem;
  }

  synchronized Reservation reserve(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("cannot reserve " + bytes);
    }
    long left = settings.capacity().bytes() - index.bytes() - reserved;
    if (bytes > left) {
      throw new OperationFailed(
          FailureCode.NO_SPACE,
          settings.name(),
          "its capacity of " + settings.capacity() + " is taken");
    }
    long free = free();
    if (bytes > free - reserved - settings.freeReserve().bytes()) {
      throw new OperationFailed(
          FailureCode.NO_SPACE,
          settings.name(),
          "its file system has " + new ByteSize(free) + " left");
    }
    reserved += bytes;
    return new Held(bytes);
  }

  long free() {
    try {
      return disk.usable(fileSystem);
    } catch (IOException e) {
      throw DiskFailure.worded("Storing a shard on " + settings.name(), settings.name(), e);
    }
  }

  synchronized long reserved() {
    return reserved;
  }

  private synchronized void giveBack(long bytes) {
    reserved -= bytes;
  }

  private final class Held implements Reservation {
    private long left;

    Held(long bytes) {
      left = bytes;
    }

    @Override
    public synchronized void spend(long bytes) {
      long spent = Math.min(bytes, left);
      left -= spent;
      giveBack(spent);
    }

    @Override
    public synchronized void close() {
      spend(left);
    }
  }
}
