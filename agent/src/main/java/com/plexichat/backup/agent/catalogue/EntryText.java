package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BackupReleased;
import com.plexichat.backup.proto.ChangedCopy;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.CopiesChanged;
import com.plexichat.backup.proto.CopiesReserved;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.Keep;
import com.plexichat.backup.proto.KeyRing;
import com.plexichat.backup.proto.LogEntry;
import com.plexichat.backup.proto.MayHoldCleared;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.ReservedCopies;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.SignedKeyRing;
import com.plexichat.backup.proto.StripesCommitted;
import com.plexichat.backup.proto.StripesReserved;
import com.plexichat.backup.proto.TokenIssued;
import com.plexichat.backup.shared.model.Bytes;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Words entries for people. The paths of a set and whatever else could be a file's name are
/// counted, not shown.
final class EntryText {
  private EntryText() {}

  static EntryRow row(LogEntry entry, Bytes hash) {
    Command command = entry.getCommand();
    Optional<EntryRow.Checkpoint> checkpoint =
        command.hasCheckpoint()
            ? Optional.of(
                new EntryRow.Checkpoint(
                    bytes(command.getCheckpoint().getCertificate()),
                    Bytes.of(
                        LogWriter.checkpointMessage(
                            entry.getIndex(), entry.getPrevious().toByteArray())),
                    bytes(entry.getSignature())))
            : Optional.empty();
    return new EntryRow(
        entry.getIndex(),
        entry.getAtMs(),
        entry.getActor(),
        entry.getEpoch(),
        entry.getPlanHash(),
        entry.getReason(),
        act(command),
        detail(command),
        hash,
        checkpoint);
  }

  private static String act(Command command) {
    return command.hasNoted()
        ? command.getNoted().getAct()
        : command.getActCase().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String detail(Command command) {
    return switch (command.getActCase()) {
      case CLUSTER_FOUNDED ->
          command.getClusterFounded().getName()
              + (command.getClusterFounded().getRebuilt() ? ", rebuilt" : "");
      case EPOCH_TAKEN ->
          "epoch %d by %s"
              .formatted(
                  command.getEpochTaken().getGrant().getEpoch(),
                  command.getEpochTaken().getGrant().getCoordinator());
      case TOKEN_ISSUED -> token(command.getTokenIssued());
      case PEER_JOINED -> peer(command.getPeerJoined().getPeer());
      case PERSON_JOINED ->
          "%s as %s"
              .formatted(
                  command.getPersonJoined().getName(),
                  String.join(", ", command.getPersonJoined().getRolesList()));
      case PEER_CHANGED -> change(command.getPeerChanged());
      case KIT_STORED -> command.getKitStored().getNote();
      case VAULT_REGISTERED -> ring(command.getVaultRegistered().getRing());
      case SET_DEFINED -> set(command.getSetDefined().getSet());
      case BACKUP_OPENED ->
          "backup %s, number %d of set %s"
              .formatted(
                  command.getBackupOpened().getBackupId(),
                  command.getBackupOpened().getNumber(),
                  command.getBackupOpened().getSet());
      case STRIPES_RESERVED -> reserved(command.getStripesReserved());
      case STRIPES_COMMITTED -> committed(command.getStripesCommitted());
      case STRIPES_FOLDED ->
          "%d stripes into %s for backup %s"
              .formatted(
                  command.getStripesFolded().getReplacedCount(),
                  hex(command.getStripesFolded().getInto()),
                  command.getStripesFolded().getBackupId());
      case BACKUP_CLOSED -> closed(command.getBackupClosed().getBackup());
      case BACKUP_DELETED -> "backup " + command.getBackupDeleted().getBackupId();
      case RETENTION_MOVED, BACKUP_KEPT, BACKUP_LOCKED, BACKUP_RELEASED -> retention(command);
      case BACKUP_PRUNED, BACKUP_BROUGHT_BACK, BACKUP_SWEPT, ORDERS_NUMBERED -> prune(command);
      case PRUNING_ALLOWED -> "holds and pins are set again";
      case BACKUP_TESTED ->
          byJob(command.getBackupTested().getBackupId(), command.getBackupTested().getJobId());
      case COPIES_CHANGED -> copies(command.getCopiesChanged());
      case MAY_HOLD_CLEARED -> cleared(command.getMayHoldCleared());
      case COPIES_RESERVED -> reserved(command.getCopiesReserved());
      case SCHEDULE_DEFINED,
          SCHEDULE_SWITCHED,
          SCHEDULE_REMOVED,
          SCHEDULE_RAN,
          WINDOW_DEFINED,
          WINDOW_REMOVED ->
          ScheduleText.detail(command);
      case JOB_CHANGED -> job(command.getJobChanged().getJob());
      case TIER_DEFINED, BACKUP_RETIERED, BACKUP_RAISED, LIFECYCLE_RULES_SET ->
          TierText.detail(command);
      case CONFIG_CHANGED -> ConfigActs.detail(command.getConfigChanged());
      case NOTED -> command.getNoted().getDetail();
      case CHECKPOINT, ACT_NOT_SET -> "";
    };
  }

  private static String reserved(CopiesReserved act) {
    return "%d copies of stripe %s%s"
        .formatted(count(act.getCopiesList()), hex(act.getStripe()), because(act.getWhy()));
  }

  private static String retention(Command command) {
    if (command.hasRetentionMoved()) {
      return "backup %s until %s"
          .formatted(
              command.getRetentionMoved().getBackupId(),
              Instant.ofEpochMilli(command.getRetentionMoved().getExpiresMs()));
    }
    if (command.hasBackupLocked()) {
      return "backup %s for %d days"
          .formatted(command.getBackupLocked().getBackupId(), command.getBackupLocked().getDays());
    }
    if (command.hasBackupKept()) {
      Keep keep = command.getBackupKept().getKeep();
      return kept(command.getBackupKept().getBackupId(), keep.getKind(), keep.getName());
    }
    BackupReleased act = command.getBackupReleased();
    return kept(act.getBackupId(), act.getKind(), act.getName());
  }

  private static String prune(Command command) {
    if (command.hasOrdersNumbered()) {
      return "up to " + command.getOrdersNumbered().getSequence();
    }
    if (command.hasBackupSwept()) {
      return "backup " + command.getBackupSwept().getBackupId();
    }
    return command.hasBackupPruned()
        ? byJob(command.getBackupPruned().getBackupId(), command.getBackupPruned().getJobId())
        : byJob(
            command.getBackupBroughtBack().getBackupId(),
            command.getBackupBroughtBack().getJobId());
  }

  private static String byJob(String backup, String job) {
    return "backup %s by job %s".formatted(backup, job);
  }

  private static String kept(String backup, String kind, String name) {
    return "backup %s, %s".formatted(backup, (kind + " " + name).strip());
  }

  private static String token(TokenIssued token) {
    return "for %s, %d uses until %s"
        .formatted(
            token.getPerson().isEmpty()
                ? "a peer" + (token.getOwner().isEmpty() ? "" : " of " + token.getOwner())
                : token.getPerson() + " as " + String.join(", ", token.getRolesList()),
            token.getUses(),
            Instant.ofEpochMilli(token.getExpiresMs()));
  }

  private static String peer(PeerEntry peer) {
    return "%s (%s) of %s in %s/%s"
        .formatted(
            peer.getName(), peer.getPeerId(), peer.getOwner(), peer.getRegion(), peer.getSite());
  }

  private static String change(PeerChanged change) {
    StringBuilder text = new StringBuilder(change.getPeerId());
    if (change.getState() != PeerState.PEER_STATE_UNSPECIFIED) {
      text.append(", ").append(change.getState());
    }
    if (!change.getEndpoint().isEmpty()) {
      text.append(", at ").append(change.getEndpoint());
    }
    if (change.getCapacity() != 0) {
      text.append(", capacity ").append(change.getCapacity());
    }
    return text + because(change.getWhy());
  }

  private static String ring(ByteString signed) {
    try {
      KeyRing ring = KeyRing.parseFrom(SignedKeyRing.parseFrom(signed).getRing());
      return "key ring %d of vault %s".formatted(ring.getVersion(), ring.getVault());
    } catch (InvalidProtocolBufferException notOurs) {
      return "a key ring that cannot be read";
    }
  }

  private static String set(SetSpec set) {
    return "set %s on %s, %d paths, tier %s"
        .formatted(set.getName(), set.getHost(), set.getPathsCount(), set.getTier().getName());
  }

  private static String reserved(StripesReserved act) {
    return "%d copies of %d stripes for backup %s"
        .formatted(
            act.getStripesList().stream().mapToInt(one -> count(one.getCopiesList())).sum(),
            act.getStripesCount(),
            act.getBackupId());
  }

  private static String committed(StripesCommitted act) {
    int copies =
        act.getStripesList().stream()
            .flatMap(stripe -> stripe.getCopiesList().stream())
            .mapToInt(one -> one.getIndexesCount())
            .sum();
    return "%d copies of %d stripes for %s"
        .formatted(
            copies,
            act.getStripesCount(),
            act.getBackupId().isEmpty() ? "repair" : "backup " + act.getBackupId());
  }

  private static String closed(BackupEntry backup) {
    return "backup %s, %s".formatted(backup.getBackupId(), backup.getState());
  }

  private static String copies(CopiesChanged act) {
    Map<String, Long> states =
        act.getCopiesList().stream()
            .collect(
                Collectors.groupingBy(ChangedCopy::getState, TreeMap::new, Collectors.counting()));
    return states.entrySet().stream()
        .map(state -> state.getValue() + " " + state.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String cleared(MayHoldCleared act) {
    return "%d shards of stripe %s at %s%s"
        .formatted(
            act.getIndexesCount(), hex(act.getStripe()), act.getOwner(), because(act.getWhy()));
  }

  private static String job(JobEntry job) {
    return "%s %s, %s%s"
        .formatted(job.getKind(), job.getJobId(), job.getState(), because(job.getReason()));
  }

  private static String because(String why) {
    return why.isEmpty() ? "" : ": " + why;
  }

  private static int count(List<ReservedCopies> copies) {
    return copies.stream().mapToInt(ReservedCopies::getIndexesCount).sum();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static Bytes bytes(ByteString bytes) {
    return Bytes.of(bytes.toByteArray());
  }
}
