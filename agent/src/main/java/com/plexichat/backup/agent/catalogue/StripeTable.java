package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.Lens.Raw;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.model.VaultId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongToIntFunction;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// Stripes, what they are needed for, and where their copies lie.
///
/// What a stripe should have depends on the time, because backups expire: `nowMs` is the reader's.
/// The walks read page by page, so that they hold nothing up; each page is one moment.
public final class StripeTable {
  /// Header and tag of a shard file.
  private static final int SHARD_FRAME = 272;

  private final Reads reads;
  private final StripeScan scan;

  StripeTable(Reads reads) {
    this.reads = reads;
    this.scan = new StripeScan(reads);
  }

  /// How many there are: they are numbered one after another.
  public long count() {
    return reads.read(
        handle -> handle.select("SELECT COALESCE(MAX(no), 0) FROM stripe").mapTo(long.class).one());
  }

  public Optional<StripeRow> find(StripeId id, long nowMs) {
    return get(List.of(id), nowMs).stream().findFirst();
  }

  /// A batch in the order asked; those that are unknown are left out.
  public List<StripeRow> get(Collection<StripeId> ids, long nowMs) {
    return reads.read(handle -> {
      Lens lens = Lens.load(handle, nowMs);
      List<StripeRow> rows = new ArrayList<>();
      for (StripeId id : ids) {
        Lens.numberOf(handle, id)
            .ifPresent(number -> rows.addAll(lens.rows(handle, List.of(number))));
      }
      return rows;
    });
  }

  /// Walks every stripe, oldest first.
  public void forEach(long nowMs, Consumer<StripeRow> each) {
    forEach(nowMs, _ -> true, each);
  }

  /// Walks the stripes of which a peer has, or may have, a shard.
  public void heldBy(PeerId peer, long nowMs, Consumer<StripeRow> each) {
    Lens lens = reads.read(handle -> Lens.load(handle, nowMs));
    int number = lens.numberOf(peer);
    forEach(nowMs, raw -> raw.isAt(number), each);
  }

  private void forEach(long nowMs, Predicate<Raw> wanted, Consumer<StripeRow> each) {
    forEach(reads.read(handle -> Lens.load(handle, nowMs)), wanted, each);
  }

  private void forEach(Lens lens, Predicate<Raw> wanted, Consumer<StripeRow> each) {
    scan.forEachPage(page -> {
      List<Long> numbers = page.stream().filter(wanted).map(Raw::number).toList();
      for (int at = 0; at < numbers.size(); at += StripeScan.ROWS) {
        List<Long> some = numbers.subList(at, Math.min(numbers.size(), at + StripeScan.ROWS));
        reads.read(handle -> lens.rows(handle, some)).forEach(each);
      }
    });
  }

  /// Walks the stripes of a vault that a live backup needs and that can be read: what deduplication
  /// may reuse.
  public void live(VaultId vault, long nowMs, Consumer<StripeId> each) {
    Lens lens = reads.read(handle -> Lens.load(handle, nowMs));
    int number = lens.numberOf(vault);
    LongToIntFunction targets = scan.targets(lens);
    scan.forEach(raw -> {
      if (raw.vault() == number
          && raw.present() >= raw.k()
          && lens.target(raw, targets.applyAsInt(raw.number())) >= 0) {
        each.accept(raw.id());
      }
    });
  }

  /// Of these backups, those that need a stripe with fewer shards left than it takes to read it.
  ///
  /// @throws OperationFailed BACKUP_UNKNOWN
  public Set<String> unreadable(Collection<String> backups, long nowMs) {
    Lens lens = reads.read(handle -> Lens.load(handle, nowMs));
    BitSet broken = new BitSet();
    scan.forEach(raw -> note(lens, raw, broken));
    return needing(backups, broken);
  }

  /// The same, how everything is spread, and which kinds of stripes everything needs.
  ///
  /// @throws OperationFailed BACKUP_UNKNOWN
  public StripeStanding standing(Collection<String> backups, StripeSorter sorter, long nowMs) {
    Lens lens = reads.read(handle -> Lens.load(handle, nowMs));
    DistributionCount count = new DistributionCount(lens);
    LongToIntFunction targets = scan.targets(lens);
    KindTally kinds =
        new KindTally(lens, sorter, scan.neededByTier(lens), Math.toIntExact(scan.newest() + 1));
    BitSet broken = new BitSet();
    scan.forEach(raw -> {
      note(lens, raw, broken);
      int tier = count.add(raw, targets.applyAsInt(raw.number()));
      if (tier != LiveTiers.NONE) {
        kinds.add(raw, tier);
      }
    });
    Map<String, Map<Integer, Long>> byBackup =
        kinds.backups(scan, reads.read(handle -> LiveTiers.listed(handle, nowMs)));
    return new StripeStanding(
        count.row(new PeerTable(reads).all()), needing(backups, broken), kinds.tiers(), byBackup);
  }

  private static void note(Lens lens, Raw raw, BitSet broken) {
    long present = Arrays.stream(lens.counted(raw)).filter(copies -> copies > 0).count();
    if (present < raw.k()) {
      broken.set((int) raw.number());
    }
  }

  private Set<String> needing(Collection<String> backups, BitSet broken) {
    Set<String> found = new TreeSet<>();
    if (!broken.isEmpty()) {
      for (String backup : backups) {
        if (scan.neededBy(backup).intersects(broken)) {
          found.add(backup);
        }
      }
    }
    return found;
  }

  /// A stripe that closed backups need, and no open one made.
  ///
  /// @param bytes of plaintext that fit into it
  public record Settled(StripeId id, long bytes) {}

  /// The stripes of a vault that live backups need, that can be read, and that were made for as
  /// many shards and copies as a tier asks; oldest first.
  ///
  /// @param most bytes of plaintext of a stripe
  public List<Settled> settled(VaultId vault, Tier tier, long most, long nowMs) {
    Lens lens = reads.read(handle -> Lens.load(handle, nowMs));
    int number = lens.numberOf(vault);
    LongToIntFunction targets = scan.targets(lens);
    List<Settled> settled = new ArrayList<>();
    scan.forEach(raw -> {
      int target = targets.applyAsInt(raw.number());
      long bytes = room(raw.k(), raw.lengths());
      if (raw.vault() == number
          && raw.present() >= raw.k()
          && bytes <= most
          && raw.k() == tier.dataShards()
          && raw.m() == tier.parityShards()
          && target >= 0
          && lens.live().tier(target).copies() == tier.copies()
          && lens.live().ofOrigin(raw.origin()) < 0) {
        settled.add(new Settled(raw.id(), bytes));
      }
    });
    return settled;
  }

  /// Bytes of plaintext that fit into a stripe.
  static long room(int k, byte[] lengths) {
    return k * (Lengths.at(lengths, 0) - SHARD_FRAME);
  }

  /// Walks the stripes of which copies lie with their holders and that nothing needs: no open
  /// backup, and none that was not pruned, whether it has ended or was deleted. What folds left
  /// behind is not among them, because it leaves by rules of its own; nor are vaults of which a
  /// backup runs, because that one may have counted on what it saw when it began.
  ///
  /// @param without ids of backups that count as pruned
  public void dead(Set<String> without, Consumer<StripeRow> each) {
    Lens lens = reads.read(handle -> Lens.of(handle, LiveTiers.unpruned(handle, without)));
    LongToIntFunction targets = scan.targets(lens);
    BitSet folded = reads.read(handle -> numbers(handle, "SELECT stripe FROM folded"));
    BitSet busy = busy();
    forEach(
        lens,
        raw ->
            lens.target(raw, targets.applyAsInt(raw.number())) < 0
                && raw.hasCopies()
                && !folded.get((int) raw.number())
                && !busy.get(raw.vault()),
        each);
  }

  /// Vaults of which a backup runs.
  private BitSet busy() {
    return reads.read(
        handle -> numbers(handle, "SELECT vault_no FROM backup WHERE state = 'RUNNING'"));
  }

  private static BitSet numbers(Handle handle, String sql) {
    BitSet numbers = new BitSet();
    handle.select(sql).mapTo(Integer.class).forEach(numbers::set);
    return numbers;
  }

  /// Of these stripes, those that no open backup needs, and none that was not pruned.
  public List<StripeRow> unneeded(Collection<StripeId> ids) {
    return reads.read(handle -> {
      Lens lens = Lens.of(handle, LiveTiers.unpruned(handle, Set.of()));
      List<Long> numbers = new ArrayList<>();
      ids.forEach(id -> Lens.numberOf(handle, id).ifPresent(numbers::add));
      return lens.rows(handle, numbers).stream().filter(row -> row.target().isEmpty()).toList();
    });
  }

  /// Those of which copies were ordered and never acknowledged, but for vaults of which a backup
  /// runs, oldest first.
  public List<StripeId> unacknowledged() {
    BitSet busy = busy();
    List<StripeId> open = new ArrayList<>();
    scan.forEach(raw -> {
      if (!busy.get(raw.vault()) && raw.isAny(state -> state == CopyState.PENDING)) {
        open.add(raw.id());
      }
    });
    return open;
  }

  /// The stripes that hold what these do: folds in place of what was folded, once each.
  public List<StripeId> current(Collection<StripeId> ids) {
    return reads.read(handle -> {
      Set<StripeId> current = new LinkedHashSet<>();
      ids.forEach(id -> current.add(FoldActs.current(handle, id)));
      return List.copyOf(current);
    });
  }

  /// Stripes that were folded and of which copies still count, oldest first.
  public List<StripeId> leftByFolds(int most) {
    return reads.read(handle ->
        handle
            .select(
                "SELECT stripe.high, stripe.low FROM folded JOIN stripe ON stripe.no ="
                    + " folded.stripe WHERE stripe.present > 0 ORDER BY stripe.no"
                    + " FETCH FIRST ? ROWS ONLY",
                most)
            .map((row, _) -> new StripeId(row.getLong(1), row.getLong(2)))
            .list());
  }

  /// Walks the stripes that a backup needs: for an open one, those that it made so far.
  ///
  /// @throws OperationFailed BACKUP_UNKNOWN
  public void neededBy(String backup, Consumer<StripeId> each) {
    ids(scan.neededBy(backup), each);
  }

  /// Walks the stripes that any of these backups needs, once each.
  ///
  /// @throws OperationFailed BACKUP_UNKNOWN
  public void neededByAny(Collection<String> backups, Consumer<StripeId> each) {
    BitSet needed = new BitSet();
    backups.forEach(backup -> needed.or(scan.neededBy(backup)));
    ids(needed, each);
  }

  /// Walks the stripes that a backup made and of which enough shards are acknowledged to read them.
  ///
  /// @throws OperationFailed BACKUP_UNKNOWN
  public void committedBy(String backup, Consumer<StripeId> each) {
    ids(scan.madeBy(backup, true), each);
  }

  private void ids(BitSet numbers, Consumer<StripeId> each) {
    scan.ids(numbers, each);
  }

  /// What the set's next backup adds and drops, given all stripes that it needs. Relative to the
  /// tree that was closed last, whatever became of that backup since.
  ///
  /// @throws OperationFailed SET_UNKNOWN, ACT_REFUSED for a stripe that was never reserved
  public NeedRow change(String set, Iterable<StripeId> needed) {
    int number =
        reads
            .read(handle ->
                handle
                    .select("SELECT no FROM backup_set WHERE name = ?", set)
                    .mapTo(Integer.class)
                    .findOne())
            .orElseThrow(() -> new OperationFailed(FailureCode.SET_UNKNOWN, set));
    BitSet open = scan.openRuns(number);
    BitSet wanted = reads.read(handle -> numbers(handle, needed));
    BitSet added = (BitSet) wanted.clone();
    added.andNot(open);
    open.andNot(wanted);
    List<StripeId> addedIds = new ArrayList<>();
    List<StripeId> droppedIds = new ArrayList<>();
    ids(added, addedIds::add);
    ids(open, droppedIds::add);
    return new NeedRow(addedIds, droppedIds);
  }

  private static BitSet numbers(Handle handle, Iterable<StripeId> ids) {
    BitSet numbers = new BitSet();
    for (StripeId id : ids) {
      long number =
          Lens.numberOf(handle, id)
              .orElseThrow(() -> Demand.refused("Stripe " + id, "it was never reserved"));
      numbers.set((int) number);
    }
    return numbers;
  }

  /// The live stripes of which a shard has fewer copies than its target, those with the fewest
  /// copies of some shard first, then by age.
  ///
  /// @param most rows to return
  public List<StripeRow> underReplicated(long nowMs, int most) {
    Lens lens = reads.read(handle -> Lens.load(handle, nowMs));
    List<Long> numbers = scan.underReplicated(lens, most);
    return reads.read(handle -> lens.rows(handle, numbers));
  }

  /// Whether any live stripe has a shard with fewer copies than its target, and how many have.
  public long countUnderReplicated(long nowMs) {
    Lens lens = reads.read(handle -> Lens.load(handle, nowMs));
    LongToIntFunction targets = scan.targets(lens);
    long[] count = new long[1];
    scan.forEach(
        raw -> count[0] += lens.shortage(raw, targets.applyAsInt(raw.number())) >= 0 ? 1 : 0);
    return count[0];
  }

  /// Whether a state's stripes protect themselves by their origin alone.
  static boolean isOpen(BackupState state) {
    return state == BackupState.RUNNING || state == BackupState.INTERRUPTED;
  }
}
