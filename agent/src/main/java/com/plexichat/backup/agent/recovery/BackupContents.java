package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.content.ChunkId;
import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.ChunkPlace;
import com.plexichat.backup.agent.content.ContentReader;
import com.plexichat.backup.agent.content.ManifestReader;
import com.plexichat.backup.agent.content.Records;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.agent.exchange.ShardFetcher;
import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.SegmentRef;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One backup, open for reading: its record, its tree, its chunks. Safe for any number of threads.
///
/// The record decides what is read and where it is written, so it is believed only when it is the
/// one that the catalogue names and the backed-up machine signed it.
public final class BackupContents implements AutoCloseable {
  private static final long MEMORY = 48L << 20;
  private static final int QUESTIONS = 16;

  private final LocatedBackup located;
  private final StripeShards shards;
  private final ReadTally tally;
  private final ChunkIndex index;
  private final ContentReader reader;
  private final ManifestReader manifest;
  private final Record record;
  private final Set<StripeId> named;
  private final Set<StripeId> doubted = ConcurrentHashMap.newKeySet();
  private volatile Set<StripeId> stripes = Set.of();
  private volatile @Nullable OperationFailed unlisted;

  private BackupContents(
      LocatedBackup located, ReadTally tally, StripeShards shards, Vaults.Opened vault) {
    this.located = located;
    this.tally = tally;
    this.shards = shards;
    this.index = vault.index();
    this.reader = new ContentReader(vault.vault(), shards, MEMORY);
    this.manifest = new ManifestReader(this::chunk);
    this.record = readRecord(vault.trusted());
    this.named = Set.copyOf(reader.stripes(record));
    learnPlaces();
  }

  /// Opens stripes by themselves, to read what they hold.
  public static ContentReader stripes(
      Collection<StripeId> stripes, ShardAccess access, Vault vault) {
    ReadTally tally = new ReadTally(access.reports());
    return new ContentReader(
        vault,
        shards(LocatedBackup.ofStripes(stripes, "restore", access.locator()), tally, access),
        MEMORY);
  }

  /// Locates the backup and reads its record and the index segments that this agent does not know.
  ///
  /// Fails as the locator and the vaults do, with RECORD_INVALID when the record is not the one
  /// that the catalogue knows or its source did not sign it, and with NOT_RESTORABLE when it cannot
  /// be had.
  ///
  /// @param purpose `restore` or `verify`
  public static BackupContents open(
      String backupId, String purpose, ShardAccess access, Vaults vaults) {
    LocatedBackup located = new LocatedBackup(backupId, purpose, access.locator());
    Vaults.Opened vault = vaults.open(located.vault());
    ReadTally tally = new ReadTally(access.reports());
    return new BackupContents(located, tally, shards(located, tally, access), vault);
  }

  private static StripeShards shards(LocatedBackup located, ReadTally tally, ShardAccess access) {
    ShardFetcher fetcher = new ShardFetcher(access.calls(), tally, access.hedgeAfter());
    return new StripeShards(located, fetcher, tally, access.patience());
  }

  public String backupId() {
    return record.getBackupId();
  }

  public Record record() {
    return record;
  }

  /// What the catalogue says of it.
  public BackupEntry entry() {
    return located.own().backup();
  }

  public ManifestReader manifest() {
    return manifest;
  }

  /// Its paths as one tree.
  public BackupTree tree() {
    return new BackupTree(record, manifest);
  }

  /// A chunk's plaintext, checked against its id. NOT_RESTORABLE when too little of its stripe is
  /// left, STRIPE_UNREADABLE when what is left is not what was sealed.
  public byte[] chunk(ChunkRef ref) {
    ChunkId id = ChunkId.of(ref);
    ChunkPlace place = place(id, ref);
    try {
      return reader.chunk(id, place);
    } catch (OperationFailed e) {
      if (!hasMoved(place.stripe(), e)) {
        throw e;
      }
      return reader.chunk(id, place(id, ref));
    }
  }

  /// Whether a stripe that failed was folded into another since it was located, or is one of
  /// another backup's that is no more: then the places are learned anew.
  private synchronized boolean hasMoved(StripeId stripe, OperationFailed why) {
    if (why.code() == FailureCode.CANCELLED || why.code() == FailureCode.INTERRUPTED) {
      return false;
    }
    if (doubted.add(stripe) && isGone(stripe)) {
      forget(Set.of(stripe));
      learnPlaces();
    }
    return !index.knows(stripe);
  }

  /// Asks the coordinator a few times at most: where much is lost, every answer would be the same.
  private boolean isGone(StripeId stripe) {
    return !located.isOwn(stripe) || (doubted.size() <= QUESTIONS && !located.stillNeeds(stripe));
  }

  /// Shard bodies that were fetched so far.
  public long bodiesRead() {
    return tally.bodies();
  }

  public long headersRead() {
    return tally.headers();
  }

  /// Bytes that came from each peer so far.
  public Map<PeerId, Long> sources() {
    return tally.sources();
  }

  /// The stripe that a chunk lies in; fails as [#chunk] does when no index segment tells.
  StripeId stripe(ChunkRef ref) {
    return place(ChunkId.of(ref), ref).stripe();
  }

  /// Fails as [#chunk] would, as far as the catalogue's word tells; reads nothing.
  void checkLocated(ChunkRef ref) {
    StripeId stripe = stripe(ref);
    StripeCopies copies = shards.copies(stripe);
    if (!copies.isRestorable()) {
      throw StripeShards.notRestorable("Part of it", copies.held(), stripe, copies.k());
    }
  }

  StripeShards shards() {
    return shards;
  }

  ReadTally tally() {
    return tally;
  }

  /// All stripes that hold something of the backup now.
  Collection<StripeId> stripes() {
    return stripes;
  }

  @Override
  public void close() {
    reader.close();
  }

  private ChunkPlace place(ChunkId id, ChunkRef ref) {
    ChunkPlace place = index.find(id);
    if (place == null) {
      if (unlisted != null) {
        throw new OperationFailed(
            unlisted, unlisted.code(), unlisted.args().toArray(String[]::new));
      }
      throw new OperationFailed(
          FailureCode.STRIPE_UNREADABLE,
          Ids.stripe(located.own().recordStripe()).hex(),
          "no index segment of the backup names chunk " + id);
    }
    if (place.length() != ref.getLength()) {
      throw new OperationFailed(
          FailureCode.MANIFEST_INVALID, "chunk " + id + " has another length than it says");
    }
    return place;
  }

  private Record readRecord(Predicate<X509Certificate> trusted) {
    Located own = located.own();
    String backupId = located.backupId();
    ByteString hash = own.recordHash();
    StripeId stripe = Ids.stripe(own.recordStripe());
    byte[] signed =
        own.recordLength() > 0
            ? reader.record(stripe, own.recordOffset(), own.recordLength())
            : searched(stripe, hash);
    if (signed == null || !ByteString.copyFrom(Records.hash(signed)).equals(hash)) {
      throw invalid(backupId, "the stripe that should hold it does not");
    }
    Record read = Records.verify(signed, trusted);
    if (!read.getBackupId().equals(backupId) || !read.getVault().equals(own.vault())) {
      throw invalid(backupId, "it is another backup's");
    }
    return read;
  }

  private byte @Nullable [] searched(StripeId stripe, ByteString hash) {
    AtomicReference<byte @Nullable []> found = new AtomicReference<>();
    reader.scan(
        stripe,
        block -> {
          if (block.type() == ContentReader.Type.RECORD
              && ByteString.copyFrom(Records.hash(block.raw().array())).equals(hash)) {
            found.set(block.raw().array());
          }
        });
    return found.get();
  }

  private static OperationFailed invalid(String backupId, String why) {
    return new OperationFailed(FailureCode.RECORD_INVALID, backupId, why);
  }

  /// Reads the index segments of stripes that the index does not know: those that the record names,
  /// and of folds, which are newer than the record, those that they begin with. One that cannot be
  /// read leaves its chunks without a place, and the rest goes on.
  private void learnPlaces() {
    Set<StripeId> needed = new LinkedHashSet<>(located.own().stripes());
    stripes = needed;
    Set<StripeId> gone = new HashSet<>(named);
    gone.removeAll(needed);
    forget(gone);
    Set<ByteString> unknown = new HashSet<>();
    for (StripeId stripe : needed) {
      if (!index.knows(stripe)) {
        unknown.add(Ids.message(stripe));
      }
    }
    unlisted = null;
    for (StripeId stripe : needed) {
      if (!named.contains(stripe)) {
        learn(unknown, () -> reader.leadingSegments(stripe));
      }
    }
    for (SegmentRef segment : record.getSegmentsList()) {
      if (needed.contains(Ids.stripe(segment.getStripe()))
          && segment.getCoversList().stream().anyMatch(unknown::contains)) {
        learn(unknown, () -> reader.segment(segment));
      }
    }
  }

  private void learn(Set<ByteString> unknown, Supplier<List<StripeIndex>> segment) {
    if (unknown.isEmpty()) {
      return;
    }
    try {
      for (StripeIndex stripe : segment.get()) {
        if (unknown.remove(stripe.getStripe())) {
          index.add(stripe);
        }
      }
    } catch (IOException e) {
      throw diskFailed(e);
    } catch (OperationFailed e) {
      if (e.code() == FailureCode.CANCELLED) {
        throw e;
      }
      unlisted = e;
    }
  }

  private void forget(Set<StripeId> gone) {
    try {
      index.forget(gone);
    } catch (IOException e) {
      throw diskFailed(e);
    }
  }

  private static OperationFailed diskFailed(IOException e) {
    return DiskFailure.worded("Reading the backup", "This machine", e);
  }
}
