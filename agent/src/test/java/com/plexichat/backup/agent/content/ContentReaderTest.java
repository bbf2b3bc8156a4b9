package com.plexichat.backup.agent.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.SegmentRef;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentReaderTest {
  private static final int MEMORY = 8 << 20;

  @TempDir Path folder;

  private final Vault vault = Samples.vault();
  private final StripeSealer sealer = Samples.sealer(5);
  private final Samples.Shelf shelf = new Samples.Shelf();
  private final Map<ChunkId, byte[]> chunks = new LinkedHashMap<>();
  private final List<StripeIndex> indexes = new ArrayList<>();
  private ChunkIndex index;

  @BeforeEach
  void open() throws IOException {
    index = ChunkIndex.open(folder.resolve("index"), Samples.VAULT);
  }

  @Test
  void readsEveryChunkBack() throws IOException {
    store(new StripeFiller(2, sealer::newStripe), 30, 11);
    assertTrue(shelf.stripes.size() > 1);
    try (ContentReader reader = new ContentReader(vault, shelf, MEMORY)) {
      for (Map.Entry<ChunkId, byte[]> chunk : chunks.entrySet()) {
        assertArrayEquals(chunk.getValue(), reader.chunk(chunk.getKey(), place(chunk.getKey())));
      }
    }
  }

  @Test
  void readingInOrderFetchesNothingTwice() throws IOException {
    store(new StripeFiller(2, sealer::newStripe), 30, 12);
    try (ContentReader reader = new ContentReader(vault, shelf, MEMORY)) {
      for (ChunkId id : chunks.keySet()) {
        reader.chunk(id, place(id));
      }
      assertTrue(shelf.files.get() <= 2 * shelf.stripes.size(), "files: " + shelf.files);
      assertEquals(2 * shelf.stripes.size(), shelf.headers.get());
    }
  }

  @Test
  void oneChunkCostsOneOrTwoShards() throws IOException {
    store(new StripeFiller(8, sealer::newStripe), 12, 13);
    for (ChunkId id : chunks.keySet()) {
      ChunkPlace place = place(id);
      shelf.files.set(0);
      shelf.headers.set(0);
      try (ContentReader reader = new ContentReader(vault, shelf, 0)) {
        reader.chunk(id, place);
      }
      assertEquals(8, shelf.headers.get());
      int capacity = shelf.find(place.stripe()).capacity();
      int first = place.blockOffset() / capacity;
      int last = (place.blockOffset() + place.storedLength() - 1) / capacity;
      // With no memory to keep a shard, the one with the block's header is fetched again.
      assertTrue(shelf.files.get() <= last - first + 2, "files: " + shelf.files);
    }
  }

  @Test
  void manyThreadsReadTheSame() throws Exception {
    store(new StripeFiller(2, sealer::newStripe), 20, 14);
    try (ContentReader reader = new ContentReader(vault, shelf, MEMORY);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        results.add(
            threads.submit(() -> {
              for (Map.Entry<ChunkId, byte[]> chunk : chunks.entrySet()) {
                ChunkId id = chunk.getKey();
                assertArrayEquals(chunk.getValue(), reader.chunk(id, place(id)));
              }
              return chunks.size();
            }));
      }
      for (Future<Integer> result : results) {
        assertEquals(chunks.size(), result.get());
      }
      assertTrue(shelf.files.get() <= 2 * 2 * shelf.stripes.size(), "files: " + shelf.files);
    }
  }

  @Test
  void findsRecordAndIndexWithNothingButTheStripe() throws IOException {
    StripeFiller filler = new StripeFiller(8, sealer::newStripe);
    fill(filler, 5, 15);
    byte[] segment = IndexSegments.encode(filler.open()).getFirst();
    filler.add(Block.index(segment));
    filler.add(Block.stripeList(List.of(new StripeId(1, 2), new StripeId(3, 4))));
    byte[] record = Samples.random(300, 16);
    filler.add(Block.record(record));
    seal(filler.flush());
    StripeId stripe = shelf.stripes.keySet().iterator().next();
    try (ContentReader reader = new ContentReader(vault, shelf, MEMORY)) {
      assertEquals(
          ContentClass.DATA | ContentClass.INDEX | ContentClass.RECORD, reader.classBits(stripe));
      Map<ContentReader.Type, byte[]> found = new LinkedHashMap<>();
      reader.scan(stripe, block -> found.put(block.type(), block.raw().array()));
      assertArrayEquals(record, found.get(ContentReader.Type.RECORD));
      byte[] read = found.get(ContentReader.Type.INDEX);
      assertNotNull(read);
      // The segment says where each chunk is, though it was written before its stripe was sealed.
      try (ChunkIndex fresh = ChunkIndex.open(folder.resolve("fresh"), Samples.VAULT)) {
        for (StripeIndex one : IndexSegments.decode(stripe, read)) {
          fresh.add(one);
        }
        for (Map.Entry<ChunkId, byte[]> chunk : chunks.entrySet()) {
          ChunkPlace place = fresh.find(chunk.getKey());
          assertNotNull(place);
          assertArrayEquals(chunk.getValue(), reader.chunk(chunk.getKey(), place));
        }
      }
    }
  }

  @Test
  void readsSegmentsAndListsOfStripesByReference() throws IOException {
    StripeFiller filler = new StripeFiller(2, sealer::newStripe);
    fill(filler, 3, 17);
    List<StripeIndex> before = filler.open();
    Block segment = Block.index(IndexSegments.encode(before).getFirst());
    SegmentRef segmentRef = ref(filler.add(segment), segment);
    Block list = Block.stripeList(List.of(new StripeId(1, 2), new StripeId(3, 4)));
    SegmentRef listRef = ref(filler.add(list), list);
    seal(filler.flush());
    Record record =
        Record.newBuilder()
            .addStripeLists(listRef)
            .addStripes(ByteString.copyFrom(new StripeId(5, 6).bytes()))
            .build();
    try (ContentReader reader = new ContentReader(vault, shelf, MEMORY)) {
      assertEquals(before, reader.segment(segmentRef));
      assertEquals(
          List.of(new StripeId(1, 2), new StripeId(3, 4), new StripeId(5, 6)),
          reader.stripes(record));
      SegmentRef wrong = segmentRef.toBuilder().setOffset(segmentRef.getOffset() + 1).build();
      unreadable(() -> reader.segment(wrong));
      SegmentRef other =
          segmentRef.toBuilder().setStoredLength(segmentRef.getStoredLength() + 1).build();
      ContentReader fresh = new ContentReader(vault, shelf, MEMORY);
      unreadable(() -> fresh.segment(other));
    }
  }

  @Test
  void refusesAWrongPlaceAndAnotherChunk() throws IOException {
    store(new StripeFiller(2, sealer::newStripe), 6, 18);
    ChunkId id = chunks.keySet().iterator().next();
    ChunkPlace good = place(id);
    try (ContentReader reader = new ContentReader(vault, shelf, MEMORY)) {
      unreadable(() -> reader.chunk(new ChunkId(1, 2, 3, 4), good));
      unreadable(() -> reader.chunk(id, at(good, good.blockOffset(), good.rawLength())));
      unreadable(() -> reader.chunk(id, at(good, good.blockOffset(), -1)));
      unreadable(() -> reader.chunk(id, at(good, good.blockOffset(), Integer.MAX_VALUE)));
      unreadable(() -> reader.chunk(id, at(good, -1, 0)));
      unreadable(() -> reader.chunk(id, at(good, Integer.MAX_VALUE, 0)));
      assertArrayEquals(chunks.get(id), reader.chunk(id, good));
    }
  }

  @Test
  void reportsADamagedShardAndThenReadsTheGoodOne() throws IOException {
    store(new StripeFiller(2, sealer::newStripe), 3, 19);
    ChunkId id = chunks.keySet().iterator().next();
    ChunkPlace place = place(id);
    byte[] file = shelf.find(place.stripe()).shards().getFirst().file();
    try (ContentReader reader = new ContentReader(vault, shelf, MEMORY)) {
      file[Format.HEADER + 5] ^= 1;
      unreadable(() -> reader.chunk(id, place));
      file[Format.HEADER + 5] ^= 1;
      assertArrayEquals(chunks.get(id), reader.chunk(id, place));
    }
    try (ContentReader reader = new ContentReader(vault, shelf, MEMORY)) {
      file[ShardHeader.SHARE_OFFSET] ^= 1;
      unreadable(() -> reader.chunk(id, place));
      file[ShardHeader.SHARE_OFFSET] ^= 1;
      assertArrayEquals(chunks.get(id), reader.chunk(id, place));
    }
  }

  @Test
  void refusesAnotherStripeInItsPlace() throws IOException {
    store(new StripeFiller(2, sealer::newStripe), 3, 20);
    ChunkId id = chunks.keySet().iterator().next();
    ChunkPlace place = place(id);
    StripeId wanted = new StripeId(99, 99);
    shelf.stripes.put(wanted, shelf.find(place.stripe()));
    ChunkPlace elsewhere =
        new ChunkPlace(
            wanted,
            place.blockOffset(),
            place.storedLength(),
            place.rawLength(),
            place.offsetInRaw(),
            place.length());
    try (ContentReader reader = new ContentReader(vault, shelf, MEMORY)) {
      unreadable(() -> reader.chunk(id, elsewhere));
    }
  }

  private static ChunkPlace at(ChunkPlace place, int blockOffset, int offsetInRaw) {
    return new ChunkPlace(
        place.stripe(),
        blockOffset,
        place.storedLength(),
        place.rawLength(),
        offsetInRaw,
        place.length());
  }

  private static SegmentRef ref(StripeFiller.Added added, Block block) {
    return SegmentRef.newBuilder()
        .setStripe(ByteString.copyFrom(added.stripe().bytes()))
        .setOffset(added.offset())
        .setStoredLength(block.length())
        .build();
  }

  private void store(StripeFiller filler, int blocks, long seed) throws IOException {
    fill(filler, blocks, seed);
    seal(filler.flush());
    for (StripeIndex one : indexes) {
      index.add(one);
    }
  }

  private void fill(StripeFiller filler, int blocks, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < blocks; i++) {
      List<Chunk> group = new ArrayList<>();
      for (int j = 0; j <= random.nextInt(4); j++) {
        int length = 1 + random.nextInt(120_000);
        byte[] bytes =
            random.nextBoolean()
                ? Samples.random(length, random.nextLong())
                : Samples.text(length, random.nextLong());
        Chunk chunk = Samples.chunk(vault, bytes);
        group.add(chunk);
        chunks.put(chunk.id(), bytes);
      }
      seal(filler.add(Block.chunks(group, ContentClass.DATA, Block.LEVEL)).full());
    }
  }

  private void seal(List<FilledStripe> full) {
    for (FilledStripe stripe : full) {
      SealedStripe sealed = sealer.seal(vault, stripe, 1);
      shelf.put(sealed);
      indexes.add(stripe.index(sealed));
    }
  }

  private ChunkPlace place(ChunkId id) {
    ChunkPlace place = index.find(id);
    assertNotNull(place);
    return place;
  }

  private static void unreadable(Runnable act) {
    OperationFailed failed = assertThrows(OperationFailed.class, act::run);
    assertEquals(FailureCode.STRIPE_UNREADABLE, failed.code());
  }
}
