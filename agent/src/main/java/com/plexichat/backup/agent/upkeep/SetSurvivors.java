package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.proto.BadShardCopy;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What is left of a set when others of its backups go: the newest one that stays is read, every
/// copy of it, before the first of them goes.
///
/// What a plan knew of it may be a day old, and what a catalogue knows of a copy is what its holder
/// said last. A copy that is not whole is repaired first; then the next plan takes what was
/// skipped.
final class SetSurvivors {
  private static final int PAGE = 200;

  private final UpkeepBase base;
  private final JobControl control;
  private final Set<String> going;
  private final Map<String, String> known = new HashMap<>();

  /// @param going all that the plan removes
  SetSurvivors(UpkeepBase base, JobControl control, Collection<PlannedBackup> going) {
    this.base = base;
    this.control = control;
    this.going = going.stream().map(PlannedBackup::getBackupId).collect(Collectors.toSet());
  }

  /// Why nothing of this set may go, in a sentence; empty: it may.
  String trouble(String set) throws InterruptedException {
    String sentence = known.get(set);
    if (sentence == null) {
      Optional<BackupRow> stays = newest(set);
      sentence = stays.isEmpty() ? "" : read(stays.get());
      known.put(set, sentence);
    }
    return sentence;
  }

  private Optional<BackupRow> newest(String set) {
    return base.catalogue().backups().ofSet(set).stream()
        .filter(row -> row.state().isListed() && !going.contains(row.id()))
        .max(Comparator.comparingLong(BackupRow::number));
  }

  private String read(BackupRow backup) throws InterruptedException {
    List<StripeId> stripes = new ArrayList<>();
    base.catalogue().stripes().neededBy(backup.id(), stripes::add);
    CheckTally tally = new CheckTally(control, 0);
    StripeCheck check = new StripeCheck(base, IntegrityCheck.Depth.HASH, control, tally);
    boolean lacks = false;
    for (int at = 0; at < stripes.size(); at += PAGE) {
      List<StripeId> page = stripes.subList(at, Math.min(stripes.size(), at + PAGE));
      check.look(base.catalogue().stripes().get(page, base.now()), _ -> true);
      Set<String> away = tally.unanswered();
      if (!away.isEmpty()) {
        for (StripeRow row : base.catalogue().stripes().get(page, base.now())) {
          lacks |= lacks(row, away);
        }
      }
    }
    String stays = "Backup %s of its set, which stays, ".formatted(backup.id());
    if (tally.badCopies() > 0) {
      Set<String> where =
          tally.bad().stream().map(BadShardCopy::getPeerId).collect(Collectors.toSet());
      String copies =
          tally.badCopies() == 1
              ? "a copy that is not whole"
              : tally.badCopies() + " copies that are not whole";
      return stays + "has %s, on %s.".formatted(copies, names(where));
    }
    return lacks
        ? stays + "could not be read on %s: no answer.".formatted(names(tally.unanswered()))
        : "";
  }

  /// Whether there are not as many copies on those that answered as its tier asks for.
  private static boolean lacks(StripeRow stripe, Set<String> away) {
    int copies = stripe.target().map(Tier::copies).orElse(1);
    for (ShardRow shard : stripe.shards()) {
      long read =
          shard.copies().stream()
              .filter(copy -> copy.state().isCounted() && !away.contains(copy.peer().hex()))
              .map(CopyRow::owner)
              .distinct()
              .count();
      if (read < (shard.parity() ? 1 : copies)) {
        return true;
      }
    }
    return false;
  }

  private String names(Set<String> peers) {
    return peers.stream()
        .map(peer -> base.catalogue().peers().get(peer).name())
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
