package com.plexichat.backup.agent.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.proto.BlockIndex;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTest {
  private final Vault vault = Samples.vault();

  @Test
  void keepsOneChunk() {
    for (int length : new int[] {1, 11, 4095, 65_536, 70_000, 1 << 20, 4 << 20}) {
      for (byte[] bytes : List.of(Samples.random(length, 1), Samples.text(length, 2))) {
        Block block = block(bytes);
        assertArrayEquals(bytes, raw(block), "length " + length);
        assertEquals(length, block.rawLength());
        assertTrue(block.length() <= length + Block.HEADER, "length " + length);
      }
    }
  }

  @Test
  void joinsSmallChunks() {
    byte[] buffer = Samples.text(50_000, 3);
    Chunk one = Samples.chunk(vault, Arrays.copyOf(buffer, 100));
    ChunkId id = ChunkId.of(vault, buffer, 100, 40_000);
    Chunk inside = new Chunk(id, buffer, 100, 40_000);
    Block block = Block.chunks(List.of(one, inside), ContentClass.DATA, 3);
    assertArrayEquals(Arrays.copyOf(buffer, 40_100), raw(block));
    BlockIndex index = block.indexAt(777);
    assertEquals(777, index.getOffset());
    assertEquals(block.length(), index.getStoredLength());
    assertEquals(40_100, index.getRawLength());
    assertEquals(List.of(100, 40_000), index.getChunkLengthsList());
    assertEquals(id, ChunkId.of(index.getChunkIds().substring(32)));
    assertTrue(block.length() < 25_000, "stored: " + block.length());
  }

  @Test
  void doesNotTouchWhatDoesNotCompress() {
    for (int length : new int[] {5000, 300_000}) {
      byte[] random = Samples.random(length, 4);
      byte[] head = Samples.random(length / 2, 5);
      byte[] tail = Samples.random(length - length / 2, 6);
      Block one = block(random);
      Block two =
          Block.chunks(
              List.of(Samples.chunk(vault, head), Samples.chunk(vault, tail)),
              ContentClass.NODES,
              1);
      for (Block block : List.of(one, two)) {
        assertEquals(length + Block.HEADER, block.length());
        assertEquals(Block.CODEC_NONE, header(block).codec());
      }
      assertArrayEquals(random, raw(one));
    }
  }

  @Test
  void leavesTheCallersBufferAlone() {
    byte[] text = Samples.text(200_000, 7);
    byte[] before = text.clone();
    block(text);
    byte[] random = Samples.random(200_000, 7);
    byte[] same = random.clone();
    block(random);
    assertArrayEquals(before, text);
    assertArrayEquals(same, random);
  }

  @Test
  void refusesHeadersThatNobodyWrites() {
    byte[] stored = stored(block(Samples.text(100_000, 8)));
    int[][] changes = {
      {0, 5}, {0, -1}, {0, 0}, {1, 2}, {1, -1}, {2, 1}, {3, 1}, {4, 0x80}, {8, 1}, {8, 0x80}
    };
    for (int[] change : changes) {
      byte[] bytes = stored.clone();
      bytes[change[0]] = (byte) change[1];
      assertThrows(
          IllegalArgumentException.class,
          () -> StoredBlock.parse(bytes, 0, 0),
          Arrays.toString(change));
    }
    byte[] lies = stored.clone();
    lies[11] ^= 1;
    StoredBlock parsed = StoredBlock.parse(lies, 0, 0);
    assertThrows(IllegalArgumentException.class, () -> parsed.raw(lies, Block.HEADER));
    byte[] broken = stored.clone();
    Arrays.fill(broken, Block.HEADER, broken.length, (byte) 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> StoredBlock.parse(broken, 0, 0).raw(broken, Block.HEADER));
  }

  @Test
  void refusesTooMuchAndNothing() {
    assertThrows(
        IllegalArgumentException.class, () -> Block.chunks(List.of(), ContentClass.DATA, 1));
    assertThrows(IllegalArgumentException.class, () -> block(new byte[Block.RAW_MAX + 1]));
    assertThrows(IllegalArgumentException.class, () -> Block.index(new byte[Block.RAW_MAX + 1]));
    Chunk chunk = Samples.chunk(vault, new byte[1]);
    assertThrows(
        IllegalArgumentException.class, () -> Block.chunks(List.of(chunk), ContentClass.RECORD, 1));
    ChunkId id = chunk.id();
    assertThrows(IllegalArgumentException.class, () -> new Chunk(id, new byte[5], 3, 3));
    assertThrows(IllegalArgumentException.class, () -> new Chunk(id, new byte[5], 3, 0));
  }

  private Block block(byte[] chunk) {
    return Block.chunks(List.of(Samples.chunk(vault, chunk)), ContentClass.DATA, Block.LEVEL);
  }

  private static StoredBlock header(Block block) {
    return StoredBlock.parse(stored(block), 0, 0);
  }

  private static byte[] raw(Block block) {
    StoredBlock header = header(block);
    assertEquals(block.length(), header.end());
    return header.raw(stored(block), Block.HEADER);
  }

  private static byte[] stored(Block block) {
    byte[] bytes = new byte[block.length()];
    block.copyTo(bytes, 0);
    return bytes;
  }
}
