package com.plexichat.backup.agent.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardStoreTest {
  private static final PeerId PEER = new PeerId("ab".repeat(16));
  private static final StoreSettings SETTINGS = SampleShards.settings("north", "64M");

  @TempDir Path folder;
  private final SampleShards sample = new SampleShards(7);
  private final FailingDisk disk = new FailingDisk();
  private DataDir dataDir;
  private ShardStore store;

  @BeforeEach
  void open() {
    dataDir = DataDir.open(folder.resolve("data"), PEER);
    store = ShardStore.open(dataDir, SETTINGS, disk);
  }

  @AfterEach
  void close() {
    store.close();
    dataDir.close();
  }

  private void reopen() {
    close();
    open();
  }

  @Test
  void whatIsPutIsReadAgainAlsoAfterAStart() {
    Incoming in = sample.incoming(3);
    store.put(in);
    assertArrayEquals(in.file(), store.reader().file(in.shard()));
    reopen();
    assertArrayEquals(in.file(), store.reader().file(in.shard()));
    assertEquals(3, store.find(in.shard()).orElseThrow().sequence());
    assertEquals(in.file().length, store.figures().used());
    assertArrayEquals(
        Arrays.copyOfRange(in.file(), 10, 30), store.reader().part(in.shard(), 10, 20));
    assertTrue(
        ShardName.provesHeader(
            in.shard(), store.reader().header(in.shard()), store.reader().root(in.shard())));
  }

  @Test
  void fileLiesUnderItsNameAndNobodyElseReadsIt() throws IOException {
    Incoming in = sample.incoming(1);
    store.put(in);
    String hex = in.shard().hex();
    Path file = fileOf(in.shard());
    assertEquals(hex.substring(0, 2), folderOf(file).getFileName().toString());
    assertEquals(
        "%s-%s-%02x.shard".formatted(hex, in.stripe().hex(), in.index()),
        file.getFileName().toString());
    assertEquals("rw-------", mode(file));
    assertEquals("rwx------", mode(folderOf(file)));
    assertEquals("rwx------", mode(dataDir.path()));
    assertEquals(List.of(), shardFiles("store/tmp"));
  }

  @Test
  void otherBytesThanTheNameAreRefusedAndLeaveNothing() throws IOException {
    Incoming in = sample.incoming(1);
    byte[] flipped = in.file().clone();
    flipped[flipped.length - 1] ^= 1;
    Incoming wrong =
        new Incoming(in.shard(), in.stripe(), in.index(), 1, SampleShards.arrival(), flipped);
    assertCode(FailureCode.SHARD_DAMAGED, () -> store.put(wrong));
    Incoming elsewhere =
        new Incoming(in.shard(), sample.stripe(), in.index(), 1, SampleShards.arrival(), in.file());
    assertCode(FailureCode.SHARD_DAMAGED, () -> store.put(elsewhere));
    Incoming tiny =
        new Incoming(in.shard(), in.stripe(), 0, 1, SampleShards.arrival(), new byte[5]);
    assertCode(FailureCode.SHARD_DAMAGED, () -> store.put(tiny));
    assertEquals(List.of(), shardFiles("."));
    assertEquals(0, store.figures().used());
    assertEquals(0, store.figures().reserved());
  }

  @Test
  void sameBytesAgainHealADamagedCopy() throws IOException {
    Incoming in = sample.incoming(1);
    store.put(in);
    store.put(SampleShards.again(in, 2));
    assertEquals(in.file().length, store.figures().used());
    byte[] bytes = Files.readAllBytes(fileOf(in.shard()));
    bytes[300] ^= 4;
    Files.write(fileOf(in.shard()), bytes);
    store.put(SampleShards.again(in, 3));
    assertArrayEquals(in.file(), Files.readAllBytes(fileOf(in.shard())));
  }

  @Test
  void capacityAndFreeSpaceAreCheckedBeforeBytesAreTaken() {
    assertCode(FailureCode.NO_SPACE, () -> store.reserve((64 << 20) + 1L));
    try (Reservation most = store.reserve((64 << 20) - 1000L)) {
      assertCode(FailureCode.NO_SPACE, () -> store.reserve(1001));
      most.spend(0);
    }
    Incoming in = sample.incoming(1);
    store.put(in);
    assertEquals(0, store.figures().reserved());
    assertCode(FailureCode.NO_SPACE, () -> store.reserve((64 << 20) - in.file().length + 1L));
    disk.usable = 5000;
    store.reserve(3000);
    assertCode(FailureCode.NO_SPACE, () -> store.reserve(2001));
  }

  @Test
  void aDiskThatFillsWhileWritingLeavesNothingAndGoesOn() throws IOException {
    Incoming in = sample.incoming(1);
    disk.writesUntilFull.set(1);
    assertCode(FailureCode.NO_SPACE, () -> store.put(in));
    assertEquals(List.of(), shardFiles("."));
    assertEquals(List.of(), list("store/tmp"));
    store.put(in);
    assertArrayEquals(in.file(), store.reader().file(in.shard()));
  }

  @Test
  void aFailedSyncIsNeverAcknowledgedAndEndsTheStore() throws IOException {
    for (int n = 1; n <= 4; n++) {
      Incoming before = sample.incoming(1);
      store.put(before);
      Incoming in = sample.incoming(1);
      disk.syncsUntilBroken.set(n);
      assertCode(FailureCode.DISK_FAILED, () -> store.put(in));
      assertFalse(store.find(in.shard()).isPresent(), "sync " + n);
      assertCode(FailureCode.DISK_FAILED, () -> store.put(sample.incoming(1)));
      assertCode(FailureCode.DISK_FAILED, () -> store.trash(List.of(before.shard()), 2));
      assertTrue(store.failure().isPresent());
      assertArrayEquals(before.file(), store.reader().file(before.shard()));
      assertTrue(shardFiles(".").stream().noneMatch(file -> file.contains(in.shard().hex())));
      reopen();
      assertFalse(store.find(in.shard()).isPresent(), "sync " + n);
      assertArrayEquals(before.file(), store.reader().file(before.shard()));
    }
  }

  @Test
  void aCopyThatWasHereStaysWhenItCannotBeStoredAnew() throws IOException {
    Incoming in = sample.incoming(1);
    store.put(in);
    reopen();
    for (int n = 1; n <= 4; n++) { // a new store's first put makes its folder durable too
      disk.syncsUntilBroken.set(n);
      assertCode(FailureCode.DISK_FAILED, () -> store.put(in));
      assertArrayEquals(in.file(), store.reader().file(in.shard()), "sync " + n);
      reopen();
      assertArrayEquals(in.file(), store.reader().file(in.shard()), "sync " + n);
    }
  }

  @Test
  void aDiskThatFillsAtTheLogIsToldAsFullAndEndsNothing() throws IOException {
    Incoming in = sample.incoming(1);
    disk.appendsUntilFull.set(1);
    assertCode(FailureCode.NO_SPACE, () -> store.put(in));
    assertEquals(List.of(), shardFiles("."));
    store.put(in);
    reopen();
    assertArrayEquals(in.file(), store.reader().file(in.shard()));
  }

  @Test
  void stripeCountHoldsForEveryState() throws IOException {
    StripeId stripe = sample.stripe();
    List<Incoming> shards = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      shards.add(sample.incoming(stripe, i, 500, 1));
      store.put(shards.get(i));
    }
    store.put(sample.incoming(1));
    store.put(SampleShards.again(shards.get(0), 2));
    assertEquals(4, store.stripeCount(stripe));
    store.trash(List.of(shards.get(0).shard()), 3);
    assertEquals(4, store.stripeCount(stripe));
    Files.delete(fileOf(shards.get(1).shard()));
    reopen();
    assertEquals(4, store.stripeCount(stripe));
    assertEquals(ShardState.MISSING, store.find(shards.get(1).shard()).orElseThrow().state());
    store.delete(List.of(shards.get(0).shard(), shards.get(1).shard()), 4);
    assertEquals(2, store.stripeCount(stripe));
    reopen();
    assertEquals(2, store.stripeCount(stripe));
    assertEquals(0, store.figures().trashedBytes());
  }

  @Test
  void trashComesBackAndDeletionStays() throws IOException {
    Incoming in = sample.incoming(1);
    store.put(in);
    assertEquals(List.of(in.shard()), store.trash(List.of(in.shard()), 5).done());
    assertEquals(1, shardFiles("trash").size());
    assertCode(FailureCode.SHARD_UNKNOWN, () -> store.reader().file(in.shard()));
    assertEquals(in.file().length, store.figures().used());
    reopen();
    assertEquals(List.of(in.shard()), store.trash(List.of(in.shard()), 5).done());
    assertEquals(List.of(in.shard()), store.untrash(List.of(in.shard()), 4).stale());
    assertEquals(List.of(in.shard()), store.untrash(List.of(in.shard()), 6).done());
    assertArrayEquals(in.file(), store.reader().file(in.shard()));
    assertEquals(List.of(in.shard()), store.delete(List.of(in.shard()), 7).done());
    assertEquals(List.of(), shardFiles("."));
    ShardId never = sample.name();
    assertEquals(List.of(never), store.delete(List.of(never), 8).unknown());
    reopen();
    assertEquals(7, store.tombstone(in.shard()).orElseThrow());
    assertEquals(8, store.tombstone(never).orElseThrow());
    assertCode(FailureCode.ORDER_REFUSED, () -> store.put(SampleShards.again(in, 7)));
    assertEquals(List.of(), shardFiles("."));
    store.put(SampleShards.again(in, 9));
    assertEquals(List.of(in.shard()), store.delete(List.of(in.shard()), 8).stale());
    reopen();
    assertArrayEquals(in.file(), store.reader().file(in.shard()));
  }

  @Test
  void aShardInTheTrashIsStoredAnewByALaterOrder() throws IOException {
    Incoming in = sample.incoming(1);
    store.put(in);
    store.trash(List.of(in.shard()), 2);
    store.put(SampleShards.again(in, 3));
    assertEquals(List.of(), shardFiles("trash"));
    assertEquals(1, shardFiles("store").size());
    assertEquals(in.file().length, store.figures().used());
  }

  @Test
  void whatACrashLeftIsCleared() throws IOException {
    Incoming in = sample.incoming(1);
    store.put(in);
    Path tmp = dataDir.path().resolve("store/tmp/incoming-99");
    Files.write(tmp, new byte[100]);
    Path log = dataDir.path().resolve("holdings.log");
    byte[] torn = Arrays.copyOf(Files.readAllBytes(log), (int) Files.size(log) + 20);
    Path copy = fileOf(in.shard());
    close();
    Files.write(log, torn);
    Path trash = dataDir.path().resolve("trash").resolve(folderOf(copy).getFileName());
    Files.createDirectories(trash);
    Files.copy(copy, trash.resolve(copy.getFileName()));
    open();
    assertFalse(Files.exists(tmp));
    assertEquals(1, shardFiles(".").size());
    assertEquals(1, store.find(in.shard()).orElseThrow().sequence());
    Incoming next = sample.incoming(2);
    store.put(next);
    reopen();
    assertEquals(2, store.find(next.shard()).orElseThrow().sequence());
  }

  @Test
  void aRemovalThatACrashCutShortIsFinished() throws IOException {
    Incoming in = sample.incoming(1);
    store.put(in);
    Path file = fileOf(in.shard());
    store.delete(List.of(in.shard()), 2);
    close();
    Files.write(file, in.file());
    open();
    assertFalse(Files.exists(file));
    assertEquals(0, store.figures().shards());
  }

  @Test
  void putsShareTheirSyncs() throws Exception {
    disk.pauseInFolderSyncNanos = 5_000_000;
    int before = disk.syncs.get();
    int count = 64;
    StripeId stripe = sample.stripe();
    List<Incoming> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(sample.incoming(i % 2 == 0 ? stripe : sample.stripe(), i % 10, 2000, i + 1));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<StoredShard>> done =
          all.stream().map(in -> threads.submit(() -> store.put(in))).toList();
      for (Future<StoredShard> one : done) {
        one.get();
      }
    }
    assertEquals(count, store.figures().shards());
    int shared = disk.syncs.get() - before - count - disk.folderSyncs.get();
    assertTrue(shared < count / 2, "log syncs: " + shared);
    reopen();
    for (Incoming in : all) {
      assertArrayEquals(in.file(), store.reader().file(in.shard()));
    }
  }

  @Test
  void anInterruptedPutHurtsNobodyElse() throws Exception {
    Incoming in = sample.incoming(1);
    Thread.currentThread().interrupt();
    assertThrows(OperationFailed.class, () -> store.put(in));
    assertTrue(Thread.interrupted());
    assertTrue(store.failure().isEmpty());
    store.put(in);
    assertArrayEquals(in.file(), store.reader().file(in.shard()));
  }

  @Test
  void challengesAreAnswered() throws IOException {
    Incoming in = sample.incoming(sample.stripe(), 1, 200_000, 1);
    store.put(in);
    for (int leaf = 0; leaf < 4; leaf++) {
      ShardProof proof = store.reader().prove(in.shard(), leaf);
      assertEquals(CopyState.OK, proof.state());
      assertTrue(
          ShardName.proves(in.shard(), proof.header(), 200_000, leaf, proof.leaf(), proof.path()));
    }
    assertEquals(CopyState.CORRUPT, store.reader().prove(in.shard(), 4).state());
    assertEquals(CopyState.CORRUPT, store.reader().prove(in.shard(), -1).state());
    assertEquals(CopyState.MISSING, store.reader().prove(sample.name(), 0).state());
    byte[] one = store.reader().possession(in.shard(), new byte[32]);
    byte[] other = new byte[32];
    other[0] = 1;
    assertFalse(Arrays.equals(one, store.reader().possession(in.shard(), other)));
    byte[] bytes = Files.readAllBytes(fileOf(in.shard()));
    bytes[100_000] ^= 1;
    Files.write(fileOf(in.shard()), bytes);
    assertEquals(CopyState.CORRUPT, store.reader().prove(in.shard(), 0).state());
    Files.delete(fileOf(in.shard()));
    assertEquals(CopyState.MISSING, store.reader().prove(in.shard(), 0).state());
  }

  @Test
  void everyShardThatCameIsOnRecord() throws IOException {
    Incoming in = sample.incoming(4);
    store.put(in);
    reopen();
    store.put(SampleShards.again(in, 5));
    List<String> lines = Files.readAllLines(dataDir.path().resolve("received.log"));
    assertEquals(2, lines.size());
    assertEquals(
        "put %s %s %d %d 4 %s"
            .formatted(in.shard(), in.stripe(), in.index(), in.file().length, SampleShards.SENDER),
        lines.get(0));
  }

  static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private Path fileOf(ShardId shard) throws IOException {
    String found =
        shardFiles(".").stream().filter(one -> one.contains(shard.hex())).findFirst().orElseThrow();
    return Path.of(found);
  }

  private List<String> shardFiles(String below) throws IOException {
    return list(below).stream().filter(file -> file.endsWith(".shard")).toList();
  }

  private List<String> list(String below) throws IOException {
    try (Stream<Path> walk = Files.walk(dataDir.path().resolve(below).normalize())) {
      return walk.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  static void assertCode(FailureCode code, org.junit.jupiter.api.function.Executable executable) {
    assertEquals(code, assertThrows(OperationFailed.class, executable).code());
  }
}
