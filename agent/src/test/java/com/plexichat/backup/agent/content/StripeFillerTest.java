package com.plexichat.backup.agent.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.proto.BlockIndex;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StripeFillerTest {
  private final Vault vault = Samples.vault();
  private final StripeSealer sealer = Samples.sealer(9);
  private final StripeFiller filler = new StripeFiller(8, sealer::newStripe);

  @Test
  void losesNoChunkAndWastesLittle() {
    for (long seed = 1; seed <= 2; seed++) {
      Random random = new Random(seed);
      List<FilledStripe> stripes = new ArrayList<>();
      List<byte[]> chunks = new ArrayList<>();
      long stored = 0;
      for (int i = 0; i < 40; i++) {
        byte[] bytes = Samples.random(200_000 + random.nextInt(1_500_000), seed * 1000 + i);
        chunks.add(bytes);
        Block block = block(bytes);
        stored += block.length();
        stripes.addAll(filler.add(block).full());
      }
      stripes.addAll(filler.flush());
      long sent = stripes.stream().mapToLong(one -> one.plaintext().length).sum();
      assertTrue(sent - stored < stored / 33, "seed " + seed + " " + sent + " for " + stored);
      int found = 0;
      for (FilledStripe stripe : stripes) {
        for (BlockIndex block : index(stripe).getBlocksList()) {
          ChunkId id = ChunkId.of(block.getChunkIds());
          byte[] raw = raw(stripe, block.getOffset());
          assertEquals(id, ChunkId.of(vault, raw, 0, raw.length), "seed " + seed);
          found++;
        }
      }
      assertEquals(chunks.size(), found, "seed " + seed);
    }
  }

  /// Their ids take more than the chunks themselves, and do not compress.
  @Test
  void listsOfTinyChunksFitIntoBlocks() {
    List<FilledStripe> stripes = new ArrayList<>();
    int blocks = 40;
    for (int i = 0; i < blocks; i++) {
      List<Chunk> chunks = new ArrayList<>();
      for (int j = 0; j < Block.CHUNKS_MAX; j++) {
        chunks.add(
            Samples.chunk(vault, Integer.toString(i * Block.CHUNKS_MAX + j).getBytes(UTF_8)));
      }
      stripes.addAll(filler.add(Block.chunks(chunks, ContentClass.DATA, 1)).full());
    }
    stripes.addAll(filler.flush());
    int found = 0;
    for (FilledStripe stripe : stripes) {
      byte[] segment = IndexSegments.encode(List.of(index(stripe))).getFirst();
      assertTrue(segment.length <= IndexSegments.TARGET + 1024, segment.length + " bytes");
      found += index(stripe).getBlocksCount();
    }
    assertEquals(blocks, found);
  }

  @Test
  void cutsLittleIntoSmallShards() {
    filler.add(block(Samples.random(100, 1)));
    FilledStripe tiny = only(filler.flush());
    assertEquals(8 * 256, tiny.plaintext().length);
    filler.add(block(Samples.random(100_000, 2)));
    FilledStripe small = only(filler.flush());
    assertEquals(8 * Format.sizeClass((100_012 + 7) / 8), small.plaintext().length);
    assertEquals(List.of(), filler.flush());
  }

  @Test
  void putsARunsEndIntoOneStripe() {
    filler.add(block(Samples.text(3000, 1)));
    filler.add(
        Block.chunks(List.of(Samples.chunk(vault, Samples.text(500, 2))), ContentClass.NODES, 1));
    for (byte[] segment : IndexSegments.encode(filler.open())) {
      filler.add(Block.index(segment));
    }
    Block record = Block.record(Samples.random(700, 3));
    StripeFiller.Room room = filler.room(record.length() + 8);
    StripeFiller.Added added = filler.add(record, room);
    assertEquals(room.stripe(), added.stripe());
    FilledStripe stripe = only(filler.flush());
    assertEquals(room.stripe(), stripe.stripe());
    assertEquals(
        ContentClass.DATA | ContentClass.NODES | ContentClass.INDEX | ContentClass.RECORD,
        stripe.classBits());
    assertArrayEquals(Samples.random(700, 3), raw(stripe, added.offset()));
    assertEquals(2, index(stripe).getBlocksCount());
    assertTrue(stripe.plaintext().length <= 8 * 1024, "bytes: " + stripe.plaintext().length);
  }

  @Test
  void keepsRoomUntilItIsUsed() {
    filler.add(block(Samples.random(4 << 20, 1)));
    filler.add(block(Samples.random(3 << 20, 2)));
    // No room in the first for this one: it opens the second, where a shorter record follows it.
    StripeFiller.Room room = filler.room(2 << 20);
    StripeFiller.Added added = filler.add(Block.record(Samples.random(10, 3)), room);
    assertEquals(room.stripe(), added.stripe());
    assertEquals(0, added.offset());
    assertEquals(2, filler.flush().size());
    assertThrows(
        IllegalStateException.class,
        () ->
            filler.add(
                Block.record(new byte[5]), new StripeFiller.Room(added.stripe(), List.of())));
  }

  @Test
  void tellsWhatIsOpenWithoutNames() {
    assertEquals(List.of(), filler.open());
    StripeFiller.Added added = filler.add(block(Samples.text(1000, 1)));
    StripeIndex open = only(filler.open());
    assertEquals(added.stripe(), StripeId.of(open.getStripe().toByteArray()));
    assertEquals(0, open.getShardsCount());
    assertEquals(0, open.getShardCapacity());
    assertEquals(1, open.getBlocksCount());
  }

  @Test
  void takesTheLargestBlockButNoLarger() {
    StripeFiller two = new StripeFiller(2, sealer::newStripe);
    int most = StripeFiller.blockMax(2);
    assertEquals(2 * Format.CAPACITY, most);
    Block block = block(Samples.random(most - Block.HEADER, 1));
    assertEquals(most, block.length());
    StripeId first = two.add(block).stripe();
    assertNotEquals(first, two.add(block).stripe());
    assertEquals(1, two.add(block).full().size());
    assertEquals(2 * Format.CAPACITY, two.flush().getFirst().plaintext().length);
    Block larger = block(Samples.random(most, 2));
    assertThrows(IllegalArgumentException.class, () -> two.add(larger));
    assertEquals(8 * Format.CAPACITY, StripeFiller.blockMax(8));
    assertEquals(Block.RAW_MAX + Block.HEADER, StripeFiller.blockMax(10));
  }

  @Test
  void indexNamesTheSealedShards() {
    filler.add(block(Samples.text(1000, 1)));
    FilledStripe stripe = only(filler.flush());
    SealedStripe sealed = sealer.seal(vault, stripe, 2);
    StripeIndex index = stripe.index(sealed);
    assertEquals(10, index.getShardsCount());
    assertEquals(sealed.capacity(), index.getShardCapacity());
    assertEquals(1, index.getKeyEpoch());
    assertEquals(
        List.of(index),
        IndexSegments.decode(stripe.stripe(), only(IndexSegments.encode(List.of(index)))));
  }

  private Block block(byte[] chunk) {
    return Block.chunks(List.of(Samples.chunk(vault, chunk)), ContentClass.DATA, Block.LEVEL);
  }

  private StripeIndex index(FilledStripe stripe) {
    return stripe.index(
        new SealedStripe(stripe.stripe(), 8, 0, 1, stripe.plaintext().length / 8, List.of()));
  }

  private static byte[] raw(FilledStripe stripe, int offset) {
    StoredBlock block = StoredBlock.parse(stripe.plaintext(), offset, offset);
    return block.raw(stripe.plaintext(), offset + Block.HEADER);
  }

  private static <T> T only(List<T> list) {
    assertEquals(1, list.size());
    return list.getFirst();
  }
}
