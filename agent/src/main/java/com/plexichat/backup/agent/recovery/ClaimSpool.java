package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The claims of all peers, sorted by stripe on disk.
///
/// Peers tell in the order of shard names, which is chance; what is said of one stripe comes
/// together here. Claims lie in 256 files by the first byte of the stripe's id, and one file at a
/// time is in memory: for 10 TiB in three copies about 8 MiB on the disk and 25 MiB in memory. Safe
/// for any number of threads.
final class ClaimSpool implements AutoCloseable {
  private static final int PARTS = 256;
  private static final int BUFFER = 1024 * Claim.BYTES;

  private final Path folder;
  private final ByteBuffer[] buffers = new ByteBuffer[PARTS];
  private int loadedPart = -1;
  private SortedMap<StripeId, List<Claim>> loaded = new TreeMap<>();

  /// @param folder to work in; what an earlier run left in it is removed
  ClaimSpool(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      clear();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  synchronized void add(Claim claim) {
    int part = part(claim.stripe());
    ByteBuffer buffer = buffers[part];
    if (buffer == null) {
      buffer = ByteBuffer.allocate(BUFFER);
      buffers[part] = buffer;
    }
    claim.write(buffer);
    if (!buffer.hasRemaining()) {
      flush(part);
    }
  }

  /// The claims on one stripe; none when nobody has any of it.
  synchronized List<Claim> of(StripeId stripe) {
    load(part(stripe));
    return loaded.getOrDefault(stripe, List.of());
  }

  /// One of 256 parts: the claims on each stripe in it.
  synchronized Collection<List<Claim>> part(int part) {
    load(part);
    return loaded.values();
  }

  static int parts() {
    return PARTS;
  }

  private static int part(StripeId stripe) {
    return (int) (stripe.high() >>> 56);
  }

  private void load(int part) {
    flush(part);
    if (part == loadedPart) {
      return;
    }
    SortedMap<StripeId, List<Claim>> stripes = new TreeMap<>();
    Path file = file(part);
    if (Files.exists(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        ByteBuffer in = ByteBuffer.allocate(BUFFER);
        while (channel.read(in) >= 0) {
          in.flip();
          while (in.remaining() >= Claim.BYTES) {
            Claim claim = Claim.read(in);
            stripes.computeIfAbsent(claim.stripe(), _ -> new ArrayList<>()).add(claim);
          }
          in.compact();
        }
      } catch (IOException e) {
        throw failed(e);
      }
    }
    loaded = stripes;
    loadedPart = part;
  }

  private void flush(int part) {
    ByteBuffer buffer = buffers[part];
    if (buffer == null || buffer.position() == 0) {
      return;
    }
    buffer.flip();
    try (FileChannel channel =
        FileChannel.open(
            file(part),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND)) {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw failed(e);
    }
    buffer.clear();
    if (part == loadedPart) {
      loadedPart = -1;
    }
  }

  private Path file(int part) {
    return folder.resolve("claims-" + part);
  }

  private void clear() throws IOException {
    for (int part = 0; part < PARTS; part++) {
      Files.deleteIfExists(file(part));
    }
  }

  private OperationFailed failed(IOException e) {
    return DiskFailure.worded("Sorting what peers hold", folder.toString(), e);
  }

  @Override
  public void close() {
    try {
      clear();
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
