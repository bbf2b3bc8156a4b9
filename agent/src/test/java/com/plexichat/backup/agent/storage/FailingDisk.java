package com.plexichat.backup.agent.storage;

import com.plexichat.backup.agent.io.SyncFailed;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// A disk whose n-th write or sync from now fails, and which says how much space it has.
final class FailingDisk extends Disk {
  final AtomicInteger writesUntilFull = new AtomicInteger(Integer.MAX_VALUE);
  final AtomicInteger appendsUntilFull = new AtomicInteger(Integer.MAX_VALUE);
  final AtomicInteger syncsUntilBroken = new AtomicInteger(Integer.MAX_VALUE);
  final AtomicInteger syncs = new AtomicInteger();
  final AtomicInteger folderSyncs = new AtomicInteger();
  volatile long usable = Long.MAX_VALUE;
  volatile boolean syncing = true;
  volatile long pauseInFolderSyncNanos;

  @Override
  void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    if (writesUntilFull.getAndDecrement() == 1) {
      channel.write(bytes.slice(0, bytes.remaining() / 2));
      throw new IOException("No space left on device");
    }
    super.write(channel, bytes);
  }

  @Override
  void append(FileOutputStream out, byte[] bytes) throws IOException {
    if (appendsUntilFull.getAndDecrement() == 1) {
      out.write(bytes, 0, bytes.length / 2);
      throw new IOException("No space left on device");
    }
    super.append(out, bytes);
  }

  @Override
  void force(FileChannel channel) throws IOException {
    broken();
    if (syncing) {
      super.force(channel);
    }
  }

  @Override
  void force(FileOutputStream out) throws IOException {
    broken();
    if (syncing) {
      super.force(out);
    }
  }

  @Override
  void forceFolder(Path folder) throws IOException {
    broken();
    folderSyncs.incrementAndGet();
    if (pauseInFolderSyncNanos > 0) {
      java.util.concurrent.locks.LockSupport.parkNanos(pauseInFolderSyncNanos);
    }
    if (syncing) {
      super.forceFolder(folder);
    }
  }

  private void broken() throws IOException {
    syncs.incrementAndGet();
    if (syncsUntilBroken.getAndDecrement() == 1) {
      throw new SyncFailed(new IOException("Input/output error"));
    }
  }

  @Override
  long usable(FileStore store) throws IOException {
    return Math.min(usable, super.usable(store));
  }
}
