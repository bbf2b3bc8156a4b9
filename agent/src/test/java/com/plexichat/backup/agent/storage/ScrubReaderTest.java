package com.plexichat.backup.agent.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubReaderTest {
  private static final PeerId PEER = new PeerId("ab".repeat(16));

  @TempDir Path folder;
  private final SampleShards sample = new SampleShards(11);
  private DataDir dataDir;
  private ShardStore store;

  @BeforeEach
  void open() {
    dataDir = DataDir.open(folder.resolve("data"), PEER);
    store =
        ShardStore.open(
            dataDir,
            new StoreSettings(
                "south",
                ByteSize.parse("1G"),
                new ByteSize(0),
                new TrashRule(Duration.ZERO, () -> 0)));
  }

  @AfterEach
  void close() {
    store.close();
    dataDir.close();
  }

  @Test
  void everyDamageIsNamedWithItsFileAndNothingElse() throws IOException {
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      Map<ShardId, BadCopy> expected = new TreeMap<>();
      List<Path> files = fill(60);
      flip(files.get(0), random, expected);
      truncate(files.get(1), random, expected);
      lengthen(files.get(2), random, expected);
      swap(files.get(3), files.get(4), expected);
      Files.delete(files.get(5));
      expect(files.get(5), BadCopy.Damage.MISSING, expected);
      Files.write(files.get(6), new byte[0]);
      expect(files.get(6), BadCopy.Damage.CORRUPT, expected);
      flip(trashed(files.get(7)), random, expected);
      assertEquals(List.copyOf(expected.values()), scrub(), "seed " + seed);
      if (seed % 2 == 0) {
        close();
        open();
        // The length of a file that was changed while the agent was down is told by its name only.
        assertEquals(List.copyOf(expected.values()), scrub(), "after a start, seed " + seed);
      }
      store.delete(store.page(null, 1000).stream().map(StoredShard::shard).toList(), seed * 100);
    }
  }

  @Test
  void itGoesOnWhereItStopped() throws IOException {
    fill(300);
    List<ScrubReader.Report> reports = new ArrayList<>();
    store.scrub(Pace.of(0)).run(null, reports::add);
    assertEquals(3, reports.size());
    assertEquals(300, reports.getLast().checked());
    assertEquals(300, reports.getLast().total());
    ShardId middle = reports.getFirst().position();
    assertEquals(300 - 128, store.scrub(Pace.of(0)).run(middle, report -> {}).checked());
  }

  @Test
  void namedShardsAloneAreLookedAt() throws IOException {
    List<Path> files = fill(4);
    Map<ShardId, BadCopy> expected = new TreeMap<>();
    flip(files.get(0), new Random(1), expected);
    Files.delete(files.get(1));
    ShardId unknown = sample.name();
    List<ShardId> asked =
        new ArrayList<>(files.stream().limit(3).map(ScrubReaderTest::shard).toList());
    asked.add(unknown);
    ScrubReader reader = store.scrub(Pace.of(0));
    ScrubReader.Report deep = reader.look(asked, ScrubReader.Depth.BYTES);
    assertEquals(4, deep.checked());
    assertEquals(
        List.of(shard(files.get(0)), shard(files.get(1)), unknown),
        deep.bad().stream().map(BadCopy::shard).toList());
    ScrubReader.Report presence = reader.look(asked, ScrubReader.Depth.PRESENCE);
    assertEquals(
        List.of(shard(files.get(1)), unknown),
        presence.bad().stream().map(BadCopy::shard).toList());
  }

  @Test
  void itKeepsItsPace() throws IOException {
    fill(20);
    AtomicLong nanos = new AtomicLong();
    Pace pace = new Pace(1_000_000, nanos::get, nanos::addAndGet);
    ScrubReader.Report report = store.scrub(pace).run(null, part -> {});
    double seconds = nanos.get() / 1e9;
    assertEquals(report.bytes() / 1e6, seconds, 0.001);
  }

  @Test
  void anInterruptEndsItWithItsPosition() throws IOException {
    fill(10);
    Thread.currentThread().interrupt();
    ScrubReader.Report report = store.scrub(Pace.of(0)).run(null, part -> {});
    assertTrue(Thread.interrupted());
    assertEquals(0, report.checked());
  }

  private List<BadCopy> scrub() {
    List<BadCopy> bad = new ArrayList<>();
    store.scrub(Pace.of(0)).run(null, report -> bad.addAll(report.bad()));
    return bad;
  }

  private List<Path> fill(int count) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Incoming in = sample.incoming(sample.stripe(), i % 10, 20_000, 1);
      StoredShard stored = store.put(in);
      files.add(new ShardFiles(dataDir.path()).held(stored));
    }
    return files;
  }

  private Path trashed(Path held) {
    store.trash(List.of(shard(held)), 2);
    return dataDir
        .path()
        .resolve("trash")
        .resolve(ShardStoreTest.folderOf(held).getFileName())
        .resolve(held.getFileName());
  }

  private static ShardId shard(Path file) {
    return ShardId.of(file.getFileName().toString().substring(0, 64));
  }

  private static void expect(Path file, BadCopy.Damage damage, Map<ShardId, BadCopy> expected) {
    expected.put(shard(file), new BadCopy(shard(file), damage, file));
  }

  private static void flip(Path file, Random random, Map<ShardId, BadCopy> expected)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int bit = random.nextInt(bytes.length * 8);
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    Files.write(file, bytes);
    expect(file, BadCopy.Damage.CORRUPT, expected);
  }

  private static void truncate(Path file, Random random, Map<ShardId, BadCopy> expected)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length - 1)));
    expect(file, BadCopy.Damage.CORRUPT, expected);
  }

  private static void lengthen(Path file, Random random, Map<ShardId, BadCopy> expected)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100)));
    expect(file, BadCopy.Damage.CORRUPT, expected);
  }

  private static void swap(Path one, Path two, Map<ShardId, BadCopy> expected) throws IOException {
    Path aside = one.resolveSibling("aside");
    Files.move(one, aside);
    Files.move(two, one, StandardCopyOption.REPLACE_EXISTING);
    Files.move(aside, two);
    expect(one, BadCopy.Damage.CORRUPT, expected);
    expect(two, BadCopy.Damage.CORRUPT, expected);
  }
}
