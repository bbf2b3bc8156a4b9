package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.proto.BadShardCopy;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.Collection;
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
  private final KnownSurvivors survivors;
  private final Map<String, String> known = new HashMap<>();

  /// @param going all that the plan removes
  SetSurvivors(UpkeepBase base, JobControl control, Collection<PlannedBackup> going) {
    this.base = base;
    this.control = control;
    this.survivors = new KnownSurvivors(base.catalogue(), going);
  }

  /// Why nothing of this set may go, in a sentence; empty: it may.
  String trouble(String set) throws InterruptedException {
    String sentence = known.get(set);
    if (sentence == null) {
      Optional<BackupRow> stays = survivors.newest(set);
      sentence = stays.isEmpty() ? "" : read(stays.get());
      known.put(set, sentence);
    }
    return sentence;
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
          lacks |= KnownSurvivors.lacks(row, away);
        }
      }
    }
    if (tally.badCopies() > 0) {
      Set<String> where =
          tally.bad().stream().map(BadShardCopy::getPeerId).collect(Collectors.toSet());
      return survivors.notWhole(backup, tally.badCopies(), where);
    }
    return lacks ? survivors.unread(backup, tally.unanswered()) : "";
  }
}
