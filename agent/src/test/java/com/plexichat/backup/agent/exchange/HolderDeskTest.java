package com.plexichat.backup.agent.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.proto.CapsuleFrame;
import com.plexichat.backup.proto.CapsuleRequest;
import com.plexichat.backup.proto.EpochKey;
import com.plexichat.backup.proto.HeldShard;
import com.plexichat.backup.proto.InventoryPage;
import com.plexichat.backup.proto.InventoryRequest;
import com.plexichat.backup.proto.KeyRing;
import com.plexichat.backup.proto.KeyRingUpdate;
import com.plexichat.backup.proto.Proof;
import com.plexichat.backup.proto.ProveRequest;
import com.plexichat.backup.proto.ScrubReport;
import com.plexichat.backup.proto.ScrubRequest;
import com.plexichat.backup.proto.SealedMaster;
import com.plexichat.backup.proto.SignedKeyRing;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolderDeskTest {
  @TempDir Path folder;
  private LocalCluster cluster;
  private LocalCluster.Agent agent;
  private OutgoingStripe stripe;

  @BeforeEach
  void open() {
    cluster = new LocalCluster(folder, 9);
    agent = cluster.add("agent", "64M");
    stripe = new SampleStripes(51).stripe(8, 2, 150_000);
    ShardSender sender =
        new ShardSender(cluster.calls(new PeerId("00".repeat(16))), cluster::key, 1 << 20);
    var order = cluster.orderFor(agent.peer(), stripe, stripe.shards().subList(0, 5)).build();
    assertEquals(
        5, sender.send(stripe, List.of(cluster.sign(order.toByteArray()))).receipts().size());
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void possessionIsProvenLeafByLeaf() {
    ShardId shard = stripe.shards().get(1).shard();
    ProveRequest request =
        ProveRequest.newBuilder()
            .setNonce(ByteString.copyFrom(new byte[32]))
            .addShards(ByteString.copyFrom(shard.bytes()))
            .addShards(ByteString.copyFrom(stripe.shards().get(7).shard().bytes()))
            .setLeaf(2)
            .build();
    List<Proof> proofs = agent.holder().prove(request).getProofsList();
    Proof proof = proofs.getFirst();
    assertEquals("OK", proof.getState());
    assertTrue(
        ShardName.proves(
            shard,
            proof.getHeader().toByteArray(),
            (int) proof.getLength() - 256,
            2,
            proof.getLeaf().toByteArray(),
            proof.getPathList().stream().map(ByteString::toByteArray).toList()));
    assertEquals("MISSING", proofs.get(1).getState());
    Proof whole = agent.holder().prove(request.toBuilder().setLeaf(-1).build()).getProofs(0);
    assertEquals("OK", whole.getState());
    assertEquals(32, whole.getLeaf().size());
  }

  @Test
  void aScrubNamesTheFile() throws IOException {
    Path file;
    try (var files = Files.walk(agent.dataDir().path())) {
      file = files.filter(one -> one.toString().endsWith(".shard")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[1000] ^= 1;
    Files.write(file, bytes);
    List<ScrubReport> reports = new ArrayList<>();
    agent.holder().desk().scrub(ScrubRequest.getDefaultInstance(), reports::add);
    assertEquals(5, reports.getLast().getChecked());
    assertEquals("CORRUPT", reports.getLast().getBad(0).getState());
    assertEquals(file.toString(), reports.getLast().getBad(0).getPath());
  }

  @Test
  void theInventoryNamesEveryShardWithItsHeader() {
    List<InventoryPage> pages = new ArrayList<>();
    agent.holder().desk().inventory(InventoryRequest.getDefaultInstance(), pages::add);
    assertEquals(5, pages.stream().mapToInt(InventoryPage::getShardsCount).sum());
    assertEquals(256, pages.getFirst().getShards(0).getHeader().size());
  }

  @Test
  void theInventoryShowsWhatIsInTheTrash() {
    ShardId trashed = stripe.shards().get(3).shard();
    agent
        .holder()
        .trash(
            TrashRequest.newBuilder()
                .setOperation("0".repeat(32))
                .setTarget(agent.peer().hex())
                .setEpoch(1)
                .setSequence(1_000)
                .addShards(ByteString.copyFrom(trashed.bytes()))
                .build());
    List<HeldShard> shards = new ArrayList<>();
    agent
        .holder()
        .desk()
        .inventory(
            InventoryRequest.getDefaultInstance(), page -> shards.addAll(page.getShardsList()));
    assertEquals(5, shards.size());
    for (HeldShard shard : shards) {
      ShardId name = ShardId.of(shard.getShard().toByteArray());
      assertEquals(name.equals(trashed), shard.getTrashed());
      assertEquals(256, shard.getHeader().size());
    }
  }

  @Test
  void aCapsuleComesBackWhole() {
    byte[] capsule = new byte[600_000];
    new Random(1).nextBytes(capsule);
    HolderDesk desk = agent.holder().desk();
    List<CapsuleFrame> frames = new ArrayList<>();
    for (int at = 0; at < capsule.length; at += 200_000) {
      frames.add(
          CapsuleFrame.newBuilder()
              .setGeneration("12")
              .setOffset(at)
              .setData(ByteString.copyFrom(capsule, at, 200_000))
              .build());
    }
    assertEquals(600_000, desk.putCapsule(frames.iterator()).getLength());
    List<CapsuleFrame> back = new ArrayList<>();
    desk.getCapsule(CapsuleRequest.newBuilder().setGeneration("12").build(), back::add);
    ByteString all = ByteString.EMPTY;
    for (CapsuleFrame frame : back) {
      assertEquals(all.size(), frame.getOffset());
      all = all.concat(frame.getData());
    }
    assertArrayEquals(capsule, all.toByteArray());
    assertTrue(back.getLast().getLast());
    List<CapsuleFrame> list = new ArrayList<>();
    desk.getCapsule(CapsuleRequest.getDefaultInstance(), list::add);
    assertEquals(600_000, list.getFirst().getOffset());
  }

  @Test
  void theNewestRingOfEachVaultIsKept() {
    HolderDesk desk = agent.holder().desk();
    assertEquals(1, desk.putKeyRing(update("aa", 2)).getHeld());
    assertEquals(1, desk.putKeyRing(update("aa", 1)).getHeld());
    assertEquals(2, desk.putKeyRing(update("bb", 1)).getHeld());
    assertEquals(ring("aa", 2), desk.getKeyRings().getRings(0));
  }

  @Test
  void aRingThatLeavesKeysOutTakesNoOnesPlace() {
    HolderDesk desk = agent.holder().desk();
    KeyRing kept =
        KeyRing.newBuilder()
            .setVault("aa".repeat(16))
            .setHost("11".repeat(16))
            .setVersion(1)
            .setChunkKey(ByteString.copyFromUtf8("chunk"))
            .addEpochs(EpochKey.newBuilder().setEpoch(1).setWrapped(ByteString.copyFromUtf8("a")))
            .addMasters(SealedMaster.newBuilder().setRecipient("kit"))
            .build();
    KeyRing more =
        kept.toBuilder()
            .setVersion(2)
            .addMasters(SealedMaster.newBuilder().setRecipient("22".repeat(16)))
            .build();
    List<KeyRing> forged =
        List.of(
            kept.toBuilder().setVersion(9).clearMasters().build(),
            kept.toBuilder().setVersion(9).clearEpochs().build(),
            kept.toBuilder().setVersion(9).clearChunkKey().build(),
            kept.toBuilder().setVersion(9).setHost("33".repeat(16)).build(),
            kept.toBuilder().setVersion(9).setMasters(0, more.getMasters(1)).build());
    assertEquals(1, desk.putKeyRing(signed(kept)).getHeld());
    for (KeyRing one : forged) {
      assertEquals(1, desk.putKeyRing(signed(one)).getHeld());
      assertEquals(signed(kept).getRings(0), desk.getKeyRings().getRings(0));
    }
    assertEquals(1, desk.putKeyRing(signed(more)).getHeld());
    assertEquals(signed(more).getRings(0), desk.getKeyRings().getRings(0));
  }

  private static KeyRingUpdate signed(KeyRing ring) {
    return KeyRingUpdate.newBuilder()
        .addRings(SignedKeyRing.newBuilder().setRing(ring.toByteString()).build().toByteString())
        .build();
  }

  private static KeyRingUpdate update(String vault, long version) {
    return KeyRingUpdate.newBuilder().addRings(ring(vault, version)).build();
  }

  private static ByteString ring(String vault, long version) {
    KeyRing ring = KeyRing.newBuilder().setVault(vault.repeat(16)).setVersion(version).build();
    return SignedKeyRing.newBuilder().setRing(ring.toByteString()).build().toByteString();
  }
}
