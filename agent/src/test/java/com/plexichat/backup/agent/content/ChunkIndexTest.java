package com.plexichat.backup.agent.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.BlockIndex;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkIndexTest {
  @TempDir Path folder;

  @Test
  void findsEveryChunkAgain() throws IOException {
    Path file = folder.resolve("index");
    try (ChunkIndex index = open(file)) {
      for (int stripe = 1; stripe <= 60; stripe++) {
        index.add(stripe(stripe, 10, 20));
      }
      assertEquals(60 * 200, index.size());
      checkAll(index, 60);
      assertNull(index.find(id(61, 0)));
    }
    try (ChunkIndex index = open(file)) {
      checkAll(index, 60);
      index.add(stripe(61, 10, 20));
    }
    try (ChunkIndex index = open(file)) {
      checkAll(index, 61);
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
  }

  @Test
  void staysSmall() throws IOException {
    try (ChunkIndex alone = open(folder.resolve("alone"));
        ChunkIndex shared = open(folder.resolve("shared"))) {
      for (int stripe = 1; stripe <= 4000; stripe++) {
        alone.add(stripe(stripe, 10, 1));
        shared.add(stripe(stripe, 1, 10));
      }
      assertTrue(alone.heapBytes() / 40_000 <= 70, "bytes: " + alone.heapBytes() / 40_000);
      assertTrue(shared.heapBytes() / 40_000 <= 58, "bytes: " + shared.heapBytes() / 40_000);
    }
  }

  /// Cut anywhere, the journal gives all whole records before the cut and goes on from there.
  @Test
  void survivesATornTailAnywhere() throws IOException {
    Path whole = folder.resolve("whole");
    long[] ends = new long[4];
    try (ChunkIndex index = open(whole)) {
      ends[0] = Files.size(whole);
      for (int stripe = 1; stripe <= 3; stripe++) {
        index.add(stripe(stripe, 1, 3));
        ends[stripe] = Files.size(whole);
      }
    }
    byte[] bytes = Files.readAllBytes(whole);
    Path torn = folder.resolve("torn");
    for (int length = 0; length <= bytes.length; length++) {
      Files.write(torn, Arrays.copyOf(bytes, length));
      int records = 0;
      while (records < 3 && ends[records + 1] <= length) {
        records++;
      }
      try (ChunkIndex index = open(torn)) {
        assertEquals(3 * records, index.size(), "cut at " + length);
        index.add(stripe(9, 1, 3));
      }
      try (ChunkIndex index = open(torn)) {
        assertEquals(3 * records + 3, index.size(), "cut at " + length);
        assertTrue(index.knows(id(9)));
      }
    }
  }

  @Test
  void believesNoDamagedRecord() throws IOException {
    Path file = folder.resolve("index");
    try (ChunkIndex index = open(file)) {
      index.add(stripe(1, 1, 3));
      index.add(stripe(2, 1, 3));
    }
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 24; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      try (ChunkIndex index = open(file)) {
        assertTrue(index.size() <= 3, "byte " + at);
      }
    }
  }

  @Test
  void startsAnewForAnotherVault() throws IOException {
    Path file = folder.resolve("index");
    try (ChunkIndex index = open(file)) {
      index.add(stripe(1, 1, 3));
    }
    try (ChunkIndex index = ChunkIndex.open(file, new VaultId("e".repeat(32)))) {
      assertEquals(0, index.size());
    }
  }

  @Test
  void findsNothingInDeadStripes() throws IOException {
    Path file = folder.resolve("index");
    long before;
    try (ChunkIndex index = open(file)) {
      for (int stripe = 1; stripe <= 10; stripe++) {
        index.add(stripe(stripe, 2, 5));
      }
      index.retain(live(1, 2, 3, 4, 5, 6), Set.of());
      assertNotNull(index.find(id(6, 0)));
      assertNull(index.find(id(7, 0)));
      assertFalse(index.knows(id(7)));
      before = Files.size(file);
      // The same chunks in another stripe; then the dead stripe itself comes back.
      index.add(moved(7, 70));
      assertEquals(id(70), place(index, id(7, 0)).stripe());
      index.add(stripe(8, 2, 5));
      assertEquals(id(8), place(index, id(8, 3)).stripe());
      index.retain(live(1, 8), Set.of());
      assertNull(index.find(id(2, 0)));
      assertEquals(id(8), place(index, id(8, 3)).stripe());
      assertTrue(Files.size(file) < before / 2, "not written anew");
      assertEquals(20, index.size());
      index.add(stripe(11, 2, 5));
    }
    try (ChunkIndex index = open(file)) {
      assertEquals(30, index.size());
      assertEquals(id(1), place(index, id(1, 9)).stripe());
      assertEquals(id(11), place(index, id(11, 9)).stripe());
    }
  }

  /// What is sealed anew is found in its new place, as long as that is there, and after a restart.
  @Test
  void aChunkOfAVacatedStripeIsFoundInItsNewPlace() throws IOException {
    Path file = folder.resolve("index");
    try (ChunkIndex index = open(file)) {
      index.add(stripe(1, 2, 3));
      index.add(stripe(3, 2, 3));
      index.retain(live(1, 3), live(1));
      assertEquals(id(1), place(index, id(1, 0)).stripe());
      index.add(moved(1, 2));
      assertEquals(id(2), place(index, id(1, 0)).stripe());
      index.forget(live(2));
      assertEquals(id(1), place(index, id(1, 0)).stripe());
      index.add(moved(1, 4));
    }
    try (ChunkIndex index = open(file)) {
      index.retain(live(1, 3, 4), live(1));
      assertEquals(id(4), place(index, id(1, 0)).stripe());
      index.retain(live(1, 3, 4), Set.of());
      assertEquals(id(1), place(index, id(1, 0)).stripe());
    }
  }

  @Test
  void tellsOfWhichStripesLittleWasAskedFor() throws IOException {
    try (ChunkIndex index = open(folder.resolve("index"))) {
      for (int stripe = 1; stripe <= 4; stripe++) {
        index.add(stripe(stripe, 2, 5));
      }
      ChunkUse use = index.use();
      // One chunk, again and again, is one chunk.
      for (int i = 0; i < 20; i++) {
        index.find(id(1, 0), use);
      }
      for (int chunk = 0; chunk < 5; chunk++) {
        index.find(id(2, chunk), use);
      }
      for (int chunk = 0; chunk < 3; chunk++) {
        index.find(id(3, chunk), use);
      }
      index.add(stripe(5, 2, 5));
      index.find(id(5, 0), use);
      List<StripeId> sparse =
          index.sparse(use).orElseThrow().stream().map(ChunkUse.Sparse::stripe).toList();
      assertEquals(List.of(id(1), id(3)), sparse);
      index.forget(live(1, 2, 3));
      assertEquals(Optional.empty(), index.sparse(use));
    }
  }

  /// Folding gives every chunk a second place, and the first one goes.
  @Test
  void aChunkOfTwoStripesIsFoundWhenOneDies() throws IOException {
    try (ChunkIndex index = open(folder.resolve("index"))) {
      index.add(stripe(1, 2, 3));
      index.add(moved(1, 2));
      index.add(stripe(3, 2, 3));
      index.retain(live(2, 3), Set.of());
      assertEquals(id(2), place(index, id(1, 0)).stripe());
      index.forget(live(2));
      assertNull(index.find(id(1, 0)));
      assertEquals(id(3), place(index, id(3, 0)).stripe());
    }
  }

  @Test
  void keepsTheFirstPlaceAndIgnoresRepetition() throws IOException {
    try (ChunkIndex index = open(folder.resolve("index"))) {
      index.add(stripe(1, 2, 5));
      index.add(stripe(1, 2, 5));
      index.add(moved(1, 2));
      assertEquals(10, index.size());
      assertEquals(id(1), place(index, id(1, 4)).stripe());
    }
  }

  /// A job that is cancelled while it writes must not close the index for all that come after it.
  @Test
  void staysOpenWhenItsWriterIsInterrupted() throws IOException {
    Path file = folder.resolve("index");
    try (ChunkIndex index = open(file)) {
      interrupted(() -> index.add(stripe(1, 2, 5)));
      interrupted(() -> index.add(stripe(2, 2, 5)));
      interrupted(() -> index.add(stripe(3, 2, 5)));
      interrupted(index::sync);
      interrupted(() -> assertEquals(2, index.describe(live(1, 2)).size()));
      interrupted(() -> index.retain(live(1), Set.of()));
      interrupted(() -> index.add(stripe(4, 2, 5)));
      interrupted(() -> index.forget(live(1)));
      index.add(stripe(5, 2, 5));
      index.sync();
      assertEquals(id(4), place(index, id(4, 0)).stripe());
    }
    interrupted(() -> open(file).close());
    try (ChunkIndex index = open(file)) {
      assertEquals(id(4), place(index, id(4, 9)).stripe());
      assertEquals(id(5), place(index, id(5, 9)).stripe());
    }
  }

  private interface Act {
    void run() throws IOException;
  }

  private static void interrupted(Act act) throws IOException {
    Thread.currentThread().interrupt();
    try {
      act.run();
    } finally {
      assertTrue(Thread.interrupted(), "the interrupt is not swallowed");
    }
  }

  @Test
  void staysOpenWhenItCannotBeWrittenAnew() throws IOException {
    Path file = folder.resolve("index");
    try (ChunkIndex index = open(file)) {
      for (int stripe = 1; stripe <= 4; stripe++) {
        index.add(stripe(stripe, 2, 5));
      }
      Path inTheWay = Files.createDirectories(folder.resolve("index.new/in-the-way"));
      assertThrows(IOException.class, () -> index.retain(live(4), Set.of()));
      index.add(stripe(5, 2, 5));
      Files.delete(inTheWay);
      index.retain(live(4, 5), Set.of());
      index.add(stripe(6, 2, 5));
    }
    try (ChunkIndex index = open(file)) {
      assertEquals(30, index.size());
      assertTrue(index.knows(id(6)));
    }
  }

  @Test
  void refusesImpossibleStripes() throws IOException {
    StripeIndex good = stripe(1, 1, 3);
    BlockIndex block = good.getBlocks(0);
    List<StripeIndex> bad =
        List.of(
            good.toBuilder().setStripe(ByteString.copyFrom(new byte[15])).build(),
            good.toBuilder().setK(1).build(),
            good.toBuilder().setShardCapacity(1 << 20).build(),
            good.toBuilder().addShards(ByteString.copyFrom(new byte[32])).build(),
            good.toBuilder().setBlocks(0, block.toBuilder().setOffset(-1)).build(),
            good.toBuilder().setBlocks(0, block.toBuilder().setOffset(9 << 20)).build(),
            good.toBuilder().setBlocks(0, block.toBuilder().setStoredLength(12)).build(),
            good.toBuilder().setBlocks(0, block.toBuilder().setRawLength(1 << 30)).build(),
            good.toBuilder().setBlocks(0, block.toBuilder().addChunkLengths(5)).build(),
            good.toBuilder().setBlocks(0, block.toBuilder().setChunkLengths(0, -1)).build(),
            good.toBuilder().setBlocks(0, block.toBuilder().setChunkLengths(0, 1)).build());
    try (ChunkIndex index = open(folder.resolve("index"))) {
      for (StripeIndex stripe : bad) {
        assertThrows(IllegalArgumentException.class, () -> index.add(stripe));
        byte[] segment = IndexSegments.encode(List.of(stripe)).getFirst();
        assertThrows(OperationFailed.class, () -> IndexSegments.decode(id(1), segment));
      }
      assertEquals(0, index.size());
    }
  }

  @Test
  void splitsSegments() {
    List<StripeIndex> stripes = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      stripes.add(stripe(i, 20, 60));
    }
    List<byte[]> segments = IndexSegments.encode(stripes);
    assertTrue(segments.size() > 2);
    List<StripeIndex> read = new ArrayList<>();
    for (byte[] segment : segments) {
      assertTrue(segment.length <= IndexSegments.TARGET);
      read.addAll(IndexSegments.decode(id(1), segment));
    }
    assertEquals(stripes, read);
    assertEquals(List.of(), IndexSegments.encode(List.of()));
  }

  private static void checkAll(ChunkIndex index, int stripes) {
    for (int stripe = 1; stripe <= stripes; stripe++) {
      for (int chunk = 0; chunk < 200; chunk++) {
        ChunkPlace place = place(index, id(stripe, chunk));
        int length = 100 + chunk % 20;
        int before = chunk % 20 * 100 + chunk % 20 * (chunk % 20 - 1) / 2;
        assertEquals(
            new ChunkPlace(id(stripe), chunk / 20 * 1000, 500, 2190, before, length), place);
      }
    }
  }

  private static ChunkPlace place(ChunkIndex index, ChunkId id) {
    ChunkPlace place = index.find(id);
    assertNotNull(place, id.toString());
    return place;
  }

  private static ChunkIndex open(Path file) throws IOException {
    return ChunkIndex.open(file, Samples.VAULT);
  }

  private static StripeIndex stripe(int stripe, int blocks, int chunks) {
    StripeIndex.Builder out =
        StripeIndex.newBuilder().setStripe(ByteString.copyFrom(id(stripe).bytes())).setK(8).setM(2);
    for (int i = 0; i < blocks; i++) {
      BlockIndex.Builder block = BlockIndex.newBuilder().setOffset(i * 1000).setStoredLength(500);
      ByteString ids = ByteString.EMPTY;
      int raw = 0;
      for (int j = 0; j < chunks; j++) {
        ids = ids.concat(ByteString.copyFrom(id(stripe, i * chunks + j).bytes()));
        block.addChunkLengths(100 + j);
        raw += 100 + j;
      }
      out.addBlocks(block.setChunkIds(ids).setRawLength(raw));
    }
    return out.build();
  }

  private static StripeIndex moved(int from, int to) {
    return stripe(from, 2, 5).toBuilder().setStripe(ByteString.copyFrom(id(to).bytes())).build();
  }

  private static Set<StripeId> live(int... stripes) {
    Set<StripeId> live = new HashSet<>();
    for (int stripe : stripes) {
      live.add(id(stripe));
    }
    return live;
  }

  private static StripeId id(int stripe) {
    return new StripeId(7, stripe);
  }

  private static ChunkId id(int stripe, int chunk) {
    Random random = new Random(stripe * 100_003L + chunk);
    return new ChunkId(random.nextLong(), random.nextLong(), random.nextLong(), chunk);
  }
}
