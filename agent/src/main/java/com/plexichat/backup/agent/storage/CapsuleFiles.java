package com.plexichat.backup.agent.storage;

import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The coordinator's encrypted catalogue on this peer: one growing file a generation, two
/// generations kept, so that the one before stays whole while a new one grows.
///
/// Names are ordered as numbers are: the longer one is later, equal lengths compare as text.
public final class CapsuleFiles {
  private static final int KEPT = 2;
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_-]{0,63}");
  private static final Comparator<String> AGE =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private final Path folder;
  private final Disk disk;

  private CapsuleFiles(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  public static CapsuleFiles open(DataDir dataDir) {
    Disk disk = new Disk();
    Path folder = dataDir.path().resolve("capsules");
    try {
      disk.createFolder(folder);
    } catch (IOException e) {
      throw failed(folder, e);
    }
    return new CapsuleFiles(folder, disk);
  }

  /// Appends bytes at an offset and returns the durable length.
  ///
  /// Bytes that lie there already are accepted again when they are the same; a gap, other bytes, or
  /// a generation older than the two that are kept are refused with ORDER_REFUSED.
  public synchronized long append(String generation, long offset, byte[] bytes) {
    Path file = file(generation);
    try {
      makeRoom(generation, file);
      long length = Files.exists(file) ? Files.size(file) : 0;
      if (offset > length) {
        throw refused("the capsule " + generation + " ends at " + length + ", not at " + offset);
      }
      int known = (int) Math.min(bytes.length, length - offset);
      if (known > 0 && !Arrays.equals(disk.read(file, offset, known), 0, known, bytes, 0, known)) {
        throw refused("the capsule " + generation + " has other bytes at " + offset);
      }
      if (known < bytes.length || length == 0) {
        write(file, length, Arrays.copyOfRange(bytes, known, bytes.length));
      }
      return Math.max(length, offset + bytes.length);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private void write(Path file, long length, byte[] bytes) throws IOException {
    try (FileOutputStream out = disk.append(file)) {
      try {
        out.write(bytes);
        disk.force(out);
      } catch (IOException e) {
        out.getChannel().truncate(length);
        throw e;
      }
    }
    if (length == 0) {
      disk.forceFolder(folder);
    }
  }

  private void makeRoom(String generation, Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    List<String> kept = generations();
    if (kept.size() < KEPT) {
      return;
    }
    if (AGE.compare(generation, kept.getFirst()) < 0) {
      throw refused("the capsule " + generation + " is older than those that are kept");
    }
    for (String old : kept.subList(0, kept.size() - KEPT + 1)) {
      disk.delete(file(old));
    }
  }

  private List<String> generations() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> NAME.matcher(name).matches())
          .sorted(AGE)
          .toList();
    }
  }

  /// The generations kept, the oldest first, and the length of each.
  public synchronized Map<String, Long> list() {
    Map<String, Long> lengths = new TreeMap<>(AGE);
    try {
      for (String generation : generations()) {
        lengths.put(generation, Files.size(file(generation)));
      }
    } catch (IOException e) {
      throw failed(folder, e);
    }
    return lengths;
  }

  /// Up to `limit` bytes of a generation from an offset; none at its end.
  public byte[] read(String generation, long offset, int limit) {
    Path file = file(generation);
    try {
      long left = Files.size(file) - offset;
      return left <= 0 ? new byte[0] : disk.read(file, offset, (int) Math.min(limit, left));
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /// The bytes of a generation from an offset to the end that it has when they are read.
  public InputStream stream(String generation, long offset) {
    return new Content(generation, offset);
  }

  private final class Content extends InputStream {
    private final String generation;
    private long at;

    private Content(String generation, long at) {
      this.generation = generation;
      this.at = at;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
      byte[] more = CapsuleFiles.this.read(generation, at, length);
      System.arraycopy(more, 0, bytes, from, more.length);
      at += more.length;
      return more.length == 0 && length > 0 ? -1 : more.length;
    }
  }

  private Path file(String generation) {
    if (!NAME.matcher(generation).matches()) {
      throw refused("there is no capsule of that name");
    }
    return folder.resolve(generation);
  }

  private static OperationFailed refused(String why) {
    return new OperationFailed(FailureCode.ORDER_REFUSED, "This peer", why);
  }

  private static OperationFailed failed(Path folder, IOException e) {
    return DiskFailure.worded("Keeping a capsule", folder.toString(), e);
  }
}
