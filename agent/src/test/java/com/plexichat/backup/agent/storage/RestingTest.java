package com.plexichat.backup.agent.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long what was removed has lain in the trash, by no clock but the agent's own.
class RestingTest {
  private static final PeerId PEER = new PeerId("ab".repeat(16));
  private static final long REST = Duration.ofDays(6).toMillis();

  @TempDir Path folder;
  private final SampleShards sample = new SampleShards(7);
  private long nanos;
  private DataDir dataDir;
  private ServedTime served;
  private ShardStore store;

  @BeforeEach
  void open() {
    dataDir = DataDir.open(folder.resolve("data"), PEER);
    served = ServedTime.open(dataDir, () -> nanos);
    TrashRule rule = new TrashRule(Duration.ofMillis(REST), served);
    store =
        ShardStore.open(
            dataDir, new StoreSettings("north", ByteSize.parse("64M"), new ByteSize(0), rule));
  }

  @AfterEach
  void close() {
    store.close();
    dataDir.close();
  }

  private void reopen() {
    close();
    nanos = nanos % 7 - 3; // another start counts from anywhere
    open();
  }

  private void serve(long ms) {
    nanos += TimeUnit.MILLISECONDS.toNanos(ms);
    served.keep();
  }

  private ShardId trashed() {
    Incoming in = sample.incoming(1);
    store.put(in);
    store.trash(List.of(in.shard()), 2);
    return in.shard();
  }

  @Test
  void itIsTheTimeThatTheAgentServedThroughAnyNumberOfStarts() {
    ShardId shard = trashed();
    serve(REST / 2);
    assertFalse(store.mayDelete(shard));
    reopen();
    reopen();
    serve(REST / 2 - 1);
    assertFalse(store.mayDelete(shard));
    serve(1);
    assertTrue(store.mayDelete(shard));
    reopen();
    serve(Duration.ofMinutes(1).toMillis());
    assertTrue(store.mayDelete(shard), "a crash takes back a minute at most");
  }

  /// Somebody took it from the disk, and nobody has looked since.
  @Test
  void aLostFileIsNotMovedAndBreaksNothing() throws IOException {
    Incoming in = sample.incoming(1);
    store.put(in);
    try (var all = Files.walk(folder)) {
      for (Path file : all.filter(one -> one.toString().endsWith(".shard")).toList()) {
        Files.delete(file);
      }
    }
    assertEquals(List.of(in.shard()), store.trash(List.of(in.shard()), 2).unknown());
    assertTrue(store.failure().isEmpty());
    assertTrue(store.mayDelete(in.shard()));
    assertEquals(List.of(in.shard()), store.delete(List.of(in.shard()), 3).done());
    store.put(sample.incoming(4));
  }

  /// A lock is days more in the trash, and nobody takes it back: no restart, no shorter one, no
  /// coming back and going again.
  @Test
  void whatIsLockedRestsForAsLongAsItsLockSays() {
    Incoming in = sample.incoming(1);
    store.put(in);
    List<ShardId> shards = List.of(in.shard());
    assertFalse(store.isLocked(in.shard()));
    assertEquals(shards, store.lock(shards, 30).done());
    assertEquals(shards, store.lock(shards, 7).done(), "a shorter one changes nothing");
    store.trash(shards, 2);
    long lock = Duration.ofDays(30).toMillis();
    serve(REST);
    assertFalse(store.mayDelete(in.shard()));
    reopen();
    assertTrue(store.isLocked(in.shard()));
    serve(lock - REST - 1);
    assertFalse(store.mayDelete(in.shard()));
    store.untrash(shards, 3);
    store.trash(shards, 4);
    reopen();
    serve(lock - 1);
    assertFalse(store.mayDelete(in.shard()), "it began anew");
    serve(Duration.ofMinutes(1).toMillis());
    assertTrue(store.mayDelete(in.shard()));
    assertEquals(shards, store.delete(shards, 5).done());
    assertFalse(store.isLocked(in.shard()));
  }

  @Test
  void whatLiesInTheTrashIsLockedThereAndWhatIsNotHereIsNot() {
    ShardId shard = trashed();
    ShardId other = sample.incoming(9).shard();
    Moved locked = store.lock(List.of(shard, other), 30);
    assertEquals(List.of(shard), locked.done());
    assertEquals(List.of(other), locked.unknown());
    serve(REST);
    assertFalse(store.mayDelete(shard));
    serve(Duration.ofDays(30).toMillis() - REST);
    assertTrue(store.mayDelete(shard));
  }

  @Test
  void whatComesBackBeginsAnewWhenItIsRemovedAgain() {
    ShardId shard = trashed();
    serve(REST);
    assertTrue(store.mayDelete(shard));
    store.untrash(List.of(shard), 3);
    assertFalse(store.mayDelete(shard));
    store.trash(List.of(shard), 4);
    assertFalse(store.mayDelete(shard));
    reopen();
    serve(REST - 1);
    assertFalse(store.mayDelete(shard));
  }

  @Test
  void anOrderToldAgainBeginsNothingAnew() {
    ShardId shard = trashed();
    serve(REST - 1);
    store.trash(List.of(shard), 5);
    serve(1);
    assertTrue(store.mayDelete(shard));
    reopen();
    serve(Duration.ofMinutes(1).toMillis());
    assertTrue(store.mayDelete(shard));
  }

  @Test
  void ofWhatTheLogDoesNotTellItBeginsWithTheStart() throws IOException {
    ShardId shard = trashed();
    serve(REST);
    close();
    Path log = folder.resolve("data/holdings.log");
    byte[] bytes = Files.readAllBytes(log);
    Files.write(
        log, Arrays.copyOf(bytes, bytes.length - HoldingsLog.RECORD)); // of before it was kept
    open();
    assertFalse(store.mayDelete(shard));
    serve(REST / 2);
    reopen();
    serve(REST / 2);
    assertTrue(store.mayDelete(shard));
  }

  @Test
  void whoLosesItsTimeWaitsAnew() throws IOException {
    serve(REST * 3);
    ShardId shard = trashed();
    serve(REST);
    close();
    Files.delete(folder.resolve("data/served"));
    nanos = 0;
    open();
    assertFalse(store.mayDelete(shard));
    serve(REST);
    assertTrue(store.mayDelete(shard));
    assertEquals(REST, served.getAsLong());
  }
}
