package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.jobs.CatalogueJobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.transport.Caller;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.Change;
import com.plexichat.backup.proto.Change.WhatCase;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.WatchRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.Role;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What those who watch a coordinator hear, and when.
class WatchDeskTest {
  private static final Caller ANNA =
      new Caller(
          Caller.Kind.PERSON, "anna", Set.of(Role.ADMINISTRATOR), "01", Instant.ofEpochMilli(NOW));

  @TempDir Path folder;
  private final AtomicLong clock = new AtomicLong(NOW);
  private final InstantSource time = () -> Instant.ofEpochMilli(clock.get());
  private final SetFigures figures = new SetFigures();
  private final List<CompletableFuture<Void>> watches = new ArrayList<>();
  private final List<HeardChanges> heards = new ArrayList<>();
  private Catalogue catalogue;
  private Jobs jobs;
  private WatchDesk desk;

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.live(catalogue);
    jobs = new Jobs(new CatalogueJobStore(catalogue), time);
    desk = new WatchDesk(catalogue, jobs, figures, new Random(1), time);
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
    for (CompletableFuture<Void> watch : watches) {
      watch.get(30, TimeUnit.SECONDS);
    }
    jobs.close();
    catalogue.close();
  }

  private HeardChanges watch(String stream, long after) {
    HeardChanges heard = new HeardChanges();
    WatchRequest ask = WatchRequest.newBuilder().setStream(stream).setAfter(after).build();
    CompletableFuture<Void> watch = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            desk.watch(ask, ANNA, heard);
            watch.complete(null);
          } catch (RuntimeException e) {
            watch.completeExceptionally(e);
          }
        });
    watches.add(watch);
    heards.add(heard);
    return heard;
  }

  private HeardChanges whole() throws InterruptedException {
    HeardChanges heard = watch("", 0);
    heard.await("whole", Change::hasWhole);
    return heard;
  }

  /// Ends the newest watch and waits until it has ended.
  private void leave() throws Exception {
    heards.getLast().cancel();
    watches.getLast().get(30, TimeUnit.SECONDS);
  }

  private static boolean isSet(Change change, String name) {
    return change.hasSet() && change.getSet().getName().equals(name);
  }

  private static void assertAscending(List<Change> changes) {
    for (int at = 1; at < changes.size(); at++) {
      assertTrue(
          changes.get(at - 1).getRevision() <= changes.get(at).getRevision(), changes::toString);
    }
  }

  @Test
  void whoIsNewHearsEverythingAndThenThatItIsEverything() throws Exception {
    HeardChanges heard = whole();
    List<Change> all = heard.that(change -> !change.hasBeat());
    assertTrue(all.getFirst().hasAnew());
    assertEquals(0, all.getFirst().getRevision());
    assertAscending(all);
    assertEquals(1, all.stream().map(Change::getStream).distinct().count());
    assertEquals(
        EnumSet.of(
            WhatCase.ANEW,
            WhatCase.WHOLE,
            WhatCase.STATUS,
            WhatCase.KIT,
            WhatCase.DISTRIBUTION,
            WhatCase.PEER,
            WhatCase.SET,
            WhatCase.BACKUP,
            WhatCase.JOB,
            WhatCase.STRIPES),
        EnumSet.copyOf(all.stream().map(Change::getWhatCase).toList()));
    Change status = heard.await("status", Change::hasStatus);
    assertEquals("anna", status.getStatus().getYou());
    assertEquals(List.of("administrator"), status.getStatus().getRolesList());
    assertEquals(catalogue.head().index(), status.getStatus().getLogIndex());
    assertEquals(5, heard.that(Change::hasPeer).size());
    assertEquals(
        List.of("docs", "mail"),
        heard.that(Change::hasSet).stream().map(change -> change.getSet().getName()).toList());
    assertEquals(
        new DistributionDesk(catalogue, figures)
            .count(catalogue.backups().all(), List.of(), NOW)
            .answer(),
        heard.await("distribution", Change::hasDistribution).getDistribution());
    List<BackupEntry> backups =
        heard.that(Change::hasBackup).stream().map(Change::getBackup).toList();
    assertEquals(
        List.of("deleted", "under_protected", "running"),
        backups.stream().map(BackupEntry::getState).toList());
    assertEquals(
        List.of(false, true, false), backups.stream().map(BackupEntry::getRestorable).toList());
    assertEquals(
        catalogue.head().index(),
        heard.await("stripes", Change::hasStripes).getStripes().getLogIndex());
  }

  @Test
  void aChangeIsToldOnceWithAHigherRevision() throws Exception {
    HeardChanges heard = whole();
    long before = heard.all().getLast().getRevision();
    submit(catalogue, Acts.set("docs", Tier.GOLD));
    Change change =
        heard.await(
            "the set",
            one -> isSet(one, "docs") && one.getSet().getTier().getName().equals("gold"));
    assertTrue(change.getRevision() > before);
    submit(catalogue, Acts.set("more", Tier.GOLD));
    heard.await("the other set", one -> isSet(one, "more"));
    assertEquals(2, heard.that(one -> isSet(one, "docs")).size());
    assertEquals(1, heard.that(one -> isSet(one, "mail")).size());
  }

  @Test
  void whoComesBackHearsWhatItMissed() throws Exception {
    Change last = whole().all().getLast();
    leave();
    submit(catalogue, Acts.set("mail", Tier.GOLD));
    HeardChanges again = watch(last.getStream(), last.getRevision());
    again.await("whole", Change::hasWhole);
    List<Change> told = again.that(change -> !change.hasBeat());
    assertEquals(
        List.of(WhatCase.STATUS, WhatCase.SET, WhatCase.WHOLE),
        told.stream().map(Change::getWhatCase).toList());
    assertTrue(isSet(told.get(1), "mail"));
    assertTrue(told.getFirst().getRevision() > last.getRevision());
    leave();
    HeardChanges other = watch("of another run", last.getRevision());
    other.await("whole", Change::hasWhole);
    assertTrue(other.all().getFirst().hasAnew());
    leave();
    HeardChanges ahead = watch(last.getStream(), last.getRevision() + 1_000_000);
    ahead.await("whole", Change::hasWhole);
    assertTrue(ahead.all().getFirst().hasAnew());
  }

  @Test
  void aSlowReaderGetsTheNewestOnly() throws Exception {
    HeardChanges slow = whole();
    slow.setReady(false);
    HeardChanges quick = whole();
    for (int round = 0; round < 5; round++) {
      Tier tier = round % 2 == 0 ? Tier.GOLD : Tier.SILVER;
      submit(catalogue, Acts.set("docs", tier));
      int rounds = round + 2;
      quick.await("the set", _ -> quick.that(one -> isSet(one, "docs")).size() == rounds);
    }
    int before = slow.that(one -> isSet(one, "docs")).size();
    slow.setReady(true);
    submit(catalogue, Acts.set("last", Tier.GOLD));
    slow.await("what came last", one -> isSet(one, "last"));
    List<Change> told = slow.that(one -> isSet(one, "docs"));
    // One may have been on its way when the reader became slow.
    assertTrue(told.size() <= before + 1, told::toString);
    assertEquals("gold", told.getLast().getSet().getTier().getName());
    assertAscending(slow.that(change -> !change.hasAnew()));
  }

  @Test
  void ofJobsTheNewestAreToldAndWhatElseIsGone() throws Exception {
    Change first = whole().all().getLast();
    List<Command> more = new ArrayList<>();
    for (int number = 0; number < WatchSource.JOBS - 1; number++) {
      more.add(Acts.job("more" + number, "queued"));
    }
    submit(catalogue, more.toArray(Command[]::new));
    HeardChanges heard = heards.getLast();
    Change gone = heard.await("a job that is gone", Change::hasGone);
    assertEquals("job", gone.getGone().getKind());
    assertEquals("job1", gone.getGone().getKey());
    leave();
    HeardChanges again = watch(first.getStream(), first.getRevision());
    again.await("whole", Change::hasWhole);
    assertEquals(1, again.that(Change::hasGone).size());
    assertEquals(WatchSource.JOBS - 1, again.that(Change::hasJob).size());
    leave();
    HeardChanges fresh = whole();
    assertEquals(0, fresh.that(Change::hasGone).size());
    assertEquals(WatchSource.JOBS, fresh.that(Change::hasJob).size());
  }

  @Test
  void aJobIsToldAFewTimesASecondAndAsItEnds() throws Exception {
    HeardChanges heard = whole();
    long begun = System.nanoTime();
    CountDownLatch seen = new CountDownLatch(1);
    JobEntry job =
        JobEntry.newBuilder()
            .setJobId("busy")
            .setKind("restore")
            .setParameters(ByteString.copyFromUtf8("secret"))
            .build();
    jobs.start(
        job,
        control -> {
          long at = 0;
          while (!seen.await(1, TimeUnit.MILLISECONDS)) {
            control.progress(JobPhase.RESTORE, ++at, 0, 0, 0);
          }
          control.tell(new byte[] {1});
          return new byte[] {2};
        });
    heard.await("progress", one -> one.hasJob() && one.getJob().getDone() > 0);
    heard.await("more", _ -> heard.that(WatchDeskTest::isBusy).size() >= 4);
    seen.countDown();
    heard.await("the end", one -> isBusy(one) && one.getJob().getState().equals("done"));
    long took = (System.nanoTime() - begun) / 1_000_000;
    List<Change> told = heard.that(WatchDeskTest::isBusy);
    assertTrue(told.size() <= took / 250 + 2, () -> told.size() + " in " + took + " ms");
    for (Change change : told) {
      assertEquals(ByteString.EMPTY, change.getJob().getParameters());
      assertEquals(ByteString.EMPTY, change.getJob().getResult());
      assertEquals(ByteString.EMPTY, change.getJob().getTold());
    }
  }

  private static boolean isBusy(Change change) {
    return change.hasJob() && change.getJob().getJobId().equals("busy");
  }

  @Test
  void whatTouchesStripesIsToldWithItsPlaceInTheLog() throws Exception {
    HeardChanges heard = whole();
    long before = catalogue.head().index();
    submit(catalogue, Acts.noted("download", "backup 2"));
    submit(catalogue, Acts.changed(5, 0, 2, "CORRUPT"));
    heard.await("stripes", one -> one.hasStripes() && one.getStripes().getLogIndex() == before + 2);
    heard.await(
        "the distribution",
        one -> one.hasDistribution() && one.getDistribution().getUnderReplicated() > 0);
    submit(catalogue, Acts.deleted(2));
    heard.await("stripes", one -> one.hasStripes() && one.getStripes().getLogIndex() == before + 3);
    heard.await(
        "the backup",
        one ->
            one.hasBackup()
                && one.getBackup().getBackupId().equals(Acts.backup(2))
                && one.getBackup().getState().equals("deleted"));
  }

  @Test
  void theEndOfARetentionIsToldThoughNoEntryTellsIt() throws Exception {
    submit(catalogue, Acts.opened(9, "docs", 3, Tier.BRONZE));
    TestCatalogue.reserve(catalogue, 9, 9);
    submit(catalogue, Acts.committed(9, List.of(Acts.committedStripe(9, 2, 2, 3, 4))));
    submit(catalogue, Acts.closedUntil(9, NOW + 5_000, 9));
    HeardChanges heard = whole();
    long shards = heard.that(Change::hasDistribution).getLast().getDistribution().getShards();
    clock.set(NOW + 5_000);
    heard.await("stripes", _ -> heard.that(Change::hasStripes).size() == 2);
    heard.await(
        "a distribution without it",
        one -> one.hasDistribution() && one.getDistribution().getShards() < shards);
  }

  @Test
  void silenceIsBrokenByBeats() throws Exception {
    HeardChanges heard = whole();
    Change beat = heard.await("a beat", Change::hasBeat);
    heard.await("another", _ -> heard.that(Change::hasBeat).size() > 1);
    assertEquals(
        heard.that(Change::hasWhole).getFirst().getRevision(), beat.getRevision(), "told so far");
  }

  @Test
  void nothingIsLookedAtWhileNobodyWatches() throws Exception {
    submit(catalogue, Acts.set("mail", Tier.GOLD), Acts.deleted(2));
    assertEquals(0, figures.asked.get());
    HeardChanges heard = whole();
    assertTrue(figures.asked.get() >= 5);
    assertEquals(
        "gold",
        heard.that(one -> isSet(one, "mail")).getLast().getSet().getTier().getName(),
        "what happened meanwhile is there");
  }

  @Test
  void watchesEndWithTheDesk() throws Exception {
    HeardChanges heard = whole();
    desk.close();
    watches.getLast().get(30, TimeUnit.SECONDS);
    assertTrue(heard.isCompleted());
    HeardChanges late = watch("", 0);
    watches.getLast().get(30, TimeUnit.SECONDS);
    assertTrue(late.isCompleted());
    assertFalse(late.all().stream().anyMatch(Change::hasWhole));
  }

  @Test
  void aWatchFailsWhenTheCatalogueCannotBeRead() throws Exception {
    HeardChanges heard = whole();
    catalogue.close();
    CompletableFuture<Void> watch = watches.removeLast();
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> watch.get(60, TimeUnit.SECONDS));
    OperationFailed why = assertInstanceOf(OperationFailed.class, failed.getCause());
    assertEquals(FailureCode.INTERRUPTED, why.code());
    assertFalse(heard.isCompleted());
  }
}
