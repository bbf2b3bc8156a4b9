package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.TierRow;
import com.plexichat.backup.agent.planning.TierChange;
import com.plexichat.backup.agent.policy.Retiering;
import com.plexichat.backup.agent.policy.TierBook;
import com.plexichat.backup.proto.ApplyTierAnswer;
import com.plexichat.backup.proto.ApplyTierRequest;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.DefineTierAnswer;
import com.plexichat.backup.proto.DefineTierRequest;
import com.plexichat.backup.proto.ListTiersAnswer;
import com.plexichat.backup.proto.TierDefined;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.proto.TierVersion;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.RecoveryClass;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Tiers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tiers as objects: listed with their history, given a next version, and brought to the backups
/// that were made under earlier ones.
public final class TierDesk {
  private static final int COPIES_MAX = 64;
  private static final int SHARDS_MAX = 64;
  private static final int NEWEST_MAX = 1_000;
  private static final int LOCK_DAYS_MAX = 3_650;
  private static final int AT_ONCE = 500;
  private static final int SHOWN = 5_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern COLOUR = Pattern.compile("|#[0-9a-f]{6}");

  private final Catalogue catalogue;
  private final TierBook book;
  private final InstantSource time;

  public TierDesk(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.book = new TierBook(catalogue);
    this.time = time;
  }

  /// The newest version of each, or every version of one.
  ListTiersAnswer list(String name) {
    List<TierRow> rows =
        name.isEmpty()
            ? catalogue.tiers().newest()
            : catalogue.tiers().versions(book.newest(name).name());
    List<BackupRow> backups = listed();
    ListTiersAnswer.Builder answer = ListTiersAnswer.newBuilder();
    for (int at = 0; at < rows.size(); at++) {
      TierRow row = rows.get(at);
      TierVersion.Builder version =
          TierVersion.newBuilder()
              .setTier(Tiers.message(row.tier()))
              .setAtMs(row.atMs())
              .setBy(row.by())
              .setWhy(row.why())
              .setBackups(
                  (int) backups.stream().filter(one -> isOf(one.tier(), row.tier())).count())
              .setSets(name.isEmpty() || at == 0 ? sets(row.tier().name()) : 0);
      if (!name.isEmpty() && at + 1 < rows.size()) {
        version.addAllChanges(TierChange.between(rows.get(at + 1).tier(), row.tier()).all());
      }
      answer.addTiers(version);
    }
    return answer.build();
  }

  private static boolean isOf(Tier one, Tier version) {
    return one.name().equals(version.name()) && one.version() == version.version();
  }

  private List<BackupRow> listed() {
    return catalogue.backups().all().stream().filter(row -> row.state().isListed()).toList();
  }

  /// Sets that follow a tier.
  private int sets(String name) {
    return (int)
        catalogue.sets().all().stream()
            .filter(set -> set.tier().version() > 0 && set.tier().name().equals(name))
            .count();
  }

  /// Gives a tier its next version, or begins a new one.
  DefineTierAnswer define(DefineTierRequest ask, String actor) {
    Tier wanted = checked(ask.getTier());
    Optional<Tier> before = catalogue.tiers().find(wanted.name());
    int version = before.map(Tier::version).orElse(0);
    if (version == 0) {
      requireNoTwin(wanted.name());
    }
    if (ask.getTier().getVersion() != version) {
      throw new OperationFailed(
          FailureCode.ACT_REFUSED,
          "A change of version %d of tier %s".formatted(ask.getTier().getVersion(), wanted.name()),
          version == 0 ? "there is no such tier" : "its newest is " + version);
    }
    Tier next = wanted.with(numbered(wanted.edition(), version + 1));
    TierChange change =
        before
            .map(tier -> TierChange.between(tier, next))
            .orElse(new TierChange(List.of("new"), List.of()));
    DefineTierAnswer.Builder answer =
        DefineTierAnswer.newBuilder()
            .setTier(Tiers.message(next))
            .addAllChanges(change.all())
            .addAllWeaker(change.weaker())
            .setSets(sets(next.name()))
            .setBackups(
                (int)
                    listed().stream()
                        .filter(row -> row.tier().name().equals(next.name()))
                        .filter(row -> row.tier().version() > 0)
                        .count());
    requireOwners(next, ask.getAllowUnderProtected()).ifPresent(answer::setWarning);
    boolean isConfirmed = ask.getConfirm() || change.weaker().isEmpty();
    if (ask.getDryRun() || !isConfirmed || change.all().isEmpty()) {
      return answer.build();
    }
    TierDefined act =
        TierDefined.newBuilder().setTier(Tiers.message(next)).setWhy(ask.getWhy()).build();
    catalogue.submit(actor, ask.getWhy(), "", Command.newBuilder().setTierDefined(act).build());
    return answer.setDefined(true).build();
  }

  /// People say names in any case: two that differ in nothing else would be mixed up.
  private void requireNoTwin(String name) {
    if (catalogue.tiers().newest().stream()
        .anyMatch(row -> row.tier().name().equalsIgnoreCase(name))) {
      throw new OperationFailed(FailureCode.NAME_TAKEN, name);
    }
  }

  private static Tier.Edition numbered(Tier.Edition edition, int version) {
    return new Tier.Edition(
        version,
        edition.recovery(),
        edition.colour(),
        edition.keep(),
        edition.newestKept(),
        edition.lockDays());
  }

  /// A tier whose every number is possible.
  ///
  /// @throws OperationFailed USAGE, NAME_INVALID
  static Tier checked(TierSpec asked) {
    if (!NAME.matcher(asked.getName()).matches()) {
      throw new OperationFailed(FailureCode.NAME_INVALID, asked.getName());
    }
    within("days", asked.getDays(), 1, Tier.DAYS_MAX);
    within("copies", asked.getCopies(), 1, COPIES_MAX);
    within("data shards in a stripe", asked.getDataShards(), 2, SHARDS_MAX);
    within("parity shards in a stripe", asked.getParityShards(), 0, SHARDS_MAX);
    within("copies in one region", asked.getMaxCopiesPerRegion(), 0, asked.getCopies());
    within("newest backups of a set kept", asked.getNewestKept(), 0, NEWEST_MAX);
    within("days of lock", asked.getLockDays(), 0, Math.min(asked.getDays(), LOCK_DAYS_MAX));
    if (!COLOUR.matcher(asked.getColour()).matches()) {
      throw usage("A colour is written like #8a95a5, not " + asked.getColour() + ".");
    }
    if (RecoveryClass.find(asked.getRecoveryClass()).isEmpty()) {
      throw usage(
          "A recovery class is critical, important, standard or archival, not \"%s\"."
              .formatted(asked.getRecoveryClass()));
    }
    return Tiers.tier(asked.toBuilder().setVersion(Math.max(1, asked.getVersion())).build());
  }

  private static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw usage("A tier has %d to %,d %s, not %,d.".formatted(least, most, what, value));
    }
  }

  private static OperationFailed usage(String sentence) {
    return new OperationFailed(FailureCode.USAGE, sentence);
  }

  /// A warning where it is allowed that there are too few owners for a full set of copies. One
  /// owner is the source's, whichever that is.
  ///
  /// @throws OperationFailed TIER_TOO_LARGE
  private Optional<String> requireOwners(Tier tier, boolean isAllowed) {
    long owners =
        catalogue.peers().all().stream()
            .filter(peer -> peer.state().takesShards())
            .map(PeerRow::owner)
            .distinct()
            .count();
    long present = Math.max(0, owners - 1);
    if (tier.ownersNeeded() <= present) {
      return Optional.empty();
    }
    String what = "Tier %s with %d copies".formatted(tier.name(), tier.copies());
    if (!isAllowed) {
      throw new OperationFailed(
          FailureCode.TIER_TOO_LARGE,
          what,
          String.valueOf(tier.ownersNeeded()),
          String.valueOf(present));
    }
    return Optional.of(
        "%s needs %d owners beside the source's, and %d are there: backups are under-protected until more come."
            .formatted(what, tier.ownersNeeded(), present));
  }

  /// A next version that is only looked at.
  private Tier drafted(ApplyTierRequest ask) {
    if (!ask.getDryRun()) {
      throw usage("A draft changes no backup: define the tier first.");
    }
    Tier draft = checked(ask.getDraft());
    return draft.with(numbered(draft.edition(), ask.getDraft().getVersion() + 1));
  }

  /// Brings a tier's newest version to the backups that were made under earlier ones. Their
  /// retention follows at once; so does what they ask, and missing copies are made by repairs.
  ApplyTierAnswer apply(ApplyTierRequest ask, String actor) {
    Tier newest = ask.hasDraft() ? drafted(ask) : book.newest(ask.getTier());
    long now = time.millis();
    List<Retiering> changes =
        listed().reversed().stream()
            .filter(row -> row.tier().name().equals(newest.name()))
            .filter(row -> row.tier().version() > 0 && row.tier().version() != newest.version())
            .filter(row -> row.retention().wanted().isEmpty())
            .map(row -> new Retiering(row, newest))
            .toList();
    ApplyTierAnswer.Builder answer =
        ApplyTierAnswer.newBuilder().setVersion(newest.version()).setTotal(changes.size());
    changes.stream().limit(SHOWN).forEach(one -> answer.addBackups(one.message(now)));
    answer.setEnded((int) changes.stream().filter(one -> one.endsAtOnce(now)).count());
    if (ask.getDryRun() || !ask.getConfirm() || changes.isEmpty()) {
      return answer.build();
    }
    List<Command> commands = new ArrayList<>(changes.stream().map(Retiering::command).toList());
    for (int at = 0; at < commands.size(); at += AT_ONCE) {
      List<Command> some = commands.subList(at, Math.min(commands.size(), at + AT_ONCE));
      catalogue.submit(actor, ask.getWhy(), "", some.toArray(Command[]::new));
    }
    return answer.setApplied(true).build();
  }
}
