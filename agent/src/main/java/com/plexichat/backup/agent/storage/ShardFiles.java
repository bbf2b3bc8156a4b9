package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names of shard files: `store/xx/<shard>-<stripe>-<index>.shard`, the trash alike, and
/// temporary files in `store/tmp`.
///
/// A name says all that the store must know of a shard, so that a start reads names only.
final class ShardFiles {
  static final String SUFFIX = ".shard";
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{64})-([0-9a-f]{32})-([0-9a-f]{2})\\.shard");

  private final Path store;
  private final Path trash;
  private final Path temporary;
  private final Set<Path> made = ConcurrentHashMap.newKeySet();
  private final AtomicLong number = new AtomicLong();

  ShardFiles(Path dataDir) {
    store = dataDir.resolve("store");
    trash = dataDir.resolve("trash");
    temporary = store.resolve("tmp");
  }

  /// Creates the roots and removes what a crash left half written.
  void prepare(Disk disk) throws IOException {
    disk.createFolder(store);
    disk.createFolder(trash);
    disk.createFolder(temporary);
    try (var left = Files.newDirectoryStream(temporary)) {
      for (Path file : left) {
        disk.delete(file);
      }
    }
  }

  /// Creates the folder of a file when it is the first in it, and makes the folder's name durable.
  void makeFolder(Disk disk, Path file) throws IOException {
    Path folder = file.getParent();
    if (folder == null || made.contains(folder)) {
      return;
    }
    disk.createFolder(folder);
    disk.forceFolder(folder.resolveSibling("."));
    made.add(folder);
  }

  Path newTemporary() {
    return temporary.resolve("incoming-" + number.incrementAndGet());
  }

  Path path(StoredShard shard) {
    return shard.state() == ShardState.TRASHED ? trashed(shard) : held(shard);
  }

  Path held(StoredShard shard) {
    return file(store, shard);
  }

  Path trashed(StoredShard shard) {
    return file(trash, shard);
  }

  private static Path file(Path root, StoredShard shard) {
    String hex = shard.shard().hex();
    String name =
        String.format(Locale.ROOT, "%s-%s-%02x%s", hex, shard.stripe(), shard.index(), SUFFIX);
    return root.resolve(hex.substring(0, 2)).resolve(name);
  }

  /// Whether its file is not where it should be, which the index may not know yet.
  boolean isLost(StoredShard shard) {
    return Files.notExists(path(shard));
  }

  /// Shows every shard file: the store's, then the trash's. Other files are left alone.
  void list(Consumer<StoredShard> consumer) throws IOException {
    walk(store, ShardState.HELD, consumer);
    walk(trash, ShardState.TRASHED, consumer);
  }

  private static void walk(Path root, ShardState state, Consumer<StoredShard> consumer)
      throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              parse(file, attributes.size(), state).ifPresent(consumer);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Optional<StoredShard> parse(Path file, long size, ShardState state) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return Optional.empty();
    }
    int length = (int) Math.min(size, Integer.MAX_VALUE);
    return Optional.of(
        new StoredShard(
            ShardId.of(name.group(1)),
            StripeId.of(name.group(2)),
            Integer.parseInt(name.group(3), 16),
            length,
            state,
            0));
  }
}
