package com.plexichat.backup.agent.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One line for each shard whose bytes reached this agent, whether it was kept or not: way, shard,
/// stripe, index, length, order number, sender. Never rewritten: it shows who was shown what.
final class ReceivedLog implements AutoCloseable {
  private final FileOutputStream out;

  ReceivedLog(FileOutputStream out) {
    this.out = out;
  }

  void add(Incoming incoming) throws IOException {
    String line =
        String.format(
            Locale.ROOT,
            "%s %s %s %d %d %d %s%n",
            incoming.arrival().way().name().toLowerCase(Locale.ROOT),
            incoming.shard(),
            incoming.stripe(),
            incoming.index(),
            incoming.file().length,
            incoming.sequence(),
            incoming.arrival().from());
    out.write(line.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
