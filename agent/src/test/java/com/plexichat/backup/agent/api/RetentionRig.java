package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.jobs.CatalogueJobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.DefineTierRequest;
import com.plexichat.backup.proto.SetDefined;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Tiers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// A catalogue of five active machines whose clock a test moves, and the desks of retention on it.
final class RetentionRig implements AutoCloseable {
  static final String WHO = "person:anna";
  static final long DAY = Duration.ofDays(1).toMillis();

  final Catalogue catalogue;
  final Jobs jobs;
  final BackupDesk backups;
  final JobDesk acts;
  final TierDesk tiers;
  final RetierDesk retier;
  final RuleDesk rules;
  final ForecastDesk forecast;
  final RetentionAuditDesk audit;
  long now = TestCatalogue.NOW;

  RetentionRig(Path folder) {
    this(folder, TestCatalogue.NOW);
  }

  RetentionRig(Path folder, long begin) {
    now = begin;
    InstantSource time = () -> Instant.ofEpochMilli(now);
    catalogue = TestCatalogue.open(folder, time);
    TestCatalogue.found(catalogue);
    jobs = new Jobs(new CatalogueJobStore(catalogue), time);
    backups = new BackupDesk(catalogue, time, new SecureRandom());
    acts =
        new JobDesk(
            catalogue,
            new JobDesk.Desks(backups, new TestedBackups(catalogue, new TicketBook(time))),
            jobs,
            EndlessWork.machines(),
            new SecureRandom());
    tiers = new TierDesk(catalogue, time);
    retier = new RetierDesk(catalogue, acts, time);
    rules = new RuleDesk(catalogue);
    forecast = new ForecastDesk(catalogue, time);
    audit = new RetentionAuditDesk(catalogue, time, Duration.ofDays(7));
  }

  @Override
  public void close() {
    jobs.close();
    catalogue.close();
  }

  DefineTierRequest.Builder ask(Tier tier) {
    return DefineTierRequest.newBuilder().setTier(Tiers.message(tier)).setWhy("because");
  }

  /// The next version of a tier, whatever it says less.
  Tier define(Tier tier) {
    return Tiers.tier(
        tiers
            .define(ask(tier).setConfirm(true).setAllowUnderProtected(true).build(), WHO)
            .getTier());
  }

  /// A set of machine 1 with one path.
  void set(String name, String path, Tier tier) {
    submit(
        catalogue,
        Command.newBuilder()
            .setSetDefined(
                SetDefined.newBuilder()
                    .setSet(
                        SetSpec.newBuilder()
                            .setName(name)
                            .setHost(Acts.peer(1).hex())
                            .addPaths(ByteString.copyFromUtf8(path))
                            .setTier(Tiers.message(tier))))
            .build());
  }

  /// Opens a backup now, under a tier, and commits a stripe of its own with two copies.
  void open(int backup, String set, long number, Tier tier, int stripe) {
    Command.Builder opened = Acts.opened(backup, set, number, tier).toBuilder();
    opened.getBackupOpenedBuilder().setTier(Tiers.message(tier)).setHost(Acts.peer(1).hex());
    submit(catalogue, opened.build());
    TestCatalogue.reserve(catalogue, backup, stripe);
    submit(catalogue, Acts.committed(backup, List.of(Acts.committedStripe(stripe, 2, 2, 3, 4))));
  }

  /// Backs a set up now, as its tier says.
  void backUp(int backup, String set, long number, Tier tier, int stripe, Integer... dropped) {
    open(backup, set, number, tier, stripe);
    close(backup, now + tier.days() * DAY, stripe, dropped);
  }

  void close(int backup, long ends, int stripe, Integer... dropped) {
    Command.Builder closed =
        Acts.closed(backup, "complete", List.of(stripe), List.of(dropped)).toBuilder();
    closed
        .getBackupClosedBuilder()
        .getBackupBuilder()
        .setExpiresMs(ends)
        .setStoredBytes(16_000)
        .setParityBytes(2_000);
    submit(catalogue, closed.build());
  }

  BackupRow row(int backup) {
    return catalogue.backups().get(Acts.backup(backup));
  }
}
