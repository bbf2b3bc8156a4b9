package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.SetRow;
import com.plexichat.backup.agent.planning.PrunePlanner;
import com.plexichat.backup.agent.planning.PrunePlanner.Candidate;
import com.plexichat.backup.agent.planning.PrunePlanner.Verdict;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.model.BackupState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a prune looks at, and what becomes of each as things stand now.
record PruneCandidates(Catalogue catalogue, PruneGates gates, InstantSource time) {
  Map<String, BackupRow> rows() {
    return rows(catalogue);
  }

  /// Those that a prune looks at, oldest first.
  static Map<String, BackupRow> rows(Catalogue catalogue) {
    return catalogue.backups().all().reversed().stream()
        .filter(row -> row.state().isListed() || row.state() == BackupState.DELETED)
        .collect(
            Collectors.toMap(BackupRow::id, Function.identity(), (a, _) -> a, LinkedHashMap::new));
  }

  /// @param isEarly whether those of low priority may end before their time
  List<Verdict> judge(Map<String, BackupRow> rows, boolean isEarly) {
    long now = time.millis();
    List<String> listed =
        rows.values().stream().filter(row -> row.state().isListed()).map(BackupRow::id).toList();
    Set<String> unreadable = catalogue.stripes().unreadable(listed, now);
    Set<String> busy = new HashSet<>();
    catalogue.backups().in(BackupState.RUNNING).forEach(row -> busy.add(row.vault().hex()));
    Map<String, String> readers = new HashMap<>();
    for (JobEntry job : gates.underWay()) {
      if (!job.getBackupId().isEmpty() && !job.getKind().equals("backup")) {
        readers.put(job.getBackupId(), job.getJobId());
      }
    }
    List<Candidate> candidates =
        rows.values().stream()
            .map(row -> candidate(row, unreadable.contains(row.id()), now))
            .toList();
    PrunePlanner.UnderWay underWay = new PrunePlanner.UnderWay(busy, readers);
    if (!isEarly) {
      return PrunePlanner.judge(candidates, underWay);
    }
    Set<String> low =
        catalogue.sets().all().stream()
            .filter(SetRow::isLow)
            .map(SetRow::name)
            .collect(Collectors.toSet());
    return PrunePlanner.judgeEarly(candidates, low, underWay);
  }

  /// A backup as the planner sees it.
  static Candidate candidate(BackupRow row, boolean isUnreadable, long now) {
    return new Candidate(
        row.id(),
        row.set(),
        row.vault().hex(),
        row.number(),
        row.state() == BackupState.DELETED,
        row.expiresMs() > 0 && row.expiresMs() <= now,
        keeps(row.retention(), now),
        row.state().isListed() && !isUnreadable,
        row.createdMs(),
        row.tier());
  }

  private static List<String> keeps(BackupRow.Retention retention, long now) {
    List<String> keeps = new ArrayList<>();
    retention.keeps().forEach(keep -> keeps.add((keep.getKind() + " " + keep.getName()).strip()));
    if (retention.isLockedAt(now)) {
      keeps.add("locked until " + Instant.ofEpochMilli(retention.lockedMs()));
    }
    return keeps;
  }
}
