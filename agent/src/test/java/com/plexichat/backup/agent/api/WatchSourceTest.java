package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.jobs.JobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.proto.Change;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How often what is measured all the time is told.
class WatchSourceTest {
  @Test
  void aPeerThatWasOnlyHeardOfAgainIsToldNowAndThen(@TempDir Path folder) {
    InstantSource time = InstantSource.fixed(Instant.ofEpochMilli(NOW));
    SetFigures figures = new SetFigures();
    WatchValues values = new WatchValues();
    try (Catalogue catalogue = TestCatalogue.open(folder);
        Jobs jobs = new Jobs(JobStore.none(), time)) {
      TestCatalogue.live(catalogue);
      assertTold(new WatchSource(catalogue, jobs, figures, time, values), values, figures);
    }
  }

  @Test
  void aBackupThatWasTestedIsToldAgain(@TempDir Path folder) {
    InstantSource time = InstantSource.fixed(Instant.ofEpochMilli(NOW));
    WatchValues values = new WatchValues();
    try (Catalogue catalogue = TestCatalogue.open(folder);
        Jobs jobs = new Jobs(JobStore.none(), time)) {
      TestCatalogue.found(catalogue);
      TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
      TestCatalogue.submit(catalogue, Acts.closed(1, "complete", List.of(1), List.of()));
      WatchSource source = new WatchSource(catalogue, jobs, new NoFigures(), time, values);
      var _ = catalogue.onApplied(source);
      source.count();
      assertFalse(source.isCountDue());
      TestCatalogue.submit(catalogue, Acts.tested(1));
      assertTrue(source.isCountDue());
      source.count();
      Change told = values.value(new WatchValues.Key("backup", Acts.backup(1))).orElseThrow();
      assertEquals(NOW, told.getBackup().getTestedMs());
      assertTrue(told.getBackup().getRestorable());
    }
  }

  @Test
  void whoFirstTellsOfAScrubIsCountedWithIt(@TempDir Path folder) {
    InstantSource time = InstantSource.fixed(Instant.ofEpochMilli(NOW));
    SetFigures figures = new SetFigures();
    try (Catalogue catalogue = TestCatalogue.open(folder);
        Jobs jobs = new Jobs(JobStore.none(), time)) {
      TestCatalogue.live(catalogue);
      WatchSource source = new WatchSource(catalogue, jobs, figures, time, new WatchValues());
      source.look(0);
      source.count();
      assertFalse(source.isCountDue());
      figures.scrubbed.set(NOW - 1);
      source.look(1_000_000_000L);
      assertTrue(source.isCountDue());
      source.count();
      source.look(2_000_000_000L);
      assertFalse(source.isCountDue());
    }
  }

  private static void assertTold(WatchSource source, WatchValues values, SetFigures figures) {
    source.all();
    int[] told = new int[3];
    long revision = 0;
    WatchValues.Key key = new WatchValues.Key("peer", Acts.peer(2).hex());
    for (int second = 0; second < 12; second++) {
      figures.lastSeen.set(NOW + second);
      figures.used.set(second / 6);
      source.look(second * 1_000_000_000L);
      Change now = values.value(key).orElseThrow();
      told[0] += now.getRevision() != revision ? 1 : 0;
      told[1] += second == 6 && now.getPeer().getUsed() == 1 ? 1 : 0;
      told[2] += now.getPeer().getCertificate().size() + now.getPeer().getSealingKey().size();
      revision = now.getRevision();
    }
    assertEquals(6, told[0]);
    assertEquals(1, told[1], "what it holds is told at once");
    assertEquals(0, told[2]);
  }
}
