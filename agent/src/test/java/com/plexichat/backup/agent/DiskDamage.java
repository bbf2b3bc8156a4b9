package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.RealCluster.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/// What disks do to the shards of a real cluster.
record DiskDamage(RealCluster cluster) {
  /// The file in which an agent has a shard.
  Path file(String agent, String shard) throws IOException {
    return cluster.member(agent).shards().stream()
        .filter(path -> isOf(path, shard))
        .findFirst()
        .orElseThrow();
  }

  /// Changes one bit.
  static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 16;
    Files.write(file, bytes);
  }

  /// Each gets what the other has; nothing but their contents tells.
  static void swap(Path one, Path other) throws IOException {
    assertEquals(Files.size(one), Files.size(other));
    Path aside = one.resolveSibling("aside");
    Files.move(one, aside);
    Files.move(other, one);
    Files.move(aside, other, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Deletes every copy of these shards on every disk.
  void lose(List<String> shards) throws IOException {
    for (Member member : cluster.members()) {
      for (Path path : member.shards()) {
        if (shards.stream().anyMatch(shard -> isOf(path, shard))) {
          Files.delete(path);
        }
      }
    }
  }

  /// How many files on all disks have a shard as it was.
  long whole(String shard, byte[] bytes) throws IOException {
    long whole = 0;
    try {
      for (Member member : cluster.members()) {
        for (Path path : member.shards()) {
          whole += isOf(path, shard) && Arrays.equals(bytes, Files.readAllBytes(path)) ? 1 : 0;
        }
      }
    } catch (NoSuchFileException replaced) {
      return whole(shard, bytes);
    }
    return whole;
  }

  private static boolean isOf(Path path, String shard) {
    return path.getFileName().toString().startsWith(shard);
  }
}
