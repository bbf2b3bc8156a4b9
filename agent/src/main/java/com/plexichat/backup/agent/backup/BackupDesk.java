package com.plexichat.backup.agent.backup;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.SetRow;
import com.plexichat.backup.agent.catalogue.VaultRow;
import com.plexichat.backup.agent.ledger.Views;
import com.plexichat.backup.agent.planning.Outcome;
import com.plexichat.backup.agent.planning.Preflight;
import com.plexichat.backup.agent.planning.Verdict;
import com.plexichat.backup.agent.policy.TierBook;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.BackupDeleted;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BackupOpened;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.SetDefined;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Tiers;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Sets and the beginnings and ends of backups, on the coordinator.
public final class BackupDesk {
  private final Catalogue catalogue;
  private final InstantSource time;
  private final SecureRandom random;
  private final TierBook tiers;

  public BackupDesk(Catalogue catalogue, InstantSource time, SecureRandom random) {
    this.catalogue = catalogue;
    this.time = time;
    this.random = random;
    this.tiers = new TierBook(catalogue);
  }

  /// A backup that is about to run, and whether an interrupted one goes on.
  public record Begun(BackupRow backup, PeerId host, boolean resumed) {}

  /// What a tier would get on today's peers for this machine.
  public Verdict preflight(Tier tier, PeerId host) {
    return Preflight.judge(tier, peer(host).owner(), Views.peers(catalogue.peers().all()));
  }

  /// Defines a set, or takes over the stored one where the request names no path.
  ///
  /// @param own the machine that is meant when none is named
  public SetSpec define(SetSpec asked, PeerId own, String actor) {
    if (asked.getName().isEmpty() || asked.getName().length() > 64) {
      throw new OperationFailed(FailureCode.USAGE, "A set has a name of 1 to 64 signs.");
    }
    SetSpec done = meant(asked, own);
    return catalogue
            .sets()
            .find(asked.getName())
            .map(SetMessages::message)
            .filter(done::equals)
            .isPresent()
        ? done
        : submit(done, actor);
  }

  /// The set that is asked for, with what is stored where it names no path, and nothing written
  /// down. SET_ELSEWHERE when the name is that of another machine's set, because its backups would
  /// get a second source; HOST_GONE when that machine was removed.
  ///
  /// @param own the machine that is meant when none is named
  public SetSpec meant(SetSpec asked, PeerId own) {
    Optional<SetRow> stored = catalogue.sets().find(asked.getName());
    if (asked.getPathsCount() == 0) {
      SetRow row =
          stored.orElseThrow(() -> new OperationFailed(FailureCode.SET_UNKNOWN, asked.getName()));
      if (!asked.getHost().isEmpty()) {
        requireHost(row, catalogue.peers().get(asked.getHost()).id());
      }
      SetSpec known = SetMessages.message(row);
      TierSpec tier = asked.hasTier() ? asked.getTier() : known.getTier();
      return known.toBuilder().setTier(Tiers.message(tiers.meant(tier))).build();
    }
    PeerId host = asked.getHost().isEmpty() ? own : catalogue.peers().get(asked.getHost()).id();
    stored.ifPresent(row -> requireHost(row, host));
    for (ByteString path : asked.getPathsList()) {
      if (path.isEmpty() || path.byteAt(0) != '/') {
        throw new OperationFailed(FailureCode.PATH_NOT_ABSOLUTE, path.toStringUtf8());
      }
    }
    return asked.toBuilder()
        .setHost(host.hex())
        .setTier(Tiers.message(tier(asked, stored)))
        .build();
  }

  /// The tier that is named, or that the set has; for a new one that its paths have by the rules.
  private Tier tier(SetSpec asked, Optional<SetRow> stored) {
    if (asked.hasTier()) {
      return tiers.meant(asked.getTier());
    }
    return stored
        .map(row -> tiers.meant(Tiers.message(row.tier())))
        .orElseGet(() -> tiers.decided(asked.getPathsList()));
  }

  /// The tier of a new set for which none is named, by its paths.
  public Tier decided(List<ByteString> paths) {
    return tiers.decided(paths);
  }

  /// The tier that a request means.
  public Tier tier(TierSpec asked) {
    return tiers.meant(asked);
  }

  private void requireHost(SetRow set, PeerId host) {
    if (!set.host().equals(host)) {
      requireMember(set.host(), set.name());
      throw new OperationFailed(
          FailureCode.SET_ELSEWHERE, set.name(), peer(set.host()).name(), peer(host).name());
    }
  }

  private SetSpec submit(SetSpec set, String actor) {
    Command command =
        Command.newBuilder().setSetDefined(SetDefined.newBuilder().setSet(set)).build();
    catalogue.submit(actor, "", "", command);
    return set;
  }

  /// Opens a backup of the set: a new one, or the one that was interrupted.
  public Begun begin(SetSpec set, String jobId, String actor) {
    Tier tier = Tiers.tier(set.getTier());
    PeerId host = new PeerId(set.getHost());
    requireMember(host, set.getName());
    Verdict verdict = preflight(tier, host);
    if (verdict.outcome() == Outcome.FAILED) {
      throw new OperationFailed(
          FailureCode.TOO_FEW_OWNERS,
          Sentences.first(verdict.sentence()),
          Sentences.rest(verdict.sentence()));
    }
    VaultRow vault =
        catalogue.vaults().ofHost(host).stream()
            .findFirst()
            .orElseThrow(() ->
                new OperationFailed(
                    FailureCode.UNREACHABLE, peer(host).name(), "it has not run yet"));
    Optional<BackupRow> interrupted = catalogue.backups().interrupted(set.getName());
    String id = interrupted.map(BackupRow::id).orElseGet(this::newId);
    long number =
        interrupted
            .map(BackupRow::number)
            .orElseGet(() -> catalogue.backups().nextNumber(set.getName()));
    BackupOpened opened =
        BackupOpened.newBuilder()
            .setBackupId(id)
            .setSet(set.getName())
            .setNumber(number)
            .setVault(vault.id().hex())
            .setJobId(jobId)
            .setTier(set.getTier())
            .setHost(host.hex())
            .build();
    catalogue.submit(actor, "", "", Command.newBuilder().setBackupOpened(opened).build());
    return new Begun(get(id), host, interrupted.isPresent());
  }

  /// HOST_GONE for a machine that was removed from the cluster.
  public void requireMember(PeerId host, String set) {
    if (peer(host).state().isExpelled()) {
      throw new OperationFailed(FailureCode.HOST_GONE, set, peer(host).name());
    }
  }

  /// The running backup of a set, if there is one.
  public Optional<BackupRow> running(String set) {
    return catalogue.backups().ofSet(set).stream()
        .filter(backup -> backup.state() == BackupState.RUNNING)
        .findFirst();
  }

  /// The job of a running backup ended without closing it: it can go on later.
  public void interrupt(String backupId, String sentence) {
    BackupRow backup = get(backupId);
    if (backup.state() == BackupState.RUNNING) {
      end(backup, BackupState.INTERRUPTED, sentence);
    }
  }

  /// Ends a backup without a record.
  public void end(BackupRow backup, BackupState state, String sentence) {
    BackupEntry entry =
        BackupEntry.newBuilder()
            .setBackupId(backup.id())
            .setState(state.name().toLowerCase(Locale.ROOT))
            .setSentence(sentence)
            .build();
    Command command =
        Command.newBuilder().setBackupClosed(BackupClosed.newBuilder().setBackup(entry)).build();
    catalogue.submit("peer:" + backup.host(), sentence, "", command);
  }

  /// Ends a backup's retention now.
  public BackupRow delete(String idOrPrefix, String reason, String actor) {
    BackupRow backup = catalogue.backups().get(idOrPrefix);
    Command command =
        Command.newBuilder()
            .setBackupDeleted(BackupDeleted.newBuilder().setBackupId(backup.id()))
            .build();
    catalogue.submit(actor, reason, "", command);
    return get(backup.id());
  }

  /// By id, unambiguous beginning, or "latest" (of a set, or of all).
  public BackupRow resolve(String idOrLatest, String set) {
    if (!idOrLatest.equals("latest")) {
      return catalogue.backups().get(idOrLatest);
    }
    Optional<BackupRow> newest =
        set.isEmpty() ? catalogue.backups().newest() : catalogue.backups().newest(set);
    return newest.orElseThrow(() -> new OperationFailed(FailureCode.BACKUP_UNKNOWN, idOrLatest));
  }

  public BackupRow get(String id) {
    return catalogue
        .backups()
        .find(id)
        .orElseThrow(() -> new OperationFailed(FailureCode.BACKUP_UNKNOWN, id));
  }

  /// All backups, of one set when it is named.
  public List<BackupRow> list(String set) {
    return set.isEmpty() ? catalogue.backups().all() : catalogue.backups().ofSet(set);
  }

  private PeerRow peer(PeerId id) {
    return catalogue.peers().get(id.hex());
  }

  private String newId() {
    byte[] id = new byte[8];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  long now() {
    return time.millis();
  }
}
