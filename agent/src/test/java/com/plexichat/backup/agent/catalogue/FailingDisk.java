package com.plexichat.backup.agent.catalogue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;

/// The real disk, on which writes, syncs and cuts fail by a seed: a failed write may have written a
/// part; after a failed sync the same file fails for ever, as a careful system would have it.
final class FailingDisk implements LogDisk {
  private final LogDisk real = LogDisk.real();
  private final Random random;
  private double rate;

  FailingDisk(long seed) {
    this.random = new Random(seed);
  }

  void rate(double chance) {
    rate = chance;
  }

  private boolean fails() {
    return random.nextDouble() < rate;
  }

  @Override
  public LogFile open(Path file) throws IOException {
    if (fails()) {
      throw new IOException("No space left on device");
    }
    LogFile opened = real.open(file);
    return new LogFile() {
      private boolean dead;

      private void alive() throws IOException {
        if (dead) {
          throw new IOException("used after a failure");
        }
      }

      private IOException fail(String why) {
        dead = true;
        return new IOException(why);
      }

      @Override
      public void write(ByteBuffer bytes, long position) throws IOException {
        alive();
        if (fails()) {
          opened.write(bytes.slice(0, random.nextInt(bytes.remaining() + 1)), position);
          throw fail("No space left on device");
        }
        opened.write(bytes, position);
      }

      @Override
      public void force() throws IOException {
        alive();
        if (fails()) {
          throw fail("Input/output error");
        }
        opened.force();
      }

      @Override
      public void truncate(long length) throws IOException {
        alive();
        if (fails()) {
          throw fail("Input/output error");
        }
        opened.truncate(length);
      }

      @Override
      public long length() throws IOException {
        return opened.length();
      }

      @Override
      public void close() throws IOException {
        opened.close();
      }
    };
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    real.syncFolder(folder);
  }
}
