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
import com.plexichat.backup.agent.security.TestPeople;
import com.plexichat.backup.proto.AllowPruningRequest;
import com.plexichat.backup.proto.ApprovePruneRequest;
import com.plexichat.backup.proto.BackupDeleted;
import com.plexichat.backup.proto.BackupKept;
import com.plexichat.backup.proto.CheckPlanAnswer;
import com.plexichat.backup.proto.CheckPlanRequest;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.Failure;
import com.plexichat.backup.proto.Gate;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.Keep;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlanPruneRequest;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.RollBackPruneRequest;
import com.plexichat.backup.proto.RunPruneRequest;
import com.plexichat.backup.proto.SweepTrashRequest;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Role;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Consents;
import com.plexichat.backup.shared.wire.Failures;
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

/// Plans and gates on a real catalogue: what closes one closes it alone, and nothing starts.
class PruneDeskTest {
  private static final String WHO = "person:anna";

  @TempDir Path folder;
  private Catalogue catalogue;
  private Jobs jobs;
  private PruneDesk desk;
  private TestPeople people;
  private long now = NOW;

  /// Two backups of docs, of which the first has ended, on five active machines.
  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    for (int peer = 1; peer <= 5; peer++) {
      become(peer, PeerState.ACTIVE);
    }
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    submit(catalogue, Acts.closedUntil(1, NOW - 1, 1, 2));
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 3);
    submit(catalogue, Acts.closed(2, "complete", List.of(3), List.of(1)));
    openDesk();
  }

  private void openDesk() {
    InstantSource time = () -> Instant.ofEpochMilli(now);
    jobs = new Jobs(new CatalogueJobStore(catalogue), time);
    BackupDesk backups = new BackupDesk(catalogue, time, new SecureRandom());
    JobDesk acts =
        new JobDesk(
            catalogue,
            new JobDesk.Desks(backups, new TestedBackups(catalogue, new TicketBook(time))),
            jobs,
            EndlessWork.machines(),
            new SecureRandom());
    people = new TestPeople(catalogue.cluster().find().orElseThrow().id(), time);
    desk = new PruneDesk(catalogue, acts, people.approvals(), time, Duration.ofDays(7));
  }

  @AfterEach
  void close() {
    jobs.close();
    catalogue.close();
  }

  private void become(int peer, PeerState state) {
    submit(
        catalogue,
        Command.newBuilder()
            .setPeerChanged(
                PeerChanged.newBuilder().setPeerId(Acts.peer(peer).hex()).setState(state))
            .build());
  }

  private PlanPruneAnswer plan() {
    return desk.plan(PlanPruneRequest.getDefaultInstance(), WHO);
  }

  private FailureCode refused(String plan) {
    RunPruneRequest ask = RunPruneRequest.newBuilder().setPlanId(plan).build();
    OperationFailed refused = assertThrows(OperationFailed.class, () -> desk.run(ask, WHO));
    assertEquals(List.of(), catalogue.jobs().unfinished(), "something started");
    OperationFailed checked = Failures.failed(check(plan).getRefusals(0));
    assertEquals(refused.sentence(), checked.sentence(), "a check says what a run says");
    return refused.code();
  }

  private CheckPlanAnswer check(String plan) {
    return desk.check(CheckPlanRequest.newBuilder().setPlanId(plan).build());
  }

  @Test
  void aCheckSaysWhatWouldBeSkippedAndChangesNothing() {
    String plan = plan().getPlanId();
    assertEquals(0, check(plan).getRefusalsCount());
    assertEquals(List.of(), check(plan).getSkippedList());
    submit(catalogue, Acts.changed(3, 0, 2, "CORRUPT"));
    long head = catalogue.head().index();
    CheckPlanAnswer bad = check(plan);
    assertEquals(0, bad.getRefusalsCount(), "it would run");
    assertEquals(List.of(Acts.backup(1)), ids(bad.getSkippedList()));
    assertEquals(
        "Backup %s of its set, which stays, has a copy that is not whole, on machine2."
            .formatted(Acts.backup(2)),
        bad.getSkipped(0).getReason());
    submit(catalogue, Acts.changed(3, 0, 2, "OK"));
    head++;
    for (int peer = 1; peer <= 2; peer++) {
      become(peer, PeerState.DOWN);
      head++;
    }
    CheckPlanAnswer away = check(plan);
    assertTrue(
        away.getSkipped(0).getReason().contains("could not be read on machine"), away::toString);
    assertEquals(List.of(), closed(away.getShown()), "three are active");
    become(3, PeerState.CORDONED);
    assertEquals(List.of("G3"), closed(check(plan).getShown()));
    assertEquals(FailureCode.GATE_CLOSED, refused(plan));
    assertEquals(head + 1, catalogue.head().index());
    submit(catalogue, Acts.opened(3, "mail", 1, Tier.BRONZE));
    assertEquals(
        List.of("GATE_CLOSED", "PLAN_STALE"),
        check(plan).getRefusalsList().stream().map(Failure::getCode).toList(),
        "every refusal is named");
  }

  private static List<String> closed(PlanPruneAnswer plan) {
    return plan.getGatesList().stream().filter(gate -> !gate.getOpen()).map(Gate::getGate).toList();
  }

  private static List<String> ids(List<PlannedBackup> backups) {
    return backups.stream().map(PlannedBackup::getBackupId).toList();
  }

  @Test
  void aPlanCountsWhatNothingWouldNeedAndChangesNothing() {
    long head = catalogue.head().index();
    PlanPruneAnswer plan = plan();
    assertEquals(List.of(Acts.backup(1)), ids(plan.getPlan().getRemovedList()));
    assertEquals(List.of(Acts.backup(2)), ids(plan.getKeptList()));
    assertEquals(1, plan.getPlan().getStripes(), "one is in both");
    assertTrue(plan.getPlan().getBytes() > 0);
    assertEquals(0, plan.getPlan().getOrphanedBytes());
    assertEquals(List.of(), closed(plan));
    assertEquals(head, catalogue.head().index());
    assertEquals(plan.getPlanId(), plan().getPlanId(), "the same plan has the same name");
    PlanPruneRequest other = PlanPruneRequest.newBuilder().addTiers("gold").build();
    assertEquals(0, desk.plan(other, WHO).getPlan().getRemovedCount());
    PlanPruneRequest unknown = PlanPruneRequest.newBuilder().setSet("nothing").build();
    assertEquals(
        FailureCode.SET_UNKNOWN,
        assertThrows(OperationFailed.class, () -> desk.plan(unknown, WHO)).code());
  }

  @Test
  void tooFewPeersCloseTheQuorum() {
    String before = plan().getPlanId();
    for (int peer = 1; peer <= 3; peer++) {
      become(peer, PeerState.CORDONED);
    }
    assertEquals(List.of("G3"), closed(plan()));
    assertEquals(FailureCode.GATE_CLOSED, refused(before));
    assertEquals(
        FailureCode.GATE_CLOSED,
        assertThrows(
                OperationFailed.class,
                () -> desk.sweep(SweepTrashRequest.getDefaultInstance(), WHO))
            .code());
  }

  @Test
  void aCatalogueThatWasMadeAnewKnowsNoHolds() {
    close();
    catalogue = TestCatalogue.open(folder.resolve("anew"));
    Command.Builder founded = Acts.founded().toBuilder();
    founded.getClusterFoundedBuilder().setRebuilt(true);
    submit(catalogue, founded.build());
    for (int peer = 1; peer <= 3; peer++) {
      submit(catalogue, Acts.joined(peer, "owner" + peer));
    }
    openDesk();
    PlanPruneAnswer plan = plan();
    assertEquals(List.of("G10"), closed(plan));
    assertEquals(FailureCode.GATE_CLOSED, refused(plan.getPlanId()));
    AllowPruningRequest ask = AllowPruningRequest.getDefaultInstance();
    OperationFailed nobodySaysWhy =
        assertThrows(OperationFailed.class, () -> desk.allow(ask, "person:ann"));
    assertEquals(FailureCode.REASON_MISSING, nobodySaysWhy.code());
    AllowPruningRequest why = ask.toBuilder().setReason("holds are set").build();
    assertTrue(desk.allow(why, "person:ann").getGatesList().stream().allMatch(Gate::getOpen));
    assertEquals(List.of(), closed(plan()));
    assertThrows(OperationFailed.class, () -> desk.allow(why, "person:ann"), "once");
  }

  @Test
  void lostShardsCloseTheInterlock() {
    String before = plan().getPlanId();
    for (int peer = 2; peer <= 4; peer++) {
      for (int index = 0; index < 4; index++) {
        lose(3, index, peer);
      }
    }
    assertEquals(List.of("G15"), closed(plan()));
    assertEquals(FailureCode.GATE_CLOSED, refused(before));
  }

  private void lose(int stripe, int index, int peer) {
    try {
      submit(catalogue, Acts.changed(stripe, index, peer, "MISSING"));
    } catch (OperationFailed notThere) {
      assertEquals(FailureCode.SHARD_UNKNOWN, notThere.code());
    }
  }

  @Test
  void onePruneAtATime() {
    PlanPruneAnswer plan = plan();
    desk.run(RunPruneRequest.newBuilder().setPlanId(plan.getPlanId()).build(), WHO);
    assertEquals(List.of("G15"), closed(plan()));
    RunPruneRequest again = RunPruneRequest.newBuilder().setPlanId(plan.getPlanId()).build();
    assertEquals(
        FailureCode.GATE_CLOSED,
        assertThrows(OperationFailed.class, () -> desk.run(again, WHO)).code());
    RollBackPruneRequest back = RollBackPruneRequest.newBuilder().setJobId("j").build();
    assertEquals(
        FailureCode.GATE_CLOSED,
        assertThrows(OperationFailed.class, () -> desk.rollBack(back, WHO)).code());
  }

  @Test
  void aPlanThatDoesNotHoldAnyMoreIsRefused() {
    assertEquals(FailureCode.PLAN_UNKNOWN, refused("0123456789abcdef"));
    String held = plan().getPlanId();
    submit(
        catalogue,
        Command.newBuilder()
            .setBackupKept(
                BackupKept.newBuilder()
                    .setBackupId(Acts.backup(1))
                    .setKeep(Keep.newBuilder().setKind("hold").setName("case 7")))
            .build());
    assertEquals(FailureCode.PLAN_STALE, refused(held));
    assertEquals(0, plan().getPlan().getRemovedCount());
  }

  @Test
  void aBackupThatBeganMeanwhileKeepsWhatItMayCountOn() {
    String before = plan().getPlanId();
    submit(catalogue, Acts.opened(3, "mail", 1, Tier.BRONZE));
    assertEquals(FailureCode.PLAN_STALE, refused(before));
  }

  @Test
  void aCancelledPruneIsDoneOnceMoreWhileItsPlanHolds() throws Exception {
    RunPruneRequest ask = RunPruneRequest.newBuilder().setPlanId(plan().getPlanId()).build();
    JobEntry first = cancelled(desk.run(ask, WHO));
    JobEntry second = cancelled(desk.again(first, "now", WHO));
    assertEquals(first.getJobId(), second.getRestartOf());
    assertEquals(first.getParameters(), second.getParameters());
    submit(
        catalogue,
        Command.newBuilder()
            .setBackupKept(
                BackupKept.newBuilder()
                    .setBackupId(Acts.backup(1))
                    .setKeep(Keep.newBuilder().setKind("hold").setName("case 7")))
            .build());
    assertEquals(
        FailureCode.PLAN_STALE,
        assertThrows(OperationFailed.class, () -> desk.again(second, "now", WHO)).code());
    assertEquals(List.of(), catalogue.jobs().unfinished());
  }

  @Test
  void aPruneIsNotDoneOnceMoreWhenItsPlanIsOld() throws Exception {
    RunPruneRequest ask = RunPruneRequest.newBuilder().setPlanId(plan().getPlanId()).build();
    JobEntry first = cancelled(desk.run(ask, WHO));
    now += Duration.ofDays(1).toMillis() + 1;
    assertEquals(
        FailureCode.PLAN_STALE,
        assertThrows(OperationFailed.class, () -> desk.again(first, "", WHO)).code());
  }

  private JobEntry cancelled(JobStarted started) throws Exception {
    jobs.cancel(started.getJobId(), "test");
    return jobs.await(started.getJobId());
  }

  @Test
  void aPlanLivesForADay() {
    String before = plan().getPlanId();
    now += Duration.ofDays(1).toMillis() + 1;
    assertEquals(FailureCode.PLAN_UNKNOWN, refused(before));
  }

  private PlanPruneAnswer emergency(long bytes) {
    return desk.plan(PlanPruneRequest.newBuilder().setReclaimBytes(bytes).build(), WHO);
  }

  private PlanPruneAnswer approve(PlanPruneAnswer plan, Identity person, String actor) {
    ApprovePruneRequest ask =
        ApprovePruneRequest.newBuilder()
            .setPlanId(plan.getPlanId())
            .setApproval(person.consent(Consents.of(plan.getPlan())))
            .build();
    return desk.approve(ask, actor);
  }

  private void assertNotApproved(PlanPruneAnswer plan, Identity person, String actor) {
    assertEquals(
        FailureCode.APPROVAL_REFUSED,
        assertThrows(OperationFailed.class, () -> approve(plan, person, actor)).code());
  }

  @Test
  void whatGoesAtOnceTakesTwoPeople() {
    Identity anna = people.person("anna", Role.ADMINISTRATOR);
    Identity ben = people.person("ben", Role.ADMINISTRATOR);
    PlanPruneAnswer plan = emergency(1);
    assertEquals(List.of("G6"), closed(plan));
    assertEquals(FailureCode.APPROVAL_MISSING, refused(plan.getPlanId()));
    assertNotApproved(plan, ben, "person:anna");
    assertEquals(List.of("anna"), approve(plan, anna, "person:anna").getApprovedByList());
    assertNotApproved(plan, anna, "person:anna");
    assertEquals(FailureCode.APPROVAL_MISSING, refused(plan.getPlanId()));
    assertNotApproved(plan(), ben, "person:ben");
    PlanPruneAnswer both = approve(plan, ben, "person:ben");
    assertEquals(List.of("anna", "ben"), both.getApprovedByList());
    assertEquals(plan.getPlanId(), both.getPlanId());
    assertEquals(plan.getHash(), both.getHash());
    assertEquals(List.of(), closed(both));
    desk.run(RunPruneRequest.newBuilder().setPlanId(plan.getPlanId()).build(), WHO);
    assertEquals(1, catalogue.jobs().unfinished().size());
  }

  @Test
  void anEmergencyTakesNoMoreBackupsThanItMust() {
    TestCatalogue.backUp(catalogue, 3, "docs", 3, 4);
    submit(catalogue, Acts.closed(3, "complete", List.of(4), List.of(3)));
    BackupDeleted deleted = BackupDeleted.newBuilder().setBackupId(Acts.backup(2)).build();
    submit(catalogue, Command.newBuilder().setBackupDeleted(deleted).build());
    long both = plan().getPlan().getBytes();
    PlanPruneAnswer small = emergency(1);
    assertEquals(List.of(Acts.backup(1)), ids(small.getPlan().getRemovedList()));
    PlanPruneAnswer large = emergency(both);
    assertEquals(List.of(Acts.backup(1), Acts.backup(2)), ids(large.getPlan().getRemovedList()));
    assertEquals(both, large.getPlan().getBytes());
    PlanPruneAnswer tooMuch = emergency(both + 1);
    assertEquals(both, tooMuch.getPlan().getBytes(), "less than was asked for, and it says so");
    assertEquals(both + 1, tooMuch.getPlan().getReclaimBytes());
  }

  @Test
  void whatWasNotPrunedCannotComeBack() {
    RollBackPruneRequest ask = RollBackPruneRequest.newBuilder().setJobId("nothing").build();
    assertEquals(
        FailureCode.PRUNE_UNKNOWN,
        assertThrows(OperationFailed.class, () -> desk.rollBack(ask, WHO)).code());
  }
}
