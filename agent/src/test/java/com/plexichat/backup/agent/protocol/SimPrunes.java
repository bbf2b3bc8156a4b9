package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.LedgerState.Copy;
import com.plexichat.backup.agent.protocol.SimCatalogue.Backup;
import com.plexichat.backup.agent.protocol.SimCatalogue.Entry;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Prunes, rollbacks and sweeps, one at a time: the oldest backup of a source is marked, what
/// nothing needs then goes to the trash; later every other of them comes back, and what does not is
/// swept: it cannot come back from then on, and is deleted.
final class SimPrunes {
  private static final int RARELY = 1;

  /// How long a backup stays pruned.
  private static final long AWAY = 6_000;

  /// A holder that has not answered by then keeps its copies for now.
  private static final long PATIENCE = 5_000;

  /// So long a rollback waits for copies that it could do without.
  private static final long LONG = 3_000;

  private final Sim sim;
  private final SimCoordinator coordinator;
  private final SplittableRandom random;

  /// Backups of which an entry is on its way into the log.
  private final Set<Backup> entering = new HashSet<>();

  private boolean isTrashing;

  /// What comes back now.
  private @Nullable Backup returning;

  /// When what is done now began.
  private long since;

  SimPrunes(Sim sim, SimCoordinator coordinator) {
    this.sim = sim;
    this.coordinator = coordinator;
    random = new SplittableRandom(sim.scenario.seed() + 1);
  }

  /// The coordinator stops: what was on its way may be in the log, or not.
  void forget() {
    entering.clear();
    isTrashing = false;
    returning = null;
  }

  private SimBackups backups() {
    return coordinator.catalogue.backups;
  }

  /// Goes on with what is done now, or begins something.
  void run() {
    Backup back = returning;
    if (!entering.isEmpty()) {
      return;
    }
    if (back != null) {
      comeBack(back);
    } else if (isTrashing) {
      if (!isLeft() || sim.now - since > PATIENCE) {
        isTrashing = false;
        coordinator.giveUpTrash();
      }
    } else if (!end()) {
      isTrashing = isLeft();
      since = sim.now;
      if (!isTrashing) {
        begin();
      }
    }
  }

  /// Whether something that was pruned long ago now comes back, or is swept.
  private boolean end() {
    for (Map.Entry<Backup, Long> pruned : backups().pruned().entrySet()) {
      Backup backup = pruned.getKey();
      if (sim.now - pruned.getValue() < AWAY) {
        continue;
      }
      if (comesBack(backup)) {
        returning = backup;
        since = sim.now;
      } else {
        append(backup, new Entry.Swept(backup));
      }
      return true;
    }
    return false;
  }

  private void append(Backup backup, Entry entry) {
    entering.add(backup);
    coordinator.append(entry, () -> entering.remove(backup));
  }

  /// Every other one is rolled back.
  private boolean comesBack(Backup backup) {
    return (backup.number() + sim.scenario.seed()) % 2 == 0;
  }

  /// A source keeps its newest backup, and loses none while one of it runs.
  private void begin() {
    for (SimSource source : sim.sources) {
      SortedSet<Backup> listed = backups().listed(source.number());
      if (listed.size() > 1
          && (!sim.isHealed() || !backups().hasPruned())
          && backups().mayBePruned(listed.first())
          && random.nextInt(RARELY) == 0) {
        append(listed.first(), new Entry.Pruned(listed.first(), sim.now));
        return;
      }
    }
  }

  /// Whether copies count of what nothing needs.
  private boolean isLeft() {
    for (StripeFacts facts : coordinator.catalogue.facts()) {
      if (isDead(facts.stripe())
          && coordinator.catalogue.state(facts.stripe()).copies().stream()
              .anyMatch(copy -> copy.state() == CopyState.OK && isMember(copy))) {
        return true;
      }
    }
    return false;
  }

  private boolean isMember(Copy copy) {
    return coordinator.catalogue.peer(copy.peer()) != PeerState.REMOVED;
  }

  /// Whether pruned backups needed a stripe, and nothing does now.
  boolean isDead(StripeId stripe) {
    if (sim.is(Mutant.VACATED_SWEPT_EARLY) && backups().isOfOlderAlone(stripe)) {
      return true;
    }
    return sim.is(Mutant.PRUNE_OF_WHAT_IS_NEEDED)
        ? backups().isOfPruned(stripe)
        : backups().isReleased(stripe);
  }

  private void comeBack(Backup backup) {
    boolean isBack = true;
    for (StripeId stripe : backups().stripes(backup)) {
      isBack &= !backups().isReleased(stripe) || isThere(coordinator.facts(stripe));
    }
    if (isBack) {
      entering.add(backup);
      coordinator.append(
          new Entry.BroughtBack(backup),
          () -> {
            entering.remove(backup);
            returning = null;
          });
    }
  }

  /// Whether all of a stripe is back that can be; after a while, whether of each shard one copy is:
  /// others are left to repair.
  private boolean isThere(StripeFacts facts) {
    SimCatalogue catalogue = coordinator.catalogue;
    SimTrash trash = coordinator.ledger(facts).trash();
    if (!coordinator.ledger(facts).isWritten()) {
      return false;
    }
    boolean isLate = sim.now - since > LONG;
    int present = 0;
    for (ShardSpec shard : facts.shards()) {
      List<Copy> copies =
          catalogue.state(facts.stripe()).copies(shard.index()).stream()
              .filter(this::isMember)
              .toList();
      boolean isBack = copies.stream().anyMatch(trash::isBack);
      if (!(isLate && isBack) && copies.stream().anyMatch(trash::mayComeBack)) {
        return false;
      }
      present += isBack ? 1 : 0;
    }
    return present >= facts.k();
  }

  /// Whether copies of a stripe are being brought back now.
  boolean isReturning(StripeId stripe) {
    return entering.isEmpty() && isOnItsWay(stripe);
  }

  /// The same, until it is in the log that all is back.
  boolean isOnItsWay(StripeId stripe) {
    Backup back = returning;
    return back != null && backups().stripes(back).contains(stripe);
  }

  /// What becomes of a stripe that nothing needs.
  void run(SimLedger ledger) {
    StripeId stripe = ledger.facts.stripe();
    // Their orders would have lower numbers than those into the trash.
    ledger.giveUp(-1);
    if (isReturning(stripe)) {
      List<Copy> copies = coordinator.catalogue.state(stripe).copies();
      copies.stream().filter(this::isMember).forEach(ledger.trash()::bringBack);
    } else if (isTrashing) {
      for (Copy copy : ledger.state().copies()) {
        if (copy.state() == CopyState.OK
            && isMember(copy)
            && !ledger.isLeaving(copy)
            && !ledger.trash().isSwept(copy)) {
          ledger.trash().sweep(copy, "pruned");
        }
      }
    }
    if (!backups().isRecoverable(stripe) || sim.is(Mutant.SWEPT_UNASKED)) {
      coordinator.upkeep().clear(ledger, ledger.state().copies());
    }
  }

  /// I3: what was pruned and neither came back nor was swept.
  String open() {
    StringBuilder open = new StringBuilder();
    for (Backup backup : backups().pruned().keySet()) {
      open.append(backup).append(" is pruned still: ");
      for (StripeId stripe : backups().stripes(backup)) {
        open.append(stripe).append(coordinator.catalogue.state(stripe).copies());
      }
    }
    return open.toString();
  }
}
