package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What is left of sets when others of their backups go, by what the catalogue knows of it. A prune
/// has it read before ([SetSurvivors]), and says the same of what that finds.
public final class KnownSurvivors {
  private static final int PAGE = 200;

  private final Catalogue catalogue;
  private final Set<String> going;

  /// @param going all that a plan removes
  public KnownSurvivors(Catalogue catalogue, Collection<PlannedBackup> going) {
    this.catalogue = catalogue;
    this.going = going.stream().map(PlannedBackup::getBackupId).collect(Collectors.toSet());
  }

  /// The newest backup of a set that stays.
  Optional<BackupRow> newest(String set) {
    return catalogue.backups().ofSet(set).stream()
        .filter(row -> row.state().isListed() && !going.contains(row.id()))
        .max(Comparator.comparingLong(BackupRow::number));
  }

  /// Why nothing of a set would go now, in a sentence; empty: nothing is known against it.
  public String trouble(String set, long now) {
    return newest(set).map(backup -> known(backup, now)).orElse("");
  }

  private String known(BackupRow backup, long now) {
    List<StripeId> stripes = new ArrayList<>();
    catalogue.stripes().neededBy(backup.id(), stripes::add);
    List<PeerRow> members = catalogue.peers().all().stream().filter(StripeCheck::isMember).toList();
    Set<String> bad = new TreeSet<>();
    Set<String> away = new TreeSet<>();
    long badCopies = 0;
    boolean lacks = false;
    for (int at = 0; at < stripes.size(); at += PAGE) {
      List<StripeId> page = stripes.subList(at, Math.min(stripes.size(), at + PAGE));
      List<StripeRow> rows = catalogue.stripes().get(page, now);
      for (PeerRow peer : members) {
        List<Expected> copies =
            rows.stream()
                .flatMap(row -> StripeCheck.expected(row, peer.id(), _ -> true).stream())
                .toList();
        if (peer.state() == PeerState.DOWN) {
          if (!copies.isEmpty()) {
            away.add(peer.id().hex());
          }
          continue;
        }
        long wrong = copies.stream().filter(copy -> !copy.known().isCounted()).count();
        badCopies += wrong;
        if (wrong > 0) {
          bad.add(peer.id().hex());
        }
      }
      lacks |= !away.isEmpty() && rows.stream().anyMatch(row -> lacks(row, away));
    }
    return badCopies > 0 ? notWhole(backup, badCopies, bad) : lacks ? unread(backup, away) : "";
  }

  /// Whether there are not as many copies on those that answer as its tier asks for.
  static boolean lacks(StripeRow stripe, Set<String> away) {
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

  /// What is said of a backup of which copies are bad.
  String notWhole(BackupRow backup, long copies, Set<String> where) {
    return "%s has %s, on %s."
        .formatted(
            stays(backup),
            copies == 1 ? "a copy that is not whole" : copies + " copies that are not whole",
            names(where));
  }

  /// What is said of a backup of which others have too little while these do not answer.
  String unread(BackupRow backup, Set<String> where) {
    return "%s could not be read on %s: no answer.".formatted(stays(backup), names(where));
  }

  private static String stays(BackupRow backup) {
    return "Backup %s of its set, which stays,".formatted(backup.id());
  }

  private String names(Set<String> peers) {
    return peers.stream()
        .map(peer -> catalogue.peers().get(peer).name())
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
