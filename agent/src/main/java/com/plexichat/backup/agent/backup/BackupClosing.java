package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.NeedRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.planning.Collusion;
import com.plexichat.backup.agent.planning.IndexSet;
import com.plexichat.backup.agent.planning.Outcome;
import com.plexichat.backup.agent.planning.Verdict;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.CloseBackupRequest;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Failures;
import com.plexichat.backup.shared.wire.Ids;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Closes a backup on the coordinator: whether each stripe that it needs has what the tier asks,
/// and what it amounts to.
public final class BackupClosing {
  private static final int PAGE = 500;

  private final Catalogue catalogue;
  private final BackupDesk desk;
  private final InstantSource time;

  public BackupClosing(Catalogue catalogue, BackupDesk desk, InstantSource time) {
    this.catalogue = catalogue;
    this.desk = desk;
    this.time = time;
  }

  /// Closes it, once: asked again, the first result comes back.
  public BackupRow close(CloseBackupRequest facts, List<StripeId> stripes) {
    BackupRow backup = desk.get(facts.getBackupId());
    if (backup.state() != BackupState.RUNNING) {
      return backup;
    }
    if (facts.hasFailure()) {
      OperationFailed failure = Failures.failed(facts.getFailure());
      BackupState state = facts.getCancelled() ? BackupState.INTERRUPTED : BackupState.FAILED;
      desk.end(backup, state, failure.sentence());
      return desk.get(backup.id());
    }
    List<StripeId> needed = catalogue.stripes().current(stripes);
    Sums sums = sum(backup, needed);
    NeedRow need = catalogue.stripes().change(backup.set(), needed);
    BackupClosed.Builder closed =
        BackupClosed.newBuilder()
            .setBackup(entry(backup, facts, sums))
            .setRecordHash(facts.getRecordHash())
            .setRecordStripe(facts.getRecordStripe())
            .setRecordOffset(facts.getRecordOffset())
            .setRecordLength(facts.getRecordLength())
            .putAllWarningCodes(facts.getWarningCodesMap());
    need.added().forEach(id -> closed.addAdded(Ids.message(id)));
    need.dropped().forEach(id -> closed.addDropped(Ids.message(id)));
    new CompactionDesk(catalogue, time).note(backup, facts, needed, closed);
    Command command = Command.newBuilder().setBackupClosed(closed).build();
    catalogue.submit("peer:" + backup.host(), "", "", command);
    return desk.get(backup.id());
  }

  private BackupEntry entry(BackupRow backup, CloseBackupRequest facts, Sums sums) {
    long now = time.millis();
    BackupState state = sums.missing == 0 ? BackupState.COMPLETE : BackupState.UNDER_PROTECTED;
    return BackupEntry.newBuilder()
        .setBackupId(backup.id())
        .setSet(backup.set())
        .setState(state.name().toLowerCase(Locale.ROOT))
        .setSentence(state == BackupState.COMPLETE ? "" : shortage(backup, sums.missing))
        .setFiles(facts.getFiles())
        .setDirectories(facts.getDirectories())
        .setSourceBytes(facts.getSourceBytes())
        .setNewChunkBytes(facts.getNewChunkBytes())
        .setResealedBytes(facts.getResealedBytes())
        .setStoredBytes(sums.storedBytes)
        .setParityBytes(sums.parityBytes)
        .setSentBytes(facts.getSentBytes())
        .setDurationMs(now - backup.createdMs())
        .setExpiresMs(now + Duration.ofDays(backup.tier().days()).toMillis())
        .setRestorable(sums.unreadable == 0)
        .setCollusionNumber(sums.collusion)
        .build();
  }

  /// Why copies are missing: there are too few machines, or some of them do not take any just now.
  private String shortage(BackupRow backup, long missing) {
    Verdict verdict = desk.preflight(backup.tier(), new PeerId(backup.host()));
    return verdict.outcome() == Outcome.UNDER_PROTECTED
        ? verdict.sentence()
        : "%d copies that tier %s asks are missing; they are made when machines take them again."
            .formatted(missing, backup.tier().name());
  }

  private Sums sum(BackupRow backup, List<StripeId> stripes) {
    Set<StripeId> own = new HashSet<>();
    catalogue.stripes().committedBy(backup.id(), own::add);
    Sums sums = new Sums();
    for (int at = 0; at < stripes.size(); at += PAGE) {
      List<StripeId> page = stripes.subList(at, Math.min(stripes.size(), at + PAGE));
      for (StripeRow row : catalogue.stripes().get(page, time.millis())) {
        sums.add(row, own.contains(row.id()), backup.tier().copies());
      }
    }
    return sums;
  }

  private static final class Sums {
    private long storedBytes;
    private long parityBytes;
    private long missing;
    private long unreadable;
    private int collusion;

    void add(StripeRow stripe, boolean isNew, int copies) {
      List<IndexSet> held = new ArrayList<>();
      stripe.mayHold().values().forEach(indexes -> held.add(IndexSet.of(indexes)));
      int number = Collusion.number(stripe.k(), held);
      collusion = collusion == 0 ? number : Math.min(collusion, number);
      unreadable += stripe.present() < stripe.k() ? 1 : 0;
      for (ShardRow shard : stripe.shards()) {
        int wanted = shard.parity() ? 1 : copies;
        missing += Math.max(0, wanted - shard.counted());
        if (isNew) {
          count(shard);
        }
      }
    }

    private void count(ShardRow shard) {
      for (CopyRow copy : shard.copies()) {
        if (copy.counts()) {
          storedBytes += shard.parity() ? 0 : shard.length();
          parityBytes += shard.parity() ? shard.length() : 0;
        }
      }
    }
  }
}
