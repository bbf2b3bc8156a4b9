package com.plexichat.backup.console.screens.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.SampleFacts;
import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Tasks;
import com.plexichat.backup.console.kit.Texts;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Attention;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Freshness;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.Protection;
import com.plexichat.backup.console.state.Settings;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Distribution.TierCoverage;
import com.plexichat.backup.shared.model.Durability;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.wire.Peers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardWordsTest {
  private static final Instant NOW = SampleFacts.NOW;

  private final SampleFacts facts = new SampleFacts(NOW);
  private final Tasks tasks = new Tasks();
  private final DashboardWords words = new DashboardWords(kit(Locale.ENGLISH));

  private Kit kit(Locale locale) {
    Texts texts = new Texts(locale);
    InstantSource clock = InstantSource.fixed(NOW);
    return new Kit(texts, new Figures(texts, Settings.DEFAULT, clock), tasks, clock);
  }

  @AfterEach
  void close() {
    tasks.close();
  }

  private static ClusterState current(List<Change.What> told) {
    return SampleFacts.state(new Freshness.Current(), told);
  }

  private List<Change.What> degraded(long under, long lost) {
    List<Change.What> told = new ArrayList<>(facts.healthy());
    told.removeIf(Change.OfDistribution.class::isInstance);
    told.add(
        new Change.OfDistribution(
            new Distribution(
                "degraded", 100, 200, under, 0, lost, 0, 0, List.of(), Optional.empty())));
    return told;
  }

  @Test
  void theSentenceSaysWhatMattersNow() {
    assertEquals(
        "All 7 peers answer; every shard has its copies.",
        words.sentence(current(facts.healthy())));
    assertEquals(
        "The one peer answers; nothing is backed up yet.", words.sentence(current(facts.empty())));
    assertEquals(
        "1 of 8 peers is down; 1\u202f284 shards have fewer copies than asked;"
            + " 3 of them are lost.",
        words.sentence(current(facts.troubled())));
    assertEquals(
        "All 7 peers answer; 52 shards have fewer copies than asked; nothing is lost.",
        words.sentence(current(degraded(52, 0))));
    assertEquals(
        "All 7 peers answer; one shard has fewer copies than asked; one of them is lost.",
        words.sentence(current(degraded(1, 1))));
    assertEquals("Asking the cluster …", words.sentence(ClusterState.LOADING));
  }

  /// A tier stands there once for each number of copies that it ever asked for.
  @Test
  void aTierWithAnAlarmIsToldOnce() {
    Instant since = NOW.minusSeconds(60);
    Distribution distribution =
        new Distribution(
            "ok",
            100,
            200,
            0,
            0,
            0,
            0,
            0,
            List.of(alarmed(3, NOW), alarmed(4, since)),
            Optional.empty());
    List<Attention> told =
        Attention.of(current(List.of(new Change.OfDistribution(distribution))), NOW).stream()
            .filter(one -> one.cause() == Attention.Cause.DURABILITY_LOW)
            .toList();
    assertEquals(
        List.of(
            new Attention(
                Attention.Cause.DURABILITY_LOW, "silver", "silver", 0, Optional.of(since))),
        told);
  }

  private static TierCoverage alarmed(int copies, Instant since) {
    return new TierCoverage(
        "silver",
        100,
        copies,
        copies,
        Optional.of(
            new Durability(
                7,
                4,
                Optional.empty(),
                Optional.empty(),
                Duration.ofHours(9),
                7,
                Optional.of(since))));
  }

  @Test
  void whatIsStaleIsToldAsThat() {
    Freshness stale = new Freshness.Stale(Optional.of(NOW), Optional.empty());
    assertEquals(
        "As last heard: All 7 peers answer; every shard has its copies.",
        words.sentence(SampleFacts.state(stale, facts.healthy())));
  }

  @Test
  void theSentenceIsSaidInGermanToo() {
    assertEquals(
        "Alle 7 Peers antworten; 52 Shards haben weniger Kopien als verlangt; nichts ist verloren.",
        new DashboardWords(kit(Locale.GERMAN)).sentence(current(degraded(52, 0))));
  }

  @Test
  void figuresAreThoseThatWereTold() {
    ClusterState state = current(facts.troubled());
    Distribution told = state.distribution().orElseThrow();
    Overview now = Overview.of(state);
    assertEquals(told.shards(), now.shards());
    assertEquals(told.copies(), now.copies());
    assertEquals(told.underReplicated(), now.under());
    assertEquals(told.shards() - told.underReplicated(), now.covered());
    assertEquals(told.lost(), now.lost());
    assertEquals(5, now.sets());
    assertEquals(3, now.protectedSets());
    assertEquals(8, now.peers(), "who is only invited or banned is none");
    long bytes =
        Stream.of(
                SampleFacts.backupId("databases", 12),
                SampleFacts.backupId("documents", 4),
                SampleFacts.backupId("home", 1))
            .mapToLong(id -> state.backup(id).orElseThrow().counts().sourceBytes())
            .sum();
    assertEquals(bytes, now.sourceBytes(), "the interrupted backup of home protects nothing");
    assertEquals(Protection.capacity(state.peers()).used(), now.used());
    assertEquals(Protection.capacity(state.peers()).offered(), now.offered());
  }

  @Test
  void setsWithNothingToRestoreAreTheMostExposed() {
    List<Protection.Exposure> all = Protection.exposures(current(facts.troubled()), NOW);
    assertEquals(
        List.of(SampleFacts.LONG_SET, "photos", "home", "databases", "documents"),
        all.stream().map(one -> one.set().name()).toList());
    assertTrue(all.getFirst().newest().isEmpty());
  }

  @Test
  void whatNeedsALookSaysWhyAndLeadsThere() {
    ClusterState state = current(facts.troubled());
    List<Attention> all = Attention.of(state, NOW);
    assertEquals("3 shards cannot be read from anywhere", words.headline(all.getFirst(), state));
    for (Attention one : all) {
      assertFalse(words.headline(one, state).contains("{"), () -> one.toString());
    }
    Attention down =
        all.stream()
            .filter(one -> one.cause() == Attention.Cause.PEER_DOWN)
            .findFirst()
            .orElseThrow();
    assertEquals("larch is down; its copies do not count", words.headline(down, state));
    assertEquals(new Target.Peers(Optional.of(SampleFacts.peerId(4))), DashboardWords.target(down));
    Attention failed =
        all.stream()
            .filter(one -> one.cause() == Attention.Cause.JOB_FAILED)
            .findFirst()
            .orElseThrow();
    assertEquals("A job failed: Integrity check", words.headline(failed, state));
    assertEquals(
        Attention.Cause.values().length,
        Arrays.stream(Attention.Cause.values()).map(words::why).distinct().count());
  }

  @Test
  void aMachineThatRunsAndStoresNothingIsTold() {
    PeerEntry entry =
        PeerEntry.newBuilder()
            .setPeerId(SampleFacts.peerId(1).hex())
            .setName("birch")
            .setState(com.plexichat.backup.proto.PeerState.ACTIVE)
            .setTrouble("The disk of birch failed: I/O error.")
            .build();
    List<Attention> active = storesNothing(entry);
    assertEquals(
        List.of("birch stores nothing any more: its disk failed"),
        active.stream().map(one -> words.headline(one, current(facts.healthy()))).toList());
    assertEquals(Health.AT_RISK, Protection.health(Peers.peer(entry)));
    assertEquals(
        List.of(),
        storesNothing(
            entry.toBuilder().setState(com.plexichat.backup.proto.PeerState.DOWN).build()));
  }

  private static List<Attention> storesNothing(PeerEntry entry) {
    Change.What peer = new Change.OfPeer(Peers.peer(entry));
    return Attention.of(current(List.of(peer)), NOW).stream()
        .filter(one -> one.cause() == Attention.Cause.PEER_STORES_NOTHING)
        .toList();
  }

  @Test
  void activityIsWhatEndedTheNewestFirst() {
    List<Job> ended = ActivityCard.ended(current(facts.troubled()));
    assertEquals("j-17", ended.getFirst().id());
    assertTrue(ended.stream().allMatch(job -> job.state().isFinal()));
    assertEquals(
        ended.stream()
            .sorted(Comparator.comparing((Job job) -> job.ended().orElseThrow()).reversed())
            .toList(),
        ended);
  }

  @Test
  void theGridOfRatesHasRoundSteps() {
    double mib = 1L << 20;
    assertEquals(20 * mib, RateChart.step(61 * mib, 1024));
    assertEquals(0.5 * mib, RateChart.step(1.5 * mib, 1024));
    assertEquals(500 * mib, RateChart.step(1_023 * mib, 1024));
    assertEquals(50_000_000, RateChart.step(160_000_000, 1000));
  }
}
