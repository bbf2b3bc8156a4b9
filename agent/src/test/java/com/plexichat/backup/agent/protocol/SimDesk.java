package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.LedgerState.Copy;
import com.plexichat.backup.agent.protocol.SimCatalogue.Backup;
import com.plexichat.backup.agent.protocol.SimCatalogue.Entry;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/// The coordinator's answers to backups and restores: what is there already, folds, closings, and
/// where copies lie.
final class SimDesk {
  private final Sim sim;
  private final SimCoordinator coordinator;

  SimDesk(Sim sim, SimCoordinator coordinator) {
    this.sim = sim;
    this.coordinator = coordinator;
  }

  private SimCatalogue catalogue() {
    return coordinator.catalogue;
  }

  private void answer(int source, Msg message) {
    sim.net.send(Sim.COORDINATOR, Sim.FIRST_SOURCE + source, message);
  }

  /// A backup begins: from when it is in the log, nothing of its source is pruned.
  void open(Msg.Open open) {
    coordinator.append(
        new Entry.Opened(new Backup(open.source(), open.backup()), open.set()),
        () -> answer(open.source(), opened(open.source(), open.call())));
  }

  /// What deduplication may refer to, and what is to be folded.
  private Msg.Opened opened(int source, int call) {
    SortedSet<StripeId> live = catalogue().backups.live(source);
    List<StripeId> small = new ArrayList<>();
    for (StripeId stripe : live) {
      StripeFacts facts = coordinator.facts(stripe);
      if (facts.shards().getFirst().length() == SimBackup.SMALL && small.size() < SimBackup.FOLD) {
        small.add(stripe);
      }
    }
    live.removeIf(
        stripe -> catalogue().present(coordinator.facts(stripe)) < coordinator.facts(stripe).k());
    if (sim.is(Mutant.REUSE_WITHOUT_PROOF)) {
      catalogue().facts().stream()
          .filter(facts -> facts.source().equals(sim.sources.get(source).id()))
          .filter(facts -> !catalogue().isFolded(facts.stripe()))
          .filter(facts -> !catalogue().backups.isReleased(facts.stripe()))
          .forEach(facts -> live.add(facts.stripe()));
    }
    return new Msg.Opened(live, small.size() < SimBackup.FOLD ? List.of() : small, call);
  }

  /// Puts a committed stripe in the place of small ones, unless it is less safe than they are.
  void fold(Msg.Fold fold) {
    StripeFacts into = fold.into();
    boolean isDone = true;
    boolean isSafe = catalogue().has(into, 1) && catalogue().backups.isRunning(fold.backup());
    for (StripeId stripe : fold.replaced()) {
      isDone &= catalogue().current(stripe).equals(into.stripe());
      StripeFacts small = coordinator.facts(stripe);
      isSafe &= catalogue().has(into, Math.min(into.copies(), catalogue().least(small)));
      isSafe &= !catalogue().isFolded(stripe);
    }
    if (!isDone && sim.is(Mutant.FOLD_SWEPT_EARLY)) {
      fold.replaced().forEach(this::sweepEarly);
    }
    if (isDone || !(isSafe || sim.is(Mutant.FOLD_BEFORE_COMMIT))) {
      coordinator.answer(into.source(), new Msg.Done(isDone, fold.call()));
      return;
    }
    coordinator.append(
        new Entry.Folded(into.stripe(), fold.replaced()),
        () -> coordinator.answer(into.source(), new Msg.Done(true, fold.call())));
  }

  private void sweepEarly(StripeId stripe) {
    SimLedger ledger = coordinator.ledger(coordinator.facts(stripe));
    ledger.state().copies().stream()
        .filter(copy -> copy.state() == CopyState.OK && !ledger.trash().isSwept(copy))
        .forEach(copy -> ledger.trash().sweep(copy, "folded"));
  }

  /// Closes a backup when each stripe that it needs can be read.
  void close(Msg.Close close) {
    Backup backup = new Backup(close.source(), close.backup());
    SimBackups backups = catalogue().backups;
    boolean isWhole = backups.isRunning(backup);
    for (StripeId stripe : close.stripes()) {
      StripeFacts facts = catalogue().facts(catalogue().current(stripe));
      isWhole &= facts != null && catalogue().present(facts) >= facts.k();
    }
    if (backups.isClosed(backup) || !(isWhole || sim.is(Mutant.REUSE_WITHOUT_PROOF))) {
      answer(close.source(), new Msg.Done(backups.isClosed(backup), close.call()));
      return;
    }
    coordinator.append(
        new Entry.Closed(backup, close.stripes()),
        () -> answer(close.source(), new Msg.Done(backups.isClosed(backup), close.call())));
  }

  void locate(Msg.Locate locate) {
    SortedSet<StripeId> stripes =
        catalogue().backups.needs(new Backup(locate.source(), locate.backup()));
    if (stripes != null) {
      List<Msg.Place> places = stripes.stream().map(this::place).toList();
      answer(locate.source(), new Msg.Located(places, locate.call()));
    }
  }

  /// Where the copies of a stripe are that count.
  Msg.Place place(StripeId stripe) {
    StripeFacts facts = coordinator.facts(stripe);
    List<List<PeerId>> holders = new ArrayList<>();
    for (ShardSpec shard : facts.shards()) {
      List<PeerId> peers = new ArrayList<>();
      for (Copy copy : catalogue().state(stripe).copies(shard.index())) {
        if (copy.state() == CopyState.OK && catalogue().peer(copy.peer()).counts()) {
          peers.add(copy.peer());
        }
      }
      holders.add(peers);
    }
    return new Msg.Place(facts, holders);
  }
}
