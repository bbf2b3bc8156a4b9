package com.plexichat.backup.agent.content;

import com.plexichat.backup.agent.coding.Chunker;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.agent.coding.v1.StripeCode;
import com.plexichat.backup.agent.crypto.Aead;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.shared.model.StripeId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A quick measurement of the hot path, one thread, MB of plaintext in a second of that thread's
/// CPU time: best of thirty rounds. Not a test; run its main method.
final class Speed {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 30;

  private Speed() {}

  public static void main(String[] args) {
    Vault vault = Samples.vault();
    StripeSealer sealer = Samples.sealer(1);
    Aead.warmUp();
    byte[] data = Samples.random(64 << 20, 1);
    Chunker chunker = new Chunker(vault.gearKey());
    measure("chunker", data.length, () -> chunk(chunker, data));
    measure("chunk id", data.length, () -> vault.chunkId(data, 0, data.length));
    byte[] shard = Samples.random(1 << 20, 2);
    measure("shard name", 8 << 20, () -> repeat(8, () -> ShardName.of(shard)));
    byte[][] files = new byte[8][1 << 20];
    for (int i = 0; i < files.length; i++) {
      files[i] = Samples.random(1 << 20, i);
    }
    StripeCode code = new StripeCode(8, 2);
    measure("parity 8+2", 8 << 20, () -> repeat(4, () -> code.parity(files)), 4);
    byte[][] ten = Arrays.copyOf(files, 10);
    ten[8] = files[0];
    ten[9] = files[1];
    StripeCode wide = new StripeCode(10, 4);
    measure("parity 10+4", 10 << 20, () -> repeat(4, () -> wide.parity(ten)), 4);
    byte[] into = new byte[1 << 20];
    measure(
        "multiplyAdd",
        1 << 20,
        () -> repeat(64, () -> StripeCode.multiplyAdd(into, shard, 1 << 20, (byte) 0x8e)),
        64);
    byte[] plaintext = Samples.random(8 * Format.CAPACITY, 3);
    for (int m : new int[] {0, 2}) {
      measure(
          "seal 8+" + m,
          plaintext.length,
          () ->
              repeat(
                  4,
                  () -> sealer.seal(vault, sealer.newStripe(), 8, m, plaintext, ContentClass.DATA)),
          4);
    }
    SealedStripe sealed =
        sealer.seal(vault, new StripeId(1, 2), 8, 2, plaintext, ContentClass.DATA);
    OpenStripe open = StripeOpener.open(vault, Samples.headers(sealed));
    byte[] file = sealed.shards().getFirst().file();
    measure("open", 8 << 20, () -> repeat(8, () -> open.plaintext(0, file)));
    blocks(vault, "text", Samples.text(1 << 20, 4));
    blocks(vault, "noise", Samples.random(1 << 20, 5));
  }

  private static void blocks(Vault vault, String what, byte[] raw) {
    List<Chunk> one = List.of(Samples.chunk(vault, raw));
    for (int level : new int[] {1, 3}) {
      measure(
          what + " block, zstd " + level,
          raw.length,
          () -> repeat(32, () -> Block.chunks(one, ContentClass.DATA, level)),
          32);
    }
  }

  private static void chunk(Chunker chunker, byte[] data) {
    for (int at = 0; at < data.length; ) {
      at += chunker.cut(data, at, data.length, true);
    }
  }

  private static void repeat(int times, Runnable act) {
    for (int i = 0; i < times; i++) {
      act.run();
    }
  }

  private static void measure(String what, int bytes, Runnable act) {
    measure(what, bytes, act, 1);
  }

  private static void measure(String what, int bytes, Runnable act, int times) {
    double best = 0;
    for (int i = 0; i < ROUNDS; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      act.run();
      best =
          Math.max(
              best, (double) bytes * times / (THREADS.getCurrentThreadCpuTime() - start) * 1000);
    }
    System.out.printf(Locale.ROOT, "%-20s %7.0f MB/s%n", what, best);
  }
}
