package com.plexichat.backup.agent.storage;

import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/// Shard files with well-formed headers and random bodies, for tests.
public final class SampleShards {
  public static final PeerId SENDER = new PeerId("5e".repeat(16));

  private final Random random;

  public SampleShards(long seed) {
    random = new Random(seed);
  }

  /// Of a store that deletes what it is told to.
  static StoreSettings settings(String name, String capacity) {
    return new StoreSettings(
        name, ByteSize.parse(capacity), new ByteSize(0), new TrashRule(Duration.ZERO, () -> 0));
  }

  public StripeId stripe() {
    return new StripeId(random.nextLong(), random.nextLong());
  }

  public byte[] file(StripeId stripe, int index, int bodyLength) {
    ByteBuffer file = ByteBuffer.allocate(256 + bodyLength);
    byte[] noise = new byte[256 + bodyLength];
    random.nextBytes(noise);
    file.put("PXSHARD1".getBytes(StandardCharsets.US_ASCII));
    file.putShort((short) 1);
    boolean parity = index >= 8;
    file.put((byte) (parity ? 1 : 0))
        .put((byte) index)
        .put((byte) 8)
        .put((byte) 2)
        .putShort((short) 0);
    file.put(noise, 0, 16).put(stripe.bytes());
    file.putInt(1).putInt(bodyLength).putLong(0);
    if (!parity) {
      file.put(noise, 16, 32).put(noise, 48, 16);
      file.position(224).put(noise, 64, 32);
    }
    file.position(256).put(noise, 256, bodyLength);
    return file.array();
  }

  public Incoming incoming(StripeId stripe, int index, int bodyLength, long sequence) {
    byte[] file = file(stripe, index, bodyLength);
    return new Incoming(ShardName.of(file), stripe, index, sequence, arrival(), file);
  }

  public Incoming incoming(long sequence) {
    return incoming(stripe(), random.nextInt(10), 272 + random.nextInt(200_000), sequence);
  }

  public static Arrival arrival() {
    return new Arrival(Arrival.Way.PUT, SENDER);
  }

  public static Incoming again(Incoming incoming, long sequence) {
    return new Incoming(
        incoming.shard(),
        incoming.stripe(),
        incoming.index(),
        sequence,
        arrival(),
        incoming.file());
  }

  public ShardId name() {
    return new ShardId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }
}
