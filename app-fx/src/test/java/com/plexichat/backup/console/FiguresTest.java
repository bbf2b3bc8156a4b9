package com.plexichat.backup.console;

import static com.plexichat.backup.console.ToldCluster.Part.BACKUPS;
import static com.plexichat.backup.console.ToldCluster.Part.DISTRIBUTION;
import static com.plexichat.backup.console.ToldCluster.Part.JOBS;
import static com.plexichat.backup.console.ToldCluster.Part.KIT;
import static com.plexichat.backup.console.ToldCluster.Part.PEERS;
import static com.plexichat.backup.console.ToldCluster.Part.SETS;
import static com.plexichat.backup.console.ToldCluster.Part.STATUS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Place;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.peers.PeersView;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.PeerId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// On every screen each figure is what the command line tells at that moment, on real agents: two
/// sets in different tiers, one of them with too few owners, one that failed, one that was
/// cancelled, a backup that was deleted, a restore, a verification, and at last a peer that is
/// gone. A number of which nothing was told fails it as well.
@Tag("ci")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FiguresTest {
  @TempDir static Path dir;
  private static FiguresCluster made;
  private static RealAgents agents;
  private static ConsoleRig rig;
  private static Walk walk;
  private static MapWalk map;
  private static Instant opened;
  private static final Set<Place> walked = EnumSet.noneOf(Place.class);

  @BeforeAll
  static void up() throws Exception {
    made = FiguresCluster.up(dir);
    agents = made.agents();
    rig = ConsoleRig.open(agents.home(), Optional.empty());
    rig.await("the cluster answers", () -> rig.scene().getRoot().lookup("#tier-bronze") != null);
    opened = Instant.now();
    walk = Walk.of(agents, rig);
    walk.widen();
    map = new MapWalk(walk, made);
  }

  @AfterAll
  static void down() throws Exception {
    rig.close();
    agents.close();
  }

  private static ToldCluster ask(ToldCluster.Part... parts) throws Exception {
    return ToldCluster.ask(agents, parts);
  }

  private static void open(Place place) {
    rig.robot().clickOn("#nav-" + place);
    walked.add(place);
  }

  @Test
  @Order(1)
  void dashboard() throws Exception {
    open(Place.DASHBOARD);
    walk.agrees(
        "dashboard",
        () ->
            new OverviewClaims(walk, ask(STATUS, DISTRIBUTION, PEERS, SETS, BACKUPS, JOBS))
                .dashboard());
  }

  @Test
  @Order(2)
  void frame() throws Exception {
    walk.agrees("sidebar", ".sidebar", () -> new OverviewClaims(walk, ask(PEERS)).sidebar());
    walk.agrees(
        "topbar",
        ".topbar",
        () -> new OverviewClaims(walk, ask(STATUS, DISTRIBUTION, PEERS, SETS, BACKUPS)).topbar());
  }

  @Test
  @Order(3)
  void setsAndBackups() throws Exception {
    open(Place.BACKUPS);
    for (String name : List.of("docs", "mail")) {
      walk.go(new Target.Backups(name, ""));
      List<Told> stripe = made.stripe(name.equals("docs") ? "bronze" : "silver");
      walk.agrees(
          "set-" + name,
          () -> {
            ToldCluster told = ask(SETS, BACKUPS);
            return new BackupClaims(walk, told).ofSet(told.set(name), stripe);
          });
    }
    for (String name : List.of("docs", "mail", "gone", "slow")) {
      String id = ask(SETS, BACKUPS).backupsOf(name).getLast().text("backup_id");
      walk.go(new Target.Backups(name, id));
      walk.agrees(
          "backup-of-" + name,
          () -> {
            ToldCluster told = ask(SETS, BACKUPS);
            Told backup = told.backup(id);
            return new BackupClaims(walk, told)
                .ofBackup(
                    backup,
                    backup.is("restorable")
                        ? Optional.of(agents.told("backup", "certificate", id))
                        : Optional.empty());
          });
    }
  }

  @Test
  @Order(4)
  void contentsOfABackup() throws Exception {
    String id = made.documents().getFirst().text("backup_id");
    for (Path folder : List.of(made.tree(), made.tree().resolve("letters"))) {
      walk.go(new Target.Contents(id, FilePath.of(folder.toString())));
      walk.agrees(
          "contents-" + folder.getFileName(),
          () -> {
            List<Told> entries =
                agents.told("backup", "show", id, "--path", folder.toString()).list("entries");
            ToldCluster told = ask(BACKUPS);
            return new ContentClaims(walk, told)
                .folder(told.backup(id), entries, entries.getFirst());
          });
    }
  }

  @Test
  @Order(5)
  void whatASearchFinds() throws Exception {
    walk.go(new Target.Find("letter-*"));
    walk.agrees(
        "find",
        () ->
            new ContentClaims(walk, ask(BACKUPS))
                .found(agents.told("backup", "find", "letter-*").list("matches")));
  }

  @Test
  @Order(6)
  void whatDiffersBetweenTwo() throws Exception {
    String older = made.documents().getFirst().text("backup_id");
    String newer = made.documents().getLast().text("backup_id");
    walk.go(new Target.Compare(older, newer));
    walk.agrees(
        "compare",
        () -> {
          ToldCluster told = ask(BACKUPS);
          List<Told> differences =
              agents.told("backup", "compare", older, newer).list("differences");
          return new ContentClaims(walk, told)
              .compared(told.backup(older), told.backup(newer), differences);
        });
  }

  private static Told job(ToldCluster told, String kind, String state) {
    return told.jobs().stream()
        .filter(job -> job.text("kind").equals(kind) && job.text("state").equals(state))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Order(7)
  void jobsAndWhatCameOfThem() throws Exception {
    open(Place.JOBS);
    record Wanted(String kind, String state) {}
    for (Wanted wanted :
        List.of(
            new Wanted("backup", "done"),
            new Wanted("backup", "failed"),
            new Wanted("backup", "cancelled"),
            new Wanted("restore", "done"),
            new Wanted("verify", "done"))) {
      String id = job(ask(JOBS, BACKUPS), wanted.kind(), wanted.state()).text("job_id");
      walk.go(new Target.Jobs(id));
      walk.agrees(
          "job-" + wanted.kind() + "-" + wanted.state(),
          () -> {
            ToldCluster told = ask(JOBS, BACKUPS);
            WorkClaims claims = new WorkClaims(walk, told);
            Told job = agents.told("job", "show", id);
            return switch (wanted.kind()) {
              case "restore" -> claims.restored(job, made.restored());
              case "verify" -> claims.verified(job, made.verified());
              default -> wanted.state().equals("done") ? claims.backup(job) : claims.job(job);
            };
          });
    }
  }

  @Test
  @Order(8)
  void peers() throws Exception {
    open(Place.PEERS);
    for (Told peer : ask(PEERS).peers()) {
      walk.go(new Target.Peers(Optional.of(new PeerId(peer.text("peer_id")))));
      walk.agrees(
          "peer-" + peer.text("name"),
          () -> {
            ToldCluster told = ask(PEERS);
            return new ClusterClaims(walk, told).peers(told.peer(peer.text("name")));
          });
    }
    walk.choose("#peers-shape", PeersView.Shape.CARDS);
    walk.agrees(
        "peer-cards",
        () -> {
          ToldCluster told = ask(PEERS);
          return new ClusterClaims(walk, told).cards(told.peers().getLast());
        });
    walk.choose("#peers-shape", PeersView.Shape.MAP);
    walk.agrees(
        "peer-map",
        () -> {
          ToldCluster told = ask(PEERS);
          return new ClusterClaims(walk, told).world(told.peers().getLast());
        });
    walk.choose("#peers-shape", PeersView.Shape.CARDS);
  }

  @Test
  @Order(9)
  void tiers() throws Exception {
    open(Place.TIERS);
    walk.agrees(
        "tiers",
        () -> {
          ToldCluster told = ask(SETS, DISTRIBUTION);
          return new ClusterClaims(walk, told)
              .tiers(made.preflights(told), agents.told("retention", "tiers").list("tiers"));
        });
  }

  @Test
  @Order(10)
  void recoveryKit() throws Exception {
    open(Place.RECOVERY_KIT);
    walk.agrees("kit-not-stored", () -> new ClusterClaims(walk, ask(KIT)).kit());
    agents.told("kit", "stored", "--note", "safe 7, envelope 3");
    walk.agrees("kit-stored", () -> new ClusterClaims(walk, ask(KIT)).kit());
  }

  @Test
  @Order(11)
  void audit() throws Exception {
    open(Place.AUDIT);
    walk.agrees(
        "audit",
        () -> {
          List<Told> entries = agents.told("audit", "list", "--most", "1000").list("entries");
          return new ClusterClaims(walk, ask()).audit(agents.told("audit", "verify"), entries);
        });
  }

  @Test
  @Order(12)
  void shardMap() throws Exception {
    open(Place.SHARD_MAP);
    map.colours();
    map.cells();
  }

  @Test
  @Order(13)
  void newSetWizard() throws Exception {
    new WizardWalk(walk, made).newSet();
  }

  @Test
  @Order(14)
  void restoreWizard() throws Exception {
    new WizardWalk(walk, made).restore(dir.resolve("wizard"));
  }

  @Test
  @Order(15)
  void setUpGuide() throws Exception {
    new WizardWalk(walk, made).setup();
  }

  @Test
  @Order(16)
  void schedule() throws Exception {
    open(Place.SCHEDULE);
    new WorkWalk(walk).schedule();
  }

  @Test
  @Order(17)
  void prune() throws Exception {
    open(Place.PRUNE);
    new WorkWalk(walk).prune();
  }

  @Test
  @Order(18)
  void whatRuns() throws Exception {
    Told job = made.slow();
    String id = job.text("job_id");
    walk.go(new Target.Jobs(id));
    walk.agrees(
        "job-running",
        () -> new WorkClaims(walk, ask(JOBS, BACKUPS)).job(agents.told("job", "show", id)));
    open(Place.DASHBOARD);
    walk.agrees(
        "dashboard-running",
        () ->
            new OverviewClaims(walk, ask(STATUS, DISTRIBUTION, PEERS, SETS, BACKUPS, JOBS))
                .dashboard());
    agents.told("job", "cancel", id, "--wait");
  }

  @Test
  @Order(19)
  void aPeerIsGone() throws Exception {
    String gone = "agent-3";
    agents.kill(gone);
    open(Place.DASHBOARD);
    walk.agrees(
        "dashboard-peer-gone",
        () ->
            new OverviewClaims(walk, onceDown(STATUS, DISTRIBUTION, PEERS, SETS, BACKUPS, JOBS))
                .dashboard());
    open(Place.PEERS);
    walk.go(new Target.Peers(Optional.of(new PeerId(ask(PEERS).peer(gone).text("peer_id")))));
    walk.agrees(
        "peers-peer-gone",
        () -> {
          ToldCluster told = onceDown(PEERS);
          return new ClusterClaims(walk, told).cards(told.peer(gone));
        });
    open(Place.SHARD_MAP);
    map.aShard("map-peer-gone", () -> onceDown(PEERS, DISTRIBUTION, BACKUPS));
  }

  @Test
  @Order(20)
  void whatHappened() throws Exception {
    rig.fire("#notices");
    walk.agrees(
        "notices", ".notices", () -> new OverviewClaims(walk, ask(PEERS, JOBS)).notices(opened));
  }

  /// The cluster once it is agreed that a peer is down.
  private static ToldCluster onceDown(ToldCluster.Part... parts) throws Exception {
    Instant end = Instant.now().plus(Duration.ofMinutes(2));
    ToldCluster told = ask(parts);
    while (told.peersIn("DOWN") == 0) {
      assertTrue(Instant.now().isBefore(end), "no peer is called down");
      told = ask(parts);
    }
    return told;
  }

  @Test
  @Order(99)
  void everyScreenWasWalked() {
    // Settings has nothing of a cluster.
    assertEquals(EnumSet.complementOf(EnumSet.of(Place.SETTINGS)), walked);
  }
}
