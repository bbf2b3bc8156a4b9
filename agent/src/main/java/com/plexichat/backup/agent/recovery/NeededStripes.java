package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.planning.Collusion;
import com.plexichat.backup.agent.planning.IndexSet;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.ReservedStripe;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which stripes the backups of one set need, backup by backup, and how these stripes are. A stripe
/// is looked up once for each set; about 90 bytes of it are remembered while its set is listed.
///
/// A stripe that nobody has any shard of is described by the index segments that cover it: it goes
/// into the catalogue without a copy, so that what it takes with it is told.
final class NeededStripes {
  private static final int PAGE = 500;

  private final Catalogue catalogue;
  private final RecordSearch records;
  private final RecoveredVaults vaults;
  private final StripeBatch batch;
  private final long nowMs;
  private final BitSet seen = new BitSet();
  private Map<StripeId, Health> before = new HashMap<>();
  private int copies;

  /// How a stripe is, for a tier.
  ///
  /// @param known whether the catalogue has it
  private record Health(boolean known, int missing, int collusion, boolean isReadable) {
    static final Health UNKNOWN = new Health(false, 0, 0, false);
  }

  /// What the next backup of the set changes, and what it amounts to.
  record Change(List<StripeId> added, List<StripeId> dropped, Sums sums, Needs needs) {}

  /// What a change remembers until it is written.
  private record Needs(Map<StripeId, Health> stripes, BitSet seen) {}

  /// @param missing copies that the tier asks and that nobody claims
  /// @param unreadable stripes with too few shards
  /// @param storedBytes of stripes that no backup before needed, all data copies
  record Sums(
      int stripes,
      int missing,
      int unreadable,
      int collusion,
      long storedBytes,
      long parityBytes) {}

  /// Where stripes are described that nobody has.
  record Sources(RecordSearch records, RecoveredVaults vaults, StripeBatch batch) {}

  NeededStripes(Catalogue catalogue, Sources sources, long nowMs) {
    this.catalogue = catalogue;
    this.records = sources.records();
    this.vaults = sources.vaults();
    this.batch = sources.batch();
    this.nowMs = nowMs;
  }

  /// Begins with the first backup of another set.
  void begin() {
    before = new HashMap<>();
  }

  /// The set's next backup; nothing changes until it is accepted.
  Change next(int vault, Record record) {
    int wanted = record.getSet().getTier().getCopies();
    boolean sameTier = wanted == copies;
    copies = wanted;
    Map<StripeId, Health> now = new HashMap<>();
    List<StripeId> fresh = new ArrayList<>();
    for (StripeId id : records.stripes(vault, record)) {
      Health health = before.get(id);
      if (health == null || !sameTier) {
        fresh.add(id);
      } else {
        now.put(id, health);
      }
    }
    Tally tally = new Tally();
    look(fresh, now, tally);
    Set<StripeId> unknown = new HashSet<>(fresh);
    unknown.removeAll(now.keySet());
    if (!unknown.isEmpty()) {
      describe(vault, record, unknown);
      look(List.copyOf(unknown), now, tally);
      unknown.removeAll(now.keySet());
      unknown.forEach(id -> now.put(id, Health.UNKNOWN));
    }
    return change(now, tally);
  }

  /// Takes the change over, once it is in the catalogue.
  void accept(Change change) {
    before = change.needs().stripes();
    seen.or(change.needs().seen());
  }

  /// Stripes that some listed backup needs.
  long seen() {
    return seen.cardinality();
  }

  private Change change(Map<StripeId, Health> now, Tally tally) {
    List<StripeId> added = new ArrayList<>();
    int missing = 0;
    int unreadable = 0;
    int collusion = 0;
    for (Map.Entry<StripeId, Health> one : now.entrySet()) {
      Health health = one.getValue();
      missing += health.missing();
      unreadable += health.isReadable() ? 0 : 1;
      if (health.collusion() > 0) {
        collusion = collusion == 0 ? health.collusion() : Math.min(collusion, health.collusion());
      }
      if (health.known() && !before.containsKey(one.getKey())) {
        added.add(one.getKey());
      }
    }
    List<StripeId> dropped = new ArrayList<>();
    before.forEach((id, health) -> {
      if (health.known() && !now.containsKey(id)) {
        dropped.add(id);
      }
    });
    Sums sums =
        new Sums(now.size(), missing, unreadable, collusion, tally.storedBytes, tally.parityBytes);
    return new Change(
        added.stream().sorted().toList(),
        dropped.stream().sorted().toList(),
        sums,
        new Needs(now, tally.seen));
  }

  private void look(List<StripeId> ids, Map<StripeId, Health> into, Tally tally) {
    for (int at = 0; at < ids.size(); at += PAGE) {
      List<StripeId> page = ids.subList(at, Math.min(ids.size(), at + PAGE));
      for (StripeRow row : catalogue.stripes().get(page, nowMs)) {
        into.put(row.id(), health(row));
        if (!seen.get((int) row.number())) {
          tally.add(row);
        }
      }
    }
  }

  private Health health(StripeRow row) {
    List<IndexSet> held = new ArrayList<>();
    row.mayHold().values().forEach(indexes -> held.add(IndexSet.of(indexes)));
    int missing = 0;
    for (ShardRow shard : row.shards()) {
      missing += Math.max(0, (shard.parity() ? 1 : copies) - shard.counted());
    }
    return new Health(true, missing, Collusion.number(row.k(), held), row.present() >= row.k());
  }

  private void describe(int vault, Record record, Collection<StripeId> unknown) {
    Set<StripeId> left = new HashSet<>(unknown);
    records.describe(
        vault,
        record,
        left::contains,
        index -> {
          StripeId id = Ids.stripe(index.getStripe());
          if (isDescribed(index) && left.remove(id)) {
            batch.add(stripe(vault, index));
          }
        });
    batch.flush();
  }

  private static boolean isDescribed(StripeIndex index) {
    return index.getShardsCount() == index.getK() + index.getM()
        && index.getShardsCount() > 0
        && index.getShardCapacity() > 0;
  }

  private ReservedStripe.Builder stripe(int vault, StripeIndex index) {
    RecoveredVaults.Opened owner = vaults.get(vault);
    long data = (long) Format.HEADER + Format.TAG + index.getShardCapacity();
    ReservedStripe.Builder stripe =
        ReservedStripe.newBuilder()
            .setStripe(index.getStripe())
            .setK(index.getK())
            .setM(index.getM())
            .setKeyEpoch(index.getKeyEpoch())
            .setVault(owner.vault().id().hex())
            .setSource(owner.host().hex())
            .setShards(ByteString.copyFrom(index.getShardsList()));
    for (int shard = 0; shard < index.getShardsCount(); shard++) {
      stripe.addLengths(shard < index.getK() ? data : Format.HEADER + data);
    }
    return stripe;
  }

  /// What stripes amount to that no backup before needed.
  private static final class Tally {
    private final BitSet seen = new BitSet();
    private long storedBytes;
    private long parityBytes;

    void add(StripeRow stripe) {
      seen.set((int) stripe.number());
      for (ShardRow shard : stripe.shards()) {
        for (CopyRow copy : shard.copies()) {
          if (copy.counts()) {
            storedBytes += shard.parity() ? 0 : shard.length();
            parityBytes += shard.parity() ? shard.length() : 0;
          }
        }
      }
    }
  }
}
