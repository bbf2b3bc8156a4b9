package com.plexichat.backup.agent.backup;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.content.Block;
import com.plexichat.backup.agent.content.Chunk;
import com.plexichat.backup.agent.content.ChunkId;
import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.ChunkPlace;
import com.plexichat.backup.agent.content.ChunkUse;
import com.plexichat.backup.agent.content.ContentClass;
import com.plexichat.backup.agent.content.FilledStripe;
import com.plexichat.backup.agent.content.StripeFiller;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.proto.BlockIndex;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Turns chunks into stripes: deduplicates, groups, compresses and fills, and hands full stripes
/// on.
///
/// One thread adds; compressing happens on threads of its own, in order and bounded, so that what
/// is in memory is a few blocks and a few stripes whatever the tree's size.
final class ChunkPipeline implements AutoCloseable {
  private static final int COMPRESSORS = 2;
  private static final int BLOCKS_AHEAD = 6;

  private final Vault vault;
  private final ChunkIndex index;
  private final StripeFiller filler;
  private final StripeSink sink;
  private final ExecutorService compressors =
      Executors.newFixedThreadPool(COMPRESSORS, Thread.ofPlatform().name("compress-", 0).factory());
  private final Deque<Future<Block>> ahead = new ArrayDeque<>();
  private final ChunkGroup data = new ChunkGroup(ContentClass.DATA);
  private final ChunkGroup nodes = new ChunkGroup(ContentClass.NODES);
  private final Set<ChunkId> underway = ConcurrentHashMap.newKeySet();
  private final Set<StripeId> used = ConcurrentHashMap.newKeySet();
  private final ChunkUse use;
  private final Set<StripeId> vacated;
  private long newBytes;
  private long resealedBytes;

  /// Takes full stripes, in the thread that adds; it blocks when enough of them are underway.
  interface StripeSink {
    void take(FilledStripe stripe) throws InterruptedException;
  }

  /// @param vacated stripes of which nothing is reused: what is needed of them is sealed anew
  ChunkPipeline(
      Vault vault, ChunkIndex index, Set<StripeId> vacated, StripeFiller filler, StripeSink sink) {
    this.vault = vault;
    this.index = index;
    this.vacated = vacated;
    this.use = index.use();
    this.filler = filler;
    this.sink = sink;
  }

  /// One chunk of a file.
  ChunkRef data(byte[] bytes, int offset, int length) throws InterruptedException {
    return add(data, bytes, offset, length);
  }

  /// One directory node, or a part of one.
  ChunkRef node(byte[] bytes) throws InterruptedException {
    return add(nodes, bytes, 0, bytes.length);
  }

  /// Whether the vault has this chunk in a stripe that may be used again; from now on this backup
  /// needs that stripe.
  boolean reuse(ChunkRef ref) {
    return reuse(ref, false);
  }

  /// The same, also of a stripe that is to be left: what cannot be sealed anew is still there.
  boolean reuse(ChunkRef ref, boolean evenVacated) {
    ChunkId id = ChunkId.of(ref);
    if (underway.contains(id)) {
      return true;
    }
    ChunkPlace place = index.find(id, use);
    if (place == null || (!evenVacated && vacated.contains(place.stripe()))) {
      return false;
    }
    used.add(place.stripe());
    return true;
  }

  /// Stripes that the chunks so far lie in, but for those not full yet.
  Set<StripeId> used() {
    return used;
  }

  /// Plaintext bytes of chunks that were sealed.
  long newBytes() {
    return newBytes;
  }

  /// Those among them that the vault had, in stripes that are vacated.
  long resealedBytes() {
    return resealedBytes;
  }

  /// Stripes that are needed and of which little is, the sparsest first; empty: not known.
  Optional<List<ChunkUse.Sparse>> sparse() {
    return index
        .sparse(use)
        .map(all -> all.stream().filter(one -> used.contains(one.stripe())).toList());
  }

  /// Brings what was added so far into the filler.
  void drain() throws InterruptedException {
    compress(data, data.take());
    compress(nodes, nodes.take());
    while (!ahead.isEmpty()) {
      fillOne();
    }
  }

  /// The stripe is in the index now: its chunks are found there. Called from the threads that seal.
  void sealed(StripeIndex stripe) {
    used.add(StripeId.of(stripe.getStripe().toByteArray()));
    for (BlockIndex block : stripe.getBlocksList()) {
      ByteString ids = block.getChunkIds();
      for (int at = 0; at < ids.size(); at += ChunkId.BYTES) {
        underway.remove(ChunkId.of(ids.substring(at, at + ChunkId.BYTES)));
      }
    }
  }

  private ChunkRef add(ChunkGroup group, byte[] bytes, int offset, int length)
      throws InterruptedException {
    ChunkId id = ChunkId.of(vault, bytes, offset, length);
    ChunkRef ref = id.ref(length);
    if (reuse(ref)) {
      return ref;
    }
    underway.add(id);
    newBytes += length;
    resealedBytes += vacated.isEmpty() || index.find(id) == null ? 0 : length;
    if (ChunkGroup.isLarge(length)) {
      byte[] own = Arrays.copyOfRange(bytes, offset, offset + length);
      compress(group, List.of(new Chunk(id, own, 0, length)));
    } else {
      compress(group, group.add(id, bytes, offset, length));
    }
    return ref;
  }

  private void compress(ChunkGroup group, List<Chunk> chunks) throws InterruptedException {
    if (chunks.isEmpty()) {
      return;
    }
    int classBits = group.classBits();
    ahead.add(compressors.submit(() -> Block.chunks(chunks, classBits, Block.LEVEL)));
    while (ahead.size() > BLOCKS_AHEAD) {
      fillOne();
    }
  }

  private void fillOne() throws InterruptedException {
    Block block;
    try {
      block = ahead.remove().get();
    } catch (ExecutionException e) {
      throw new OperationFailed(e.getCause(), FailureCode.INTERNAL, String.valueOf(e.getCause()));
    }
    for (FilledStripe full : filler.add(block).full()) {
      sink.take(full);
    }
  }

  @Override
  public void close() {
    compressors.shutdownNow();
  }
}
