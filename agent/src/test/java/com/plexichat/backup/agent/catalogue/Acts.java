package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.BackupDeleted;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BackupOpened;
import com.plexichat.backup.proto.BackupTested;
import com.plexichat.backup.proto.ChangedCopy;
import com.plexichat.backup.proto.ClusterFounded;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.CommittedCopies;
import com.plexichat.backup.proto.CommittedStripe;
import com.plexichat.backup.proto.CopiesChanged;
import com.plexichat.backup.proto.CopiesReserved;
import com.plexichat.backup.proto.JobChanged;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.KeyRing;
import com.plexichat.backup.proto.Noted;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerJoined;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.ReservedCopies;
import com.plexichat.backup.proto.ReservedStripe;
import com.plexichat.backup.proto.SealedMaster;
import com.plexichat.backup.proto.SetDefined;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.SignedKeyRing;
import com.plexichat.backup.proto.StripesCommitted;
import com.plexichat.backup.proto.StripesReserved;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.proto.VaultRegistered;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.model.VaultId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Commands of a small cluster, from numbers: the same arguments give the same command.
public final class Acts {
  public static final VaultId VAULT = new VaultId("a".repeat(32));

  private Acts() {}

  public static PeerId peer(int number) {
    return new PeerId("%032x".formatted(number));
  }

  public static String backup(int number) {
    return "%016x".formatted(number);
  }

  public static StripeId stripe(int number) {
    Random random = new Random(number);
    return new StripeId(random.nextLong(), random.nextLong());
  }

  public static byte[] name(int stripe, int index) {
    Random random = new Random(stripe * 256L + index);
    ByteBuffer name = ByteBuffer.allocate(32);
    name.putLong(random.nextLong()).putLong(random.nextLong());
    return name.putLong(stripe).putLong(index).array();
  }

  public static ShardId shard(int stripe, int index) {
    return ShardId.of(name(stripe, index));
  }

  public static ByteString operation(int number) {
    return ByteString.copyFrom(ByteBuffer.allocate(16).putLong(8, number).array());
  }

  public static ByteString bytes(StripeId id) {
    return ByteString.copyFrom(id.bytes());
  }

  public static Command founded() {
    return Command.newBuilder()
        .setClusterFounded(
            ClusterFounded.newBuilder()
                .setClusterId("c1")
                .setName("home")
                .setRootCertificate(ByteString.copyFromUtf8("root"))
                .setRecoveryKey(ByteString.copyFromUtf8("key")))
        .build();
  }

  public static Command joined(int number, String owner) {
    return Command.newBuilder()
        .setPeerJoined(
            PeerJoined.newBuilder()
                .setPeer(
                    PeerEntry.newBuilder()
                        .setPeerId(peer(number).hex())
                        .setName("machine" + number)
                        .setEndpoint("m" + number + ":7000")
                        .setOwner(owner)
                        .setRegion("eu")
                        .setSite("s")
                        .setState(PeerState.ACTIVE)
                        .setCapacity(1L << 40)))
        .build();
  }

  public static Command vault() {
    KeyRing ring = ring(1);
    return vault(ring);
  }

  public static KeyRing ring(long version) {
    return KeyRing.newBuilder()
        .setVault(VAULT.hex())
        .setHost(peer(1).hex())
        .setVersion(version)
        .addMasters(SealedMaster.newBuilder().setRecipient("recovery"))
        .build();
  }

  public static Command vault(KeyRing ring) {
    return Command.newBuilder()
        .setVaultRegistered(
            VaultRegistered.newBuilder()
                .setRing(
                    SignedKeyRing.newBuilder().setRing(ring.toByteString()).build().toByteString()))
        .build();
  }

  public static TierSpec tier(Tier tier) {
    return TierSpec.newBuilder()
        .setName(tier.name())
        .setDays(tier.days())
        .setCopies(tier.copies())
        .setDataShards(tier.dataShards())
        .setParityShards(tier.parityShards())
        .build();
  }

  public static Command set(String name, Tier tier) {
    return Command.newBuilder()
        .setSetDefined(
            SetDefined.newBuilder()
                .setSet(
                    SetSpec.newBuilder()
                        .setName(name)
                        .setHost(peer(1).hex())
                        .addPaths(ByteString.copyFromUtf8("/home"))
                        .setTier(tier(tier))))
        .build();
  }

  public static Command opened(int backup, String set, long number, Tier tier) {
    return Command.newBuilder()
        .setBackupOpened(
            BackupOpened.newBuilder()
                .setBackupId(backup(backup))
                .setSet(set)
                .setNumber(number)
                .setVault(VAULT.hex())
                .setJobId("job" + backup)
                .setTier(tier(tier))
                .setHost("machine1"))
        .build();
  }

  public static Command reserved(int backup, List<ReservedStripe> stripes) {
    return Command.newBuilder()
        .setStripesReserved(
            StripesReserved.newBuilder()
                .setBackupId(backup == 0 ? "" : backup(backup))
                .addAllStripes(stripes))
        .build();
  }

  /// A stripe whose copies are dealt over peers: data shards `copies` times, parity once; peer p
  /// gets what falls to it.
  public static ReservedStripe reservedStripe(int number, int copies, int... peers) {
    ReservedStripe.Builder stripe =
        ReservedStripe.newBuilder()
            .setStripe(bytes(stripe(number)))
            .setK(8)
            .setM(2)
            .setKeyEpoch(1)
            .setVault(VAULT.hex())
            .setSource(peer(1).hex());
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    for (int index = 0; index < 10; index++) {
      names.writeBytes(name(number, index));
      stripe.addLengths(1000);
    }
    stripe.setShards(ByteString.copyFrom(names.toByteArray()));
    deal(copies, peers)
        .forEach((peer, indexes) ->
            stripe.addCopies(
                ReservedCopies.newBuilder()
                    .setPeerId(peer(peer).hex())
                    .setOperation(operation(number))
                    .setSequence(number)
                    .addAllIndexes(indexes)));
    return stripe.build();
  }

  private static Map<Integer, List<Integer>> deal(int copies, int... peers) {
    Map<Integer, List<Integer>> dealt = new TreeMap<>();
    int next = 0;
    for (int index = 0; index < 10; index++) {
      for (int copy = 0; copy < (index < 8 ? copies : 1); copy++) {
        dealt.computeIfAbsent(peers[next++ % peers.length], _ -> new ArrayList<>()).add(index);
      }
    }
    return dealt;
  }

  /// The receipts for what [#reservedStripe] ordered.
  public static CommittedStripe committedStripe(int number, int copies, int... peers) {
    CommittedStripe.Builder stripe = CommittedStripe.newBuilder().setStripe(bytes(stripe(number)));
    deal(copies, peers)
        .forEach((peer, indexes) ->
            stripe.addCopies(
                CommittedCopies.newBuilder()
                    .setPeerId(peer(peer).hex())
                    .setOperation(operation(number))
                    .addAllIndexes(indexes)));
    return stripe.build();
  }

  public static Command committed(int backup, List<CommittedStripe> stripes) {
    return Command.newBuilder()
        .setStripesCommitted(
            StripesCommitted.newBuilder()
                .setBackupId(backup == 0 ? "" : backup(backup))
                .addAllStripes(stripes))
        .build();
  }

  public static Command more(int stripe, int operation, int peer, int... indexes) {
    ReservedCopies.Builder copies =
        ReservedCopies.newBuilder()
            .setPeerId(peer(peer).hex())
            .setOperation(operation(operation))
            .setSequence(operation);
    for (int index : indexes) {
      copies.addIndexes(index);
    }
    return Command.newBuilder()
        .setCopiesReserved(
            CopiesReserved.newBuilder().setStripe(bytes(stripe(stripe))).addCopies(copies))
        .build();
  }

  public static Command receipt(int stripe, int operation, int peer, int... indexes) {
    CommittedCopies.Builder copies =
        CommittedCopies.newBuilder().setPeerId(peer(peer).hex()).setOperation(operation(operation));
    for (int index : indexes) {
      copies.addIndexes(index);
    }
    return committed(
        0,
        List.of(
            CommittedStripe.newBuilder()
                .setStripe(bytes(stripe(stripe)))
                .addCopies(copies)
                .build()));
  }

  public static Command changed(int stripe, int index, int peer, String state) {
    return Command.newBuilder()
        .setCopiesChanged(
            CopiesChanged.newBuilder()
                .addCopies(
                    ChangedCopy.newBuilder()
                        .setShard(ByteString.copyFrom(name(stripe, index)))
                        .setPeerId(peer(peer).hex())
                        .setState(state)))
        .build();
  }

  public static Command closed(
      int backup, String state, List<Integer> added, List<Integer> dropped) {
    BackupClosed.Builder closed =
        BackupClosed.newBuilder()
            .setBackup(BackupEntry.newBuilder().setBackupId(backup(backup)).setState(state))
            .setRecordHash(ByteString.copyFrom(new byte[32]));
    if (!added.isEmpty()) {
      closed.setRecordStripe(bytes(stripe(added.getFirst())));
    }
    added.forEach(one -> closed.addAdded(bytes(stripe(one))));
    dropped.forEach(one -> closed.addDropped(bytes(stripe(one))));
    return Command.newBuilder().setBackupClosed(closed).build();
  }

  /// A complete close of a backup with a retention.
  public static Command closedUntil(int backup, long expiresMs, int... added) {
    BackupClosed.Builder closed =
        closed(backup, "complete", java.util.stream.IntStream.of(added).boxed().toList(), List.of())
            .getBackupClosed()
            .toBuilder();
    closed.getBackupBuilder().setExpiresMs(expiresMs);
    return Command.newBuilder().setBackupClosed(closed).build();
  }

  public static Command cleared(int stripe, String owner, int index) {
    return Command.newBuilder()
        .setMayHoldCleared(
            com.plexichat.backup.proto.MayHoldCleared.newBuilder()
                .setStripe(bytes(stripe(stripe)))
                .setOwner(owner)
                .addIndexes(index))
        .build();
  }

  public static Command deleted(int backup) {
    return Command.newBuilder()
        .setBackupDeleted(BackupDeleted.newBuilder().setBackupId(backup(backup)))
        .build();
  }

  public static Command tested(int backup) {
    return Command.newBuilder()
        .setBackupTested(
            BackupTested.newBuilder().setBackupId(backup(backup)).setJobId("test" + backup))
        .build();
  }

  public static Command job(String id, String state) {
    return Command.newBuilder()
        .setJobChanged(
            JobChanged.newBuilder()
                .setJob(JobEntry.newBuilder().setJobId(id).setKind("backup").setState(state)))
        .build();
  }

  public static Command noted(String act, String detail) {
    return Command.newBuilder().setNoted(Noted.newBuilder().setAct(act).setDetail(detail)).build();
  }
}
