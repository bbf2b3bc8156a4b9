package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.KeyRings;
import com.plexichat.backup.agent.exchange.PeerCalls;
import com.plexichat.backup.proto.ChangedCopy;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.CopiesChanged;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerJoined;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.VaultRegistered;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Makes a lost catalogue anew from what the peers still hold: shard headers, and the sealed
/// records that the recovery key opens.
///
/// All claims of all peers go to the disk first, sorted by stripe. Stripes whose shards are all
/// named once are written at once; the records are read; they lead to the index segments, which
/// name shards that nobody claims any more; then the other stripes are written, and last the sets
/// and backups. Memory: about 50 MiB, 90 bytes for each stripe of the largest set, and 420 bytes
/// for each stripe of which a name has to be found.
///
/// Nothing is deleted, on the peers or here: stripes that no record names stay where they are.
public final class CatalogueRebuild {
  /// Orders of an epoch begin above all that an earlier one can reach; the ledger does the same.
  private static final int SEQUENCE_BITS = 40;

  private static final String COORDINATOR = "coordinator";

  private final Catalogue catalogue;
  private final ClaimSource source;
  private final PeerCalls calls;
  private final Path scratch;
  private final Chance chance;

  /// Time and randomness.
  ///
  /// @param time for what has expired
  public record Chance(InstantSource time, SecureRandom random) {}

  /// What is left of the cluster beside its shards.
  ///
  /// @param peers of the newest directory, those that do not answer too
  /// @param rings every SignedKeyRing that any peer holds
  /// @param recoveryKey of the kit; stays its owner's
  /// @param trusted whether the cluster's root or a known authority made a certificate
  /// @param coordinators who may have signed a ring for a machine that is gone
  public record Remains(
      List<PeerEntry> peers,
      Collection<Bytes> rings,
      HybridKey recoveryKey,
      Predicate<X509Certificate> trusted,
      Set<PeerId> coordinators) {
    public Remains {
      peers = List.copyOf(peers);
      rings = List.copyOf(rings);
      coordinators = Set.copyOf(coordinators);
    }
  }

  /// What came back.
  ///
  /// @param orphans stripes that no listed backup needs: half-finished backups, or lost records
  /// @param copies that peers claim and no challenge has proven
  /// @param lost what could not be brought back, a sentence each
  public record Rebuilt(
      int peersAsked,
      int peersAnswered,
      long backups,
      long stripes,
      long orphans,
      long copies,
      List<String> lost) {
    public Rebuilt {
      lost = List.copyOf(lost);
    }
  }

  /// @param catalogue of a cluster that was founded as rebuilt, with its epoch taken and this agent
  ///   joined, and nothing else in it
  /// @param scratch folder to work in; removed at the end
  public CatalogueRebuild(
      Catalogue catalogue, ClaimSource source, PeerCalls calls, Path scratch, Chance chance) {
    this.catalogue = catalogue;
    this.source = source;
    this.calls = calls;
    this.scratch = scratch;
    this.chance = chance;
  }

  /// Asks every peer and fills the catalogue.
  public Rebuilt run(Remains remains) {
    ClusterRow cluster =
        catalogue
            .cluster()
            .find()
            .filter(ClusterRow::rebuilt)
            .orElseThrow(() -> new IllegalStateException("not the catalogue of a rebuild"));
    Peers peers = new Peers(remains.peers());
    RecoveredVaults.Trust trust =
        new RecoveredVaults.Trust(remains.trusted(), remains.coordinators());
    try (RecoveredVaults vaults =
            new RecoveredVaults(
                remains.rings(), remains.recoveryKey(), new KeyRings(chance.random()), trust);
        ClaimSpool spool = new ClaimSpool(scratch);
        ClaimedShards reading =
            new ClaimedShards(new ClaimedShards.Found(spool, peers, vaults), source, calls)) {
      remains.peers().forEach(this::join);
      register(vaults);
      List<ClaimIntake> intakes = intake(peers, vaults, spool);
      RecordSearch records = new RecordSearch(reading, vaults, remains.trusted(), cluster.id());
      Work work =
          new Work(
              spool,
              reading,
              records,
              new NameSearch(reading, vaults, peers),
              batch(cluster, vaults, peers));
      BackupRebuild backups = fill(work, vaults, Holding.of(intakes));
      changed(reading.bad());
      RebuildReport report = new RebuildReport(peers, intakes, vaults);
      long folded = records.replaced().stream().filter(id -> find(work, id).isPresent()).count();
      return report.rebuilt(new RebuildReport.Done(work.batch(), records, backups, folded));
    }
  }

  private record Work(
      ClaimSpool spool,
      ClaimedShards reading,
      RecordSearch records,
      NameSearch names,
      StripeBatch batch) {}

  /// Stripes that are opened.
  private record Holding(SortedSet<StripeId> records, SortedSet<StripeId> folds) {
    static Holding of(List<ClaimIntake> intakes) {
      Holding all = new Holding(new TreeSet<>(), new TreeSet<>());
      for (ClaimIntake one : intakes) {
        all.records.addAll(one.records());
        all.folds.addAll(one.folds());
      }
      return all;
    }
  }

  private BackupRebuild fill(Work work, RecoveredVaults vaults, Holding holding) {
    for (int part = 0; part < ClaimSpool.parts(); part++) {
      for (List<Claim> claims : work.spool().part(part)) {
        FoundStripe.of(claims).ifPresent(stripe -> write(work, stripe));
      }
    }
    RecordSearch records = work.records();
    records.learn(holding.folds().stream().flatMap(id -> find(work, id).stream()), work.names());
    List<FoundRecord> found =
        records.find(
            holding.records().stream()
                .filter(id -> !records.replaced().contains(id))
                .flatMap(id -> find(work, id).stream()),
            work.names());
    for (StripeId id : work.names().wanted()) {
      find(work, id).ifPresent(stripe -> work.batch().add(stripe, work.names().names(stripe)));
    }
    work.batch().flush();
    found.forEach(record -> host(record.host()));
    NeededStripes needed =
        new NeededStripes(
            catalogue,
            new NeededStripes.Sources(records, vaults, work.batch()),
            chance.time().millis());
    BackupRebuild backups = new BackupRebuild(catalogue, records, needed, vaults);
    backups.run(found);
    return backups;
  }

  /// Writes a stripe whose shards are all named; notes any other.
  private static void write(Work work, FoundStripe stripe) {
    if (!stripe.isNamed()) {
      work.names().want(stripe);
      return;
    }
    List<ShardId> names = new ArrayList<>();
    for (int index = 0; index < stripe.all(); index++) {
      ShardId name = stripe.name(index);
      if (name != null) {
        names.add(name);
      }
    }
    work.batch().add(stripe, names);
  }

  private static Optional<FoundStripe> find(Work work, StripeId id) {
    return FoundStripe.of(work.spool().of(id));
  }

  private List<ClaimIntake> intake(Peers peers, RecoveredVaults vaults, ClaimSpool spool) {
    Parallel<ClaimIntake> all = new Parallel<>();
    for (int number = 0; number < peers.size(); number++) {
      PeerState state = peers.get(number).getState();
      if (state == PeerState.REMOVED || state == PeerState.BANNED) {
        continue;
      }
      ClaimIntake one =
          new ClaimIntake(number, peers.get(number).getCapacity(), source, vaults, spool);
      all.start(() -> {
        one.run(peers);
        return one;
      });
    }
    return all.results(e -> {
      throw e;
    });
  }

  private StripeBatch batch(ClusterRow cluster, RecoveredVaults vaults, Peers peers) {
    byte[] operation = new byte[16];
    chance.random().nextBytes(operation);
    long sequence = Math.max(1, (cluster.epoch() - 1) << SEQUENCE_BITS);
    return new StripeBatch(catalogue, new StripeBatch.Parties(vaults, peers), operation, sequence);
  }

  private void join(PeerEntry peer) {
    if (catalogue.peers().find(Ids.peer(peer.getPeerId())).isEmpty()) {
      submit(
          Command.newBuilder()
              .setPeerJoined(PeerJoined.newBuilder().setPeer(peer.toBuilder().clearLastSeenMs()))
              .build());
    }
  }

  /// Lets a machine be known whose data is here and that the directory does not name any more.
  private void host(PeerId id) {
    join(
        PeerEntry.newBuilder()
            .setPeerId(id.hex())
            .setName(id.hex())
            .setOwner(id.hex())
            .setState(PeerState.REMOVED)
            .build());
  }

  private void register(RecoveredVaults vaults) {
    for (RecoveredVaults.Opened vault : vaults.all()) {
      host(vault.host());
      VaultRegistered ring =
          VaultRegistered.newBuilder().setRing(ByteString.copyFrom(vault.ring().toArray())).build();
      submit(Command.newBuilder().setVaultRegistered(ring).build());
    }
  }

  /// Notes copies that were asked for while records were read, and were not there or not right.
  private void changed(Map<ClaimedShards.Copy, CopyState> bad) {
    bad.forEach((copy, state) -> {
      ChangedCopy change =
          ChangedCopy.newBuilder()
              .setShard(Ids.message(copy.shard()))
              .setPeerId(copy.peer().hex())
              .setState(state.name())
              .setWhy("it was not there when a record was read")
              .build();
      try {
        submit(
            Command.newBuilder()
                .setCopiesChanged(CopiesChanged.newBuilder().addCopies(change))
                .build());
      } catch (OperationFailed unknown) {
        // A claim that was dropped: the catalogue never had it.
        return;
      }
    });
  }

  private void submit(Command command) {
    var _ = catalogue.submit(COORDINATOR, StripeBatch.REASON, "", command);
  }
}
