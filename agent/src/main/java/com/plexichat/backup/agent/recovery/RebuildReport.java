package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.recovery.CatalogueRebuild.Rebuilt;
import com.plexichat.backup.shared.model.VaultId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Says what a rebuild could not bring back, and what an administrator should know of the rest.
final class RebuildReport {
  private static final List<String> ALWAYS =
      List.of(
          "People, their roles and open invitations are not in headers and records: invite them"
              + " anew.",
          "The record of who did what before is gone; the chain starts anew with the rebuilt"
              + " entry.",
          "Backups that were deleted are listed again as long as their shards are there.",
          "Nothing is pruned until an administrator confirms that this list is what should be.");

  private final Peers peers;
  private final List<ClaimIntake> intakes;
  private final RecoveredVaults vaults;

  RebuildReport(Peers peers, List<ClaimIntake> intakes, RecoveredVaults vaults) {
    this.peers = peers;
    this.intakes = List.copyOf(intakes);
    this.vaults = vaults;
  }

  /// @param folded stripes that are still there and that another stands in for
  record Done(StripeBatch batch, RecordSearch records, BackupRebuild backups, long folded) {}

  Rebuilt rebuilt(Done done) {
    StripeBatch batch = done.batch();
    BackupRebuild backups = done.backups();
    List<String> lost = new ArrayList<>(ALWAYS);
    silent(lost);
    closed(lost);
    liars(lost, batch);
    done.records()
        .unread()
        .forEach(why -> lost.add("A backup may be missing from the list: " + why));
    lost.addAll(backups.findings());
    long orphans = batch.stripes() - backups.stripesNeeded() - done.folded();
    if (orphans > 0) {
      lost.add(
          "%d stripes belong to no listed backup, for example to one that never ended: they are left"
                  .formatted(orphans)
              + " alone.");
    }
    if (batch.copies() > 0) {
      lost.add(
          "%d copies are known by their peers' word: `plexichat integrity check --depth hash` has"
                  .formatted(batch.copies())
              + " each of them read and proven.");
    }
    int answered = (int) intakes.stream().filter(ClaimIntake::answered).count();
    return new Rebuilt(
        intakes.size(),
        answered,
        backups.backups(),
        batch.stripes(),
        orphans,
        batch.copies(),
        lost);
  }

  private void silent(List<String> lost) {
    for (ClaimIntake one : intakes) {
      if (!one.broken().isEmpty()) {
        String what = one.answered() ? "did not tell all that it holds" : "was not heard";
        lost.add(
            "%s %s, so copies that it has are not known: %s"
                .formatted(peers.name(one.peer()), what, one.broken()));
      }
    }
  }

  private void closed(List<String> lost) {
    Map<VaultId, Long> shards = new HashMap<>();
    vaults.closed().forEach(vault -> shards.put(vault, 0L));
    intakes.forEach(
        one -> one.closed().forEach((vault, count) -> shards.merge(vault, count, Long::sum)));
    shards.forEach((vault, count) ->
        lost.add(
            "Vault %s does not open with this kit: %d shards of it are left alone."
                .formatted(vault.hex(), count)));
  }

  private void liars(List<String> lost, StripeBatch batch) {
    for (ClaimIntake one : intakes) {
      if (one.forged() > 0) {
        lost.add(
            "%s shows %d shards whose headers are damaged or forged: they do not count."
                .formatted(peers.name(one.peer()), one.forged()));
      }
    }
    if (batch.dropped() > 0) {
      lost.add(
          "%d shards are shown under a name or in a place that is not theirs: they do not count."
              .formatted(batch.dropped()));
    }
  }
}
