package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.jobs.CatalogueJobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.policy.ConfigBook;
import com.plexichat.backup.agent.security.TestPeople;
import com.plexichat.backup.proto.ApprovePruneRequest;
import com.plexichat.backup.proto.BackupDeleted;
import com.plexichat.backup.proto.BackupPruned;
import com.plexichat.backup.proto.CategoryFigures;
import com.plexichat.backup.proto.CheckPlanAnswer;
import com.plexichat.backup.proto.CheckPlanRequest;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.ConfigChanged;
import com.plexichat.backup.proto.ConfigValue;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlanPruneRequest;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PlannedCopy;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.RunPruneRequest;
import com.plexichat.backup.proto.SetDefined;
import com.plexichat.backup.proto.SkippedCopies;
import com.plexichat.backup.proto.VacatedFigures;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Role;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Consents;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a plan takes of each category, on a real catalogue.
class PruneCategoriesTest {
  private static final String WHO = "person:anna";

  @TempDir Path folder;
  private Catalogue catalogue;
  private Jobs jobs;
  private PruneDesk desk;
  private TestPeople people;

  /// Two backups of docs, of which the first has ended, on five active machines.
  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    for (int peer = 1; peer <= 5; peer++) {
      PeerChanged.Builder active =
          PeerChanged.newBuilder().setPeerId(Acts.peer(peer).hex()).setState(PeerState.ACTIVE);
      submit(catalogue, Command.newBuilder().setPeerChanged(active).build());
    }
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    submit(catalogue, Acts.closedUntil(1, NOW - 1, 1, 2));
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 3);
    submit(catalogue, Acts.closed(2, "complete", List.of(3), List.of(1)));
    InstantSource time = InstantSource.fixed(Instant.ofEpochMilli(NOW));
    jobs = new Jobs(new CatalogueJobStore(catalogue), time);
    JobDesk.Desks desks =
        new JobDesk.Desks(
            new BackupDesk(catalogue, time, new SecureRandom()),
            new TestedBackups(catalogue, new TicketBook(time)));
    JobDesk acts = new JobDesk(catalogue, desks, jobs, EndlessWork.machines(), new SecureRandom());
    people = new TestPeople(catalogue.cluster().find().orElseThrow().id(), time);
    desk = new PruneDesk(catalogue, acts, people.approvals(), time, Duration.ofDays(7));
  }

  @AfterEach
  void close() {
    jobs.close();
    catalogue.close();
  }

  private PlanPruneAnswer plan(String... categories) {
    return desk.plan(
        PlanPruneRequest.newBuilder().addAllCategories(List.of(categories)).build(), WHO);
  }

  private static CategoryFigures figures(PlanPruneAnswer plan, String category) {
    return plan.getPlan().getCategoriesList().stream()
        .filter(one -> one.getCategory().equals(category))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void categoriesAreCountedEachForItself() {
    PlanPruneAnswer usual = plan();
    assertEquals(List.of("expired", "orphaned"), categories(usual));
    assertEquals(usual.getPlan().getBytes(), figures(usual, "expired").getBytes());
    assertEquals(1, figures(usual, "expired").getBackups());
    assertEquals(0, figures(usual, "orphaned").getCopies());
    submit(
        catalogue,
        Command.newBuilder()
            .setBackupPruned(BackupPruned.newBuilder().setBackupId(Acts.backup(1)).setJobId("j"))
            .build());
    PlanPruneAnswer orphaned = plan("orphaned");
    assertEquals(usual.getPlan().getCopies(), figures(orphaned, "orphaned").getCopies());
    assertEquals(usual.getPlan().getBytes(), orphaned.getPlan().getBytes());
    assertEquals(0, orphaned.getKeptTotal(), "backups were not asked for");
    PlanPruneAnswer expired = plan("expired");
    assertEquals(0, expired.getPlan().getBytes());
    assertEquals(0, expired.getPlan().getStripes());
    assertEquals(0, plan("redundant", "corrupted").getPlan().getCopies());
    for (String[] wrong : new String[][] {{"all"}, {"low-value"}}) {
      assertEquals(
          FailureCode.USAGE,
          assertThrows(OperationFailed.class, () -> plan(wrong)).code(),
          wrong[0]);
    }
    PlanPruneRequest emergency =
        PlanPruneRequest.newBuilder().setReclaimBytes(1).addCategories("redundant").build();
    assertEquals(
        FailureCode.USAGE,
        assertThrows(OperationFailed.class, () -> desk.plan(emergency, WHO)).code());
  }

  private static List<String> categories(PlanPruneAnswer plan) {
    return plan.getPlan().getCategoriesList().stream().map(CategoryFigures::getCategory).toList();
  }

  /// Stripe 3 is needed by a backup that goes on: a copy that comes over what is asked goes, a bad
  /// one goes when that leaves enough.
  @Test
  void copiesThatAreOverOrBadAreNamedWithWhy() {
    submit(catalogue, Acts.changed(3, 0, 2, "CORRUPT"));
    PlanPruneAnswer bad = plan("redundant", "corrupted");
    assertEquals(0, bad.getPlan().getCopies());
    assertEquals(1, figures(bad, "corrupted").getKept());
    PlannedCopy kept = bad.getKeptCopies(0);
    assertEquals("corrupted", kept.getCategory());
    assertEquals(Acts.peer(2).hex(), kept.getPeerId());
    assertTrue(kept.getReason().contains("repair first"), kept::getReason);

    submit(catalogue, Acts.more(3, 900, 5, 0));
    PlanPruneAnswer busy = plan("corrupted");
    assertEquals(0, busy.getPlan().getCopies(), "the good one is being made");
    submit(catalogue, Acts.receipt(3, 900, 5, 0));
    PlanPruneAnswer good = plan("redundant", "corrupted");
    assertEquals(1, figures(good, "corrupted").getCopies());
    assertEquals(1, good.getPlan().getCopies());
    assertEquals(
        "It is not whole, and 2 good copies lie elsewhere.",
        good.getPlan().getSpareCopies(0).getReason());

    submit(catalogue, Acts.changed(3, 0, 2, "OK"));
    PlanPruneAnswer over = plan("redundant");
    assertEquals(1, figures(over, "redundant").getShards());
    assertEquals(1, over.getPlan().getSpareCopiesCount());
    assertEquals(1000, over.getPlan().getBytes());
    assertEquals(
        "Its shard has 3 copies, and 2 are asked.", over.getPlan().getSpareCopies(0).getReason());
    assertEquals(over.getPlanId(), plan("redundant").getPlanId());
    assertEquals(List.of(), check(over).getSkippedCopiesList());
    submit(catalogue, Acts.changed(3, 0, 5, "CORRUPT"));
    SkippedCopies stays = check(over).getSkippedCopies(0);
    assertEquals(1, stays.getCopies());
    assertEquals("Its stripe has it no more, or needs it.", stays.getReason());
    submit(catalogue, Acts.changed(3, 0, 5, "OK"));
    desk.run(RunPruneRequest.newBuilder().setPlanId(over.getPlanId()).build(), WHO);
    assertEquals(1, catalogue.jobs().unfinished().size());
  }

  private CheckPlanAnswer check(PlanPruneAnswer plan) {
    return desk.check(CheckPlanRequest.newBuilder().setPlanId(plan.getPlanId()).build());
  }

  private static PlanPruneRequest early(String... tiers) {
    return PlanPruneRequest.newBuilder()
        .addCategories("low-value")
        .setEarlyExpire(true)
        .addAllTiers(List.of(tiers))
        .build();
  }

  /// The set's third backup, which shares nothing with the second; its priority is low.
  private void becomeLow() {
    TestCatalogue.backUp(catalogue, 3, "docs", 3, 4);
    submit(catalogue, Acts.closed(3, "complete", List.of(4), List.of(3)));
    SetDefined known = Acts.set("docs", Tier.BRONZE).getSetDefined();
    SetDefined low =
        known.toBuilder().setSet(known.getSet().toBuilder().setLowPriority(true)).build();
    submit(catalogue, Command.newBuilder().setSetDefined(low).build());
  }

  private void approve(PlanPruneAnswer plan, String person) {
    Identity identity = people.person(person, Role.ADMINISTRATOR);
    ApprovePruneRequest ask =
        ApprovePruneRequest.newBuilder()
            .setPlanId(plan.getPlanId())
            .setApproval(identity.consent(Consents.of(plan.getPlan())))
            .build();
    desk.approve(ask, "person:" + person);
  }

  private FailureCode refused(RunPruneRequest ask) {
    FailureCode code = assertThrows(OperationFailed.class, () -> desk.run(ask, WHO)).code();
    assertEquals(List.of(), catalogue.jobs().unfinished(), "something started");
    return code;
  }

  /// Whole backups of a set of low priority, never its newest, and with two people alone.
  @Test
  void whatIsOfLittleValueEndsEarly() {
    assertEquals(0, desk.plan(early("bronze"), WHO).getPlan().getRemovedCount(), "not low");
    becomeLow();
    assertEquals(0, desk.plan(early("silver"), WHO).getPlan().getRemovedCount(), "other tier");
    PlanPruneAnswer plan = desk.plan(early("bronze"), WHO);
    PrunePlan made = plan.getPlan();
    assertEquals(
        List.of(Acts.backup(2)),
        made.getRemovedList().stream().map(PlannedBackup::getBackupId).toList());
    assertEquals("early", made.getRemoved(0).getCode());
    assertEquals(
        List.of("Another plan takes it.", "It is the newest that its set can be restored from."),
        plan.getKeptList().stream().map(PlannedBackup::getReason).toList());
    assertEquals(made.getBytes(), figures(plan, "low-value").getBytes());
    assertTrue(made.getBytes() > 0);
    assertEquals(0, Consents.of(made).getBytes(), "nobody consents to what is deleted at once");
    RunPruneRequest.Builder run = RunPruneRequest.newBuilder().setPlanId(plan.getPlanId());
    assertEquals(FailureCode.REASON_MISSING, refused(run.build()));
    run.setReason("the disks are full");
    approve(plan, "anna");
    assertEquals(FailureCode.APPROVAL_MISSING, refused(run.build()));
    approve(plan, "ben");
    desk.run(run.build(), WHO);
    assertEquals(1, catalogue.jobs().unfinished().size());
  }

  @Test
  void whatBecameWorthMoreStays() {
    becomeLow();
    PlanPruneAnswer plan = desk.plan(early("bronze"), WHO);
    approve(plan, "anna");
    approve(plan, "ben");
    submit(catalogue, Acts.set("docs", Tier.BRONZE));
    assertEquals(
        FailureCode.PLAN_STALE,
        refused(
            RunPruneRequest.newBuilder().setPlanId(plan.getPlanId()).setReason("full").build()));
  }

  @Test
  void whatEndsEarlyIsAskedForByItself() {
    becomeLow();
    assertEquals(
        List.of(),
        plan().getPlan().getRemovedList().stream()
            .filter(one -> !one.getBackupId().equals(Acts.backup(1)))
            .toList());
    for (PlanPruneRequest wrong :
        List.of(
            early(),
            early("bronze", "silver"),
            early("bronze").toBuilder().setEarlyExpire(false).build(),
            early("bronze").toBuilder().addCategories("expired").build(),
            early("bronze").toBuilder().setReclaimBytes(1).build(),
            PlanPruneRequest.newBuilder().setEarlyExpire(true).addTiers("bronze").build())) {
      assertEquals(
          FailureCode.USAGE,
          assertThrows(OperationFailed.class, () -> desk.plan(wrong, WHO)).code());
    }
  }

  private void budget(String size) {
    submit(
        catalogue,
        Command.newBuilder()
            .setConfigChanged(
                ConfigChanged.newBuilder()
                    .setVersion(new ConfigBook(catalogue).told().getVersion() + 1)
                    .addValues(ConfigValue.newBuilder().setKey("trash.budget").setValue(size)))
            .build());
  }

  private static List<String> removed(PlanPruneAnswer plan) {
    return plan.getPlan().getRemovedList().stream().map(PlannedBackup::getBackupId).toList();
  }

  /// Nothing is swept sooner because the trash is full: what does not fit stays where it is.
  @Test
  void aPruneTakesNoMoreBackupsThanTheTrashMayHold() {
    TestCatalogue.backUp(catalogue, 3, "docs", 3, 4);
    submit(catalogue, Acts.closed(3, "complete", List.of(4), List.of(3)));
    BackupDeleted deleted = BackupDeleted.newBuilder().setBackupId(Acts.backup(2)).build();
    submit(catalogue, Command.newBuilder().setBackupDeleted(deleted).build());
    PlanPruneAnswer all = plan();
    assertEquals(List.of(Acts.backup(1), Acts.backup(2)), removed(all));
    long bytes = all.getPlan().getBytes();
    budget(bytes + "B");
    assertEquals(removed(all), removed(plan()), "it just fits");
    budget((bytes - 1) + "B");
    PlanPruneAnswer some = plan();
    assertEquals(List.of(Acts.backup(1)), removed(some));
    assertTrue(some.getPlan().getBytes() < bytes);
    PlannedBackup stays = some.getKept(some.getKeptCount() - 1);
    assertEquals(Acts.backup(2), stays.getBackupId());
    assertTrue(
        stays.getReason().contains("(trash.budget), and there is no room"), stays::getReason);
    assertEquals(
        FailureCode.PLAN_STALE,
        refused(RunPruneRequest.newBuilder().setPlanId(all.getPlanId()).build()),
        "it was made when there was room");
    PlanPruneAnswer emergency =
        desk.plan(PlanPruneRequest.newBuilder().setReclaimBytes(1).build(), WHO);
    assertEquals(List.of(Acts.backup(1)), removed(emergency), "what goes at once needs no room");
    assertEquals(2, emergency.getKeptTotal());
  }

  @Test
  void aPlanTellsWhatGoesWithOlderBackupsLater() {
    TestCatalogue.backUp(catalogue, 3, "docs", 3, 4);
    submit(
        catalogue,
        Command.newBuilder()
            .setBackupClosed(
                Acts.closed(3, "complete", List.of(4), List.of(2)).getBackupClosed().toBuilder()
                    .addVacated(Acts.bytes(Acts.stripe(2))))
            .build());
    VacatedFigures vacated = plan().getVacated();
    assertEquals(1, vacated.getStripes());
    assertTrue(vacated.getBytes() > 0);
    assertEquals(0, vacated.getEndsMs(), "the second backup has no end");
  }
}
