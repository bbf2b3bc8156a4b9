package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.security.AgentKeys;
import com.plexichat.backup.agent.transport.PeerLink;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.KeyRing;
import com.plexichat.backup.proto.KeyRingUpdate;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.PutOrder;
import com.plexichat.backup.proto.ShardName;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.SignedKeyRing;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/// Orders that nobody may give, at the door of one real holder. Each is answered with the name of
/// the failure, or with OBEYED.
final class ForgedOrders {
  static final String OBEYED = "OBEYED";
  private static final long SEQUENCE = 1L << 40;

  private final Impostor impostor;
  private final RealCluster.Member target;
  private final long epoch;

  ForgedOrders(Impostor impostor, RealCluster.Member target, long epoch) {
    this.impostor = impostor;
    this.target = target;
    this.epoch = epoch;
  }

  private interface Act {
    String done() throws InterruptedException, IOException;
  }

  private static String answer(Act act) throws InterruptedException, IOException {
    try {
      return act.done();
    } catch (OperationFailed refused) {
      return refused.code().name();
    }
  }

  private TrashRequest.Builder delete(String shard) {
    return TrashRequest.newBuilder()
        .setOperation("ab".repeat(16))
        .setSequence(SEQUENCE)
        .setEpoch(epoch)
        .setTarget(target.peerId())
        .addShards(EvilPeer.name(shard))
        .setDelete(true);
  }

  private String deleted(String as, TrashRequest request) throws InterruptedException, IOException {
    return answer(() -> {
      impostor.link(impostor.member(as), target).trash(request);
      return OBEYED;
    });
  }

  /// Deletes by agents that are not the coordinator, by one of another epoch, and for others.
  Map<String, String> deletes(String shard) throws InterruptedException, IOException {
    Map<String, String> answers = new TreeMap<>();
    answers.put("delete by another agent", deleted("agent-4", delete(shard).build()));
    answers.put("delete by the holder itself", deleted(target.name(), delete(shard).build()));
    answers.put(
        "delete of an old epoch", deleted("agent-1", delete(shard).setEpoch(epoch - 1).build()));
    answers.put(
        "delete of an epoch to come", deleted("agent-1", delete(shard).setEpoch(9).build()));
    answers.put(
        "delete meant for another",
        deleted("agent-1", delete(shard).setTarget("00".repeat(16)).build()));
    return answers;
  }

  /// What a coordinator that was taken over can do.
  String deleteByTheCoordinator(String shard) throws InterruptedException, IOException {
    return deleted("agent-1", delete(shard).build());
  }

  /// Orders to store what nobody ordered, told by an agent with a certificate.
  Map<String, String> puts(Path shard) throws InterruptedException, IOException {
    byte[] file = Files.readAllBytes(shard);
    String name = shard.getFileName().toString().substring(0, 64);
    PutOrder right = order(name, file);
    Map<String, String> answers = new TreeMap<>();
    answers.put("order that its bearer signed", put("agent-4", right, name, file));
    answers.put(
        "order for another target",
        put("agent-1", right.toBuilder().setTarget("00".repeat(16)).build(), name, file));
    answers.put(
        "order of another cluster",
        put("agent-1", right.toBuilder().setClusterId("other").build(), name, file));
    answers.put(
        "order of an old epoch",
        put("agent-1", right.toBuilder().setEpoch(epoch - 1).build(), name, file));
    answers.put(
        "order that has expired",
        put("agent-1", right.toBuilder().setExpiresMs(1).build(), name, file));
    byte[] other = file.clone();
    other[file.length - 1] ^= 1;
    answers.put("order for other bytes", put("agent-1", right, name, other));
    return answers;
  }

  private PutOrder order(String name, byte[] file) {
    return PutOrder.newBuilder()
        .setClusterId(impostor.membership().clusterId())
        .setEpoch(epoch)
        .setOperation(ByteString.copyFrom(new byte[16]))
        .setTarget(target.peerId())
        .setSource("00".repeat(16))
        .setStripe(ByteString.copyFrom(file, 32, 16))
        .setExpiresMs(Long.MAX_VALUE)
        .setSequence(SEQUENCE)
        .addShards(
            ShardName.newBuilder()
                .setShard(EvilPeer.name(name))
                .setIndex(file[11] & 0xff)
                .setLength(file.length)
                .setK(file[12] & 0xff)
                .setM(file[13] & 0xff))
        .build();
  }

  private String put(String signer, PutOrder order, String name, byte[] file)
      throws InterruptedException, IOException {
    Signed signed;
    try (AgentKeys keys = impostor.keys(signer)) {
      byte[] message = order.toByteArray();
      signed =
          Signed.newBuilder()
              .setMessage(ByteString.copyFrom(message))
              .setSignature(ByteString.copyFrom(Signing.sign(keys.signing().getPrivate(), message)))
              .build();
    }
    PutHead head =
        PutHead.newBuilder()
            .setShard(EvilPeer.name(name))
            .setLength(file.length)
            .addChain(signed)
            .build();
    return answer(() -> {
      PeerLink link = impostor.link(impostor.member("agent-4"), target);
      try {
        HolderAnswer answer = link.put(head, file, 0, file.length).get().getHolders(0);
        return answer.hasReceipt() ? OBEYED : answer.getFailure().getCode();
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof OperationFailed why) {
          throw why;
        }
        throw new AssertionError(failed);
      }
    });
  }

  /// A grant that the root never signed.
  String grant() throws InterruptedException, IOException {
    PeerLink link = impostor.link(impostor.member("agent-4"), target);
    EpochGrant.Builder forged =
        EpochGrant.newBuilder()
            .setClusterId(impostor.membership().clusterId())
            .setEpoch(epoch + 5)
            .setCoordinator(HexFormat.of().formatHex(new byte[16]))
            .setEndpoint("127.0.0.1:1")
            .setSignature(ByteString.copyFrom(new byte[70]));
    return answer(() -> {
      boolean isObeyed = link.obey(forged.build()).getObeyed();
      return isObeyed ? OBEYED : "NOT_OBEYED";
    });
  }

  /// A newer ring of every vault that the holder has a ring of, without its keys.
  void emptyRings() throws InterruptedException, IOException {
    KeyRingUpdate.Builder update = KeyRingUpdate.newBuilder();
    try (var files = Files.list(target.dataDir().resolve("rings"))) {
      for (Path file : files.toList()) {
        KeyRing ring =
            KeyRing.parseFrom(SignedKeyRing.parseFrom(Files.readAllBytes(file)).getRing());
        KeyRing empty =
            ring.toBuilder().clearEpochs().clearMasters().setVersion(Long.MAX_VALUE).build();
        update.addRings(
            SignedKeyRing.newBuilder().setRing(empty.toByteString()).build().toByteString());
      }
    }
    impostor.link(impostor.member("agent-1"), target).putKeyRings(update.build());
  }
}
