package com.plexichat.backup.agent.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.plexichat.backup.proto.CapsuleFrame;
import com.plexichat.backup.proto.ContributeFrame;
import com.plexichat.backup.proto.GetFrame;
import com.plexichat.backup.proto.PutFrame;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.Signed;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Frames look on the wire like the messages that they are.
class FrameCodecTest {
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void writesWhatTheMessageWouldAndReadsItBack() throws IOException {
    for (int round = 0; round < 200; round++) {
      byte[] data = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(40_000)];
      random.nextBytes(data);
      check(PutFrame.getDefaultInstance(), putHead(), data, 2);
      check(
          GetFrame.getDefaultInstance(),
          GetFrame.newBuilder().setRoot(bytes(32)).setTotal(random.nextLong()).build(),
          data,
          1);
      check(
          CapsuleFrame.getDefaultInstance(),
          CapsuleFrame.newBuilder()
              .setGeneration("7")
              .setOffset(random.nextLong())
              .setLast(random.nextBoolean())
              .build(),
          data,
          3);
      check(
          ContributeFrame.getDefaultInstance(),
          ContributeFrame.newBuilder()
              .setAuthorisation(Signed.newBuilder().setMessage(bytes(90)))
              .setHop(random.nextInt())
              .setLast(true)
              .build(),
          data,
          3);
    }
  }

  private PutFrame putHead() {
    PutFrame.Builder frame = PutFrame.newBuilder().setLast(random.nextBoolean());
    if (random.nextBoolean()) {
      frame.setHead(
          PutHead.newBuilder()
              .setShard(bytes(32))
              .setLength(random.nextInt(1 << 20))
              .addChain(Signed.newBuilder().setMessage(bytes(200)).setSignature(bytes(70))));
    }
    return frame.build();
  }

  private <M extends Message> void check(M prototype, M head, byte[] data, int field)
      throws IOException {
    FrameCodec<M> codec = new FrameCodec<>(prototype, field);
    byte[] around = new byte[data.length + 7];
    System.arraycopy(data, 0, around, 5, data.length);
    Message whole =
        head.toBuilder()
            .setField(
                prototype.getDescriptorForType().findFieldByNumber(field),
                ByteString.copyFrom(data))
            .build();
    FrameStream out = (FrameStream) codec.stream(Framed.of(head, around, 5, data.length));
    ByteArrayOutputStream drained = new ByteArrayOutputStream();
    assertEquals(whole.getSerializedSize(), out.available(), "seed " + seed);
    assertEquals(whole.getSerializedSize(), out.drainTo(drained), "seed " + seed);
    assertArrayEquals(whole.toByteArray(), drained.toByteArray(), "seed " + seed);
    assertArrayEquals(
        whole.toByteArray(),
        codec.stream(Framed.of(head, around, 5, data.length)).readAllBytes(),
        "seed " + seed);
    try (Framed<M> back = codec.parse(new ByteArrayInputStream(whole.toByteArray()))) {
      assertEquals(head, back.head(), "seed " + seed);
      assertArrayEquals(data, back.bytes(), "seed " + seed);
    }
  }

  @Test
  void refusesWhatIsNoFrame() throws IOException {
    FrameCodec<PutFrame> codec = new FrameCodec<>(PutFrame.getDefaultInstance(), 2);
    byte[] good =
        PutFrame.newBuilder().setHead(putHead().getHead()).setData(bytes(50)).build().toByteArray();
    for (int cut = 1; cut < good.length; cut++) {
      byte[] part = Arrays.copyOf(good, cut);
      assertEquals(isMessage(part), isFrame(codec, part), "cut at " + cut);
    }
    byte[] twice = Arrays.copyOf(good, good.length * 2);
    System.arraycopy(good, 0, twice, good.length, good.length);
    assertThrows(StatusRuntimeException.class, () -> codec.parse(new ByteArrayInputStream(twice)));
    byte[] huge = {0x12, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
    assertThrows(StatusRuntimeException.class, () -> codec.parse(new ByteArrayInputStream(huge)));
  }

  private static boolean isMessage(byte[] bytes) {
    try {
      return PutFrame.parseFrom(bytes) != null;
    } catch (InvalidProtocolBufferException broken) {
      return false;
    }
  }

  private static boolean isFrame(FrameCodec<PutFrame> codec, byte[] bytes) {
    try (Framed<PutFrame> frame = codec.parse(new ByteArrayInputStream(bytes))) {
      return frame.size() >= 0;
    } catch (StatusRuntimeException refused) {
      return false;
    }
  }

  @Test
  void readsAnyBytesOrRefusesThem() {
    FrameCodec<PutFrame> codec = new FrameCodec<>(PutFrame.getDefaultInstance(), 2);
    for (int round = 0; round < 5000; round++) {
      byte[] noise = new byte[random.nextInt(30)];
      random.nextBytes(noise);
      try (Framed<PutFrame> frame = codec.parse(new ByteArrayInputStream(noise))) {
        assertEquals(frame.size(), frame.bytes().length);
      } catch (StatusRuntimeException refused) {
        assertEquals(io.grpc.Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
      }
    }
  }

  private ByteString bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }
}
