package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.StripeStore.Stored;
import com.plexichat.backup.proto.CommittedCopies;
import com.plexichat.backup.proto.CommittedStripe;
import com.plexichat.backup.proto.CopiesReserved;
import com.plexichat.backup.proto.ReservedCopies;
import com.plexichat.backup.proto.ReservedStripe;
import com.plexichat.backup.proto.StripesCommitted;
import com.plexichat.backup.proto.StripesReserved;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.util.Arrays;
import java.util.List;

/// Applies the life of stripes up to their copies' acknowledgement.
///
/// Separation is refused here once more, on what may be held: two plans made at the same moment
/// over the same stripe cannot break it together.
final class StripeActs {
  private static final int SHARDS_MAX = 255;

  private final StripeStore store;

  StripeActs(StripeStore store) {
    this.store = store;
  }

  void reserved(Work work, StripesReserved act) {
    Holders holders = new Holders(work.handle());
    int origin = act.getBackupId().isEmpty() ? 0 : runningBackup(work, act.getBackupId());
    StripeStore.Next next = store.next();
    long before = next.number() - 1;
    for (ReservedStripe stripe : act.getStripesList()) {
      checkShape(stripe);
      StripeId id = StripeId.of(stripe.getStripe().toByteArray());
      Stored stored = store.find(id);
      if (stored == null) {
        stored = fresh(work, holders, stripe, new Origin(next, origin));
        reserve(holders, stored, stripe.getCopiesList(), origin != 0);
        store.insert(stored, stripe.getShards().toByteArray(), work.index());
        next = new StripeStore.Next(next.number() + 1, next.firstShard() + stored.shards());
      } else {
        checkSame(stored, stripe);
        reserve(holders, stored, stripe.getCopiesList(), origin != 0);
        store.update(stored, work.index());
      }
      sequence(holders, stripe.getCopiesList());
    }
    holders.store();
    ShardRuns.complete(work.handle(), before, next.number() - 1);
  }

  void copiesReserved(Work work, CopiesReserved act) {
    Holders holders = new Holders(work.handle());
    Stored stored = known(act.getStripe());
    reserve(holders, stored, act.getCopiesList(), true);
    store.update(stored, work.index());
    TrashTable.note(work, stored, "", false);
    sequence(holders, act.getCopiesList());
    holders.store();
  }

  void committed(Work work, StripesCommitted act) {
    if (!act.getBackupId().isEmpty()) {
      BackupActs.known(work, act.getBackupId());
    }
    Holders holders = new Holders(work.handle());
    for (CommittedStripe stripe : act.getStripesList()) {
      Stored stored = known(stripe.getStripe());
      boolean changed = false;
      for (CommittedCopies copies : stripe.getCopiesList()) {
        byte[] operation = copies.getOperation().toByteArray();
        Demand.wellFormed(operation.length == Demand.OPERATION_BYTES, "an operation has 16 bytes");
        Holders.Holder holder = holders.of(copies.getPeerId());
        for (int index : copies.getIndexesList()) {
          Demand.fits(
              stored.copies().state(index, holder.number()) != null,
              "The receipt of " + copies.getPeerId(),
              "shard %d of stripe %s was never ordered there".formatted(index, stored.id()));
          if (stored.copies().acknowledge(index, holder.number(), operation)) {
            holder.acknowledged(Lengths.at(stored.lengths(), index));
            changed = true;
          }
        }
      }
      if (changed) {
        store.update(stored, work.index());
        TrashTable.note(work, stored, "", false);
      }
    }
    holders.store();
  }

  private Stored known(ByteString id) {
    StripeId stripe = StripeId.of(id.toByteArray());
    Stored stored = store.find(stripe);
    if (stored == null) {
      throw Demand.refused("Stripe " + stripe, "it was never reserved");
    }
    return stored;
  }

  /// Numbers and backup that a new stripe gets.
  private record Origin(StripeStore.Next next, int backup) {}

  private static Stored fresh(Work work, Holders holders, ReservedStripe stripe, Origin origin) {
    int vault =
        work.handle()
            .select("SELECT no FROM vault WHERE id = ?", new VaultId(stripe.getVault()).hex())
            .mapTo(Integer.class)
            .findOne()
            .orElseThrow(() -> new OperationFailed(FailureCode.VAULT_UNKNOWN, stripe.getVault()));
    return new Stored(
        origin.next().number(),
        StripeId.of(stripe.getStripe().toByteArray()),
        vault,
        stripe.getKeyEpoch(),
        stripe.getK(),
        stripe.getM(),
        holders.of(stripe.getSource()).number(),
        origin.backup(),
        origin.next().firstShard(),
        Lengths.encode(stripe.getLengthsList()),
        new CopySet(),
        Trail.none());
  }

  private static void checkShape(ReservedStripe stripe) {
    int shards = stripe.getK() + stripe.getM();
    Demand.wellFormed(
        stripe.getK() >= 2 && stripe.getM() >= 0 && shards <= SHARDS_MAX,
        "a stripe of %d + %d shards",
        stripe.getK(),
        stripe.getM());
    Demand.wellFormed(
        stripe.getShards().size() == shards * Demand.HASH_BYTES,
        "%d bytes of names for %d shards",
        stripe.getShards().size(),
        shards);
    Demand.wellFormed(
        stripe.getLengthsCount() == shards
            && stripe.getLengthsList().stream()
                .allMatch(length -> length > 0 && length <= Integer.MAX_VALUE),
        "lengths of %d shards for %d",
        stripe.getLengthsCount(),
        shards);
  }

  private void checkSame(Stored stored, ReservedStripe stripe) {
    boolean same =
        stored.k() == stripe.getK()
            && stored.m() == stripe.getM()
            && Arrays.equals(store.names(stored.number()), stripe.getShards().toByteArray());
    Demand.fits(same, "Stripe " + stored.id(), "it is known with other shards");
  }

  private static void reserve(
      Holders holders, Stored stored, List<ReservedCopies> reserved, boolean separate) {
    for (ReservedCopies copies : reserved) {
      byte[] operation = copies.getOperation().toByteArray();
      Demand.wellFormed(operation.length == Demand.OPERATION_BYTES, "an operation has 16 bytes");
      Holders.Holder holder = holders.of(copies.getPeerId());
      for (int index : copies.getIndexesList()) {
        Demand.wellFormed(
            index >= 0 && index < stored.shards(), "no shard %d in stripe %s", index, stored.id());
        if (separate) {
          checkSeparation(holders, stored, holder, index);
        }
        if (stored.copies().state(index, holder.number()) != null) {
          holder.left(stored, index);
        }
        stored.copies().reserve(index, holder.number(), operation);
        holder.came(stored, index);
      }
    }
  }

  private static void checkSeparation(
      Holders holders, Stored stored, Holders.Holder holder, int index) {
    String what = "Ordering shard %d of stripe %s".formatted(index, stored.id());
    Demand.fits(
        !holder.owner().equals(holders.of(stored.source()).owner()),
        what,
        holder.owner() + " owns its source");
    boolean[] held = new boolean[stored.shards()];
    stored
        .copies()
        .visit((at, peer, _) -> held[at] |= holders.of(peer).owner().equals(holder.owner()));
    if (held[index]) {
      return;
    }
    int distinct = 1;
    for (boolean one : held) {
      distinct += one ? 1 : 0;
    }
    Demand.fits(
        distinct < stored.k(),
        what,
        "%s might then hold %d of the %d shards that rebuild it"
            .formatted(holder.owner(), distinct, stored.k()));
  }

  private static void sequence(Holders holders, List<ReservedCopies> copies) {
    copies.forEach(one -> holders.sequence(one.getSequence()));
  }

  private static int runningBackup(Work work, String id) {
    BackupActs.Known backup = BackupActs.known(work, id);
    Demand.fits(
        backup.state() == BackupState.RUNNING,
        "Placing stripes of backup " + id,
        "it is not running");
    return backup.number();
  }
}
