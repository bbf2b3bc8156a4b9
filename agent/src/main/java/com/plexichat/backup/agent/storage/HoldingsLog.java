package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/// An append file that remembers by which order each shard was last stored, trashed or removed.
///
/// Removals are tombstones: a late order to store with a lower number must not bring the shard
/// back. Holdings are listed so that a file that vanished while the agent was down is known to be
/// missing. Records have 66 bytes and a checksum each; a damaged one is left out, a torn tail cut
/// off.
final class HoldingsLog implements AutoCloseable {
  static final int RECORD = 66;
  private static final int CHECKED = RECORD - Integer.BYTES;
  private static final int SLACK = 10_000;

  /// What happened to a shard. The numbers are on the disk.
  enum Event {
    HELD(1),
    TRASHED(2),
    REMOVED(3),

    /// Beside TRASHED: since when it lies there, which stands where the sequence does.
    RESTING(4),

    /// Beside the others: for how many days it rests in the trash, which stands there too.
    LOCKED(5);

    private final int number;

    Event(int number) {
      this.number = number;
    }

    static Event of(ShardState state) {
      return state == ShardState.TRASHED ? TRASHED : HELD;
    }
  }

  /// One record: what happened last to a shard.
  record Entry(Event event, StoredShard shard) {}

  private final Path file;
  private final Disk disk;
  private FileOutputStream out;

  private HoldingsLog(Path file, Disk disk, FileOutputStream out) {
    this.file = file;
    this.disk = disk;
    this.out = out;
  }

  /// The last record of every shard, since when those in the trash lie there, and for how many days
  /// locked ones do.
  record Known(Map<ShardId, Entry> last, Map<ShardId, Long> resting, Map<ShardId, Long> locks) {
    static Known nothing() {
      return new Known(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    private void add(Entry entry) {
      StoredShard shard = entry.shard();
      switch (entry.event()) {
        case RESTING -> resting.put(shard.shard(), shard.sequence());
        case LOCKED -> locks.merge(shard.shard(), shard.sequence(), Math::max);
        default -> {
          last.put(shard.shard(), entry);
          if (entry.event() != Event.TRASHED) {
            resting.remove(shard.shard());
          }
          if (entry.event() == Event.REMOVED) {
            locks.remove(shard.shard());
          }
        }
      }
    }

    private List<Entry> entries() {
      List<Entry> entries = new ArrayList<>(last.values());
      beside(Event.RESTING, resting, entries);
      beside(Event.LOCKED, locks, entries);
      return entries;
    }

    private void beside(Event event, Map<ShardId, Long> numbers, List<Entry> entries) {
      numbers.forEach((id, number) -> {
        Entry entry = last.get(id);
        if (entry != null) {
          StoredShard shard = entry.shard();
          entries.add(new Entry(event, shard.with(shard.state(), number)));
        }
      });
    }
  }

  /// Opens the log and takes what it says into `known`.
  static HoldingsLog open(Path file, Disk disk, Known known) throws IOException {
    if (Files.exists(file)) {
      long records = load(Files.readAllBytes(file), known);
      List<Entry> entries = known.entries();
      if (Files.size(file) != records * RECORD || records > 2L * entries.size() + SLACK) {
        rewrite(file, disk, entries);
      }
    }
    return new HoldingsLog(file, disk, disk.append(file));
  }

  private static long load(byte[] bytes, Known known) {
    long good = 0;
    for (int at = 0; at + RECORD <= bytes.length; at += RECORD) {
      ByteBuffer in = ByteBuffer.wrap(bytes, at, RECORD);
      if (checksum(bytes, at) != in.getInt(at + CHECKED)) {
        continue;
      }
      Event event = Event.values()[in.get() - 1];
      byte[] shard = new byte[ShardId.BYTES];
      in.get(shard);
      StripeId stripe = new StripeId(in.getLong(), in.getLong());
      int index = Byte.toUnsignedInt(in.get());
      int length = in.getInt();
      long sequence = in.getLong();
      boolean isTrashed = event == Event.TRASHED || event == Event.RESTING;
      ShardState state = isTrashed ? ShardState.TRASHED : ShardState.HELD;
      ShardId id = ShardId.of(shard);
      known.add(new Entry(event, new StoredShard(id, stripe, index, length, state, sequence)));
      good++;
    }
    return good;
  }

  private static void rewrite(Path file, Disk disk, List<Entry> entries) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(entries.size(), RECORD));
    for (Entry entry : entries) {
      all.put(encode(entry));
    }
    disk.replace(file, all.array());
  }

  private static byte[] encode(Entry entry) {
    StoredShard shard = entry.shard();
    ByteBuffer out = ByteBuffer.allocate(RECORD);
    out.put((byte) entry.event().number)
        .put(shard.shard().bytes())
        .putLong(shard.stripe().high())
        .putLong(shard.stripe().low())
        .put((byte) shard.index())
        .putInt(shard.length())
        .putLong(shard.sequence());
    return out.putInt(checksum(out.array(), 0)).array();
  }

  private static int checksum(byte[] bytes, int at) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, CHECKED);
    return (int) crc.getValue();
  }

  /// Appends records and makes them durable.
  void append(Iterable<Entry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      bytes.writeBytes(encode(entry));
    }
    if (bytes.size() > 0) {
      long length = out.getChannel().position();
      try {
        disk.append(out, bytes.toByteArray());
        disk.force(out);
      } catch (IOException e) {
        out.getChannel().truncate(length); // what was not acknowledged is not listed
        throw e;
      }
    }
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
