package com.plexichat.backup.agent.storage;

import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sealed shards of other machines on this agent's disk.
///
/// A put ends only when name, bytes and folder are durable: checked against its name before a byte
/// is written, written to a temporary file, synced, renamed, folder and log synced together with
/// other puts. After a failed sync the store takes nothing more until it is opened anew, because
/// what the system dropped cannot be known; reading goes on.
///
/// Removals leave tombstones: a late order to store with a lower number is refused. A shard counts
/// for its stripe from its rename until its file is unlinked, in whatever state.
public final class ShardStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardStore.class);

  private final StoreSettings settings;
  private final Disk disk;
  private final ShardFiles files;
  private final ShardIndex index = new ShardIndex();
  private final Capacity capacity;
  private final HoldingsLog log;
  private final GroupCommit commits;
  private final ReceivedLog received;
  private final Tombstones tombstones = new Tombstones();
  private final Resting resting;
  private final TrashBin bin;
  private final ShardReader reader;
  private final Object moves = new Object();
  private volatile @Nullable OperationFailed failure;

  private ShardStore(StoreSettings settings, Disk disk, Path dataDir) throws IOException {
    this.settings = settings;
    this.disk = disk;
    files = new ShardFiles(dataDir);
    files.prepare(disk);
    capacity = new Capacity(settings, index, disk, Files.getFileStore(dataDir));
    resting = new Resting(settings.trash());
    log =
        new StoreOpening(files, disk, index, tombstones, resting)
            .open(dataDir.resolve("holdings.log"));
    received = new ReceivedLog(disk.append(dataDir.resolve("received.log")));
    reader = new ShardReader(settings.name(), files, disk, index);
    commits = new GroupCommit(log, disk, this::broken);
    bin =
        new TrashBin(new TrashBin.Parts(index, files, disk, commits, resting), moves, this::broken);
  }

  /// Opens the store below a locked data folder. Fails with NO_SPACE or DISK_FAILED.
  public static ShardStore open(DataDir dataDir, StoreSettings settings) {
    return open(dataDir, settings, new Disk());
  }

  static ShardStore open(DataDir dataDir, StoreSettings settings, Disk disk) {
    try {
      ShardStore store = new ShardStore(settings, disk, dataDir.path());
      store.commits.start();
      return store;
    } catch (IOException e) {
      throw DiskFailure.worded("Opening the store", settings.name(), e);
    }
  }

  /// Promises room before bytes are accepted. Fails with NO_SPACE or DISK_FAILED.
  public Reservation reserve(long bytes) {
    ensureWorking();
    return capacity.reserve(bytes);
  }

  /// Stores a shard with room reserved for it alone; see the other form.
  public StoredShard put(Incoming incoming) {
    try (Reservation reservation = reserve(incoming.file().length)) {
      return put(incoming, reservation);
    }
  }

  /// Stores a shard and returns when it is durable. The same bytes again are acknowledged anew
  /// after comparing them with what lies on the disk; damaged ones are replaced.
  ///
  /// Fails with SHARD_DAMAGED (the bytes have another name or place), ORDER_REFUSED (a removal has
  /// a higher number), NO_SPACE or DISK_FAILED; then nothing is held that was not held before.
  public StoredShard put(Incoming incoming, Reservation reservation) {
    ensureWorking();
    byte[] root = incoming.verified(settings.name());
    received(incoming);
    StoredShard stored =
        new StoredShard(
            incoming.shard(),
            incoming.stripe(),
            incoming.index(),
            incoming.file().length,
            ShardState.HELD,
            incoming.sequence());
    Path path = files.held(stored);
    Path temporary = write(incoming, path);
    CompletableFuture<@Nullable Void> durable;
    StoredShard before;
    synchronized (moves) {
      before = index.find(incoming.shard());
      try {
        refuseLate(incoming);
        stored = place(stored, temporary);
      } catch (IOException e) {
        throw broken(e, temporary);
      } catch (OperationFailed e) {
        disk.deleteQuietly(temporary);
        throw e;
      }
      reservation.spend(stored.length());
      durable = submit(List.of(path.getParent()), HoldingsLog.Event.HELD, stored);
    }
    try {
      GroupCommit.await(durable);
    } catch (OperationFailed e) {
      withdraw(stored, before);
      throw e;
    }
    reader.remember(incoming.shard(), root);
    return stored;
  }

  private void received(Incoming incoming) {
    try {
      received.add(incoming);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private Path write(Incoming incoming, Path path) {
    Path temporary = files.newTemporary();
    try {
      files.makeFolder(disk, path);
      disk.writeNew(temporary, incoming.file());
      return temporary;
    } catch (IOException e) {
      throw broken(e, temporary);
    }
  }

  private void refuseLate(Incoming incoming) {
    OptionalLong removed = tombstones.find(incoming.shard());
    if (removed.isPresent() && incoming.sequence() <= removed.getAsLong()) {
      throw new OperationFailed(
          FailureCode.ORDER_REFUSED,
          settings.name(),
          "shard " + incoming.shard() + " was removed by a later order");
    }
  }

  private StoredShard place(StoredShard stored, Path temporary) throws IOException {
    StoredShard before = index.find(stored.shard());
    disk.move(temporary, files.held(stored));
    long sequence = stored.sequence();
    if (before != null) {
      sequence = Math.max(sequence, before.sequence());
      if (before.state() == ShardState.TRASHED) {
        disk.delete(files.trashed(stored));
        resting.end(stored.shard());
      }
    }
    StoredShard now = stored.with(ShardState.HELD, sequence);
    index.put(now);
    return now;
  }

  /// Takes back what was not acknowledged. What was here before stays, with these same bytes: it
  /// may be a copy that counts.
  private void withdraw(StoredShard stored, @Nullable StoredShard before) {
    if (before != null && before.state() != ShardState.MISSING) {
      return;
    }
    synchronized (moves) {
      index.remove(stored.shard());
      if (before != null) {
        index.put(before);
      }
      disk.deleteQuietly(files.held(stored));
    }
  }

  /// Reads a held shard again and, when every byte is right, remembers durably that a later order
  /// relies on it. False when it is not there or not whole.
  public boolean confirm(ShardId shard, long sequence) {
    ensureWorking();
    if (!reader.isWhole(shard)) {
      return false;
    }
    CompletableFuture<@Nullable Void> durable;
    synchronized (moves) {
      StoredShard held = index.find(shard);
      if (held == null || held.state() != ShardState.HELD) {
        return false;
      }
      StoredShard now = held.with(ShardState.HELD, Math.max(sequence, held.sequence()));
      index.put(now);
      durable = submit(List.of(files.held(now).resolveSibling(".")), HoldingsLog.Event.HELD, now);
    }
    GroupCommit.await(durable);
    return true;
  }

  /// Leaves tombstones for shards that are not here: an order to store with a lower number may
  /// still be on its way.
  public void entomb(List<ShardId> shards, long sequence) {
    delete(shards.stream().filter(shard -> index.find(shard) == null).toList(), sequence);
  }

  /// Moves shards out of service, to be brought back or deleted later.
  public Moved trash(List<ShardId> shards, long sequence) {
    ensureWorking();
    return bin.move(shards, sequence, ShardState.HELD, ShardState.TRASHED);
  }

  /// Brings shards back from the trash.
  public Moved untrash(List<ShardId> shards, long sequence) {
    ensureWorking();
    return bin.move(shards, sequence, ShardState.TRASHED, ShardState.HELD);
  }

  /// Has shards rest in the trash for so many days at least before they are deleted, whoever says
  /// so. Fewer days than before change nothing.
  public Moved lock(List<ShardId> shards, int days) {
    ensureWorking();
    return bin.lock(shards, days);
  }

  /// Whether a shard rests in the trash before it is deleted, whoever allows it to go at once.
  public boolean isLocked(ShardId shard) {
    return resting.isLocked(shard);
  }

  /// Whether a shard has lain in the trash for as long as this agent keeps what is removed, or its
  /// file is lost.
  public boolean mayDelete(ShardId shard) {
    StoredShard stored = index.find(shard);
    return resting.isOver(shard) || (stored != null && files.isLost(stored));
  }

  /// Deletes shards outright and leaves a tombstone for each, also for those never held: an order
  /// to store with a lower number may still be on its way.
  public Moved delete(List<ShardId> shards, long sequence) {
    ensureWorking();
    Moves done = new Moves();
    for (ShardId shard : shards) {
      synchronized (moves) {
        StoredShard before = index.find(shard);
        if (before != null && sequence < before.sequence()) {
          done.stale(shard);
          continue;
        }
        tombstones.add(shard, sequence);
        StoredShard gone = before == null ? Tombstones.unknown(shard) : before;
        gone = gone.with(gone.state(), sequence);
        CompletableFuture<@Nullable Void> durable =
            submit(List.of(), HoldingsLog.Event.REMOVED, gone);
        if (before == null) {
          done.unknownAfter(shard, durable);
        } else {
          done.waitFor(shard, durable);
        }
      }
    }
    Moved moved = done.await();
    moved.done().forEach(shard -> unlink(shard, sequence));
    return moved;
  }

  private void unlink(ShardId shard, long sequence) {
    synchronized (moves) {
      StoredShard left = index.find(shard);
      if (left == null || left.sequence() > sequence) {
        return; // stored again meanwhile by a later order
      }
      try {
        disk.delete(files.path(left));
      } catch (IOException e) {
        throw broken(e);
      }
      index.remove(shard);
      resting.forget(shard);
    }
  }

  private CompletableFuture<@Nullable Void> submit(
      List<Path> folders, HoldingsLog.Event event, StoredShard shard) {
    return commits.submit(folders, List.of(new HoldingsLog.Entry(event, shard)));
  }

  /// The number of the highest order that removed a shard.
  public OptionalLong tombstone(ShardId shard) {
    return tombstones.find(shard);
  }

  public Optional<StoredShard> find(ShardId shard) {
    return Optional.ofNullable(index.find(shard));
  }

  /// Shards in the order of their names, after one of them or from the first.
  public List<StoredShard> page(@Nullable ShardId after, int limit) {
    return index.page(after, limit);
  }

  /// The distinct shards of a stripe that this agent answers for in any state, trash included.
  public List<ShardId> ofStripe(StripeId stripe) {
    return index.ofStripe(stripe);
  }

  /// How many distinct shards of a stripe this agent answers for in any state, trash included.
  public int stripeCount(StripeId stripe) {
    return ofStripe(stripe).size();
  }

  public ShardReader reader() {
    return reader;
  }

  /// Reads every file again and names what is not whole.
  public ScrubReader scrub(Pace pace) {
    return new ScrubReader(index, files, disk, pace);
  }

  public StoreFigures figures() {
    return index.figures(capacity.reserved(), settings.capacity().bytes(), capacity.free());
  }

  /// Why the store takes nothing more; empty while it works.
  public Optional<OperationFailed> failure() {
    return Optional.ofNullable(failure);
  }

  private void ensureWorking() {
    OperationFailed failed = failure;
    if (failed != null) {
      throw new OperationFailed(failed, failed.code(), failed.args().toArray(String[]::new));
    }
  }

  private OperationFailed broken(IOException e) {
    return broken(e, null);
  }

  /// Cleans up after a failed write and words the failure; all but a full disk end the store.
  private OperationFailed broken(IOException e, @Nullable Path temporary) {
    disk.deleteQuietly(temporary);
    return DiskFailure.isFull(e) || DiskFailure.isCancelled(e)
        ? DiskFailure.worded("Storing a shard on " + settings.name(), settings.name(), e)
        : fail(e);
  }

  private OperationFailed fail(IOException e) {
    OperationFailed failed =
        new OperationFailed(e, FailureCode.DISK_FAILED, settings.name(), DiskFailure.reason(e));
    if (failure == null) {
      failure = failed;
      LOG.error("{} Nothing is stored until a new start. {}", failed.sentence(), failed.nextAct());
    }
    return failed;
  }

  @Override
  public void close() {
    commits.close();
    try {
      received.close();
      log.close();
    } catch (IOException e) {
      throw DiskFailure.worded("Closing the store", settings.name(), e);
    }
  }
}
