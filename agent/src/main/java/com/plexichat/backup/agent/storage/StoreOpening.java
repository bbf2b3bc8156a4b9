package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ShardId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a start does: brings the names on the disk and the log of holdings together.
///
/// The disk says where a shard lies, the log by which order it got there. A file whose last record
/// is a removal is unlinked: the crash came between the two. A record of a holding without a file
/// is a missing copy. A shard in both places lies in the store: putting it there ends with removing
/// it from the trash.
final class StoreOpening {
  private final ShardFiles files;
  private final Disk disk;
  private final ShardIndex index;
  private final Tombstones tombstones;
  private final Resting resting;

  StoreOpening(
      ShardFiles files, Disk disk, ShardIndex index, Tombstones tombstones, Resting resting) {
    this.files = files;
    this.disk = disk;
    this.index = index;
    this.tombstones = tombstones;
    this.resting = resting;
  }

  HoldingsLog open(Path file) throws IOException {
    HoldingsLog.Known known = HoldingsLog.Known.nothing();
    HoldingsLog log = HoldingsLog.open(file, disk, known);
    Map<ShardId, HoldingsLog.Entry> last = known.last();
    List<StoredShard> found = new ArrayList<>();
    files.list(found::add);
    for (StoredShard shard : found) {
      add(shard, last.get(shard.shard()));
    }
    for (HoldingsLog.Entry entry : last.values()) {
      StoredShard shard = entry.shard();
      if (entry.event() == HoldingsLog.Event.REMOVED) {
        tombstones.add(shard.shard(), shard.sequence());
      } else if (index.find(shard.shard()) == null) {
        index.put(shard.with(ShardState.MISSING, shard.sequence()));
      }
    }
    resting.known(known);
    log.append(
        found.stream()
            .map(shard -> index.find(shard.shard()))
            .filter(shard -> shard != null && shard.state() == ShardState.TRASHED)
            .filter(shard -> !resting.isKnown(shard.shard()))
            .map(resting::begin)
            .toList());
    return log;
  }

  private void add(StoredShard shard, HoldingsLog.@Nullable Entry last) throws IOException {
    if (last != null && last.event() == HoldingsLog.Event.REMOVED) {
      disk.delete(files.path(shard));
    } else if (index.find(shard.shard()) != null) {
      disk.delete(files.path(shard));
    } else {
      index.put(shard.with(shard.state(), last == null ? 0 : last.shard().sequence()));
    }
  }
}
