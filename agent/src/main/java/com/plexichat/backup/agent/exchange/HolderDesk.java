package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.plexichat.backup.agent.storage.BadCopy;
import com.plexichat.backup.agent.storage.Pace;
import com.plexichat.backup.agent.storage.ScrubReader;
import com.plexichat.backup.agent.storage.ShardState;
import com.plexichat.backup.agent.storage.StoredShard;
import com.plexichat.backup.proto.CapsuleAnswer;
import com.plexichat.backup.proto.CapsuleFrame;
import com.plexichat.backup.proto.CapsuleRequest;
import com.plexichat.backup.proto.HeldShard;
import com.plexichat.backup.proto.InventoryPage;
import com.plexichat.backup.proto.InventoryRequest;
import com.plexichat.backup.proto.KeyRing;
import com.plexichat.backup.proto.KeyRingAnswer;
import com.plexichat.backup.proto.KeyRingList;
import com.plexichat.backup.proto.KeyRingUpdate;
import com.plexichat.backup.proto.ScrubReport;
import com.plexichat.backup.proto.ScrubRequest;
import com.plexichat.backup.proto.SignedKeyRing;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.VaultId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a holder tells and keeps beside putting and showing shards: scrubs, its inventory, capsules
/// of the catalogue, key rings.
public final class HolderDesk {
  private static final Logger LOG = LoggerFactory.getLogger(HolderDesk.class);

  private static final int PAGE = 1_000;
  private static final int FRAME = 256 * 1024;

  private final HolderParts parts;
  private final Surroundings around;

  HolderDesk(HolderParts parts, Surroundings around) {
    this.parts = parts;
    this.around = around;
  }

  /// Reads shards again and reports what is not whole; the last report has the final figures.
  public void scrub(ScrubRequest request, Consumer<ScrubReport> reports) {
    ScrubReader reader = parts.store().scrub(Pace.of(request.getMaxBytesPerSecond()));
    if (request.getShardsCount() == 0) {
      reader.run(id(request.getAfter()), report -> reports.accept(message(report)));
      return;
    }
    List<ShardId> asked = new ArrayList<>();
    for (ByteString name : request.getShardsList()) {
      asked.add(ShardId.of(name.toByteArray()));
    }
    ScrubReader.Depth depth =
        request.getPresence() ? ScrubReader.Depth.PRESENCE : ScrubReader.Depth.BYTES;
    reports.accept(message(reader.look(asked, depth)));
  }

  private static ScrubReport message(ScrubReader.Report report) {
    ScrubReport.Builder message =
        ScrubReport.newBuilder()
            .setChecked(report.checked())
            .setBytes(report.bytes())
            .setTotal(report.total());
    ShardId position = report.position();
    if (position != null) {
      message.setPosition(ByteString.copyFrom(position.bytes()));
    }
    for (BadCopy bad : report.bad()) {
      message.addBad(
          com.plexichat.backup.proto.BadCopy.newBuilder()
              .setShard(ByteString.copyFrom(bad.shard().bytes()))
              .setState(bad.damage().name())
              .setPath(bad.path().toString()));
    }
    return message.build();
  }

  /// Names and headers of all shards here, those in the trash too, page by page. A shard whose
  /// header cannot be read is left out: it is not held.
  public void inventory(InventoryRequest request, Consumer<InventoryPage> pages) {
    ShardId after = id(request.getAfter());
    List<StoredShard> page = parts.store().page(after, PAGE);
    while (!page.isEmpty()) {
      InventoryPage.Builder message = InventoryPage.newBuilder();
      for (StoredShard shard : page) {
        held(shard).ifPresent(message::addShards);
      }
      pages.accept(message.build());
      page = parts.store().page(page.getLast().shard(), PAGE);
    }
  }

  private Optional<HeldShard> held(StoredShard shard) {
    if (shard.state() == ShardState.MISSING) {
      return Optional.empty();
    }
    try {
      byte[] header = parts.store().reader().header(shard);
      return Optional.of(
          HeldShard.newBuilder()
              .setShard(ByteString.copyFrom(shard.shard().bytes()))
              .setHeader(UnsafeByteOperations.unsafeWrap(header))
              .setLength(shard.length())
              .setTrashed(shard.state() == ShardState.TRASHED)
              .build());
    } catch (OperationFailed e) {
      return Optional.empty();
    }
  }

  private static @Nullable ShardId id(ByteString name) {
    return name.isEmpty() ? null : ShardId.of(name.toByteArray());
  }

  /// Appends to a capsule; the answer is its durable length.
  public CapsuleAnswer putCapsule(Iterator<CapsuleFrame> frames) {
    long length = 0;
    while (frames.hasNext()) {
      CapsuleFrame frame = frames.next();
      byte[] bytes = frame.getData().toByteArray();
      length = parts.capsules().append(frame.getGeneration(), frame.getOffset(), bytes);
    }
    return CapsuleAnswer.newBuilder().setLength(length).build();
  }

  /// Sends a capsule, or without a name one empty frame for each, whose offset is its length.
  public void getCapsule(CapsuleRequest request, Consumer<CapsuleFrame> frames) {
    String generation = request.getGeneration();
    if (generation.isEmpty()) {
      parts
          .capsules()
          .list()
          .forEach((name, length) ->
              frames.accept(
                  CapsuleFrame.newBuilder().setGeneration(name).setOffset(length).build()));
      return;
    }
    long at = 0;
    byte[] bytes = parts.capsules().read(generation, at, FRAME);
    while (bytes.length > 0) {
      byte[] next = parts.capsules().read(generation, at + bytes.length, FRAME);
      frames.accept(
          CapsuleFrame.newBuilder()
              .setGeneration(generation)
              .setOffset(at)
              .setData(UnsafeByteOperations.unsafeWrap(bytes))
              .setLast(next.length == 0)
              .build());
      at += bytes.length;
      bytes = next;
    }
  }

  /// Keeps each vault's newest ring; the answer is how many vaults have one here.
  ///
  /// A ring takes the place of another one only with everything that is in it: the keys of a vault
  /// are nowhere but in its rings, and whoever coordinates can send any.
  public KeyRingAnswer putKeyRing(KeyRingUpdate update) {
    for (ByteString ring : update.getRingsList()) {
      KeyRing fresh = ring(ring.toByteArray());
      VaultId vault = vault(fresh);
      Optional<byte[]> kept = parts.rings().find(vault);
      if (kept.isEmpty() || isSuccessor(vault, ring(kept.get()), fresh)) {
        parts.rings().put(vault, ring.toByteArray());
      }
    }
    return KeyRingAnswer.newBuilder().setHeld(parts.rings().all().size()).build();
  }

  private static boolean isSuccessor(VaultId vault, KeyRing kept, KeyRing fresh) {
    if (fresh.getVersion() <= kept.getVersion()) {
      return false;
    }
    boolean keepsAll =
        fresh.getHost().equals(kept.getHost())
            && fresh.getChunkKey().equals(kept.getChunkKey())
            && fresh.getEpochsList().containsAll(kept.getEpochsList())
            && fresh.getMastersList().containsAll(kept.getMastersList());
    if (!keepsAll) {
      LOG.warn("a key ring of vault {} leaves out keys of the one before and is not kept", vault);
    }
    return keepsAll;
  }

  private static KeyRing ring(byte[] signed) {
    try {
      return KeyRing.parseFrom(SignedKeyRing.parseFrom(signed).getRing());
    } catch (InvalidProtocolBufferException e) {
      throw new OperationFailed(e, FailureCode.USAGE, "that is no key ring");
    }
  }

  private static VaultId vault(KeyRing ring) {
    try {
      return new VaultId(ring.getVault());
    } catch (IllegalArgumentException e) {
      throw new OperationFailed(e, FailureCode.USAGE, "the key ring names no vault");
    }
  }

  /// All key rings here, and the newest directory.
  public KeyRingList getKeyRings() {
    KeyRingList.Builder list = KeyRingList.newBuilder();
    parts.rings().all().values().forEach(ring -> list.addRings(ByteString.copyFrom(ring)));
    return list.setDirectory(around.directory().get()).build();
  }
}
