package com.plexichat.backup.agent.content;

import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an agent knows of where a vault's chunks lie: a cache of the index segments, in memory and
/// in a journal file that survives a kill at any moment. Safe for any number of threads, and an
/// interrupt does not break it.
public final class ChunkIndex implements AutoCloseable {
  private final VaultId vault;
  private final Path file;
  private IndexJournal journal;
  private ChunkTable table;
  private Set<StripeId> vacated = Set.of();

  private ChunkIndex(VaultId vault, Path file, IndexJournal journal, ChunkTable table) {
    this.vault = vault;
    this.file = file;
    this.journal = journal;
    this.table = table;
  }

  /// Opens or creates the journal and loads what it holds. A torn or damaged tail, or the journal
  /// of another vault, is dropped: all of it can be had again from the index segments.
  public static ChunkIndex open(Path file, VaultId vault) throws IOException {
    ChunkTable table = new ChunkTable();
    return new ChunkIndex(vault, file, IndexJournal.open(file, vault, table::add), table);
  }

  /// Where the chunk lies in a live stripe; null when it is not known.
  public synchronized @Nullable ChunkPlace find(ChunkId id) {
    return table.find(id);
  }

  /// Begins to note what one backup comes by.
  public synchronized ChunkUse use() {
    return new ChunkUse(table);
  }

  /// The same as [#find(ChunkId)], noted.
  public synchronized @Nullable ChunkPlace find(ChunkId id, ChunkUse use) {
    return table.find(id, use);
  }

  /// Of the stripes that were here before the use began, those of which it is known by chunks of
  /// less than half their bytes, the sparsest first. Nothing is known when the tables were made
  /// anew meanwhile.
  public synchronized Optional<List<ChunkUse.Sparse>> sparse(ChunkUse use) {
    return use.isOf(table) ? Optional.of(table.sparse(use)) : Optional.empty();
  }

  /// Whether the stripe's chunks are in the index and the stripe is live.
  public synchronized boolean knows(StripeId stripe) {
    return table.knows(stripe);
  }

  /// Adds a stripe's chunks; one that is known already is left as it is. A chunk that lies in two
  /// live stripes keeps its first place, unless that one is vacated.
  public synchronized void add(StripeIndex stripe) throws IOException {
    IndexSegments.check(stripe);
    if (!table.knows(StripeId.of(stripe.getStripe().toByteArray()))) {
      journal.append(stripe);
      table.add(stripe);
    }
  }

  /// Makes what was added survive a loss of power, not only of the process.
  public synchronized void sync() throws IOException {
    journal.sync();
  }

  /// From now on no chunk of any other stripe is found, until stripes are added again. When most of
  /// the journal is of no use any more it is written anew.
  ///
  /// @param vacated those among them in which a chunk is found only when it lies in no other
  public synchronized void retain(Set<StripeId> live, Set<StripeId> vacated) throws IOException {
    this.vacated = Set.copyOf(vacated);
    keep(live);
  }

  private void keep(Set<StripeId> live) throws IOException {
    if (table.retain(live, vacated)) {
      ChunkTable fresh = new ChunkTable();
      List<StripeIndex> last = new ArrayList<>();
      IndexJournal before = journal;
      journal =
          IndexJournal.rewrite(
              file,
              vault,
              live,
              stripe -> {
                if (vacated.contains(StripeId.of(stripe.getStripe().toByteArray()))) {
                  last.add(stripe);
                } else {
                  fresh.add(stripe);
                }
              });
      last.forEach(fresh::add);
      fresh.retain(live, vacated);
      table = fresh;
      before.close();
    }
  }

  /// From now on no chunk is found in these stripes, until they are added again.
  public synchronized void forget(Collection<StripeId> gone) throws IOException {
    Set<StripeId> live = table.live();
    if (live.removeAll(Set.copyOf(gone))) {
      keep(live);
    }
  }

  /// What was added of these stripes, read again from the journal; those it does not know are left
  /// out.
  public synchronized List<StripeIndex> describe(Set<StripeId> wanted) throws IOException {
    Map<StripeId, StripeIndex> found = new LinkedHashMap<>();
    IndexJournal.open(
            file,
            vault,
            record -> {
              StripeId id = StripeId.of(record.getStripe().toByteArray());
              if (wanted.contains(id)) {
                found.put(id, record);
              }
            })
        .close();
    return List.copyOf(found.values());
  }

  /// Chunks with a place, live or not.
  public synchronized int size() {
    return table.size();
  }

  /// Heap that the tables take.
  public synchronized long heapBytes() {
    return table.heapBytes();
  }

  @Override
  public synchronized void close() throws IOException {
    journal.close();
  }
}
