package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.LogEntry;
import org.jdbi.v3.core.Handle;

/// Applies commands to the database: the same entries always give the same rows.
///
/// It reads nothing but the entry and the database: no clock, no chance. A command that does not
/// fit throws, and its submission is taken back before anything is appended; so every entry of a
/// log could be applied once, and rules may only ever become looser for entries that exist.
final class Projection {
  private final Handle handle;
  private final StripeActs stripes;
  private final CopyActs copies;
  private final BackupActs backups;
  private final FoldActs folds;

  Projection(Handle handle) {
    this.handle = handle;
    StripeStore store = new StripeStore(handle);
    this.stripes = new StripeActs(store);
    this.copies = new CopyActs(store);
    this.backups = new BackupActs(store);
    this.folds = new FoldActs(store);
  }

  /// Applies one entry inside the writer's transaction.
  void apply(LogEntry entry) {
    Work work = new Work(handle, entry.getIndex(), entry.getAtMs(), entry.getActor());
    Command command = entry.getCommand();
    switch (command.getActCase()) {
      case CLUSTER_FOUNDED -> ClusterActs.founded(work, command.getClusterFounded());
      case EPOCH_TAKEN -> ClusterActs.epochTaken(work, command.getEpochTaken());
      case KIT_STORED -> ClusterActs.kitStored(work, command.getKitStored());
      case VAULT_REGISTERED -> ClusterActs.vaultRegistered(work, command.getVaultRegistered());
      case TOKEN_ISSUED -> MemberActs.tokenIssued(work, command.getTokenIssued());
      case PEER_JOINED -> MemberActs.peerJoined(work, command.getPeerJoined());
      case PERSON_JOINED -> MemberActs.personJoined(work, command.getPersonJoined());
      case PEER_CHANGED -> MemberActs.peerChanged(work, command.getPeerChanged());
      case SET_DEFINED -> BackupActs.setDefined(work, command.getSetDefined());
      case BACKUP_OPENED -> BackupActs.opened(work, command.getBackupOpened());
      case BACKUP_CLOSED -> backups.closed(work, command.getBackupClosed());
      case BACKUP_DELETED -> BackupActs.deleted(work, command.getBackupDeleted());
      case RETENTION_MOVED -> RetentionActs.moved(work, command.getRetentionMoved());
      case BACKUP_KEPT -> RetentionActs.kept(work, command.getBackupKept());
      case BACKUP_LOCKED -> RetentionActs.locked(work, command.getBackupLocked());
      case BACKUP_RELEASED -> RetentionActs.released(work, command.getBackupReleased());
      case BACKUP_PRUNED -> PruneActs.pruned(work, command.getBackupPruned());
      case BACKUP_BROUGHT_BACK -> PruneActs.broughtBack(work, command.getBackupBroughtBack());
      case BACKUP_SWEPT -> PruneActs.swept(work, command.getBackupSwept());
      case PRUNING_ALLOWED -> ClusterActs.pruningAllowed(work);
      case ORDERS_NUMBERED -> PruneActs.numbered(work, command.getOrdersNumbered());
      case BACKUP_TESTED -> BackupActs.tested(work, command.getBackupTested());
      case STRIPES_RESERVED -> stripes.reserved(work, command.getStripesReserved());
      case COPIES_RESERVED -> stripes.copiesReserved(work, command.getCopiesReserved());
      case STRIPES_FOLDED -> folds.folded(work, command.getStripesFolded());
      case STRIPES_COMMITTED -> stripes.committed(work, command.getStripesCommitted());
      case COPIES_CHANGED -> copies.changed(work, command.getCopiesChanged());
      case MAY_HOLD_CLEARED -> copies.mayHoldCleared(work, command.getMayHoldCleared());
      case JOB_CHANGED -> JobActs.changed(work, command.getJobChanged().getJob());
      case SCHEDULE_DEFINED ->
          ScheduleActs.defined(work, command.getScheduleDefined().getSchedule());
      case SCHEDULE_SWITCHED -> ScheduleActs.switched(work, command.getScheduleSwitched());
      case SCHEDULE_REMOVED -> ScheduleActs.removed(work, command.getScheduleRemoved());
      case SCHEDULE_RAN -> ScheduleActs.ran(work, command.getScheduleRan().getRun());
      case WINDOW_DEFINED ->
          ScheduleActs.windowDefined(work, command.getWindowDefined().getWindow());
      case WINDOW_REMOVED -> ScheduleActs.windowRemoved(work, command.getWindowRemoved());
      case TIER_DEFINED -> TierActs.defined(work, command.getTierDefined());
      case BACKUP_RETIERED -> TierActs.retiered(work, command.getBackupRetiered());
      case BACKUP_RAISED -> TierActs.raised(work, command.getBackupRaised());
      case LIFECYCLE_RULES_SET -> TierActs.rules(work, command.getLifecycleRulesSet());
      case CONFIG_CHANGED -> ConfigActs.changed(work, command.getConfigChanged());
      case NOTED ->
          Demand.wellFormed(!command.getNoted().getAct().isEmpty(), "a note names its act");
      case CHECKPOINT ->
          Demand.wellFormed(!entry.getSignature().isEmpty(), "an unsigned checkpoint");
      case ACT_NOT_SET -> throw new IllegalArgumentException("a command without an act");
    }
  }
}
