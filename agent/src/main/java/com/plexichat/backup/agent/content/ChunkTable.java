package com.plexichat.backup.agent.content;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.BlockIndex;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The chunk index in memory: a table from chunk id to place, by open addressing.
///
/// A chunk takes 44 bytes, about 6 of the slots and its part of a block's 16: at most 66, about 52
/// where small chunks share blocks. Not for several threads.
final class ChunkTable {
  private static final int ID_INTS = 8;
  private static final int BLOCK = ID_INTS;
  private static final int OFFSET = ID_INTS + 1;
  private static final int LENGTH = ID_INTS + 2;
  private static final int FIRST_SLOTS = 1 << 10;

  private final IntRows chunks = new IntRows(ID_INTS + 3);
  private final IntRows blocks = new IntRows(4);
  private final List<StripeId> stripes = new ArrayList<>();
  private final Map<StripeId, Integer> numbers = new HashMap<>();
  private final BitSet dead = new BitSet();
  private final BitSet vacated = new BitSet();
  private int[] slots = new int[FIRST_SLOTS];
  private boolean shadows;

  @Nullable ChunkPlace find(ChunkId id) {
    return place(slots[slotOf(id)] - 1);
  }

  @Nullable ChunkPlace find(ChunkId id, ChunkUse use) {
    int chunk = slots[slotOf(id)] - 1;
    if (chunk >= 0) {
      use.note(this, chunk);
    }
    return place(chunk);
  }

  private @Nullable ChunkPlace place(int chunk) {
    if (chunk < 0 || isDead(chunk)) {
      return null;
    }
    int block = chunks.get(chunk, BLOCK);
    return new ChunkPlace(
        stripes.get(blocks.get(block, 0)),
        blocks.get(block, 1),
        blocks.get(block, 2),
        blocks.get(block, 3),
        chunks.get(chunk, OFFSET),
        chunks.get(chunk, LENGTH));
  }

  /// Whether the stripe is here and live.
  boolean knows(StripeId stripe) {
    Integer number = numbers.get(stripe);
    return number != null && !dead.get(number);
  }

  /// Whether some chunk came a second time and kept its first place: when that one dies, only what
  /// is read anew knows of the other.
  boolean shadows() {
    return shadows;
  }

  Set<StripeId> live() {
    Set<StripeId> live = new HashSet<>();
    numbers.forEach((stripe, number) -> {
      if (!dead.get(number)) {
        live.add(stripe);
      }
    });
    return live;
  }

  int size() {
    return chunks.size();
  }

  long heapBytes() {
    return chunks.bytes() + blocks.bytes() + (long) slots.length * Integer.BYTES;
  }

  /// Marks every other stripe as dead, and those that are vacated; returns whether the table is to
  /// be made anew then: most of it is dead, or a chunk may have lost its place while it has
  /// another, or has one in a vacated stripe.
  boolean retain(Set<StripeId> live, Set<StripeId> left) {
    int before = dead.cardinality();
    BitSet leftBefore = (BitSet) vacated.clone();
    dead.set(0, stripes.size());
    vacated.clear();
    numbers.forEach((stripe, number) -> {
      dead.set(number, !live.contains(stripe));
      vacated.set(number, left.contains(stripe));
    });
    leftBefore.xor(vacated);
    int now = dead.cardinality();
    return 2 * now > stripes.size() || (shadows && (now != before || !leftBefore.isEmpty()));
  }

  /// What [ChunkIndex#sparse] tells.
  List<ChunkUse.Sparse> sparse(ChunkUse use) {
    long[] whole = new long[stripes.size()];
    long[] needed = new long[stripes.size()];
    for (int chunk = 0; chunk < chunks.size(); chunk++) {
      int stripe = blocks.get(chunks.get(chunk, BLOCK), 0);
      int length = chunks.get(chunk, LENGTH);
      whole[stripe] += length;
      needed[stripe] += use.has(chunk) ? length : 0;
    }
    List<ChunkUse.Sparse> sparse = new ArrayList<>();
    for (int stripe = 0; stripe < use.stripes(); stripe++) {
      if (needed[stripe] > 0 && 2 * needed[stripe] < whole[stripe] && !dead.get(stripe)) {
        sparse.add(ChunkUse.Sparse.of(stripes.get(stripe), needed[stripe], whole[stripe]));
      }
    }
    sparse.sort(Comparator.comparingInt(ChunkUse.Sparse::permille));
    return sparse;
  }

  int stripes() {
    return stripes.size();
  }

  /// Adds a stripe. If it was here before, what was said of it is forgotten.
  void add(StripeIndex stripe) {
    StripeId id = StripeId.of(stripe.getStripe().toByteArray());
    int number = stripes.size();
    stripes.add(id);
    Integer before = numbers.put(id, number);
    if (before != null) {
      dead.set(before);
    }
    for (BlockIndex block : stripe.getBlocksList()) {
      int row = blocks.add();
      blocks.set(row, 0, number);
      blocks.set(row, 1, block.getOffset());
      blocks.set(row, 2, block.getStoredLength());
      blocks.set(row, 3, block.getRawLength());
      addChunks(block, row);
    }
  }

  private void addChunks(BlockIndex block, int row) {
    ByteString ids = block.getChunkIds();
    int offset = 0;
    for (int i = 0; i < block.getChunkLengthsCount(); i++) {
      ChunkId id = ChunkId.of(ids.substring(i * ChunkId.BYTES, (i + 1) * ChunkId.BYTES));
      int length = block.getChunkLengths(i);
      place(id, row, offset, length);
      offset += length;
    }
  }

  private void place(ChunkId id, int block, int offset, int length) {
    int slot = slotOf(id);
    int chunk = slots[slot] - 1;
    if (chunk >= 0 && !isDead(chunk)) {
      shadows = true;
      if (!vacated.get(blocks.get(chunks.get(chunk, BLOCK), 0))) {
        return;
      }
    }
    if (chunk < 0) {
      chunk = chunks.add();
      slots[slot] = chunk + 1;
      long[] longs = {id.a(), id.b(), id.c(), id.d()};
      for (int i = 0; i < ID_INTS; i++) {
        chunks.set(chunk, i, (int) (longs[i / 2] >>> (i % 2 == 0 ? 32 : 0)));
      }
    }
    chunks.set(chunk, BLOCK, block);
    chunks.set(chunk, OFFSET, offset);
    chunks.set(chunk, LENGTH, length);
    if (chunks.size() > slots.length / 5 * 4) {
      grow();
    }
  }

  private boolean isDead(int chunk) {
    return dead.get(blocks.get(chunks.get(chunk, BLOCK), 0));
  }

  /// The chunk's slot, or the free one that it would take. Ids are keyed hashes, so their first
  /// bits spread evenly and nobody without the key can make them collide.
  private int slotOf(ChunkId id) {
    int slot = home(id.a(), slots.length);
    while (slots[slot] != 0 && !is(slots[slot] - 1, id)) {
      slot = slot + 1 == slots.length ? 0 : slot + 1;
    }
    return slot;
  }

  private boolean is(int chunk, ChunkId id) {
    return idPart(chunk, 0) == id.a()
        && idPart(chunk, 2) == id.b()
        && idPart(chunk, 4) == id.c()
        && idPart(chunk, 6) == id.d();
  }

  private long idPart(int chunk, int column) {
    long high = (long) chunks.get(chunk, column) << 32;
    return high | Integer.toUnsignedLong(chunks.get(chunk, column + 1));
  }

  private static int home(long hash, int length) {
    return (int) Math.unsignedMultiplyHigh(hash, length);
  }

  /// Half as many slots more: the load stays between 53 and 80 %.
  private void grow() {
    int[] larger = new int[slots.length / 2 * 3];
    for (int chunk = 0; chunk < chunks.size(); chunk++) {
      int slot = home(idPart(chunk, 0), larger.length);
      while (larger[slot] != 0) {
        slot = slot + 1 == larger.length ? 0 : slot + 1;
      }
      larger[slot] = chunk + 1;
    }
    slots = larger;
  }
}
