package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the coordinator keeps: the log, and what it amounts to.
final class SimCatalogue {
  /// An entry of the log.
  sealed interface Entry {
    record Changed(StripeId stripe, LedgerChange change) implements Entry {}

    record Folded(StripeId into, List<StripeId> replaced) implements Entry {}

    /// A backup of a set begins.
    record Opened(Backup backup, int set) implements Entry {}

    record Closed(Backup backup, SortedSet<StripeId> stripes) implements Entry {}

    record Pruned(Backup backup, long at) implements Entry {}

    record BroughtBack(Backup backup) implements Entry {}

    record Swept(Backup backup) implements Entry {}
  }

  /// One backup of one source.
  record Backup(int source, int number) implements Comparable<Backup> {
    @Override
    public int compareTo(Backup other) {
      return source != other.source
          ? Integer.compare(source, other.source)
          : Integer.compare(number, other.number);
    }
  }

  private final SortedMap<StripeId, StripeFacts> facts = new TreeMap<>();
  private final SortedMap<StripeId, List<LedgerChange>> changes = new TreeMap<>();
  private final SortedMap<StripeId, LedgerState> states = new TreeMap<>();
  private final SortedMap<StripeId, StripeId> folded = new TreeMap<>();
  private final SortedMap<PeerId, PeerState> directory = new TreeMap<>();
  final SimBackups backups;
  private int length;
  long epoch = 1;

  /// Highest sequence of a reservation: removals have no entry of their own.
  long sequence;

  SimCatalogue(SimBackups backups) {
    this.backups = backups;
  }

  void know(StripeFacts stripe) {
    if (facts.putIfAbsent(stripe.stripe(), stripe) == null) {
      changes.put(stripe.stripe(), new ArrayList<>());
      states.put(stripe.stripe(), new LedgerState());
    }
  }

  Collection<StripeFacts> facts() {
    return facts.values();
  }

  @Nullable StripeFacts facts(StripeId stripe) {
    return facts.get(stripe);
  }

  /// What the log says of a stripe's copies.
  LedgerState state(StripeId stripe) {
    return states.getOrDefault(stripe, new LedgerState());
  }

  int length() {
    return length;
  }

  SortedMap<PeerId, PeerState> directory() {
    return directory;
  }

  PeerState peer(PeerId id) {
    return directory.getOrDefault(id, PeerState.REMOVED);
  }

  void write(Entry entry) {
    length++;
    switch (entry) {
      case Entry.Changed(var stripe, var change) -> {
        if (change instanceof LedgerChange.Reserved(var reservations, _)) {
          reservations.forEach(one -> sequence = Math.max(sequence, one.sequence()));
        }
        List<LedgerChange> all = changes.get(stripe);
        if (all == null) {
          throw new IllegalStateException("an unknown stripe: " + stripe);
        }
        all.add(change);
        state(stripe).apply(change);
      }
      case Entry.Closed(var backup, var stripes) -> {
        SortedSet<StripeId> current = new TreeSet<>();
        stripes.forEach(stripe -> current.add(current(stripe)));
        backups.close(backup, current);
      }
      case Entry.Folded(var into, var replaced) -> {
        replaced.forEach(stripe -> folded.putIfAbsent(stripe, into));
        backups.fold(into, replaced);
      }
      case Entry.Opened(var backup, var set) -> backups.open(backup, set);
      case Entry.Pruned(var backup, var at) -> backups.prune(backup, at);
      case Entry.BroughtBack(var backup) -> backups.bringBack(backup);
      case Entry.Swept(var backup) -> backups.sweep(backup);
    }
  }

  /// The state anew, as after a restart: exactly, or as the tables of the product have it, where
  /// the orders that were open are not known any more by their token.
  LedgerState replay(StripeId stripe, boolean exactly) {
    LedgerState state = new LedgerState();
    if (exactly) {
      changes.getOrDefault(stripe, List.of()).forEach(state::apply);
      return state;
    }
    Operation forgotten = new Operation(0, 0);
    for (LedgerState.Copy copy : state(stripe).copies()) {
      List<Integer> index = List.of(copy.index());
      state.apply(
          new LedgerChange.Reserved(
              List.of(new LedgerChange.Reservation(forgotten, 0, copy.peer(), copy.owner(), index)),
              false));
      if (copy.state() == CopyState.OK) {
        state.apply(new LedgerChange.Committed(forgotten, copy.peer(), index));
      } else {
        boolean isOpen = copy.state() == CopyState.PENDING;
        CopyState known = isOpen ? CopyState.MISSING : copy.state();
        state.apply(new LedgerChange.CopyChanged(copy.peer(), copy.index(), known, ""));
      }
    }
    return state;
  }

  /// The stripe that holds now what this one held.
  StripeId current(StripeId stripe) {
    StripeId at = stripe;
    for (StripeId next = folded.get(at); next != null; next = folded.get(at)) {
      at = next;
    }
    return at;
  }

  boolean isFolded(StripeId stripe) {
    return folded.containsKey(stripe);
  }

  /// Copies of shard `index` that count now.
  int counted(StripeId stripe, int index) {
    int count = 0;
    for (LedgerState.Copy copy : state(stripe).copies(index)) {
      count += copy.state() == CopyState.OK && peer(copy.peer()).counts() ? 1 : 0;
    }
    return count;
  }

  /// Whether every shard has at least so many copies, parity one.
  boolean has(StripeFacts stripe, int copies) {
    for (ShardSpec shard : stripe.shards()) {
      int wanted = shard.index() < stripe.k() ? copies : Math.min(1, copies);
      if (counted(stripe.stripe(), shard.index()) < wanted) {
        return false;
      }
    }
    return true;
  }

  /// Copies of the data shard that has the fewest.
  int least(StripeFacts stripe) {
    int least = Integer.MAX_VALUE;
    for (int index = 0; index < stripe.k(); index++) {
      least = Math.min(least, counted(stripe.stripe(), index));
    }
    return least;
  }

  /// Shards with a copy that counts: k of them give the others.
  int present(StripeFacts stripe) {
    int present = 0;
    for (ShardSpec shard : stripe.shards()) {
      present += counted(stripe.stripe(), shard.index()) > 0 ? 1 : 0;
    }
    return present;
  }
}
