package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.model.StripeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Made the second archive of format version 1, once: `GoldenMoreMaker FOLDER` writes
/// `golden-v1-more.zip` and `golden-v1-more.txt` there. It holds what the first one lacks: a fold,
/// a file that lies in several stripes, a folder in parts, large chunks that compress. Like the
/// first it must never be made anew.
///
/// A tier of two data shards and one parity shard, a copy of each, keeps it small: a full stripe is
/// 2 MiB then.
final class GoldenMoreMaker {
  private static final TierSpec TIER =
      TierSpec.newBuilder()
          .setName("small")
          .setDays(90)
          .setCopies(1)
          .setDataShards(2)
          .setParityShards(1)
          .build();

  /// Sixteen tiny stripes are folded by the backup that comes next.
  private static final int TINY = 16;

  private static final int MANY = 10_001;
  private static final int LARGE = 2_200_000;

  private GoldenMoreMaker() {}

  public static void main(String[] args) throws Exception {
    Path out = Path.of(args[0]);
    Path work = Files.createDirectory(out.resolve("plexichat-golden"));
    Path docs = Files.createDirectory(work.resolve("docs"));
    StringBuilder expected = new StringBuilder();
    try (RebuildRig rig = new RebuildRig(work)) {
      for (int i = 0; i < TINY; i++) {
        Files.write(docs.resolve("note" + i % 3), Trees.bytes(new Random(i), 100 + i));
        expected.append(GoldenMaker.tree(rig.backUp("docs", docs, TIER), docs));
      }
      Files.write(docs.resolve("large"), Trees.bytes(new Random(TINY), LARGE));
      Files.write(docs.resolve("lines"), lines());
      Path many = Files.createDirectory(docs.resolve("many"));
      for (int i = 0; i < MANY; i++) {
        Files.createFile(many.resolve("entry %05d".formatted(i)));
      }
      expected.append(GoldenMaker.tree(rig.backUp("docs", docs, TIER), docs));
      for (StripeId left : rig.original.catalogue.stripes().leftByFolds(TINY)) {
        for (ShardRow shard :
            rig.original.catalogue.stripes().find(left, TestCatalogue.NOW).orElseThrow().shards()) {
          rig.peers.lose(shard.id());
        }
      }
      expected.append(GoldenFilesTest.log(rig.original.catalogue));
      GoldenMaker.write(out.resolve("golden-v1-more"), work, rig, expected);
    }
  }

  /// Compresses well, and no part of it is like another.
  private static byte[] lines() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      lines.append("line ").append(i).append(" of what is easily compressed\n");
    }
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
