package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ShardId;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads every shard file again, trash included, and names each that is gone or has other bytes.
///
/// Nothing is believed from memory but the list of what should be there: every byte is read from
/// the file and hashed. It goes in the order of the names, so that it can go on where it stopped.
public final class ScrubReader {
  private static final int PAGE = 512;
  private static final int REPORT_SHARDS = 128;

  private final ShardIndex index;
  private final ShardFiles files;
  private final Disk disk;
  private final Pace pace;

  ScrubReader(ShardIndex index, ShardFiles files, Disk disk, Pace pace) {
    this.index = index;
    this.files = files;
    this.disk = disk;
    this.pace = pace;
  }

  /// What a scrub has done since it began; `bad` holds what was found since the report before.
  public record Report(
      long checked, long bytes, List<BadCopy> bad, @Nullable ShardId position, long total) {}

  /// How closely a shard is looked at.
  public enum Depth {
    /// The file is there with the right length.
    PRESENCE,
    /// Every byte is read and hashed.
    BYTES
  }

  /// Looks at exactly these shards; one that is not listed, or lies in the trash, is MISSING.
  public Report look(List<ShardId> shards, Depth depth) {
    List<BadCopy> bad = new ArrayList<>();
    long bytes = 0;
    for (ShardId shard : shards) {
      StoredShard listed = index.find(shard);
      if (listed == null || listed.state() != ShardState.HELD) {
        Path path = listed == null ? Path.of("") : files.held(listed);
        bad.add(new BadCopy(shard, BadCopy.Damage.MISSING, path));
        continue;
      }
      check(listed, depth).ifPresent(bad::add);
      if (depth == Depth.BYTES) {
        bytes += listed.length();
        pace.spend(listed.length());
      }
    }
    return new Report(shards.size(), bytes, bad, null, shards.size());
  }

  /// Reads all shards after `after` (null: from the first) and reports on the way and at the end.
  /// An interrupt ends it early; the last report says how far it came.
  public Report run(@Nullable ShardId after, Consumer<Report> reports) {
    StoreFigures listed = index.figures(0, 0, 0);
    long total = listed.shards() + listed.trashed() + listed.missing();
    long checked = 0;
    long bytes = 0;
    List<BadCopy> bad = new ArrayList<>();
    ShardId position = after;
    List<StoredShard> page = index.page(position, PAGE);
    while (!page.isEmpty()) {
      for (StoredShard shard : page) {
        if (Thread.currentThread().isInterrupted()) {
          return report(new Report(checked, bytes, List.copyOf(bad), position, total), reports);
        }
        check(shard, Depth.BYTES).ifPresent(bad::add);
        checked++;
        bytes += shard.length();
        position = shard.shard();
        pace.spend(shard.length());
        if (checked % REPORT_SHARDS == 0) {
          report(new Report(checked, bytes, List.copyOf(bad), position, total), reports);
          bad.clear();
        }
      }
      page = index.page(position, PAGE);
    }
    return report(new Report(checked, bytes, List.copyOf(bad), position, total), reports);
  }

  private static Report report(Report report, Consumer<Report> reports) {
    reports.accept(report);
    return report;
  }

  /// Looks at one shard; a shard that an order moved meanwhile is looked at anew.
  private Optional<BadCopy> check(StoredShard shard, Depth depth) {
    @Nullable StoredShard seen = shard;
    while (seen != null) {
      Optional<BadCopy> bad = look(seen, depth);
      StoredShard now = index.find(shard.shard());
      if (bad.isEmpty() || seen.equals(now)) {
        return bad;
      }
      seen = now;
    }
    return Optional.empty();
  }

  private Optional<BadCopy> look(StoredShard shard, Depth depth) {
    Path path = files.path(shard);
    try {
      long length = disk.length(path);
      if (length != shard.length() || length > ShardReader.LONGEST) {
        return bad(shard, BadCopy.Damage.CORRUPT, path);
      }
      if (depth == Depth.PRESENCE) {
        return Optional.empty();
      }
      byte[] file = disk.read(path, 0, (int) length);
      return ShardReader.isNamed(shard.shard(), file)
          ? Optional.empty()
          : bad(shard, BadCopy.Damage.CORRUPT, path);
    } catch (NoSuchFileException | FileNotFoundException e) {
      return bad(shard, BadCopy.Damage.MISSING, path);
    } catch (IOException e) {
      return bad(shard, BadCopy.Damage.CORRUPT, path);
    }
  }

  private static Optional<BadCopy> bad(StoredShard shard, BadCopy.Damage damage, Path path) {
    return Optional.of(new BadCopy(shard.shard(), damage, path));
  }
}
